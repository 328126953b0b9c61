"""One offered answer on the decision card: its key, who gave it, what it covers and how it differs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import _


class AnswerRow(QFrame):
    """A card in the card; a click accepts it as its key does. The proposed one is outlined."""

    accepted = Signal(int)

    def __init__(
        self, place: int, title: str, words: str, detail: str, *, proposed: bool, key: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._place = place
        self.setObjectName("Answer")
        self.setProperty("proposed", proposed)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        number = QLabel(key or str(place))
        number.setObjectName("Key")
        number.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(number)
        column = QVBoxLayout()
        column.setSpacing(2)
        # children from the start: a widget without a parent that is made visible is a window of its own
        self.title, self.words, self.detail = (QLabel(text, self) for text in (title, words, detail))
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.words.setAlignment(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignRight)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.detail.setObjectName("Faint")
        for label in (self.title, self.words, self.detail):
            label.setWordWrap(True)
            label.setVisible(bool(label.text()))
            column.addWidget(label)
        row.addLayout(column, 1)
        plain = detail or words
        self.setAccessibleName(f"{place}: {title}. {plain}" + (f" ({_('proposed')})" if proposed else ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click accepts."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.accepted.emit(self._place)
