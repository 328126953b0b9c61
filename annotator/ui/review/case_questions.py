"""What the card asks about the case in front, and what is done with the answer: label, tail, reason, attributes."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.core.i18n import N_, _
from annotator.project.decisions import REASONS
from annotator.ui.marking import label_title, relation_title
from annotator.ui.review.case_desk import NOTHING_TO_EDIT, CaseDesk
from annotator.ui.review.decision_card import DecisionCard


class CaseQuestions(QObject):
    """Asks in the card's chooser; the keyboard goes back to the text behind each answer."""

    def __init__(self, desk: CaseDesk, card: DecisionCard, view: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._card, self._view = desk, card, view
        self._question = ""
        card.chooser.chosen.connect(self._on_chosen)
        card.chooser.closed.connect(view.setFocus)
        card.note.returnPressed.connect(view.setFocus)

    def relabel(self) -> None:
        """Choose another label."""
        if self._desk.case is None or self._desk.case.relation:
            self._desk.tell(NOTHING_TO_EDIT)
            return
        scheme = self._desk.session.scheme
        self._ask("label", _("Which label?"), [(each.name, label_title(scheme, each.name)) for each in scheme.labels])

    def edit_attributes(self) -> None:
        """Put the keyboard into the first attribute."""
        if self._desk.case is None or self._desk.case.relation or not self._card.form.focus_first():
            self._desk.tell(NOTHING_TO_EDIT)

    def reattach(self) -> None:
        """Choose what the relation's head is joined to, the nearest first."""
        relation = self._desk.relation()
        if relation is None:
            self._desk.tell(N_("Relations come once their spans are settled"))
            return
        head = self._desk.state.gold_span(self._desk.state.gold_id(relation.head))
        kind = self._desk.session.scheme.relation(relation.type)
        if head is None or kind is None or self._desk.case is None:
            return
        near = sorted(
            (span for span in self._desk.gold_of(self._desk.case.document)
             if span.id != head.id and (not kind.tails or span.label in kind.tails)),
            key=lambda span: (abs(span.start - head.start), span.start),
        )  # fmt: skip
        title = relation_title(self._desk.session.scheme, relation.type)
        self._ask("tail", title, [(span.id, span.covered(self._desk.text)) for span in near])

    def choose_reason(self) -> None:
        """Choose why they differ."""
        self._ask("reason", _("Why they differ"), [(name, _(title)) for name, title in REASONS.items()])

    def _ask(self, what: str, question: str, options: list[tuple[str, str]]) -> None:
        self._question = what
        self._card.chooser.ask(question, options)
        self._view.setFocus()

    def _on_chosen(self, identity: str) -> None:
        if self._question == "label":
            self._desk.change_draft(label=identity)
        elif self._question == "tail":
            self._desk.relate_to([identity])
        else:
            self._desk.reason = identity
            self._card.reasons.setCurrentIndex(self._card.reasons.findData(identity))

    def write_note(self) -> None:
        """Put the keyboard into the note; Enter goes back."""
        self._card.note.setFocus()
