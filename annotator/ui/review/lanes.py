"""What the text shows of a case: a lane for gold on top and one for each annotator, in a fixed order.

Around it, settled clusters stand as they are in gold, and open ones as pale marks with a question mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.core.span import Extent, Span
from annotator.ui.marking import UNKNOWN_COLOUR, label_title, relation_title
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.text.marks import Link, Mark

GOLD_LANE = "lane:gold"
DIFFERENCE = "differs:"


def lane_of(name: str) -> str:
    """The id of the mark of somebody's answer, by the name that is shown."""
    return f"lane:{name}"


def marks_of_case(desk: CaseDesk, *, gold_only: bool = False) -> list[Mark]:
    """The marks of the document in front."""
    cluster = desk.cluster
    if cluster is None or desk.case is None:
        return []
    marks = list(_context(desk, cluster.document))
    if desk.case.relation:
        return marks
    lanes = [] if gold_only else list(_lanes(desk))
    return [*marks, *lanes]


def _context(desk: CaseDesk, document: str) -> Iterator[Mark]:
    scheme, state = desk.session.scheme, desk.state
    here = -1 if desk.case is None or desk.case.relation else desk.number
    standing = state.stands(here) if here >= 0 else None
    shown = standing.gold.id if standing is not None and standing.gold is not None else ""
    for span in desk.gold_of(document):
        if span.id != shown:
            yield _mark(scheme, span.id, span.extent, span.label, label_title(scheme, span.label))
    for number in state.in_document(document):
        cluster = state.found[number]
        if number != here and state.is_open(number) and state.stands(number).gold is None:
            first = next(each for each in cluster.variants if not each.is_none)
            yield _mark(scheme, f"open:{number}", first.extent, first.label, "؟", suggestion=True)


def _lanes(desk: CaseDesk) -> Iterator[Mark]:
    scheme, cluster = desk.session.scheme, desk.cluster
    assert cluster is not None
    top: Span | None = desk.state.stands(desk.number).gold
    if desk.draft is not None:
        draft = desk.draft
        yield _mark(scheme, GOLD_LANE, draft.extent, draft.label, f"✎ {label_title(scheme, draft.label)}", lane=0)
    elif top is not None:
        yield _mark(scheme, GOLD_LANE, top.extent, top.label, f"★ {label_title(scheme, top.label)}", lane=0)
    names = desk.names()
    for lane, who in enumerate(sorted(names, key=names.__getitem__), 1):
        span = cluster.members.get(who)
        if span is not None:
            chip = f"{names[who]} · {label_title(scheme, span.label)}"
            yield _mark(scheme, lane_of(names[who]), span.extent, span.label, chip, lane=lane)
            for number, (start, end) in enumerate(differing(span.extent, cluster.members.values())):
                mark = _mark(scheme, f"{DIFFERENCE}{names[who]}:{number}", ((start, end),), span.label, chip, lane=lane)
                yield mark._replace(kind="difference")


def differing(extent: Extent, answers: Collection[Span]) -> Extent:
    """The letters of an extent that not all answers mark, as stretches of code points."""
    edges = {edge for span in answers for stretch in span.extent for edge in stretch}
    cuts = sorted(edges | {edge for stretch in extent for edge in stretch})
    parts: list[tuple[int, int]] = []
    for low, high in pairwise(cuts):
        if _holds(extent, low) and not all(_holds(span.extent, low) for span in answers):
            parts = [*parts[:-1], (parts[-1][0], high)] if parts and parts[-1][1] == low else [*parts, (low, high)]
    return tuple(parts)


def _holds(extent: Extent, place: int) -> bool:
    return any(start <= place < end for start, end in extent)


def _mark(
    scheme: Scheme, identity: str, extent: Extent, label: str, chip: str, *, lane: int | None = None,
    suggestion: bool = False,
) -> Mark:  # fmt: skip
    known = scheme.label(label)
    return Mark(
        identity, extent[0][0], extent[-1][1], label, pieces=extent if len(extent) > 1 else (),
        kind="suggestion" if suggestion else "span", chip=chip, colour=known.colour if known else UNKNOWN_COLOUR,
        tooltip=chip, lane=lane,
    )  # fmt: skip


def links_of_case(desk: CaseDesk) -> list[Link]:
    """Of a relation's case, the answers that are offered, dashed."""
    relation, scheme = desk.relation(), desk.session.scheme
    if relation is None:
        return []
    head = desk.state.gold_id(relation.head)
    return [
        Link(f"answer:{place}:{tail}", head, tail, f"{place}  {relation_title(scheme, relation.type)}", suggested=True)
        for place, answer in enumerate(desk.answers(), 1) for tail in answer.tails
    ]  # fmt: skip


def legend(desk: CaseDesk) -> str:
    """Who is shown, in the lanes' order."""
    names = sorted(desk.names().values())
    return " · ".join([_("gold"), *names])
