"""Hand out, merge, conflicts, backups and histories in a real window, on real files, by real events."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.core.command import AddDocuments, AddSpan, ChangeSpan, SetSetting, SetStatus
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.backup import backups, keep
from annotator.project.handoff import Sharing, hand_off
from annotator.project.project import Project
from annotator.ui.files import Files
from annotator.ui.pressing import key_of
from annotator.ui.studio import Studio
from annotator.ui.team.backups_dialog import BackupsDialog
from annotator.ui.team.conflicts_dialog import ConflictsDialog
from annotator.ui.team.damage_dialog import DamageDialog
from annotator.ui.team.hand_off_dialog import HandOffDialog
from annotator.ui.team.hand_off_form import CHOSEN
from annotator.ui.team.merge_dialog import MergeDialog
from annotator.ui.team.team_dialog import TeamDialog
from annotator.ui.team.work_dialog import WorkDialog
from tests.ui.conftest import Desk
from tests.ui.team.conftest import Answer

TEXT = "قال المرصد السوري إن 12 شخصاً قتلوا."
SELMA = "سلمى"


def wait(ready: Callable[[], object], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not come"
        QApplication.processEvents()
        time.sleep(0.01)


def with_documents(desk: Desk, count: int = 4) -> list[str]:
    ids = [f"d{number}" for number in range(count)]
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    documents = tuple(AnnotatedDocument(Document(each, f"خبر {each}", f"{each} {TEXT}")) for each in ids)
    assert desk.session.do(AddDocuments(documents)) is not None
    assert desk.session.open_document("d0")
    desk.settle()
    return ids


def returned(desk: Desk, tmp_path: Path, *, both: bool = False) -> Path:
    """A file that came back from Amal, with one span of hers; ``both``: and a change of a span of the lead's."""
    out = tmp_path / "amal.raqim"
    desk.session.project.copy_to(out)
    with Project.open(out) as other:
        other.execute(AddSpan("d1", 3, 6, "ACTOR", "Amal", id="hers"), "Amal")
        if both:
            other.execute(ChangeSpan("mine", label="ACTOR"), "Amal")
    return out


def merging(desk: Desk, *paths: Path) -> MergeDialog:
    dialog = MergeDialog(desk.session, paths, desk.studio.window)
    dialog.show()
    wait(lambda: not dialog.bar.isVisible())
    return dialog


def in_conflict(desk: Desk, tmp_path: Path) -> None:
    """A span that the lead and Amal changed without knowing of each other, merged."""
    with_documents(desk)
    desk.session.do(AddSpan("d0", 3, 6, "FIGURE", SELMA, id="mine"))
    other = returned(desk, tmp_path, both=True)
    desk.session.do(ChangeSpan("mine", label="SOURCE"))
    dialog = merging(desk, other)
    assert dialog.disputes.rowCount() == 1
    dialog.button.click()
    wait(lambda: not dialog.isVisible())
    assert dialog.reports


# ---- hand out ---------------------------------------------------------------------------------------------


