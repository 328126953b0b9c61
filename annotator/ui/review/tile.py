"""One figure with its interval, n and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import N_, _, counted, right_to_left

TILES = (("f1_exact", N_("F1, exact")), ("f1_overlap", N_("F1, overlap")), ("u_alpha", N_("u-alpha")))
"""The measures that have a tile, with their titles."""


def in_line(title: str) -> str:
    """A measure's title in the direction of the language: «F1 …» alone would be laid out from the left."""
    return ("\u200f" if right_to_left() else "") + title


def shown_value(value: float | None) -> str:
    """A figure with three places, left to right in any text."""
    return "–" if value is None else f"\u2066{value:.3f}\u2069"


def shown_interval(ci: tuple[float, float] | list[float] | None) -> str:
    """An interval as ``[low, high]``."""
    return f"\u2066[{ci[0]:.3f}, {ci[1]:.3f}]\u2069" if ci else ""


class Tile(QFrame):
    """A figure on the page; a click or Enter opens what it rests on."""

    opened = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title, self.value, self.detail = QLabel(in_line(title)), QLabel("…"), QLabel()
        self.title.setObjectName("Faint")
        self.value.setObjectName("Figure")
        self.detail.setObjectName("Faint")
        self.detail.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(2)
        edge = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        for label in (self.title, self.value, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignAbsolute | edge)  # a number alone would go to the left
            layout.addWidget(label)
        layout.addStretch(1)  # figures of tiles side by side stand on one line

    def show_measure(self, result: Mapping[str, Any]) -> None:
        """Show a measure as the report gives it; a value that does not exist says why."""
        parts = [shown_interval(result["ci"])]
        parts.append(counted("%(count)s document", "%(count)s documents", result["n_documents"]))
        parts.append(counted("%(count)s span", "%(count)s spans", result["n_units"]))
        if result["value"] is None:
            parts = [_(str(result.get("explanation", "")))]
        left = [f"{_(reason)}: {count}" for reason, count in result["excluded"].items()]
        few = [_("few documents: the interval is rough")] if result["parameters"].get("few_documents") else []
        self.show_text(shown_value(result["value"]), " · ".join(part for part in parts if part), "\n".join(left + few))

    def show_text(self, value: str, detail: str, tip: str = "") -> None:
        """Show a figure and what is to be said of it."""
        self.value.setText(value)
        self.detail.setText(detail + (" ⓘ" if tip else ""))
        self.setToolTip(tip)
        self.setAccessibleName(f"{self.title.text()}: {value}. {detail}. {tip}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
