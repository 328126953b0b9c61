"""Qt's file dialog does not open a project's files: that would cost the process its locks on them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtWidgets import QFileDialog, QFileSystemModel
from pytestqt.qtbot import QtBot

from annotator.project.project import Project
from annotator.ui.file_kinds import teach_file_kinds

ROOT = Path(__file__).parents[2]
LOCKS = Path("/proc/locks")


def locks(path: Path) -> int:
    """How many locks there are on a file, as the system counts them."""
    return sum(line.split()[5].endswith(f":{path.stat().st_ino}") for line in LOCKS.read_text().splitlines())


def look_around(qtbot: QtBot, folder: Path, names: set[str]) -> None:
    """Show a folder in Qt's own dialog until it has said of each file what it is."""
    dialog = QFileDialog(None, "", str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(folder))
    qtbot.addWidget(dialog)
    dialog.show()
    model = dialog.findChild(QFileSystemModel)
    assert isinstance(model, QFileSystemModel)

    def told() -> bool:
        rows = [model.index(str(folder / name)) for name in names]
        return all(row.isValid() and row.siblingAtColumn(2).data() and not model.fileIcon(row).isNull() for row in rows)

    qtbot.waitUntil(told, timeout=30_000)
    dialog.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system says who holds which locks")
def test_a_file_dialog_leaves_an_open_project_its_locks(qtbot: QtBot, tmp_path: Path) -> None:
    teach_file_kinds()
    known, unknown = tmp_path / "known" / "mine.raqim", tmp_path / "unknown" / "mine.other"
    for place in (known, unknown):
        place.parent.mkdir()
    with Project.create(known) as project, Project.create(unknown):
        before = [locks(each) for each in (known, unknown)]
        assert min(before) > 0
        for place in (known, unknown):
            look_around(qtbot, place.parent, {each.name for each in place.parent.iterdir()})
        assert locks(known) == before[0]
        assert locks(known.with_name("mine.raqim-shm")) > 0
        assert locks(unknown) < before[1]  # a name that says nothing: so this is what would happen
        assert project.holds()


def test_qt_is_told_what_a_package_tells_the_system() -> None:
    assert teach_file_kinds()
    told = QFile(":/qt-project.org/qmime/packages/raqim.xml")
    assert told.open(QIODevice.OpenModeFlag.ReadOnly)
    assert told.readAll().data() == (ROOT / "packaging/linux/org.raqim.Raqim.mime.xml").read_bytes()
