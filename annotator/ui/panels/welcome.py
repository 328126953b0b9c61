"""What stands in the window while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.i18n import _, right_to_left
from annotator.ui.languages import window_locale


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label


class WelcomePanel(QFrame):
    """Begin, open, try the sample, or go on with a recent project."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_chosen = Signal(str)

    def __init__(self, recent: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(_label("رقيم", "Title"))
        column.addWidget(_label(_("Label actors, figures and sources in Arabic news text"), "Faint"))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        self._projects = QWidget()
        column.addWidget(self._projects)
        self._column = column
        self.show_recent(recent)
        column.addSpacing(12)
        column.addWidget(_label(_("Or drop a project or text files here"), "Faint"))
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)
        layout.addLayout(middle, 2)
        layout.addStretch(1)

    def show_recent(self, recent: list[str]) -> None:
        """Offer these projects."""
        projects = QWidget()
        rows = QVBoxLayout(projects)
        rows.setContentsMargins(0, 18 if recent else 0, 0, 0)
        rows.setSpacing(14)
        if recent:
            rows.addWidget(_label(_("Recent projects"), "Faint"))
        for path in recent[:5]:
            rows.addLayout(self._recent(path))
        self._column.replaceWidget(self._projects, projects)
        self._projects.deleteLater()
        self._projects = projects

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for title, signal, name in (
            (_("New project…"), self.new_wanted, "Primary"),
            (_("Try the sample"), self.sample_wanted, ""),
            (_("Open project…"), self.open_wanted, ""),
            (_("Open a file handed to me…"), self.open_wanted, ""),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _recent(self, path: str) -> QVBoxLayout:
        """A project with its folder and date; one that is gone is said to be, and cannot be chosen."""
        place = Path(path)
        button = QPushButton(place.stem)
        button.setToolTip(path)
        button.clicked.connect(lambda: self.recent_chosen.emit(path))
        try:
            changed = QDateTime.fromSecsSinceEpoch(int(place.stat().st_mtime))
            day = window_locale().toString(changed.date(), QLocale.FormatType.ShortFormat)
            said = f"{day}  ·  {shown_folder(place)}"
        except OSError:
            button.setEnabled(False)
            said = _("No longer there: %(path)s") % {"path": f"\u2066{path}\u2069"}
        row = QVBoxLayout()
        row.setSpacing(2)
        row.addWidget(button)
        row.addWidget(_label(said, "Faint"))
        return row


def shown_folder(place: Path) -> str:
    """A file's folder, with ~ for the user's own, isolated as it runs from left to right; on the language's side."""
    folder = place.parent
    shown = f"~/{folder.relative_to(Path.home()).as_posix()}" if folder.is_relative_to(Path.home()) else str(folder)
    side = "\u200f" if right_to_left() else ""  # a label lays an isolate alone out from the left
    return f"{side}\u2066{shown}\u2069"
