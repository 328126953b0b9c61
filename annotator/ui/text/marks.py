"""What the text view is given to draw: marks (spans and suggestions) and links between them, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from annotator.core.span import Extent

MarkKind = Literal["span", "suggestion", "difference"]


class Mark(NamedTuple):
    """One labelled or suggested piece of the text. Offsets are code points, half-open.

    A tuple, since a long document has tens of thousands, made at once when it is opened.

    ``pieces`` is empty unless the mark has more than one piece. ``chip`` is the text of its label chip,
    ``colour`` any colour name that Qt knows (``#rrggbb``), ``score`` lies between 0 and 1.
    A ``difference`` is hatched, with neither line nor chip: letters in which answers differ.
    ``lane`` is the underline lane that the mark wants, from 0; without one it takes the first that is free.
    """

    id: str
    start: int
    end: int
    label: str
    pieces: Extent = ()
    kind: MarkKind = "span"
    score: float | None = None
    unsure: bool = False
    note: bool = False
    chip: str = ""
    colour: str = "#5b8def"
    tooltip: str = ""
    lane: int | None = None
    entity: str = ""
    """Whom or what the mark means: marks of the entity that is singled out are shown as belonging together."""

    @property
    def extent(self) -> Extent:
        """The pieces of text that are marked, at least one, in text order."""
        return self.pieces or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class Link:
    """An arc from the mark ``head`` to the mark ``tail``; a suggested one is dashed."""

    id: str
    head: str
    tail: str
    name: str
    suggested: bool = False
