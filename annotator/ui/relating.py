"""Relations by key: start at the focused span, walk to the other end, confirm."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.core.command import AcceptSuggestion, AddRelation
from annotator.core.i18n import N_
from annotator.core.scheme import RelationType
from annotator.core.span import Span
from annotator.ui.marking import relation_title, suggested_at
from annotator.ui.session import Session

Choose = Callable[[list[tuple[str, str]]], str]
"""Asks which of several (name, title) is meant; empty where none is."""


class Relating(QObject):
    """One relation in the making: ``head`` is the span that it starts from, empty while there is none."""

    head_changed = Signal(str)

    def __init__(self, session: Session, choose: Choose, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choose = choose
        self.head = ""
        session.document_opened.connect(self.cancel)
        session.marks_changed.connect(self._on_marks_changed)

    def start(self) -> None:
        """Start a relation at the focused span."""
        focused = self._session.focused()
        if not isinstance(focused, Span):
            self._session.tell(N_("A relation starts at a span: go to one first"))
            return
        self._begin_at(focused.id)
        self._session.tell(N_("Relation from «%(text)s»: go to the other end, Enter joins, Esc lets go"),
                           text=self._words(focused))  # fmt: skip

    def cancel(self) -> None:
        """Give the relation up."""
        self._begin_at("")

    def _begin_at(self, head: str) -> None:
        self.head = head
        self.head_changed.emit(head)

    def _on_marks_changed(self, gone: set[str], _come: object) -> None:
        desk = self._session.desk
        if self.head in gone and (desk is None or self.head not in desk.spans):
            self.cancel()  # the span that it was to start from is no more

    def _words(self, span: Span) -> str:
        desk = self._session.desk
        return span.covered(desk.text) if desk else ""

    def allowed(self, head: Span, tail: Span) -> list[RelationType]:
        """The relation types that may join two spans."""
        return [
            each
            for each in self._session.scheme.relations
            if (not each.heads or head.label in each.heads) and (not each.tails or tail.label in each.tails)
        ]

    def accept_suggested(self) -> None:
        """Accept the suggested relations of the focused span whose ends are both spans by now."""
        desk, focused = self._session.desk, self._session.focused()
        if desk is None or not isinstance(focused, Span):
            self._session.tell(N_("A relation starts at a span: go to one first"))
            return
        present = {(each.type, each.head, each.tail) for each in desk.relations_at(focused.id)}
        wanted = [
            AcceptSuggestion(each.id, self._session.annotator)
            for each, head, tail in suggested_at(desk, focused.id)
            if {head, tail} <= desk.spans.keys() and (each.type, head, tail) not in present
        ]
        if not wanted:
            self._session.tell(N_("No suggested relation here whose ends are both accepted"))
        elif self._session.do(*wanted) is not None:
            self._session.tell(N_("Relations accepted: %(count)s"), count=len(wanted))

    def confirm(self) -> None:
        """Join the head and the focused span, by the one type that fits or the one that is chosen."""
        desk, tail = self._session.desk, self._session.focused()
        head = desk.spans.get(self.head) if desk else None
        if not isinstance(tail, Span) or head is None or head.id == tail.id:
            self._session.tell(N_("A relation ends at another span: go to one first"))
            return
        kinds = self.allowed(head, tail)
        if not kinds:
            self._session.tell(N_("No relation joins these two labels"))
            return
        titles = [(each.name, relation_title(self._session.scheme, each.name)) for each in kinds]
        name = titles[0][0] if len(titles) == 1 else self._choose(titles)
        level = self._one_too_many(name, head) if name else ""
        title = relation_title(self._session.scheme, name) if name else ""
        if level == "error":
            self._session.tell(N_("this span may have one %(type)s only"), type=title)
        elif name and self._session.do(AddRelation(name, head.id, tail.id)) is not None:
            self.cancel()
            if level == "hint":
                self._session.tell(N_("this span may have one %(type)s only"), type=title)
            else:
                self._session.tell(N_("Joined: %(relation)s"), relation=title)

    def _one_too_many(self, name: str, head: Span) -> str:
        """How grave another relation of this type would be for its head, by the scheme's rule; empty: it may be."""
        scheme, desk = self._session.scheme, self._session.desk
        known = scheme.relation(name)
        there = desk is not None and any(
            each.head == head.id and each.type == name for each in desk.relations_at(head.id)
        )
        if known is None or not known.one_tail or not there:
            return ""
        level = scheme.rules.get("relation", "error")
        return "" if level == "off" else level
