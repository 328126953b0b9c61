"""The first documents of an import as they will look."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from annotator.core.document import AnnotatedDocument
from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.core.suggestion import suggestion_id
from annotator.project.mapping import NameMap
from annotator.project.widening import widened
from annotator.ui.marking import marks_of, relation_title
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.view import TextView


class PreviewPane(QSplitter):
    """A list of documents, and the chosen one with its marks under the scheme's names."""

    def __init__(self, scheme: Scheme, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scheme = scheme
        self._documents: list[AnnotatedDocument] = []
        self._names = NameMap()
        self.list, self.view = QListWidget(), TextView()
        self.list.setAccessibleName(_("Documents"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # names are shortened instead
        self.view.setAccessibleName(_("As it will look"))
        self.view.set_look(look)
        self.addWidget(self.list)
        self.addWidget(self.view)
        self.setStretchFactor(1, 3)
        self.setChildrenCollapsible(False)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())

    def show_documents(self, documents: list[AnnotatedDocument], names: NameMap, known: set[int]) -> None:
        """Show documents; those of the numbers ``known`` are in the project already."""
        self._documents, self._names = documents, names
        self.list.clear()
        for number, each in enumerate(documents):
            title = each.document.name or each.document.id
            QListWidgetItem(f"{title} ({_('already there')})" if number in known else title, self.list)
        self.list.setCurrentRow(0)
        self._show_chosen()

    def show_names(self, names: NameMap) -> None:
        """Show the same documents under other names."""
        self._names = names
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._documents):
            self.view.set_document("")
            return
        each, _problems = self._names.applied(self._documents[row])
        scheme = widened(self._scheme, [each])
        if self.view.text() != each.document.text:
            self.view.set_document(each.document.text)
        self.view.set_marks(self._marks(each, scheme))
        self.view.set_links([
            Link(f"{number}{one.id}", f"{number}{one.head}", f"{number}{one.tail}", relation_title(scheme, one.type))
            for number, layer in enumerate(each.layers) for one in layer.relations
        ])  # fmt: skip

    def _marks(self, each: AnnotatedDocument, scheme: Scheme) -> list[Mark]:
        """The marks of all layers; ids are told apart by the layer's number."""
        marks: list[Mark] = []
        for number, layer in enumerate(each.layers):
            spans = (replace(span, id=f"{number}{span.id}") for span in layer.spans)
            proposals = (
                replace(one, id=f"{number}{one.id or suggestion_id('', one.start, one.end, one.label)}")
                for one in layer.suggestions
            )
            marks += marks_of(scheme, [*spans, *proposals])
        return marks
