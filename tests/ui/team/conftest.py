"""Hands that answer a dialog while it holds the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

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
