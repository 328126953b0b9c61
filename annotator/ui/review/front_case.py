"""The case in front: what is offered about it, and the answer that is being edited. Nothing is written here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.span import Extent, Relation, Span, Value
from annotator.project.blindness import blind_names
from annotator.project.disagreements import Case, Disagreements
from annotator.project.relation_state import Answer
from annotator.project.settling import Draft, fitting
from annotator.ui.review.worklist_order import cluster_of
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster, RelationCluster, Variant


class FrontCase(QObject):
    """Knows the disagreements of a session's project and the case that is looked at.

    ``draft_changed``: the answer being edited.
    """

    draft_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.state = Disagreements(session.project, read=False)
        self.case: Case | None = None
        self.draft: Draft | None = None
        self.blind = True

    @property
    def cluster(self) -> Cluster | None:
        """The cluster in front (of a relation: that of its head)."""
        return cluster_of(self.state, self.case) if self.case is not None else None

    @property
    def number(self) -> int:
        """The number of the cluster in front.

        Raises:
            LookupError: there is no case.
        """
        if self.case is None:
            raise LookupError
        return self.state.relations[self.case.number].head if self.case.relation else self.case.number

    @property
    def text(self) -> str:
        """The text of the document in front."""
        return self.state.texts[self.case.document] if self.case is not None else ""

    def variants(self) -> tuple[Variant, ...]:
        """The answers offered about a span."""
        cluster = self.cluster
        return cluster.variants if cluster is not None and self.case and not self.case.relation else ()

    def answers(self) -> list[Answer]:
        """The answers offered about a relation."""
        return (self.state.answers(self.case.number) or []) if self.case is not None and self.case.relation else []

    def relation(self) -> RelationCluster | None:
        """The relation in front."""
        return self.state.relations[self.case.number] if self.case is not None and self.case.relation else None

    def proposed(self) -> int:
        """Which answer is proposed, counted from 0: most votes, among equals whoever proved more reliable."""
        from annotator.agreement.rules import proposal

        cluster = self.cluster
        if cluster is None or (self.case and self.case.relation):
            return 0
        return cluster.variants.index(proposal(cluster))

    def names(self, document: str = "") -> dict[str, str]:
        """What annotators are called in a document: letters while blind, in an order of its own."""
        name = document or (self.case.document if self.case else "")
        letters = blind_names(name, self.state.annotators_of(name))
        return letters if self.blind else {who: who for who in letters}

    def effect(self) -> float:
        """What the headline would gain if the cluster in front were settled as proposed."""
        if self.case is None or self.case.relation:
            return 0.0
        return self.state.gain(self.case.number)

    def gold_of(self, document: str) -> tuple[Span, ...]:
        """The gold spans of a document."""
        return tuple(self.state.gold.get(document, ()))

    def gold_relations(self, document: str) -> list[Relation]:
        """The gold relations of a document."""
        return self.state.relations_of(document)

    # ---- the draft -----------------------------------------------------------------------------------

    def start_draft(self) -> Draft | None:
        """The answer being edited; at first the proposed one, or the first that marks something."""
        if self.draft is None and self.case is not None and not self.case.relation:
            variants = self.variants()
            chosen = variants[self.proposed()]
            if chosen.is_none:
                chosen = next(each for each in variants if not each.is_none)
            self.draft = Draft.of(chosen)
        return self.draft

    def change_draft(
        self, *, extent: Extent | None = None, label: str = "", attributes: dict[str, Value] | None = None
    ) -> None:
        """Edit the answer; attributes that another label does not have go."""
        draft = self.start_draft()
        if draft is None:
            return
        merged = {**draft.attributes, **(attributes or {})}
        if label and label != draft.label:
            merged = fitting(self.session.scheme, label, merged)
        self.draft = replace(draft, extent=extent or draft.extent, label=label or draft.label, attributes=merged)
        self.draft_changed.emit()

    def drop_draft(self) -> None:
        """Give the edited answer up."""
        if self.draft is not None:
            self.draft = None
            self.draft_changed.emit()
