"""Correcting a text: the new text, what becomes of the spans, and a decision on those that do not fit."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import ReviseDocument
from annotator.core.document import Document
from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.core.span import Extent
from annotator.project.plan_revision import Placed
from annotator.project.queries import Queries
from annotator.ui.marking import label_title
from annotator.ui.structure.table import dress_table, write_from_the_right

WAIT_MS = 250
WIDTHS = (260, 110)


class CorrectTextDialog(QDialog):
    """Shows live what a correction carries. ``wish`` is the command once it is accepted."""

    def __init__(self, document: Document, queries: Queries, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Correct the text"))
        self._document, self._queries, self._scheme = document, queries, scheme
        self.text = QPlainTextEdit(document.text)
        self.told = QLabel()
        self.left = QTableWidget(0, 3)
        self._placed: list[Placed] = []
        self._timer = QTimer(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._set_up()
        self.look()

    def _set_up(self) -> None:
        self.text.setAccessibleName(_("Corrected text"))
        self.text.setTabChangesFocus(True)
        write_from_the_right(self.text)
        self.told.setWordWrap(True)
        self.left.setHorizontalHeaderLabels([_("Does not fit"), _("The label"), _("What to do")])
        dress_table(self.left, _("Spans that do not fit"))
        for column, width in enumerate(WIDTHS):
            self.left.setColumnWidth(column, width)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Correct"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget, stretch in ((self.text, 3), (self.told, 0), (self.left, 1), (self.buttons, 0)):
            layout.addWidget(widget, stretch)
        self.resize(760, 620)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.look)
        self.text.textChanged.connect(self._timer.start)
        self.finished.connect(self._timer.stop)

    def corrected(self) -> str:
        """The text as it is typed."""
        return self.text.toPlainText()

    def accept(self) -> None:
        """Correct the text; what the last letters left out is shown first."""
        if self._timer.isActive():
            self.look()
            if self._placed:
                return
        super().accept()

    def look(self) -> None:
        """Say what the text as it stands would carry."""
        self._timer.stop()
        changed = bool(self.corrected()) and self.corrected() != self._document.text
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(changed)
        seen = self._queries.preview_revision(ReviseDocument(self._document.id, self.corrected()))
        said = _("%(carried)s spans stay, %(changed)s with changed words, %(left)s do not fit") % {
            "carried": len(seen.carried) + len(seen.changed), "changed": len(seen.changed),
            "left": len(seen.left_out),
        }  # fmt: skip
        new = self.corrected()
        pairs = [f"{each.span.covered(self._document.text)} ← {_words(new, each.extent)}" for each in seen.changed[:5]]
        self.told.setText("\n".join([said, *pairs]))
        self._show_left(list(seen.left_out), new)

    def _show_left(self, left: list[Placed], new: str) -> None:
        self._placed = left
        self.left.setVisible(bool(left))
        self.left.setRowCount(len(left))
        for row, each in enumerate(left):
            self.left.setItem(row, 0, QTableWidgetItem(each.span.covered(self._document.text)))
            self.left.setItem(row, 1, QTableWidgetItem(label_title(self._scheme, each.span.label)))
            box = QComboBox()
            box.setAccessibleName(_("What to do"))
            box.addItem(_("Leave it in the old text"), ())
            if new[slice(*each.near)].strip():
                box.addItem(_("Place it on «%(words)s»") % {"words": new[slice(*each.near)]}, (each.near,))
            self.left.setCellWidget(row, 2, box)

    def wish(self) -> ReviseDocument:
        """The correction with the decisions taken."""
        places: dict[str, Extent] = {}
        for row, each in enumerate(self._placed):
            box = self.left.cellWidget(row, 2)
            if isinstance(box, QComboBox) and box.currentData():
                places[each.span.id] = tuple(tuple(piece) for piece in box.currentData())
        return ReviseDocument(self._document.id, self.corrected(), places)


def _words(text: str, extent: Extent) -> str:
    return " … ".join(text[start:end] for start, end in extent)
