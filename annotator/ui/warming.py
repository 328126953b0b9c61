"""What the first keys need is imported and read before they are pressed, piece by piece, so that no key waits."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 15
"""Between two pieces: what the user does meanwhile comes first."""


def warm_up(owner: QObject, done: Callable[[], None], piece: int = 0) -> None:
    """Read one piece after the other as long as the owner lives, and tell when all are read."""
    _PIECES[piece]()
    if piece + 1 == len(_PIECES):
        done()
    else:
        QTimer.singleShot(PAUSE_MS, owner, lambda: warm_up(owner, done, piece + 1))


def _warm_figures() -> None:
    from annotator.project.reading import figure_reading

    figure_reading("قتل 3 جنود", 4, 10)


def _warm_words() -> None:
    from annotator.core.clitics import trim_clitics

    trim_clitics("بالمرصد وقال لهم", 0, 7)


_PIECES: tuple[Callable[[], object], ...] = (
    lambda: import_module("annotator.project.plan"), _warm_words,
    lambda: import_module("annotator.project.later_work"), lambda: import_module("annotator.project.propagation"),
    lambda: import_module("annotator.core.nouns").forms(), lambda: import_module("annotator.core.number_words").forms(),
    lambda: import_module("annotator.suggest.figures"), _warm_figures,
)  # fmt: skip