def test_a_hand_off_shows_the_shares_and_writes_a_file_for_each(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk, 10)
    dialog = HandOffDialog(desk.session, tmp_path, desk.studio.window)
    dialog.show()
    assert not dialog.button.isEnabled()
    QTest.keyClicks(dialog.form.names.line, "Amal, Basim")
    QTest.keyClick(dialog.form.names.line, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter adds a name and does not end the dialog"
    dialog.form.spins["overlap"].setValue(20)
    dialog.form.spins["calibration"].setValue(2)
    wait(lambda: dialog.shares.rowCount() == 2 and dialog.button.isEnabled())
    rows = dialog.shares.rows()
    assert sum(row.documents for row in rows) == 2 * 2 + 8 + 2  # two for both, eight, a fifth of these twice
    assert dialog.shared.rowCount() == 2 + 2
    dialog.write(tmp_path / "out")
    wait(lambda: not dialog.isVisible())
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["Amal.raqim", "Basim.raqim"]
    for name, path in dialog.files.items():
        with Project.open(path) as given:
            assert given.handed_to == name
            assert given.queries.document_count() == next(row.documents for row in rows if row.annotator == name)


def test_chosen_documents_alone_are_handed_out(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk, 5)
    dialog = HandOffDialog(desk.session, tmp_path, desk.studio.window)
    dialog.show()
    dialog.form.which.setCurrentIndex(dialog.form.which.findData(CHOSEN))
    dialog.form.list.setCurrentIndex(dialog.form.list.model().index(2, 0))
    assert dialog.form.documents() == ["d2"]
    dialog.reject()


@pytest.mark.slow
def test_a_hand_off_where_files_are_already_says_so_and_stays_open(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    (tmp_path / "Amal.raqim").touch()
    dialog = HandOffDialog(desk.session, tmp_path, desk.studio.window)
    dialog.show()
    dialog.form.names.line.setText("Amal")
    dialog.form.names.take_typed()
    dialog.show_shares()
    dialog.write(tmp_path)
    wait(lambda: "already" in dialog.told.text())
    assert dialog.isVisible()
    assert dialog.button.isEnabled()
    dialog.reject()


@pytest.mark.slow
def test_a_file_to_send_back_is_whole(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    assert desk.tools.teaming.send_back_to(tmp_path / "back.raqim")
    with Project.open(tmp_path / "back.raqim") as copy:
        assert copy.integrity() == []
        assert copy.queries.document_count() == 4
    assert not desk.tools.teaming._copy_of_gone(tmp_path / "back.raqim"), "nothing is written over"


# ---- merge ------------------------------------------------------------------------------------------------


def test_a_merge_is_shown_before_it_is_made_and_undo_takes_it_back(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    dialog = merging(desk, returned(desk, tmp_path))
    first = dialog.model.rows()[0]
    assert (first.document, first.outcome) == ("خبر d1", "changed")
    queries = desk.session.project.queries
    assert queries.spans("d1", "Amal") == []
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait(lambda: not dialog.isVisible())
    assert [each.id for each in queries.spans("d1", "Amal")] == ["hers"]
    assert backups(desk.session.project.path), "kept before the merge, or so lately that nothing was new"
    desk.press("Ctrl+Z")
    assert queries.spans("d1", "Amal") == []


@pytest.mark.slow
def test_a_file_that_brings_nothing_cannot_be_merged(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    desk.session.project.copy_to(tmp_path / "same.raqim")
    dialog = merging(desk, tmp_path / "same.raqim")
    assert not dialog.button.isEnabled()
    assert {row.outcome for row in dialog.model.rows()} == {"unchanged"}
    dialog.reject()


@pytest.mark.slow
def test_a_file_that_is_no_project_is_named_and_nothing_is_merged(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    (tmp_path / "no.raqim").write_bytes(b"no project" * 200)
    dialog = merging(desk, tmp_path / "no.raqim")
    assert "no.raqim" in dialog.told.text()
    assert not dialog.button.isEnabled()
    dialog.reject()


@pytest.mark.slow
def test_a_document_of_another_text_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    with Project.create(tmp_path / "other.raqim") as other:
        other.execute(AddDocuments((AnnotatedDocument(Document("d0", "d0", "نص آخر تماما")),)), "Amal")
    dialog = merging(desk, tmp_path / "other.raqim")
    row = dialog.model.rows()[0]
    assert (row.document, row.outcome) == ("خبر d0", "refused")
    assert "text" in row.why
    dialog.reject()


@pytest.mark.slow
def test_a_dropped_project_is_merged_into_the_open_one(desk: Desk, tmp_path: Path, answer: Answer) -> None:
    with_documents(desk)
    other = returned(desk, tmp_path)

    def act() -> bool:
        dialog = answer.dialog(MergeDialog)
        if dialog is None or not dialog.button.isEnabled():
            return False
        dialog.button.click()
        return True

    answer.when(act)
    desk.studio.files.take_dropped([other])
    assert desk.session.project.path.name == "p.raqim"
    assert len(desk.session.project.queries.spans("d1", "Amal")) == 1


# ---- conflicts --------------------------------------------------------------------------------------------


def test_a_conflict_is_kept_and_the_other_value_taken_by_a_key(desk: Desk, tmp_path: Path) -> None:
    in_conflict(desk, tmp_path)
    queries = desk.session.project.queries
    found = queries.kept_conflicts()
    assert [(each.thing, each.field) for each in found] == [("mine", "label")]
    assert {found[0].kept, found[0].lost} == {"SOURCE", "ACTOR"}
    dialog = ConflictsDialog(desk.session, desk.bench)
    dialog.show()
    went: list[tuple[str, str]] = []
    dialog.place_wanted.connect(lambda document, span: went.append((document, span)))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert went == [("d0", "mine")]
    QTest.keyClick(dialog.table, *key_of("T"))
    assert queries.kept_conflicts() == []
    row = queries.span("mine")
    assert row is not None
    assert row.span.label == found[0].lost
    desk.press("Ctrl+Z")
    assert len(queries.kept_conflicts()) == 1
    wait(lambda: dialog.model.rowCount() == 1)
    QTest.keyClick(dialog.table, *key_of("K"))
    assert queries.kept_conflicts() == []
    row = queries.span("mine")
    assert row is not None
    assert row.span.label == found[0].kept
    dialog.close()


@pytest.mark.slow
def test_changing_the_field_settles_its_conflict(desk: Desk, tmp_path: Path) -> None:
    in_conflict(desk, tmp_path)
    queries = desk.session.project.queries
    desk.session.do(ChangeSpan("mine", label="FIGURE"))
    assert queries.kept_conflicts() == []
    desk.press("Ctrl+Z")
    assert len(queries.kept_conflicts()) == 1


@pytest.mark.slow
def test_a_span_removed_while_it_was_changed_comes_back_by_the_other_value(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    desk.session.do(AddSpan("d0", 3, 6, "FIGURE", SELMA, id="mine"))
    other = returned(desk, tmp_path, both=True)
    desk.bench.view.setFocus()
    desk.tools.walking.focus("mine")
    desk.press("Delete")
    assert desk.spans() == []
    dialog = merging(desk, other)
    dialog.button.click()
    wait(lambda: not dialog.isVisible())
    queries = desk.session.project.queries
    conflict = next(each for each in queries.kept_conflicts() if each.field == "label")
    command = queries.taking(conflict)
    assert command is not None
    desk.session.do(command)
    assert [(each.label, each.start, each.end) for each in desk.spans()] == [("ACTOR", 3, 6)]
    assert all(each.field != "label" for each in queries.kept_conflicts())


# ---- history ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_history_of_a_span_says_who_what_and_out_of_which_file(desk: Desk, tmp_path: Path) -> None:
    with_documents(desk)
    dialog = merging(desk, returned(desk, tmp_path))
    dialog.button.click()
    wait(lambda: not dialog.isVisible())
    desk.session.become("Amal")
    desk.session.open_document("d1")
    panel = desk.tools.events
    desk.tools.tabs.setCurrentWidget(panel)
    desk.tools.walking.focus("hers")
    panel.scope.setCurrentIndex(panel.scope.findData("span"))
    desk.session.do(ChangeSpan("hers", label="SOURCE"))
    panel.reload()
    assert panel.model.rowCount() == 2
    said = panel.detail.toPlainText()
    assert "Amal" in said
    assert "before" in said
    panel.table.selectRow(1)
    assert "amal.raqim" in panel.detail.toPlainText()


def test_a_document_goes_back_to_a_moment_and_undo_takes_that_back(desk: Desk) -> None:
    with_documents(desk)
    desk.session.do(AddSpan("d0", 0, 2, "ACTOR", SELMA, id="first"))
    desk.session.do(AddSpan("d0", 3, 6, "ACTOR", SELMA, id="second"))
    panel = desk.tools.events
    desk.tools.tabs.setCurrentWidget(panel)
    panel.reload()
    panel.table.selectRow(1)
    assert panel.detail.toPlainText()
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert [each.id for each in desk.spans()] == ["first"]
    desk.press("Ctrl+Z")
    assert [each.id for each in desk.spans()] == ["first", "second"]


# ---- backups ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_backup_is_kept_after_opening_off_the_windows_thread(desk: Desk) -> None:
    with_documents(desk)
    desk.tools.teaming.keeping.keep("open")
    wait(lambda: not desk.tools.teaming.keeping.busy)
    assert [each.reason for each in backups(desk.session.project.path)] == ["open"]


@pytest.mark.slow
def test_a_backup_comes_back_and_what_was_there_is_kept(desk: Desk) -> None:
    with_documents(desk)
    path = desk.session.project.path
    keep(path, "open")
    kept = backups(path)[0]
    desk.session.do(AddSpan("d0", 0, 2, "ACTOR", SELMA))
    dialog = BackupsDialog(path, desk.studio.window)
    dialog.show()
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert dialog.chosen == kept
    assert dialog.wish == "restore"
    assert desk.studio.rescue.restore(kept.path, path)
    assert desk.session.project.path == path
    assert desk.session.project.queries.spans("d0", SELMA) == []
    assert {each.reason for each in backups(path)} == {"open", "restore"}
    before = next(each for each in backups(path) if each.reason == "restore")
    assert desk.studio.rescue.open_copy(before.path)
    assert desk.session.project.path != before.path
    assert len(desk.session.project.queries.spans("d0", SELMA)) == 1


def damaged(path: Path, place: slice) -> None:
    """Make a project with a backup, and spoil some of its bytes."""
    with Project.create(path) as project:
        documents = tuple(AnnotatedDocument(Document(f"d{n}", f"d{n}", f"{n} {TEXT}" * 40)) for n in range(20))
        project.execute(AddDocuments(documents), SELMA)
    keep(path, "open")
    content = bytearray(path.read_bytes())
    content[place] = b"\xff" * len(content[place])
    path.write_bytes(bytes(content))


@pytest.mark.slow
@pytest.mark.parametrize(("place", "aside"), [(slice(120, 4096), 1), (slice(8192, 49152), 0)])
def test_a_damaged_project_is_told_of_and_its_backup_brought_back(
    place: slice, aside: int, studio: Studio, tmp_path: Path, answer: Answer
) -> None:
    path = tmp_path / "hurt.raqim"
    damaged(path, place)

    def want_backups() -> bool:
        dialog = answer.dialog(DamageDialog)
        if dialog is not None:
            dialog.restore.click()
        return dialog is not None

    def restore_newest() -> bool:
        dialog = answer.dialog(BackupsDialog)
        if dialog is not None:
            dialog.restore_button.click()
        return dialog is not None

    answer.when(want_backups)
    answer.when(restore_newest)
    assert not studio.open_project(path), "what was opened is damaged"
    assert studio.session is not None, "and the backup is open instead"
    assert studio.session.project.queries.document_count() == 20
    assert studio.session.project.integrity() == []
    kept = [each for each in tmp_path.iterdir() if "damaged" in each.name]
    assert len(kept) == aside, "what can still tell that the backup holds all of it needs no keeping"


@pytest.mark.slow
def test_what_can_be_read_of_a_file_is_saved_in_a_new_one_and_opened(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "hurt.raqim"
    damaged(path, slice(0, 0))
    before = path.read_bytes()
    assert studio.rescue.salvage_to(path, tmp_path / "saved.raqim")
    assert studio.session is not None
    assert studio.session.project.path.name == "saved.raqim"
    assert studio.session.project.queries.document_count() == 20
    assert path.read_bytes() == before


@pytest.mark.slow
def test_a_salvage_of_nothing_says_so(studio: Studio, tmp_path: Path, answer: Answer) -> None:
    path = tmp_path / "hurt.raqim"
    path.write_bytes(b"\x00" * 5000)
    said: list[str] = []

    def close_when_told() -> bool:
        dialog = answer.dialog(WorkDialog)
        if dialog is None or dialog.bar.isVisible():
            return False
        said.append(dialog.told.text())
        dialog.stop.click()
        return True

    answer.when(close_when_told)
    assert not studio.rescue.salvage_to(path, tmp_path / "saved.raqim")
    assert "hurt.raqim" in said[0]
    assert studio.session is None


# ---- who, how far, how long -------------------------------------------------------------------------------


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
