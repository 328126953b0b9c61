"""What is read before it is asked for is what would be read then, and nothing of it outlives a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.core.command import RemoveSpan
from annotator.project.disagreements import Disagreements
from annotator.ui.review import case_list
from annotator.ui.review.adjudication_page import AdjudicationPage
from annotator.ui.review.reading_ahead import ReadingAhead
from tests.ui.review.team import document, project_with, session_of, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، وقالت الوزارة إن 40 جندياً انسحبوا من حلب."


def test_disagreements_are_read_ahead_and_anew_after_a_change(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "MANY", 1)
    both = [span(f"{who}1", TEXT, "المرصد السوري", "SOURCE") for who in "AB"]
    extra, wide = span("A2", TEXT, "حلب", "ACTOR"), span("A3", TEXT, "الوزارة", "ACTOR")
    late = span("A4", TEXT, "40 جندياً", "FIGURE")
    layers = {"A": [both[0], extra, wide, late], "B": [both[1]]}
    project = project_with(tmp_path / "p.raqim", document("d", TEXT, layers))
    page = AdjudicationPage(session_of(project, tmp_path / "settings.json"))
    qtbot.addWidget(page)
    ahead = ReadingAhead(page.session, lambda: page.desk.stale, page)

    def read() -> None:
        ahead.begin()
        qtbot.waitUntil(lambda: ahead.ready, timeout=60_000)

    events = project.queries.stats().events
    read()
    assert project.queries.stats().events == events  # nothing is merged before the page is opened
    page.session.bridge.execute(RemoveSpan(wide.id), "A")
    assert ahead.take() is None
    read()
    ahead.begin()
    page.session.bridge.execute(RemoveSpan(late.id), "A")  # while the worker reads
    assert not ahead.ready
    read()
    state = ahead.take()
    assert state is not None
    assert state.worklist() == Disagreements(project).worklist()
    page.desk.take(state)
    page.show()
    page.begin()
    assert [each.start for each in page.desk.cases] == [extra.start]
    qtbot.waitUntil(lambda: not page.desk.busy, timeout=60_000)
    gold = [each.covered(TEXT) for each in project.queries.spans("d", "gold")]
    assert gold == ["المرصد السوري"]
    page.begin()
    assert not page.desk.stale
    ahead.begin()
    assert not ahead.ready  # nothing is read twice
    ahead.close()
    page.close_page()
    page.session.bridge.close()
