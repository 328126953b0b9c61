"""Relations between spans, from the words that stand between them.

Works on any spans, a person's or suggested ones: who reported a figure, whom it counts, which total it is part of.
Offsets are code points of the text, half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.arabic import fold, fold_with_offsets
from annotator.core.suggestion import RelationSuggestion, Suggestion
from annotator.suggest.figures import suggest_figures
from annotator.suggest.reading import sentence_bounds
from annotator.suggest.words import form_of

LabelledExtent = tuple[int, int, str]

_STRUCK = "القتلي|الضحايا|الجرحي|المصابين|الجثث|الركاب|المفقودين|المعتقلين|الموقوفين|المحتجزين"
_DIVIDED = "يشملون|يشمل|تشمل|شملت|يتوزعون|تتوزع|تتوزعون|بواقع|تضم|يضم|يضمون|موزعين|موزعه"
_PART = re.compile(
    rf"\bو?بين (?:{_STRUCK})\W*$"
    r"|(?:بينهم|بينهن|بينها|بينهما|ضمنهم|ضمنها|منهم|منها|منهن)(?: (?:علي الاقل|نحو|ما لا يقل عن|اكثر من))?\W*$"
    rf"|\b(?:منهم|منها|منهن) (?:\w+ ){{0,2}}$|\b(?:{_DIVIDED})\b[^.؟!]{{0,12}}$"
)
_OF_A_TOTAL = re.compile(
    rf"^\W*(?:منهم|منها|منهن|منهما|بينهم|من (?:النساء|الاطفال|الرجال|{_STRUCK}))\b"
)
_FRACTION_OF_THEM = re.compile(
    r"(?:نحو |حوالي |اكثر من |قرابه )?(?:ال)?(?:نصف|ثلث|ربع|خمس|معظم|ثلثا|ثلثي)(?:هم|ها|هن)$"
)
_TOTAL_FOLLOWS = re.compile(r"^\W*(?:\w+ )?(?:من (?:اصل|مجموع|اجمالي|بين))\W*$")
_JOINED = re.compile(r"^\W*(?:\w+\W+){0,6}?(?:و|اضافه الي|فضلا عن|الي جانب)\W*$")
_OF = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:من|في صفوف|بين صفوف|من صفوف|من افراد|من عناصر|ضمن|تابع\w*|ينتم\w+ الي)\W*(?:ل|ب)?\W*$"
)
_STRUCK_BEFORE = re.compile(
    r"^\W*(?:\w+\W+){0,5}?(?:الي|بلغ\w*|ب|نحو|هو|وهم|قدره|قدرها|عددهم|حوالي|منهم|خسر\w*|فقد\w*)?\W*$"
)
_LOSSES = re.compile(r"(?:قتلي|جرحي|ضحايا|صفوف|خسائر|اسري|عدد|مقتل|شهداء|حصيله|مصابي|مفقودي|عناصر)\W*$")
_TOLD_BEFORE = re.compile(r"(?:^|\W)(?:ل|الي|مع|اليه|اليها)[\W\u0640]*$")
_NO_CONTINUATION = 2
_FAR = 75
_SMALLEST_TOTAL = 5
_LONGEST_GAP = 400


@dataclass(frozen=True, slots=True)
class _Mention:
    index: int
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: float | None
    sort: str
    kind: str
    unit: bool


_UNKNOWN = _Quantity(None, "", "", unit=False)
_CASUALTIES = frozenset({"killed", "injured", "missing", "detained", "displaced"})
_SORTS = frozenset({"percent", "duration", "distance", "money"})


@dataclass(frozen=True, slots=True)
class _Scene:
    text: str
    bounds: tuple[tuple[int, int], ...]
    figures: tuple[_Mention, ...]
    sources: tuple[_Mention, ...]
    actors: tuple[_Mention, ...]
    quantities: Mapping[int, _Quantity]
    folded: str  # the whole text folded, where each character folds to one; else empty

    def quantity(self, figure: _Mention) -> _Quantity:
        """What is known of a figure."""
        return self.quantities.get(figure.start, _UNKNOWN)

    def between(self, start: int, end: int) -> str:
        """The folded text between two offsets; dots where it is too long for any rule to care."""
        if end - start > _LONGEST_GAP:
            return "." * _LONGEST_GAP
        return self.folded[start:end] if self.folded else fold(self.text[start:end])


def suggest_relations(
    text: str, spans: Sequence[LabelledExtent], figures: Sequence[Suggestion] | None = None
) -> list[RelationSuggestion]:
    """The relations between labelled extents; ends are indexes into ``spans``.

    Only ``FIGURE``, ``SOURCE`` and ``ACTOR`` spans take part. ``figures`` are the figures of the text with their
    values, read here if not given.
    """
    read = suggest_figures(text) if figures is None else figures
    scene = _scene(text, spans, {each.start: _quantity(each) for each in read})
    found = [*_reported(scene), *_counts(scene), *_parts(scene)]
    unique = {(each.type, each.head, each.tail): each for each in reversed(found)}
    return sorted(unique.values(), key=lambda each: (each.head, each.type, each.tail))


def _quantity(figure: Suggestion) -> _Quantity:
    value, kind = figure.attributes.get("value"), str(figure.attributes.get("kind", ""))
    number = float(value) if isinstance(value, int | float) else None
    return _Quantity(number, kind if kind in _SORTS else "", kind, unit=bool(figure.attributes.get("unit")))


def _scene(text: str, spans: Sequence[LabelledExtent], quantities: Mapping[int, _Quantity]) -> _Scene:
    bounds = sentence_bounds(text)
    starts = [start for start, _ in bounds]

    def of(label: str) -> tuple[_Mention, ...]:
        found = [
            _Mention(index, start, end, bisect_right(starts, start) - 1)
            for index, (start, end, name) in enumerate(spans)
            if name == label
        ]
        return tuple(sorted(found, key=lambda each: (each.start, -each.end)))

    folded = fold_with_offsets(text)
    alike = folded.text if isinstance(folded.offsets, range) else ""
    return _Scene(text, bounds, of("FIGURE"), of("SOURCE"), of("ACTOR"), quantities, alike)


# ---- who reported it -------------------------------------------------------------------------------------


def _reported(scene: _Scene) -> Iterator[RelationSuggestion]:
    for figure in scene.figures:
        source, why, score = _reporter(scene, figure)
        if source is not None:
            yield RelationSuggestion("REPORTED_BY", figure.index, source.index, score, why)


def _reporter(scene: _Scene, figure: _Mention) -> tuple[_Mention | None, str, float]:
    here = [each for each in scene.sources if each.sentence == figure.sentence]
    sayers = [each for each in here if not _is_told(scene, each)] or here
    before = [each for each in sayers if each.end <= figure.start]
    after = [each for each in sayers if each.start >= figure.end]
    if after and (not before or _credited_behind(scene, figure, after[0])):
        return after[0], "credited behind the figure", 0.85
    if before:
        return before[-1], "the source of its sentence", 0.85
    earlier = _carried_on(scene, figure)
    return earlier, "the report goes on", 0.7


def _is_told(scene: _Scene, source: _Mention) -> bool:
    """Whether a source is the medium that another one told."""
    start = scene.bounds[source.sentence][0] if source.sentence >= 0 else 0
    return _TOLD_BEFORE.search(scene.between(max(start, source.start - 12), source.start)) is not None


def _credited_behind(scene: _Scene, figure: _Mention, source: _Mention) -> bool:
    gap = scene.between(figure.end, source.start)
    return (
        len(gap) < 90
        and re.search(r"(?:وفق|حسب|طبقا|نقلا عن|لسان|استنادا|كما (?:اعلن|ذكر|افاد))", gap) is not None
    )


def _carried_on(scene: _Scene, figure: _Mention) -> _Mention | None:
    """The last source before a sentence that goes on reporting without naming anybody."""
    sentence = figure.sentence
    while sentence > 0 and _goes_on(scene, sentence):
        earlier = [each for each in scene.sources if each.sentence == sentence - 1]
        if earlier:
            sayers = [each for each in earlier if not _is_told(scene, each)] or earlier
            return sayers[-1] if len(sayers) < 2 else sayers[0]
        sentence -= 1
    return None


def _goes_on(scene: _Scene, sentence: int) -> bool:
    """Whether a sentence begins with a reporting verb: its subject is the one before."""
    start, end = scene.bounds[sentence]
    opening = re.findall(r"\w+", scene.text[start : min(end, start + 60)])[:_NO_CONTINUATION]
    forms = [form_of(word) for word in opening]
    if not forms:
        return False
    if forms[0].word in {"كما", "فيما"} and len(forms) > 1:
        return forms[1].info.verb in {"fact", "soft"}
    return forms[0].info.verb in {"fact", "soft"}


# ---- whom it counts --------------------------------------------------------------------------------------


def _counts(scene: _Scene) -> Iterator[RelationSuggestion]:
    for figure in scene.figures:
        counted = _counted_after(scene, figure)
        if counted is None:
            before = _struck_before(scene, figure)
            if before is not None:
                yield RelationSuggestion(
                    "COUNTS", figure.index, before.index, 0.7, "its losses are spoken of"
                )
            continue
        yield RelationSuggestion("COUNTS", figure.index, counted.index, 0.85, "the figure is of them")
        for other in _joined_with(scene, counted):
            yield RelationSuggestion("COUNTS", figure.index, other.index, 0.75, "joined with whom it counts")


def _counted_after(scene: _Scene, figure: _Mention) -> _Mention | None:
    for actor in scene.actors:
        if figure.start <= actor.start < figure.end and actor.sentence == figure.sentence:
            return actor
        if actor.start >= figure.end and actor.sentence == figure.sentence:
            gap = scene.between(figure.end, actor.start)
            return actor if len(gap) < 60 and _OF.match(gap) else None
    return None


def _joined_with(scene: _Scene, actor: _Mention) -> Iterator[_Mention]:
    end = actor.end
    for other in scene.actors:
        if other.start >= end and re.fullmatch(r"\s*و\s*", scene.between(end, other.start)):
            yield other
            end = other.end


def _struck_before(scene: _Scene, figure: _Mention) -> _Mention | None:
    for actor in reversed(scene.actors):
        if actor.end <= figure.start and actor.sentence == figure.sentence:
            gap = scene.between(actor.end, figure.start)
            losses = _LOSSES.search(scene.between(max(0, actor.start - 20), actor.start))
            return actor if losses and len(gap) < 60 and _STRUCK_BEFORE.match(gap) else None
    return None


# ---- parts and totals ------------------------------------------------------------------------------------


def _parts(scene: _Scene) -> Iterator[RelationSuggestion]:
    totals: dict[int, _Mention] = {}
    for place, figure in enumerate(scene.figures):
        total, why = _total_of(scene, place, totals)
        if total is not None:
            totals[figure.index] = total
            yield RelationSuggestion("PART_OF", figure.index, total.index, 0.85, why)
    for part, total in _sums(scene):
        if part.index not in totals:
            yield RelationSuggestion("PART_OF", part.index, total.index, 0.8, "with its neighbours it makes the total")


def _sums(scene: _Scene) -> Iterator[tuple[_Mention, _Mention]]:
    """Neighbouring figures that add up to one before them in the same or the previous sentence."""
    for place, total in enumerate(scene.figures):
        value = scene.quantity(total).value
        near = [each for each in scene.figures[place + 1 : place + 7] if each.sentence - total.sentence <= 1]
        if value is None or value < _SMALLEST_TOTAL:
            continue
        for first in range(len(near)):
            for last in range(first + 2, min(first + 4, len(near)) + 1):
                run = near[first:last]
                if _total_value(scene, run) == value and all(_fits(scene, each, total) for each in run):
                    yield from ((each, total) for each in run)


def _total_value(scene: _Scene, run: Sequence[_Mention]) -> float:
    return sum(scene.quantity(each).value or 0 for each in run)


def _total_of(scene: _Scene, place: int, totals: dict[int, _Mention]) -> tuple[_Mention | None, str]:
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
        if sibling is not None and _fits(scene, figure, sibling) and not _fits(scene, figure, previous):
            return sibling, "named as a part of it"
        return _nearest_total(scene, place, reach=2), "named as a part of it"
    for sibling in reversed(scene.figures[:place]) if totals else ():
        if sibling.sentence != figure.sentence:
            break
        gap = scene.between(sibling.end, figure.start)
        if len(gap) > _FAR:
            break
        total = totals.get(sibling.index)
        if total is not None and _JOINED.match(gap) and _fits(scene, figure, total):
            return total, "joined with another part"
    return None, ""


def _is_named_part(scene: _Scene, figure: _Mention) -> bool:
    """Whether the words around a figure, or its own pronoun, say that it is part of a total."""
    start = scene.bounds[figure.sentence][0]
    if _PART.search(scene.between(max(start, figure.start - 45), figure.start)):
        return True
    if _OF_A_TOTAL.match(scene.between(figure.end, figure.end + 16)):
        return True
    return _FRACTION_OF_THEM.match(fold(scene.text[figure.start : figure.end])) is not None


def _nearest_total(scene: _Scene, place: int, *, reach: int) -> _Mention | None:
    """The nearest earlier figure, at most so many sentences back, that this one could be part of."""
    figure = scene.figures[place]
    kind = scene.quantity(figure).kind
    near = [other for other in reversed(scene.figures[:place]) if figure.sentence - other.sentence <= reach]
    fitting = [other for other in near if _fits(scene, figure, other)]
    alike = [other for other in fitting if scene.quantity(other).kind == kind and kind in _CASUALTIES]
    same = [other for other in fitting if other.sentence == figure.sentence]
    return next(iter((*same, *alike, *fitting)), None)


def _fits(scene: _Scene, part: _Mention, total: _Mention) -> bool:
    """Whether one figure can be part of another: of one sort, and not greater."""
    small, great = scene.quantity(part), scene.quantity(total)
    if great.sort in {"percent", "duration", "distance"}:
        return False
    if small.sort not in (great.sort, "percent") and (small.unit or small.sort):
        return False
    if small.sort == "percent" or small.value is None or great.value is None or small.value < 1:
        return True
    return small.value < great.value


def _leads_to_total(scene: _Scene, part: _Mention, total: _Mention) -> bool:
    """Whether the words between are ``من أصل`` or the like."""
    return part.sentence == total.sentence and bool(
        _TOTAL_FOLLOWS.match(scene.between(part.end, total.start))
    )
