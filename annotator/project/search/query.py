"""What a query asks, as plain data: clauses of words, patterns and filters, one of which must hold.

A clause looks at *places*. Its words and patterns must stand in the document and, beside filters of spans, lie in one
span for which all of those filters hold; the hits are the places of the words, or the spans where there are no words,
or the document itself where only its own facts are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["span", "layer", "document"]
Plain = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words in a row; the last is the beginning of a word where ``prefix`` is set."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression over the text as it stands, letter by letter."""

    source: str


Text = Words | Pattern


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A text that must stand anywhere in the document, also beside filters of spans."""

    text: Text


@dataclass(frozen=True, slots=True)
class Filter:
    """A fact that is asked for: ``field`` is one of ``values``, or lies between ``low`` and ``high``; none: any value.

    Strings are folded. ``whole``: a string is compared as a whole; otherwise the words of the value must stand in it
    in a row. ``low`` and ``high`` belong to the range, unless it is open on that side; of dates and other strings so
    much is compared as ``high`` has.
    """

    scope: Scope
    field: str
    values: tuple[Plain, ...] = ()
    low: float | str | None = None
    high: float | str | None = None
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    @property
    def ranged(self) -> bool:
        """Whether a range is asked for."""
        return self.low is not None or self.high is not None


Leaf = Words | Pattern | Anywhere | Filter


@dataclass(frozen=True, slots=True)
class Clause:
    """What must hold together, and what must not (``no_…``)."""

    texts: tuple[Text, ...] = ()
    no_texts: tuple[Text, ...] = ()
    anywhere: tuple[Text, ...] = ()
    not_anywhere: tuple[Text, ...] = ()
    spans: tuple[Filter, ...] = ()
    no_spans: tuple[Filter, ...] = ()
    layers: tuple[Filter, ...] = ()
    no_layers: tuple[Filter, ...] = ()
    documents: tuple[Filter, ...] = ()
    no_documents: tuple[Filter, ...] = ()

    @property
    def of_spans(self) -> bool:
        """Whether places are judged by the spans that they lie in: a whose-layer filter without a status counts too."""
        return bool(self.spans) or (bool(self.layers) and all(each.field == "by" for each in self.layers))

    @property
    def patterns(self) -> bool:
        """Whether regular expressions are in it, which no index helps with."""
        return any(isinstance(each, Pattern) for each in self.texts + self.no_texts + self.anywhere + self.not_anywhere)


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses of which one must hold; none: nothing is asked. ``labels`` are all that spans may have.

    ``seen_by``: only the layer of this annotator, and gold, are looked at; ``None``: every layer.
    """

    clauses: tuple[Clause, ...] = ()
    labels: tuple[str, ...] = ()
    seen_by: str | None = None

    @property
    def patterns(self) -> bool:
        """Whether regular expressions are in it: it is looked through off the window's thread."""
        return any(each.patterns for each in self.clauses)
