"""Whether everything is saved: always in view."""

from __future__ import annotations

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QLabel, QWidget

from annotator.core.i18n import _
from annotator.ui.bridge import Bridge
from annotator.ui.languages import window_locale


class SavedState(QLabel):
    """Says that the work is saved and when, or why not: read only, refused, held up, the file gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Saved")

    def follow(self, bridge: Bridge) -> None:
        """Say how the writes of another project go."""
        bridge.saved.connect(self.show_saved)
        bridge.waiting.connect(self.show_waiting)
        bridge.gone.connect(self.show_gone)

    def show_saved(self) -> None:
        """Everything is on the disk, as of now."""
        locale = window_locale()
        self._say(_("✓ Saved %(time)s") % {"time": locale.toString(QTime.currentTime(), "HH:mm:ss")}, "good")

    def show_open(self, *, read_only: bool) -> None:
        """Nothing was written yet since opening."""
        self._say(_("Read only") if read_only else _("✓ Saved"), "bad" if read_only else "good")

    def show_refused(self) -> None:
        """The last change was not made; what was there is saved."""
        self._say(_("✗ Last change not made"), "bad")

    def show_waiting(self, sentence: str) -> None:
        """Something is not on the disk yet; it is kept and tried again."""
        self._say(_("⏳ Not saved yet"), "bad", sentence)

    def show_gone(self, sentence: str) -> None:
        """The file went away under the window."""
        self._say(_("✗ The file is gone"), "bad", sentence)

    def _say(self, text: str, state: str, why: str = "") -> None:
        self.setText(text)
        self.setToolTip(why)
        self.setAccessibleDescription(why)
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().polish(self)
