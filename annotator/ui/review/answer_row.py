"""One offered answer on the decision card: its key, who gave it, what it covers and how it differs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.ui.review.offers import Offer


class AnswerRow(QFrame):
    """A card in the card; a click accepts it as its key does. The proposed one is outlined.

    It is made once and shows one answer after another: to make and dress it takes longer than to fill it.
    """

    accepted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self.setObjectName("Answer")
        self.setProperty("proposed", False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        self.key = QLabel(self)
        self.key.setObjectName("Key")
        self.key.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.key)
        column = QVBoxLayout()
        column.setSpacing(2)
        # children from the start: a widget without a parent that is made visible is a window of its own
        self.title, self.words, self.detail = QLabel(self), QLabel(self), QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.words.setAlignment(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignRight)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.detail.setObjectName("Faint")
        for label in (self.title, self.words, self.detail):
            label.setWordWrap(True)
            column.addWidget(label)
        row.addLayout(column, 1)

    def show_offer(self, offer: Offer) -> None:
        """Show an answer."""
        if offer == self._offer:
            return
        self._offer = offer
        self.key.setText(offer.key)
        for label, text in ((self.title, offer.title), (self.words, offer.words), (self.detail, offer.detail)):
            label.setText(text)
            label.setVisible(bool(text))
        said = f"{offer.place}: {offer.title}. {offer.detail or offer.words}"
        self.setAccessibleName(said + (f" ({_('proposed')})" if offer.proposed else ""))
        self._outline(proposed=offer.proposed)

    def _outline(self, *, proposed: bool) -> None:
        if proposed != self.property("proposed"):
            self.setProperty("proposed", proposed)
            self.style().unpolish(self)  # a style sheet looks at a property once only
            self.style().polish(self)
            QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))  # the outline is wider than the border

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click accepts."""
        left = event.button() == Qt.MouseButton.LeftButton
        if self._offer is not None and left and self.rect().contains(event.position().toPoint()):
            self.accepted.emit(self._offer.place)
