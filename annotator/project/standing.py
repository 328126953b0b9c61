"""Where each cluster stands: settled by a person or a rule, with which gold span, or open again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.core.span import Span
from annotator.project.decisions import Decision

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one cluster: its gold span, the decision, and whether its inputs changed since.

    ``closed``: its document was finished in gold before anything was decided here, so nothing more is asked.
    """

    gold: Span | None = None
    decision: Decision | None = None
    changed: bool = False
    closed: bool = False

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look at it."""
        if self.changed:
            return False
        return self.closed or self.gold is not None or (self.decision is not None and self.decision.settles)

    @property
    def asked(self) -> bool:
        """Whether somebody asked about it and nobody has settled it since."""
        return self.decision is not None and self.decision.action == "ask"

    @property
    def by_rule(self) -> bool:
        """Whether a rule decided, so that a rule may decide again."""
        if self.decision is not None:
            return bool(self.decision.rule)
        return self.gold is not None and bool(self.gold.origin.get("rule"))


@dataclass(frozen=True, slots=True)
class Places:
    """Clusters as standings ask for them: all of them, which one holds a span, which ones are in a document."""

    found: Sequence[Cluster]
    of_span: Mapping[str, int]
    in_document: Callable[[str], Sequence[int]]


def standings(
    places: Places, gold: Mapping[str, Sequence[Span]], records: Iterable[Decision], finished: Collection[str] = ()
) -> dict[int, Standing]:
    """Where clusters (by number) stand; those that nothing is known of are left out.

    A decision is found again by the spans that it rested on, the latest counts; a gold span without such traces
    (made by hand, imported) by its place. Where gold was finished without any trace, all of a document is closed.
    """
    found = places.found
    result: dict[int, Standing] = {}
    traced: set[str] = set()
    for document, number, span in _gold(places, gold):
        inputs = span.origin.get("inputs")
        if inputs:
            traced.add(document)
        if number not in result or inputs:
            result[number] = Standing(span, changed=bool(inputs) and inputs != found[number].inputs)
    by_id = {span.id: span for spans in gold.values() for span in spans}
    for record in records:
        traced.add(record.document)
        place = _place(record.members, places.of_span)
        if place is not None and not record.type and (not record.gold or record.gold[0] in by_id):
            result[place] = _decided(record, by_id, found[place], result.get(place))
    for number in (each for document in sorted(set(finished) - traced) for each in places.in_document(document)):
        result.setdefault(number, Standing(closed=True))
    return result


def _decided(
    record: Decision, gold: Mapping[str, Span], cluster: Cluster, before: Standing | None
) -> Standing:
    changed = record.inputs != cluster.inputs
    if not record.settles:
        return Standing(before.gold if before else None, record, changed=before.changed if before else False)
    return Standing(gold.get(record.gold[0]) if record.gold else None, record, changed)


def _place(members: Iterable[str], places: Mapping[str, int]) -> int | None:
    """The cluster that holds most of some spans."""
    numbers = [places[span] for span in members if span in places]
    return max(sorted(set(numbers)), key=numbers.count) if numbers else None


def _gold(places: Places, gold: Mapping[str, Sequence[Span]]) -> Iterable[tuple[str, int, Span]]:
    for document, spans in gold.items():
        for span in spans:
            members = str(span.origin.get("members", "")).split()
            place = (
                _place(members, places.of_span) if members
                else _by_place(span, places.in_document(document), places.found)
            )  # fmt: skip
            if place is not None:
                yield document, place, span


def _by_place(span: Span, numbers: Sequence[int], found: Sequence[Cluster]) -> int | None:
    """The cluster that a gold span without traces answers: the same extent before a mere overlap, one label."""

    def fit(number: int) -> tuple[bool, bool, int]:
        members = found[number].members.values()
        same = any(span.extent == each.extent for each in members)
        label = any(span.label == each.label for each in members)
        shared = min(span.end, found[number].end) - max(span.start, found[number].start)
        return same and label, label or same, shared

    near = [number for number in numbers if span.start < found[number].end and found[number].start < span.end]
    best = max(near, key=fit, default=None)
    return best if best is not None and any(fit(best)[:2]) else None
