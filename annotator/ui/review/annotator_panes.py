"""One text for each annotator, side by side with gold, scrolled together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.core.span import Span
from annotator.ui.marking import marks_of
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.text.look import Look
from annotator.ui.text.view import TextView


class AnnotatorPanes(QSplitter):
    """Read-only; the place that is at the top of one pane is shown in all of them."""

    def __init__(self, desk: CaseDesk, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._desk = desk
        self.views: dict[str, TextView] = {}
        self._document = ""
        self._following = False

    def show_case(self, look: Look) -> None:
        """Show the document in front, at the case."""
        case = self._desk.case
        if case is None:
            return
        names = self._desk.names()
        wanted = [_("gold"), *(names[who] for who in sorted(names, key=names.__getitem__))]
        if list(self.views) != wanted or case.document != self._document:
            self._document = case.document
            self._build(wanted)
        queries = self._desk.session.project.queries
        layers: dict[str, Sequence[Span]] = {
            names[who]: queries.spans(case.document, who) for who in self._desk.state.annotators_of(case.document)
        }
        layers[_("gold")] = self._desk.gold_of(case.document)
        for name, view in self.views.items():
            view.set_look(look)
            if view.text() != self._desk.text:
                view.set_document(self._desk.text)
            view.set_marks(marks_of(self._desk.session.scheme, layers.get(name, ())))
            view.reveal(case.start, case.start + 1)

    def _build(self, names: list[str]) -> None:
        for place in reversed(range(self.count())):
            old = self.widget(place)
            if old is not None:
                old.hide()
                old.deleteLater()
        self.views = {}
        for name in names:
            pane, view = QWidget(), TextView()
            column = QVBoxLayout(pane)
            column.setContentsMargins(0, 0, 0, 0)
            title = QLabel(name)
            title.setObjectName("Heading")
            title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(title)
            column.addWidget(view, 1)
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            view.setAccessibleName(name)
            view.verticalScrollBar().valueChanged.connect(lambda _value, one=view: self._follow(one))
            self.views[name] = view
            self.addWidget(pane)

    def _follow(self, one: TextView) -> None:
        """Bring the others to the same place of the text: their lines are not equally high."""
        if self._following:
            return
        self._following = True
        try:
            start, _end = one.visible_extent()
            for other in self.views.values():
                if other is not one:
                    bar = other.verticalScrollBar()
                    share = one.verticalScrollBar().value() / max(1, one.verticalScrollBar().maximum())
                    bar.setValue(round(share * bar.maximum()))
                    if not other.visible_extent()[0] <= start <= other.visible_extent()[1]:
                        other.reveal(start, start + 1)
        finally:
            self._following = False
