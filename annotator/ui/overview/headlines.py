"""The headlines of the overview: the few numbers that answer where the project stands."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.i18n import _, right_to_left
from annotator.project.progress import Progress
from annotator.ui.overview.sections import day, share


class Headlines(QWidget):
    """A row of numbers, each with what it is below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.texts: list[tuple[str, str]] = []

    def show_numbers(self, numbers: Progress) -> None:
        """Show other numbers."""
        self.texts = told(numbers)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, what in self.texts:
            self._row.addWidget(_tile(number, what), 1)


def _tile(number: str, what: str) -> QWidget:
    tile = QFrame()
    tile.setObjectName("Panel")
    tile.setAccessibleName(f"{what}: {number}")
    large, small = QLabel(number), QLabel(escape(what))
    small.setTextFormat(Qt.TextFormat.RichText)  # whose lines end without the blank that would set them in
    font = large.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    large.setFont(font)
    small.setObjectName("Faint")
    small.setWordWrap(True)
    layout = QVBoxLayout(tile)
    layout.setContentsMargins(10, 8, 10, 8)
    layout.setSpacing(2)
    side = Qt.AlignmentFlag.AlignRight if right_to_left() else Qt.AlignmentFlag.AlignLeft
    for label in (large, small):
        label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(label)
    layout.addStretch(1)
    return tile


def told(numbers: Progress) -> list[tuple[str, str]]:
    """Each number with what it is."""
    spans = sum(sum(each.values()) for each in numbers.spans.values())
    accepted = sum(each.accepted for each in numbers.precision)
    decided = sum(each.accepted + each.corrected + each.rejected for each in numbers.precision)
    return [
        (f"{numbers.finished:,} / {numbers.documents:,}", _("documents finished")),
        (f"{spans:,}", _("spans")),
        _speed(numbers),
        (share(accepted / decided if decided else None), _("of suggestions accepted as they were")),
        _agreed(numbers),
        *_left(numbers),
    ]


def _speed(numbers: Progress) -> tuple[str, str]:
    speed = numbers.speed
    if speed.spans_per_hour is None:
        per_day = numbers.left.per_day
        return "—" if per_day is None else f"{per_day:.1f}", _("documents a day")
    said = _("spans per active hour; documents: %(documents)s") % {"documents": f"{speed.documents_per_hour or 0:.1f}"}
    return f"{speed.spans_per_hour:.0f}", said


def _agreed(numbers: Progress) -> tuple[str, str]:
    agreed = numbers.agreement
    if agreed is None:
        return "—", _("agreement: nobody shares a document")
    value = "—" if agreed.value is None else f"{agreed.value:.2f}"
    return value, _("agreement (exact F1), shared documents: %(count)s") % {"count": f"{agreed.documents:,}"}


def _left(numbers: Progress) -> list[tuple[str, str]]:
    left = numbers.left
    hours = "" if left.hours is None else " · " + _("active hours: %(hours)s") % {"hours": f"{left.hours:,.0f}"}
    end = day(left.until, year=True) if left.until else "—" if left.layers else "✓"
    return [(f"{left.layers:,}", _("left to finish") + hours), (end, _("done at this pace"))]
