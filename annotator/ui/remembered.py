"""Where the window stood, kept from one run to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from annotator.core.settings import Settings

GEOMETRY = "geometry"
FRAME = 40
"""Pixels that the system's title bar and panel borders may take."""


def restore_geometry(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it stood; Qt keeps it on a screen that is still there."""
    kept = settings.get(GEOMETRY, "")
    if isinstance(kept, str) and kept.isascii():
        window.restoreGeometry(QByteArray.fromBase64(kept.encode()))


def fit_to_screen(window: QMainWindow) -> None:
    """Make the window no larger than the screen has room for: a laptop's is lower than the usual window."""
    room = window.screen().availableSize()
    window.resize(window.size().boundedTo(QSize(room.width(), room.height() - FRAME)))


def keep_geometry(window: QMainWindow, settings: Settings) -> None:
    """Keep where the window stands."""
    settings.set(GEOMETRY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
