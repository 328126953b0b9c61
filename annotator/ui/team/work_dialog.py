"""A piece of work in the worker with a bar and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from annotator.core.errors import UserError
from annotator.core.i18n import _, speak
from annotator.ui.exchange.work import Work


class WorkDialog(QDialog):
    """Runs one call; accepted, `value` is what it gave. Where it failed, the dialog says why and stays."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.value: Any = None
        self.told, self.bar = QLabel(sentence), QProgressBar()
        self.told.setWordWrap(True)
        self.bar.setRange(0, 0)
        self.buttons = QDialogButtonBox()
        self.stop = self.buttons.addButton(_("Stop"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.told, self.bar, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(460)
        self._work = Work(self)
        self._work.finished.connect(self._on_done)
        self._work.failed.connect(self._on_failed)

    def begin(self, function: Callable[..., Any], *arguments: object) -> WorkDialog:
        """Start a pure top-level function in the worker."""
        self._work.start(function, *arguments)
        return self

    def _on_done(self, value: object) -> None:
        self.value = value
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        self.bar.hide()
        self.told.setText(speak(error.message, error.arguments))
        self.stop.setText(_("Close"))

    def done(self, result: int) -> None:
        """The dialog goes; what is under way ends."""
        self._work.close()
        super().done(result)
