"""The label bar: the scheme's labels with their keys; a click labels as the key does."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from annotator.core.i18n import _, language
from annotator.core.scheme import Label, Scheme, title_in
from annotator.ui.panels.elided import ElidedLabel


def swatch(colour: str, size: int = 12) -> QIcon:
    """A round dot of a colour."""
    picture = QPixmap(size * 2, size * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(0, 0, size, size)
    painter.end()
    return QIcon(picture)


class LabelBar(QFrame):
    """One button per label. ``label_chosen`` names the label."""

    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 8)
        self._layout.setSpacing(8)

    def show_scheme(self, scheme: Scheme) -> None:
        """Show the labels of a scheme."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for label in scheme.labels:
            self._layout.addWidget(self._button(label))
        hint = ElidedLabel(_("Letters jump to words · Enter accepts · ? shows all keys"))
        hint.setObjectName("Faint")
        self._layout.addWidget(hint, 1)

    def _button(self, label: Label) -> QToolButton:
        title = title_in(label.titles, language(), label.name)
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(swatch(label.colour))
        button.setIconSize(QSize(12, 12))
        button.setText(f" {label.key}  {title}" if label.key else f" {title}")
        button.setAccessibleName(title)
        button.setToolTip(title_in(label.guidance, language(), ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.label_chosen.emit(label.name))
        return button
