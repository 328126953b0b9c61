"""The main window: a frame that is on the screen at once; `Studio` furnishes it after its first paint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QMainWindow, QWidget

GROUNDS = {"light": "#f1efe9", "dark": "#15171a", "high_contrast": "#000000"}
"""What a theme's window shows before anything is there."""


class _Ground(QWidget):
    """What is painted before anything is there."""

    painted = Signal()

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        palette = QPalette()  # a painter's fill would build all of Qt's enumerations first, a tenth of the start
        palette.setColor(QPalette.ColorRole.Window, QColor(colour))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of it; Qt has filled the ground."""
        super().paintEvent(event)
        self.painted.emit()


class MainWindow(QMainWindow):
    """Frame, title and the events that only a window gets; it knows nothing of projects.

    ``painted``: the frame is on the screen. ``key_unused``: a key that no widget wanted.
    ``dropped``: files were dropped. ``closing``: the window goes.
    """

    painted = Signal()
    key_unused = Signal(QKeyEvent)
    dropped = Signal(object)
    closing = Signal()

    def __init__(self, colour: str = GROUNDS["light"]) -> None:
        super().__init__()
        self.setWindowTitle("رقيم")
        self.resize(1240, 800)
        self.setAcceptDrops(True)
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window goes: whether nothing would be lost."""
        ground = _Ground(colour, self)
        ground.painted.connect(self.painted)
        self.setCentralWidget(ground)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the key to whoever listens."""
        event.ignore()
        self.key_unused.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and text."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes, if it may."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
