"""Hand-offs in a real window: shares, chosen documents, files that are there, files to send back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.project.project import Project
from annotator.ui.team.hand_off_dialog import HandOffDialog
from annotator.ui.team.hand_off_form import CHOSEN
from tests.ui.conftest import Desk
from tests.ui.team.conftest import wait, with_documents


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
