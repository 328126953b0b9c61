"""Answers to gold: the writes of decisions about clusters and relations, each decision one undo step.

A gold span made here says in its origin what it rests on (``inputs``, ``members``), and who decided: ``decided_by``
for a person, ``rule`` and ``votes`` (how many of how many: no names) for a rule. Relations that all agree on come with
the spans that they join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.core.command import AddRelation, AddSpan, Batch, Command, RemoveRelation, RemoveSpan, SetStatus
from annotator.core.scheme import Scheme, check_value
from annotator.core.span import Extent, Relation, Span, Value
from annotator.project.decisions import Decision, kept, now
from annotator.project.disagreements import Disagreements
from annotator.project.plan import new_id
from annotator.project.reader import GOLD
from annotator.project.relation_state import may_join

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster, Variant

TITLE = "adjudicate"
"""The title of every batch that decides; what undo in the adjudication looks for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it is to be written: an extent with label and attributes."""

    extent: Extent
    label: str
    attributes: Mapping[str, Value]

    @classmethod
    def of(cls, variant: Variant) -> Draft | None:
        """The draft of an offered answer; ``None`` where it says that nothing is to be marked."""
        return None if variant.is_none else cls(variant.extent, variant.label, dict(variant.attributes))


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person says with a decision."""

    reason: str = ""
    note: str = ""
    blind: bool = True
    seconds: float = 0.0


def fitting(scheme: Scheme, label: str, attributes: Mapping[str, Value]) -> dict[str, Value]:
    """The attributes that a label has and whose values fit."""
    known = scheme.label(label)
    types = {name: known.attribute(name) for name in attributes} if known else {}
    return {
        name: value for name, value in attributes.items()
        if (kind := types.get(name)) is not None and not check_value(kind, value)
    }  # fmt: skip


