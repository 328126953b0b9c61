"""Documents, files that came back and conflicts for the tests of a team, and hands that answer a dialog."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from annotator.core.command import AddDocuments, AddSpan, ChangeSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.project import Project
from annotator.ui.team.merge_dialog import MergeDialog
from tests.ui.conftest import Desk

TEXT = "قال المرصد السوري إن 12 شخصاً قتلوا."
SELMA = "سلمى"
D = TypeVar("D", bound=QDialog)


class Answer:
    """Tries an act every few milliseconds until it says that it was done."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._try)
        self._acts: list[Callable[[], bool]] = []

    def when(self, act: Callable[[], bool]) -> None:
        """Do this as soon as it can be done; after what was asked for before."""
        self._acts.append(act)
        self._timer.start()

    def dialog(self, kind: type[D]) -> D | None:
        """The dialog of a kind that is on the screen."""
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        return found[0] if found else None

    def _try(self) -> None:
        if self._acts and self._acts[0]():
            self._acts.pop(0)
        if not self._acts:
            self._timer.stop()

    def stop(self) -> None:
        """Nothing more is done."""
        self._timer.stop()


@pytest.fixture
def answer(qapp: QApplication) -> Iterator[Answer]:
    assert qapp is not None
    hands = Answer()
    yield hands
    hands.stop()


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
