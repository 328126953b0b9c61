"""The texts that a document had before it was corrected, to read, with the spans that were left there."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.project.revisions import LeftOut, TextRevision
from annotator.ui.marking import label_title
from annotator.ui.models.history import moment
from annotator.ui.structure.table import beside, write_from_the_right
from annotator.ui.text.utf16 import Utf16Map


class OldTextsDialog(QDialog):
    """Texts above, the chosen one in the middle, below it what a later text has no place for."""

    def __init__(self, revisions: list[TextRevision], scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Former texts of the document"))
        self._revisions, self._scheme = revisions, scheme
        self.texts, self.text, self.left = QListWidget(), QPlainTextEdit(), QListWidget()
        self._heading = QLabel()
        self._lay_out()
        self.texts.addItems([self._title(each) for each in revisions])
        self.texts.setCurrentRow(max(0, len(revisions) - 2))

    def _lay_out(self) -> None:
        self.texts.setAccessibleName(_("Former texts of the document"))
        self.text.setAccessibleName(_("Text"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        write_from_the_right(self.text)
        self.left.setAccessibleName(_("Spans that were left in this text"))
        self._heading.setObjectName("Faint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget, stretch in (
            (self.texts, 1), (self.text, 4), (self._heading, 0), (self.left, 1), (buttons, 0),
        ):  # fmt: skip
            layout.addWidget(widget, stretch)
        self.texts.currentRowChanged.connect(lambda _row: self._show())
        self.left.currentRowChanged.connect(lambda _row: self._go())
        self.resize(720, 620)

    def _title(self, revision: TextRevision) -> str:
        number = _("Text %(number)s") % {"number": revision.number}
        if not revision.time:
            return beside(number, _("as it came"))
        return beside(number, moment(revision.time), revision.actor)

    def left_in(self, row: int) -> tuple[LeftOut, ...]:
        """The spans that lie in a text and not in the one after it: what the correction of that one left out."""
        return self._revisions[row + 1].left_out if 0 <= row < len(self._revisions) - 1 else ()

    def _show(self) -> None:
        row = self.texts.currentRow()
        revision = self._revisions[row]
        self.text.setPlainText(revision.text)
        write_from_the_right(self.text)
        found = self.left_in(row)
        self._heading.setText(_("Spans that were left in this text") if found else _("No span was left in this text"))
        self.left.setVisible(bool(found))
        self.left.clear()
        self.left.addItems([
            beside(each.words, "—", label_title(self._scheme, each.span.label), each.layer) for each in found
        ])  # fmt: skip
        self._mark(found, revision.text)

    def _mark(self, found: tuple[LeftOut, ...], text: str) -> None:
        places = Utf16Map(text)
        marks = []
        for each in found:
            label = self._scheme.label(each.span.label)
            ground = QTextCharFormat()
            colour = QColor(label.colour if label else "#888888")
            colour.setAlpha(90)
            ground.setBackground(colour)
            for start, end in each.span.extent:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = self._cursor(places.to_utf16(start), places.to_utf16(end))
                mark.format = ground
                marks.append(mark)
        self.text.setExtraSelections(marks)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _go(self) -> None:
        found, row = self.left_in(self.texts.currentRow()), self.left.currentRow()
        if 0 <= row < len(found):
            place = Utf16Map(self.text.toPlainText()).to_utf16(found[row].span.start)
            self.text.setTextCursor(self._cursor(place, place))
            self.text.ensureCursorVisible()