class Settling:
    """Collects the writes of one batch of decisions."""

    def __init__(self, state: Disagreements, by: str, remark: Remark | None = None, *, batch: str = "") -> None:
        self._state = state
        self._by = by
        self._remark = remark or Remark()
        self._batch = batch
        self._time = now()
        self._commands: list[Command] = []
        self._records: list[Command] = []
        self._gold: dict[int, str | None] = {}
        self._labels: dict[str, str] = {}
        self._added: set[tuple[str, str, str]] = set()

    # ---- spans ---------------------------------------------------------------------------------------

    def settle(self, number: int, draft: Draft | None, *, variant: int = 0, rule: str = "", votes: str = "") -> None:
        """Make a cluster's gold of an answer (``None``: nothing is to be marked), and keep the decision."""
        cluster = self._state.found[number]
        standing = self._state.stands(number)
        before = standing.gold
        gold = self._gold_for(cluster, draft, before, rule, votes)
        self._gold[number] = gold
        if rule and gold:
            return  # what a rule does is told by the span's origin; only that there is nothing needs a record
        action = "none" if draft is None else "accept" if variant else "edit"
        self._records.append(kept(self._record(cluster, action, gold, variant, rule)))

    def ask(self, number: int) -> None:
        """Leave a question about a cluster, which stays open."""
        self._records.append(kept(self._record(self._state.found[number], "ask", None, 0, "")))

    def _record(self, cluster: Cluster, action: str, gold: str | None, variant: int, rule: str) -> Decision:
        return Decision(
            cluster.document, tuple(sorted(cluster.spans)), cluster.inputs, action, self._by, self._time,
            (gold,) if gold else (), variant, tuple(len(each.voters) for each in cluster.variants),
            self._remark.reason, self._remark.note, self._remark.blind, round(self._remark.seconds, 1), rule,
            self._batch,
        )  # fmt: skip

    def _gold_for(
        self, cluster: Cluster, draft: Draft | None, before: Span | None, rule: str, votes: str
    ) -> str | None:
        if draft is None:
            self._remove(before)
            return None
        twin = self._twin(cluster.document, draft, before)
        if twin is not None:
            self._remove(before)
            return twin
        identity = new_id("s")
        relations = self._relations_at(cluster.document, before)
        self._remove(before)
        self._commands.append(self._span(cluster, draft, identity, rule, votes))
        self._labels[identity] = draft.label
        for each in relations:
            self._join(each.type, identity if before and each.head == before.id else each.head,
                       identity if before and each.tail == before.id else each.tail)  # fmt: skip
        return identity

    def _twin(self, document: str, draft: Draft, before: Span | None) -> str | None:
        """A gold span of another cluster that is the same already."""
        return next(
            (span.id for span in self._state.gold.get(document, ())
             if span.extent == draft.extent and span.label == draft.label and (before is None or span.id != before.id)),
            None,
        )  # fmt: skip

    def _relations_at(self, document: str, span: Span | None) -> list[Relation]:
        if span is None:
            return []
        return [each for each in self._state.relations_of(document) if span.id in (each.head, each.tail)]

    def _remove(self, span: Span | None) -> None:
        if span is not None:
            self._commands.append(RemoveSpan(span.id))

    def _span(self, cluster: Cluster, draft: Draft, identity: str, rule: str, votes: str) -> AddSpan:
        origin: dict[str, Value] = {"inputs": cluster.inputs, "members": " ".join(sorted(cluster.spans))}
        origin |= {"rule": rule, "votes": votes} if rule else {"decided_by": self._by, "decided_at": self._time}
        extent = draft.extent
        return AddSpan(
            cluster.document, extent[0][0], extent[-1][1], draft.label, GOLD,
            {name: value for name, value in draft.attributes.items() if value is not None},
            extent if len(extent) > 1 else (), note=self._remark.note, origin=origin, id=identity,
        )  # fmt: skip

    # ---- relations -----------------------------------------------------------------------------------

    def relate(self, number: int, tails: Sequence[str], *, variant: int = 0) -> None:
        """Join the gold head of a relation to some gold spans and to no others, and keep the decision."""
        each = self._state.relations[number]
        document, head = self._state.found[each.head].document, self._state.gold_id(each.head)
        for old in self._state.relations_of(document):
            if old.type == each.type and old.head == head and old.tail not in tails:
                self._commands.append(RemoveRelation(old.id))
        for tail in tails:
            self._join(each.type, head, tail)
        answers = self._state.answers(number) or []
        self._records.append(kept(Decision(
            document, tuple(sorted(self._state.found[each.head].spans)), self._state.relation_inputs(number),
            "relation", self._by, self._time, tuple(tails), variant, tuple(len(a.voters) for a in answers),
            self._remark.reason, self._remark.note, self._remark.blind, round(self._remark.seconds, 1),
            batch=self._batch, type=each.type,
        )))  # fmt: skip

    def _join(self, kind: str, head: str, tail: str) -> None:
        """Join two gold spans, unless the scheme does not allow it: the whole batch would be refused for it."""
        if head and tail and (kind, head, tail) not in self._added and self._may_join(kind, head, tail):
            self._added.add((kind, head, tail))
            self._commands.append(AddRelation(kind, head, tail))

    def _may_join(self, kind: str, head: str, tail: str) -> bool:
        one, other = self._label_of(head), self._label_of(tail)
        return bool(one and other) and may_join(self._state.scheme, kind, one, other)

    def _label_of(self, identity: str) -> str:
        """The label of a gold span, one that this batch writes too."""
        there = self._state.gold_span(identity)
        return self._labels.get(identity) or (there.label if there is not None else "")

    def _join_agreed(self) -> None:
        """Relations on which all agree, of which this batch settled the last end."""
        touched = {n for number in self._gold for n in self._state.touching.get(number, ())}
        for number in sorted(touched):
            each = self._state.relations[number]
            answers = self._state.answers(number, self._gold)
            if answers and len(answers) == 1:
                head = self._gold.get(each.head) or self._state.gold_id(each.head)
                for tail in answers[0].tails:
                    if not self._joined(self._state.found[each.head].document, each.type, head, tail):
                        self._join(each.type, head, tail)

    def _joined(self, document: str, kind: str, head: str, tail: str) -> bool:
        there = self._state.relations_of(document)
        return any((each.type, each.head, each.tail) == (kind, head, tail) for each in there)

    # ---- the whole -----------------------------------------------------------------------------------

    @property
    def relations(self) -> int:
        """How many relations are written."""
        return len(self._added)

    def commands(self) -> tuple[Command, ...]:
        """All writes, gold first, then what is kept of the decisions."""
        self._join_agreed()
        return (*self._commands, *self._records)

    def batch(self, finished: Iterable[str] = ()) -> Batch:
        """All writes as one step; documents named as finished get their gold marked as done."""
        done = tuple(SetStatus(document, GOLD, "done") for document in finished)
        return Batch((*self.commands(), *done), TITLE)
