"""Parts and totals: which figure is part of which other one, by the words between them or because they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.core.suggestion import RelationSuggestion
from annotator.suggest.relation_scene import Mention, Scene

_STRUCK = "القتلي|الضحايا|الجرحي|المصابين|الجثث|الركاب|المفقودين|المعتقلين|الموقوفين|المحتجزين"
_DIVIDED = "يشملون|يشمل|تشمل|شملت|يتوزعون|تتوزع|تتوزعون|بواقع|تضم|يضم|يضمون|موزعين|موزعه"
_PART = re.compile(
    rf"\bو?بين (?:{_STRUCK})\W*$"
    r"|(?:بينهم|بينهن|بينها|بينهما|ضمنهم|ضمنها|منهم|منها|منهن)(?: (?:علي الاقل|نحو|ما لا يقل عن|اكثر من))?\W*$"
    rf"|\b(?:منهم|منها|منهن) (?:\w+ ){{0,2}}$|\b(?:{_DIVIDED})\b[^.؟!]{{0,12}}$"
)
_PART_WORD = re.compile(rf"بين|ضمنه|منه|{_DIVIDED}")
"""Without one of these there is no part: told quickly, since most figures are none."""
_OF_A_TOTAL = re.compile(
    rf"^\W*(?:منهم|منها|منهن|منهما|بينهم|من (?:النساء|الاطفال|الرجال|{_STRUCK}))\b"
)
_FRACTION_OF_THEM = re.compile(
    r"(?:نحو |حوالي |اكثر من |قرابه )?(?:ال)?(?:نصف|ثلث|ربع|خمس|معظم|ثلثا|ثلثي)(?:هم|ها|هن)$"
)
_TOTAL_FOLLOWS = re.compile(r"^\W*(?:\w+ )?(?:من (?:اصل|مجموع|اجمالي|بين))\W*$")
_JOINED = re.compile(r"^\W*(?:\w+\W+){0,6}?(?:و|اضافه الي|فضلا عن|الي جانب)\W*$")
_CASUALTIES = frozenset({"killed", "injured", "missing", "detained", "displaced"})
_FAR = 75
_SMALLEST_TOTAL = 5
_REACH = 6
"""So many figures behind a total are looked at for what adds up to it."""


def parts(scene: Scene) -> Iterator[RelationSuggestion]:
    """Every figure that is part of another one."""
    totals: dict[int, Mention] = {}
    for place, figure in enumerate(scene.figures):
        total, why = _total_of(scene, place, totals)
        if total is not None:
            totals[figure.index] = total
            yield RelationSuggestion("PART_OF", figure.index, total.index, 0.85, why)
    for part, total in _sums(scene):
        if part.index not in totals:
            yield RelationSuggestion("PART_OF", part.index, total.index, 0.8, "with its neighbours it makes the total")


def _sums(scene: Scene) -> Iterator[tuple[Mention, Mention]]:
    """Neighbouring figures that add up to one before them in the same or the previous sentence."""
    figures = scene.figures
    values = [figure.quantity.value for figure in figures]
    for place, total in enumerate(figures):
        value = values[place]
        if value is None or value < _SMALLEST_TOTAL:
            continue
        end = place + 1
        while end < min(place + 1 + _REACH, len(figures)) and figures[end].sentence - total.sentence <= 1:
            end += 1
        for first, last in _runs(values, value, place + 1, end):
            if all(_fits(each, total) for each in figures[first:last]):
                yield from ((each, total) for each in figures[first:last])


def _runs(values: Sequence[float | None], total: float, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The rows of two to four neighbours in ``[first, end)`` whose values make a total."""
    for start in range(first, end):
        amount = values[start] or 0
        for last in range(start + 1, min(start + 4, end)):
            amount += values[last] or 0
            if amount == total:
                yield start, last + 1


def _total_of(scene: Scene, place: int, totals: dict[int, Mention]) -> tuple[Mention | None, str]:
    figure = scene.figures[place]
    following = scene.figures[place + 1] if place + 1 < len(scene.figures) else None
    if following is not None and _leads_to_total(scene, figure, following):
        return following, "out of the total behind it"
    if not place:
        return None, ""
    previous = scene.figures[place - 1]
    near = previous.sentence == figure.sentence
    if _is_named_part(scene, figure):
        sibling = totals.get(previous.index) if near else None
        if sibling is not None and _fits(figure, sibling) and not _fits(figure, previous):
            return sibling, "named as a part of it"
        return _nearest_total(scene, place, reach=2), "named as a part of it"
    for sibling in reversed(scene.figures[:place]) if totals else ():
        if sibling.sentence != figure.sentence:
            break
        gap = scene.between(sibling.end, figure.start)
        if len(gap) > _FAR:
            break
        total = totals.get(sibling.index)
        if total is not None and _JOINED.match(gap) and _fits(figure, total):
            return total, "joined with another part"
    return None, ""


def _is_named_part(scene: Scene, figure: Mention) -> bool:
    """Whether the words around a figure, or its own pronoun, say that it is part of a total."""
    start = scene.bounds[figure.sentence][0]
    before = scene.between(max(start, figure.start - 45), figure.start)
    if _PART_WORD.search(before) and _PART.search(before):
        return True
    if _OF_A_TOTAL.match(scene.between(figure.end, figure.end + 16)):
        return True
    return _FRACTION_OF_THEM.match(scene.said(figure.start, figure.end)) is not None


def _nearest_total(scene: Scene, place: int, *, reach: int) -> Mention | None:
    """The nearest earlier figure, at most so many sentences back, that this one could be part of."""
    figure = scene.figures[place]
    kind = figure.quantity.kind
    near = [other for other in reversed(scene.figures[:place]) if figure.sentence - other.sentence <= reach]
    fitting = [other for other in near if _fits(figure, other)]
    alike = [other for other in fitting if other.quantity.kind == kind and kind in _CASUALTIES]
    same = [other for other in fitting if other.sentence == figure.sentence]
    return next(iter((*same, *alike, *fitting)), None)


def _fits(part: Mention, total: Mention) -> bool:
    """Whether one figure can be part of another: of one sort, and not greater."""
    small, great = part.quantity, total.quantity
    if great.sort in {"percent", "duration", "distance"}:
        return False
    if small.sort not in (great.sort, "percent") and (small.unit or small.sort):
        return False
    if small.sort == "percent" or small.value is None or great.value is None or small.value < 1:
        return True
    return small.value < great.value


def _leads_to_total(scene: Scene, part: Mention, total: Mention) -> bool:
    """Whether the words between are ``من أصل`` or the like."""
    return part.sentence == total.sentence and bool(
        _TOTAL_FOLLOWS.match(scene.between(part.end, total.start))
    )
