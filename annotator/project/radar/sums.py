"""Rule ``sum``: the parts of a total come to more than it, or just miss it.

What is short of the total by much is a list that is not whole and no fault; so are parts by another count (of 11
accused, 7 in custody and 4 at large, 3 of them women): where some of the parts make the total up, all is well.
Parts of another source than the total's contradict it and are no error of labelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from annotator.core.i18n import N_
from annotator.core.span import Span
from annotator.project.radar.amounts import Amount, amount_of, number, sources_of
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet

MISSED = 0.1
"""A list that is short of its total by up to this share of it may hold a slip."""
MANY = 12
"""Of so many parts not every choice is tried."""
_SLACK = 1e-6


def sums(sheet: Sheet) -> Iterator[Finding]:
    """Totals whose parts do not come to them."""
    parts: dict[str, dict[str, Span]] = {}
    for each in sheet.relations:
        if each.type == "PART_OF" and each.head in sheet.by_id and each.tail in sheet.by_id:
            parts.setdefault(each.tail, {})[each.head] = sheet.by_id[each.head]
    for total, of_it in parts.items():
        yield from _judged(sheet, sheet.by_id[total], list(of_it.values()))


def _judged(sheet: Sheet, total: Span, parts: Sequence[Span]) -> Iterator[Finding]:
    whole = amount_of(total)
    counted = [
        (span, amount) for span in parts
        if _comparable(sheet, total, span) and (amount := amount_of(span)) is not None
    ]  # fmt: skip
    if whole is None or not counted:
        return
    amounts = [amount for _, amount in counted]
    least = sum(each.least for each in amounts)
    said = (("sum", _written([span for span, _ in counted])), ("total", _plain(total.attributes.get("value"))))
    key = " ".join(f"{each.id}={each.attributes.get('value')}" for each in (total, *(span for span, _ in counted)))
    places = [sheet.place(each) for each in (total, *(span for span, _ in counted))]
    if any(each.least > whole.most * (1 + _SLACK) for each in amounts):
        message = N_("a part is more than its total: %(sum)s, of %(total)s")
        yield sheet.finding("sum", "error", total, message, *said, key=key, places=places)
    elif least > whole.most * (1 + _SLACK) and not _some_make_up(amounts, whole):
        message = N_("the parts are more than the total: %(sum)s, not %(total)s")
        yield sheet.finding("sum", "error", total, message, *said, key=key, places=places)
    elif len(counted) > 1 and _just_misses(sum(each.most for each in amounts), whole):
        message = N_("the parts just miss the total: %(sum)s, not %(total)s")
        yield sheet.finding("sum", "hint", total, message, *said, key=key, places=places)


def _comparable(sheet: Sheet, total: Span, part: Span) -> bool:
    """Whether a part is counted as its total is, and nobody else is credited with it."""
    value = number(part.attributes.get("value"))
    share = (value is not None and 0 < value < 1) or part.attributes.get("kind") == "percent"
    if share and total.attributes.get("kind") != "percent":
        return False
    theirs, own = sources_of(sheet, total), sources_of(sheet, part)
    return not (theirs and own) or bool(theirs & own)


def _some_make_up(amounts: Sequence[Amount], whole: Amount) -> bool:
    """Whether two or more of the parts, but not all, make the total up."""
    if len(amounts) > MANY:
        return True
    return any(
        sum(each.least for each in chosen) <= whole.most and whole.least <= sum(each.most for each in chosen)
        for size in range(2, len(amounts))
        for chosen in combinations(amounts, size)
    )


def _just_misses(most: float, whole: Amount) -> bool:
    return whole.least * (1 - MISSED) <= most < whole.least * (1 - _SLACK)


def _written(parts: Sequence[Span]) -> str:
    values = [number(each.attributes.get("value")) or 0.0 for each in parts]
    return f"{' + '.join(map(_plain, values))} = {_plain(sum(values))}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(
        int(value) if isinstance(value, float) else value
    )
