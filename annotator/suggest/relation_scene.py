"""What relations are read from: the spans of a text by label and sentence, and the folded words between them.

Offsets are code points of the text, half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.arabic import Folded, folded_text
from annotator.core.suggestion import Suggestion
from annotator.suggest.reading import sentence_bounds

LabelledExtent = tuple[int, int, str]

_LONGEST_GAP = 400
_SORTS = frozenset({"percent", "duration", "distance", "money"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is known of a figure: its value, the sort of what cannot be added up, its kind, whether it has a unit."""

    value: float | None
    sort: str
    kind: str
    unit: bool


_UNKNOWN = Quantity(None, "", "", unit=False)


def quantity_of(figure: Suggestion) -> Quantity:
    """The quantity that a figure's attributes tell."""
    value, kind = figure.attributes.get("value"), str(figure.attributes.get("kind", ""))
    number = float(value) if isinstance(value, int | float) else None
    return Quantity(number, kind if kind in _SORTS else "", kind, unit=bool(figure.attributes.get("unit")))


@dataclass(slots=True, eq=False)
class Mention:
    """A span: its index among those given, its extent, its sentence (-1 before the first), a figure's quantity.

    Nothing changes a mention: it is not frozen because that takes thrice the time to make.
    """

    index: int
    start: int
    end: int
    sentence: int
    quantity: Quantity = _UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A text with its spans by label, each in text order, and its sentences."""

    text: str
    folded: Folded
    bounds: tuple[tuple[int, int], ...]
    figures: tuple[Mention, ...]
    sources: tuple[Mention, ...]
    actors: tuple[Mention, ...]

    def between(self, start: int, end: int) -> str:
        """The folded text between two offsets; dots where it is too long for any rule to care."""
        return "." * _LONGEST_GAP if end - start > _LONGEST_GAP else self.said(start, end)

    def said(self, start: int, end: int) -> str:
        """The folded text between two offsets."""
        place = self.folded.place
        return self.folded.text[place(start) : place(end)]


def scene_of(text: str, spans: Sequence[LabelledExtent], quantities: Mapping[int, Quantity]) -> Scene:
    """The scene of a text with labelled extents; quantities are known by where their figures start."""
    bounds = sentence_bounds(text)
    starts = [start for start, _ in bounds]
    found: dict[str, list[Mention]] = {"FIGURE": [], "SOURCE": [], "ACTOR": []}
    for index, (start, end, label) in enumerate(spans):
        if label in found:
            quantity = quantities.get(start, _UNKNOWN) if label == "FIGURE" else _UNKNOWN
            found[label].append(Mention(index, start, end, bisect_right(starts, start) - 1, quantity))
    figures, sources, actors = (_in_order(each) for each in found.values())
    return Scene(text, folded_text(text), bounds, figures, sources, actors)


def _in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda each: (each.start, -each.end)))
