"""The instances behind a figure: each in its context, with what both say; from here to the text or to a decision."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _, counted
from annotator.core.scheme import Scheme
from annotator.core.span import Extent
from annotator.project.instances import InstanceRow, Selection
from annotator.ui.marking import label_title
from annotator.ui.review.wording import delta_words

ROW = Qt.ItemDataRole.UserRole


def _moved(row: InstanceRow) -> tuple[Extent, Extent]:
    """Both extents by offsets into the stretch of text that the row carries, the second first."""
    one, other = (tuple((start - row.start, end - row.start) for start, end in each) for each in row.extents)
    return other, one


class InstancesPanel(QFrame):
    """A list that a `Selection` filled. ``chosen`` carries an `InstanceRow`; ``adjudicate_wanted`` the rows shown."""

    chosen = Signal(object)
    adjudicate_wanted = Signal(object)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._scheme = scheme
        self.rows: list[InstanceRow] = []
        self.total = 0
        self.crumb, self.count = QLabel(_("Choose a figure, a cell or a bar: its instances stand here.")), QLabel()
        self.crumb.setObjectName("Heading")
        self.crumb.setWordWrap(True)
        self.count.setObjectName("Faint")
        self.adjudicate = QPushButton(_("Adjudicate these"))
        self.adjudicate.setEnabled(False)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAlternatingRowColors(True)
        self.list.setAccessibleName(_("Instances"))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(ROW)))
        self.adjudicate.clicked.connect(lambda: self.adjudicate_wanted.emit(list(self.rows)))
        layout = QVBoxLayout(self)
        layout.addWidget(self.crumb)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.adjudicate)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)

    def show_instances(self, wanted: Selection, total: int, rows: list[InstanceRow]) -> None:
        """Show what a selection holds."""
        self.rows, self.total = rows, total
        self.crumb.setText(wanted.title)
        shown = counted("%(count)s instance", "%(count)s instances", total)
        if total > len(rows):
            shown += " · " + counted("the first %(count)s is shown", "the first %(count)s are shown", len(rows))
        self.count.setText(shown)
        self.adjudicate.setEnabled(bool(rows))
        self.list.clear()
        for each in rows:
            item = QListWidgetItem(self._words(each))
            item.setData(ROW, each)
            item.setToolTip(f"<p>{escape(each.name)}</p>")
            self.list.addItem(item)

    def _words(self, row: InstanceRow) -> str:
        said = [
            f"{who}: {label_title(self._scheme, label) if extent else _('nothing')}"
            for who, label, extent in zip(row.pair, row.labels, row.extents, strict=True)
        ]
        first, second = row.extents
        if first and second and first != second:
            said.append(delta_words(*_moved(row), row.text))
        context = f"\u2067…{row.before}«{row.text}»{row.after}…\u2069".replace("\n", " ")
        return f"{context}\n{'  ·  '.join(said)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the text."""
        item = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.chosen.emit(item.data(ROW))
        else:
            super().keyPressEvent(event)

