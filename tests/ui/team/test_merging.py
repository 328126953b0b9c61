"""Merges and the conflicts and histories that they leave, in a real window, on real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.command import AddDocuments, AddSpan, ChangeSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.backup import backups
from annotator.project.project import Project
from annotator.ui.pressing import key_of
from annotator.ui.team.conflicts_dialog import ConflictsDialog
from annotator.ui.team.merge_dialog import MergeDialog
from tests.ui.conftest import Desk
from tests.ui.team.conftest import SELMA, Answer, in_conflict, merging, returned, wait, with_documents


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
