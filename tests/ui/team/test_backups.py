"""Backups, damaged files and what can be read of them, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.backup import backups, keep
from annotator.project.project import Project
from annotator.ui.studio import Studio
from annotator.ui.team.backups_dialog import BackupsDialog
from annotator.ui.team.damage_dialog import DamageDialog
from annotator.ui.team.work_dialog import WorkDialog
from tests.ui.conftest import Desk
from tests.ui.team.conftest import SELMA, TEXT, Answer, wait, with_documents


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
