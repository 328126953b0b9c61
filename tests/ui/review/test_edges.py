"""Teams at the edge: an explanation or a right number in the window and on the command line, never 1.0 by accident."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.cli.parser import run
from annotator.core.document import AnnotatedDocument
from annotator.core.i18n import use_language
from annotator.core.span import Span
from annotator.ui.review.adjudication_page import AdjudicationPage
from annotator.ui.review.review_page import ReviewPage
from tests.ui.review.team import document, project_with, session_of, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا."
Made = Mapping[str, Sequence[Span]]


def marks(who: str, *told: tuple[str, str]) -> list[Span]:
    return [span(f"{who}{number}", TEXT, words, label) for number, (words, label) in enumerate(told)]


def everything(who: str) -> list[Span]:
    """Every word, and every letter of the first one, in each label."""
    words = [Span(f"{who}w{n}", TEXT.index(word), TEXT.index(word) + len(word), "ACTOR")
             for n, word in enumerate(TEXT.rstrip(".").split())]  # fmt: skip
    letters = [Span(f"{who}{label}{n}", n, n + 1, label) for n in range(3) for label in ("ACTOR", "SOURCE", "FIGURE")]
    return [*words, *letters, Span(f"{who}all", 0, len(TEXT), "SOURCE")]


SOURCE, FIGURE = ("المرصد السوري", "SOURCE"), ("211 شخصاً", "FIGURE")
NESTED = (SOURCE, ("المرصد", "ACTOR"), ("السوري", "ACTOR"))
TEAMS: Mapping[str, tuple[Made, ...]] = {
    "no common document": ({"A": marks("A", SOURCE)}, {"B": marks("B", SOURCE)}),
    "one silent": ({"A": marks("A", SOURCE, FIGURE), "B": []},),
    "one category": ({"A": marks("A", FIGURE), "B": marks("B", FIGURE)},),
    "nested": ({"A": marks("A", *NESTED), "B": marks("B", *reversed(NESTED))},),
    "zero spans": ({"A": [], "B": []},),
    "marked everything": ({"A": everything("A"), "B": marks("B", SOURCE)},),
}
EXACT: Mapping[str, float | None] = {
    "no common document": None, "one silent": 0.0, "one category": 1.0, "nested": 1.0, "zero spans": None,
    "marked everything": 0.0,
}  # fmt: skip
UNDEFINED: Mapping[str, set[str]] = {
    "no common document": {"f1_exact", "f1_overlap", "u_alpha", "cu_alpha", "label_alpha"},
    "one silent": {"cu_alpha", "label_alpha"},
    "one category": {"cu_alpha", "label_alpha"},
    "nested": set(),
    "zero spans": {"f1_exact", "f1_overlap", "u_alpha", "cu_alpha", "label_alpha"},
    "marked everything": set(),
}


def documents(name: str) -> list[AnnotatedDocument]:
    return [document(f"d{number}", TEXT, layers) for number, layers in enumerate(TEAMS[name])]


@pytest.fixture(params=list(TEAMS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def measured(path: Path, read: Callable[[], Any]) -> dict[str, dict[str, Any]]:
    assert run(["agreement", str(path), "--bootstrap", "20", "--json"]) == 0
    lines = [json.loads(line) for line in read().out.splitlines()]
    return {line["measure"]: line for line in lines}


def test_the_command_line_explains_or_is_right(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.raqim"
    project_with(path, *documents(name)).close()
    found = measured(path, capsys.readouterr)
    assert found["f1_exact"]["value"] == EXACT[name]
    for measure in UNDEFINED[name]:
        assert found[measure]["value"] is None, measure
    for each in found.values():
        assert (each["value"] is None) == bool(each.get("explanation")), each["measure"]
        assert {"n_units", "n_documents", "excluded"} <= set(each)
    if name == "nested":
        assert found["u_alpha"]["excluded"]  # what overlaps is no part of a partition, and that is said
    if name == "marked everything":
        assert found["f1_overlap"]["value"] == pytest.approx(2 / (len(everything("A")) + 1))
    assert run(["agreement", str(path)]) == 0
    assert run(["adjudicate", str(path), "--rule", "majority", "--dry-run"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_the_window_explains_or_is_right(name: str, qtbot: QtBot, tmp_path: Path) -> None:
    use_language("en")
    session = session_of(project_with(tmp_path / "p.raqim", *documents(name)), tmp_path / "settings.json")
    review, adjudication = ReviewPage(session, bootstrap=20), AdjudicationPage(session)
    for page in (review, adjudication):
        qtbot.addWidget(page)
        page.resize(1200, 700)
    review.show()
    review.refresh()
    qtbot.waitUntil(lambda: not review.busy(), timeout=120_000)
    exact = EXACT[name]
    shown = review.tiles["f1_exact"].value.text().strip("\u2066\u2069")
    assert shown == ("–" if exact is None else f"{exact:.3f}")
    if exact is None:
        assert len(review.tiles["f1_exact"].detail.text()) > 10  # a sentence says why
    for place in range(review.tabs.count()):
        review.tabs.setCurrentIndex(place)
        qtbot.waitUntil(lambda: not review.busy(), timeout=120_000)
    assert review.methods.toPlainText()
    adjudication.show()
    adjudication.begin()
    QApplication.processEvents()
    open_ = {"one silent": 2, "marked everything": None}.get(name, 0)
    assert open_ is None or len(adjudication.desk.cases) == open_
    review.close_page()
    adjudication.close_page()
    session.bridge.close()
