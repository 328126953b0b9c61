"""One line about work in a worker: what is being done, how far it is, and the button that ends it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from annotator.core.i18n import _

PATIENCE_MS = 400
"""Work that is over sooner is not told of."""


class WorkLine(QWidget):
    """Hidden while nothing is under way. ``stopped``: Stop was pressed; ``wanted``: it is to be begun anew."""

    stopped = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said, self.bar = QLabel(), QProgressBar()
        self.stop, self.again = QPushButton(_("Stop")), QPushButton(_("Compute again"))
        self.said.setObjectName("Faint")
        self.bar.setTextVisible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.said, 0), (self.bar, 1), (self.again, 0), (self.stop, 0)):
            layout.addWidget(widget, stretch)
        layout.addStretch(0)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.stop.clicked.connect(self.stopped)
        self.again.clicked.connect(self.wanted)
        self.rest()

    def begin(self, said: str) -> None:
        """Something was begun: it is told of from `PATIENCE_MS` on, unless it is over by then."""
        self._fill(said, 0, 0)
        if self.isHidden():
            self._patience.start()

    def show_progress(self, said: str, done: int, count: int) -> None:
        """How far it is; a count of 0: nobody knows."""
        self._fill(said, done, count)
        if not self._patience.isActive():
            self.show()

    def _fill(self, said: str, done: int, count: int) -> None:
        self.said.setText(said)
        self.bar.setRange(0, count)
        self.bar.setValue(done)
        self._show_buttons(working=True)

    def show_stopped(self, said: str) -> None:
        """It was stopped: what that means, and the button that begins it anew."""
        self._patience.stop()
        self.said.setText(said)
        self._show_buttons(working=False)
        self.show()

    def _show_buttons(self, *, working: bool) -> None:
        self.bar.setVisible(working)
        self.stop.setVisible(working)
        self.again.setVisible(not working)

    def rest(self) -> None:
        """Nothing is under way any more."""
        self._patience.stop()
        self.hide()
