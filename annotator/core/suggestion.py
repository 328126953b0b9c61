"""Suggestions: what a suggester proposes. They are not annotations until a person accepts them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.core.span import Extent, Value

Decision = Literal["", "accepted", "rejected", "corrected"]


@dataclass(slots=True)
class Suggestion:
    """A proposed span: code points, half-open, with score in [0, 1], suggester and reason in words.

    ``id`` is empty until `identified` derives it from the document, the extent and the label, so that a
    suggester that runs again finds the earlier decision and a rejected suggestion does not return.
    Nothing changes a suggestion: it is not frozen because that takes thrice the time to make.
    """

    start: int
    end: int
    label: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    score: float = 1.0
    suggester: str = ""
    why: str = ""
    id: str = ""
    decision: Decision = ""
    decided_by: str = ""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """Every annotator's decision, where more than one decided."""

    @property
    def extent(self) -> Extent:
        """The piece of text that is proposed."""
        return ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class RelationSuggestion:
    """A proposed relation; ``head`` and ``tail`` are indexes into the suggestions that came with it."""

    type: str
    head: int
    tail: int
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What suggesting for one text yields."""

    spans: tuple[Suggestion, ...] = ()
    relations: tuple[RelationSuggestion, ...] = field(default=())


def suggestion_id(document: str, start: int, end: int, label: str) -> str:
    """The id of the suggestion of this extent and label in this document: the same on every machine."""
    key = f"{document}\x1f{start}\x1f{end}\x1f{label}"
    return "g" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
