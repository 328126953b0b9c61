"""Where the window stood, kept from one run to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from annotator.core.settings import Settings

GEOMETRY = "geometry"


def restore_geometry(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it stood; Qt keeps it on a screen that is still there."""
    kept = settings.get(GEOMETRY, "")
    if isinstance(kept, str) and kept.isascii():
        window.restoreGeometry(QByteArray.fromBase64(kept.encode()))


def keep_geometry(window: QMainWindow, settings: Settings) -> None:
    """Keep where the window stands."""
    settings.set(GEOMETRY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
