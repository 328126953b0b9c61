"""What the window says and does when a write cannot go through: it waits, says so at once, and loses nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.place import on_network
from annotator.project.project import Project
from annotator.ui.studio import Studio
from tests.ui.conftest import Desk
from tests.ui.team.conftest import Answer

SELMA = "سلمى"
TEXT = "قال المرصد السوري إن 12 شخصاً قتلوا."


def wait(ready: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not come"
        QApplication.processEvents()
        time.sleep(0.01)


def project_in(folder: Path) -> Path:
    path = folder / "work.raqim"
    with Project.create(path) as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", TEXT)),)), SELMA)
    return path


def opened(studio: Studio, path: Path) -> Desk:
    assert studio.open_project(path)
    desk = Desk(studio)
    desk.tools.suggesting.close()
    desk.settle()
    return desk


def label(desk: Desk, start: int = 0) -> None:
    desk.session.do(AddSpan("d", start, start + 3, "ACTOR", SELMA))


def spans_on_disk(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM spans WHERE NOT deleted").fetchone()[0])
    finally:
        connection.close()


def test_saved_is_said_only_after_the_commit(studio: Studio, tmp_path: Path) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    seen: list[int] = []
    desk.session.bridge.saved.connect(lambda: seen.append(spans_on_disk(path)))
    label(desk)
    assert seen == [1], "another connection reads it when the window says that it is saved"
    assert "Saved" in studio.saved.text()


def test_a_write_waits_for_another_program_and_is_done_after_it(studio: Studio, tmp_path: Path) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    label(desk)
    label(desk, 4)
    assert desk.session.bridge.held_up == 2
    assert "Not saved yet" in studio.saved.text()
    assert "another program" in studio.saved.toolTip()
    assert spans_on_disk(path) == 0
    other.execute("ROLLBACK")
    other.close()
    wait(lambda: desk.session.bridge.held_up == 0)
    assert spans_on_disk(path) == 2
    assert "✓" in studio.saved.text()
    assert len(desk.spans()) == 2


def test_what_waits_at_closing_gets_a_last_try(studio: Studio, tmp_path: Path) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    label(desk)
    other.execute("ROLLBACK")
    other.close()
    studio.close_project()
    assert spans_on_disk(path) == 1


def test_a_window_with_work_that_is_not_written_asks_before_it_closes(
    studio: Studio, tmp_path: Path, answer: Answer
) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    label(desk)
    asked: list[str] = []

    def stay() -> bool:
        box = answer.dialog(QMessageBox)
        if box is not None:
            asked.append(box.text())
            QTest.keyClick(box, Qt.Key.Key_Escape)
        return box is not None

    answer.when(stay)
    assert not studio.window.close()
    assert studio.window.isVisible()
    assert "1 change" in asked[0]
    other.execute("ROLLBACK")
    other.close()
    studio.files.close_project()
    assert studio.session is None
    assert spans_on_disk(path) == 1


def test_a_refused_change_is_no_waiting_one(studio: Studio, tmp_path: Path) -> None:
    desk = opened(studio, project_in(tmp_path))
    desk.session.do(AddSpan("d", 0, 3, "NO SUCH LABEL", SELMA))
    assert desk.session.bridge.held_up == 0
    assert "not made" in studio.saved.text()


def test_a_file_that_goes_away_is_told_of_and_everything_can_be_copied_out(studio: Studio, tmp_path: Path) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    label(desk)
    for each in tmp_path.glob("work.raqim*"):
        each.rename(tmp_path / ("away" + each.name))
    desk.session.bridge.refresh()
    assert "gone" in studio.saved.text()
    assert str(path) in studio.saved.toolTip()
    out = tmp_path / "rescued.raqim"
    assert desk.tools.teaming.send_back_to(out)
    assert spans_on_disk(out) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps locks with their own descriptor")
def test_a_dialog_that_looks_into_the_open_file_takes_no_work_away(studio: Studio, tmp_path: Path) -> None:
    path = project_in(tmp_path)
    desk = opened(studio, path)
    label(desk)
    desk.session.bridge._timer.stop()  # the window is not to be saved by its regular look
    studio.window.show()
    studio.window.activateWindow()
    dialog = QDialog(studio.window)
    dialog.open()
    wait(lambda: QApplication.focusWindow() is dialog.windowHandle())
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).read_bytes()
    dialog.done(0)
    studio.window.activateWindow()  # a window system does it
    wait(lambda: QApplication.focusWindow() is studio.window.windowHandle())
    other = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM spans'); c.close()"
    subprocess.run([sys.executable, "-c", other, str(path)], check=True)
    label(desk, start=4)
    assert spans_on_disk(path) == 2


@pytest.mark.slow
def test_a_file_that_can_only_be_read_says_so_at_once(studio: Studio, tmp_path: Path) -> None:
    folder = tmp_path / "medium"
    folder.mkdir()
    project_in(folder)
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("NOT SHOWN: a medium can be mounted read-only as root only")
    try:
        path = project_in(folder)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        said: list[str] = []
        studio.window.statusBar().messageChanged.connect(said.append)
        desk = opened(studio, path)
        assert studio.saved.text() == "Read only"
        assert any("can only be read" in each for each in said)
        label(desk)
        assert desk.session.bridge.held_up == 0
        assert "not made" in studio.saved.text()
        studio.close_project()
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(filler: Path) -> None:
    """Leave no room."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\x00" * 4096)


def test_work_on_a_full_disk_is_kept_and_saved_when_there_is_room(studio: Studio, disk: Path) -> None:
    path = project_in(disk)
    desk = opened(studio, path)
    filler = disk / "filler"
    fill(filler)
    for start in range(400):  # the log beside the project may have room left
        desk.session.do(AddSpan("d", 0, 3 + start % 20, ("ACTOR", "SOURCE", "FIGURE")[start // 20 % 3], SELMA))
        if desk.session.bridge.held_up:
            break
    assert desk.session.bridge.held_up == 1
    assert "Not saved yet" in studio.saved.text()
    assert "no room" in studio.saved.toolTip()
    before = len(desk.spans())
    filler.unlink()
    wait(lambda: desk.session.bridge.held_up == 0)
    assert "✓" in studio.saved.text()
    assert len(desk.spans()) == before + 1
    studio.close_project()
    with Project.open(path) as project:
        assert project.integrity() == []
        assert len(project.queries.spans("d", SELMA)) == before + 1


def test_a_folder_on_another_machine_is_known(tmp_path: Path) -> None:
    assert not on_network(tmp_path / "p.raqim")
    mounts = f"disk / ext4 rw 0 0\nserver:/share {tmp_path} nfs4 rw 0 0\n"
    assert on_network(tmp_path / "p.raqim", mounts)
    assert not on_network(Path("/etc/p.raqim"), mounts)
