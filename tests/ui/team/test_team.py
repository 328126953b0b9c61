"""Who works on what, how far and how long, in a real window, by real events."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from annotator.core.command import AddSpan, SetSetting, SetStatus
from annotator.project.handoff import Sharing, hand_off
from annotator.ui.files import Files
from annotator.ui.team.team_dialog import TeamDialog
from tests.ui.conftest import Desk
from tests.ui.team.conftest import SELMA, with_documents


def test_statuses_are_set_by_key_and_a_locked_document_says_so(desk: Desk) -> None:
    with_documents(desk)
    desk.press("Ctrl+Alt+4")
    layers = desk.session.project.queries.layers("d0")
    assert [(each.annotator, each.status) for each in layers] == [(SELMA, "locked")]
    assert "Locked" in desk.studio.badge.text()
    told: list[str] = []
    desk.session.told.connect(told.append)
    desk.session.open_document("d1")
    desk.session.open_document("d0")
    assert any("locked" in each for each in told)
    desk.caret_to("المرصد")
    desk.press("1")
    assert desk.spans() == []
    desk.press("Ctrl+Alt+2")
    assert "In progress" in desk.studio.badge.text()


def test_leads_and_open_layers_are_one_undo_step(desk: Desk) -> None:
    with_documents(desk)
    desk.session.do(SetStatus("d0", "Amal", "done"))
    dialog = TeamDialog(desk.session.project, SELMA, desk.studio.window)
    dialog.show()
    dialog.leads.line.setText("Amal")
    dialog.leads.take_typed()
    dialog.active_time.setChecked(False)
    desk.session.do(*dialog.wishes())
    queries = desk.session.project.queries
    assert queries.setting("leads") == ["Amal"]
    assert not queries.may_see(SELMA, "Amal")
    assert queries.setting("active_time") is False
    dialog.reject()
    other = TeamDialog(desk.session.project, SELMA, desk.studio.window)
    ok = other.buttons.buttons()
    assert any(isinstance(each, QPushButton) and not each.isEnabled() for each in ok), "only a lead changes it"
    desk.press("Ctrl+Z")
    assert queries.setting("leads") is None


def test_work_in_the_text_is_counted_and_shown(desk: Desk) -> None:
    with_documents(desk)
    clock = iter(range(0, 1000, 5))
    watch = desk.tools.teaming.stopwatch
    watch.time.clock = lambda: float(next(clock))
    desk.press("Right", "Right", "Right", "Right")
    watch.flush()
    assert desk.session.project.queries.active_times() == {("d0", SELMA): 15.0}
    desk.session.do(SetSetting("active_time", value=False))
    desk.press("Right", "Right", "Right")
    watch.flush()
    assert desk.session.project.queries.active_times() == {("d0", SELMA): 15.0}
    panel = desk.tools.events
    desk.tools.tabs.setCurrentWidget(panel)
    panel.reload()
    assert SELMA in panel.times.text()


def test_a_handed_out_file_asks_for_its_annotators_name(desk: Desk) -> None:
    from annotator.ui.dialogs.who import WhoDialog

    dialog = WhoDialog([], "Amal", handed_to="Amal")
    assert dialog.name() == "Amal"
    assert isinstance(desk.studio.files, Files)


def test_who_is_no_lead_sees_no_layers_of_others(desk: Desk) -> None:
    with_documents(desk)
    desk.session.do(AddSpan("d0", 3, 6, "FIGURE", "Amal"))
    desk.session.do(SetSetting("leads", ["Amal"]))
    told: list[str] = []
    desk.session.told.connect(told.append)
    for action in (desk.tools.reviewing.agreement, desk.tools.reviewing.adjudicate):
        action()
        assert not desk.tools.reviewing.in_front()
    assert len([each for each in told if "lead" in each]) == 2
    desk.tools.radar.findings()
    page = desk.tools.radar.page
    assert page is not None
    assert page.layer() == SELMA
    desk.session.do(SetSetting("open_layers", value=True))
    assert page.layer() == ""
    desk.tools.radar.back()


def test_a_handed_out_file_counts_no_time(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    handed = hand_off(desk.session.project, tmp_path / "out", ["d0"], Sharing((SELMA,)))
    assert desk.studio.open_project(handed[SELMA])
    clock = iter(range(0, 1000, 5))
    watch = desk.tools.teaming.stopwatch
    watch.time.clock = lambda: float(next(clock))
    desk.press("Right", "Right", "Right", "Right")
    watch.flush()
    assert desk.session.project.queries.active_times() == {}
