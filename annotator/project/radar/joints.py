"""Rule ``relation``: a relation joins what the scheme does not let it join, or joins one head too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotator.core.command import RemoveRelation
from annotator.core.i18n import N_
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet


def joints(sheet: Sheet) -> Iterator[Finding]:
    """Relations of no known type, with an end that is not allowed, or beside another where there may be one."""
    if not sheet.relations:
        return
    heads = Counter([(each.head, each.type) for each in sheet.relations])
    for each in sheet.relations:
        head, tail = sheet.by_id.get(each.head), sheet.by_id.get(each.tail)
        if head is None or tail is None:
            continue
        known = sheet.ground.relations.get(each.type)
        if known is None:
            message, said = N_("the scheme has no relation %(type)s"), head.label
        elif known.heads and head.label not in known.heads:
            message, said = N_("%(type)s cannot have a %(label)s at this end"), head.label
        elif known.tails and tail.label not in known.tails:
            message, said = N_("%(type)s cannot have a %(label)s at this end"), tail.label
        elif known.one_tail and heads[each.head, each.type] > 1:
            message, said = N_("this span may have one %(type)s only"), head.label
        else:
            continue
        yield sheet.finding(
            "relation", "error", head, message, ("type", each.type), ("label", said), key=each.id,
            places=[sheet.place(head), sheet.place(tail)], fix=[RemoveRelation(each.id)] if known else [],
        )  # fmt: skip
