"""Sheets made of a text and its marked words: ``sheet("قال [SOURCE:المرصد]…")``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.core.arabic import span_key
from annotator.core.scheme import Scheme, shipped_scheme
from annotator.core.span import Relation, Span, Value
from annotator.project.radar.sheet import Ground, Sheet

Marked = tuple[str, str, Mapping[str, Value]]
"""A span's words, label and attributes."""


def with_rules(**rules: str) -> Scheme:
    """The default scheme with other rules."""
    return replace(shipped_scheme(), rules=rules)


def sheet(
    text: str, *marked: Marked, relations: Sequence[tuple[int, str, int]] = (), scheme: Scheme | None = None,
    status: str = "done", document: str = "d", layer: str = "A", versions: Mapping[str, int] | None = None,
    earlier: Mapping[int, tuple[Scheme, ...]] | None = None,
) -> Sheet:  # fmt: skip
    """A layer: spans ``s0``, ``s1``… over the first words that are free, in order; relations by number."""
    spans: list[Span] = []
    at = 0
    for number, (words, label, attributes) in enumerate(marked):
        start = text.index(words, at if words in text[at:] else 0)
        spans.append(Span(f"s{number}", start, start + len(words), label, attributes))
        at = start + 1
    joined = tuple(
        Relation(f"r{number}", kind, f"s{head}", f"s{tail}") for number, (head, kind, tail) in enumerate(relations)
    )
    keys = {each.id: span_key(text, each.start, each.end) for each in spans}
    ground = Ground(scheme or shipped_scheme(), (), earlier or {})
    return Sheet(document, document, text, layer, ground, status, tuple(spans), joined, keys,
                 versions or dict.fromkeys(keys, ground.scheme.version))  # fmt: skip


def actor(words: str, **attributes: Value) -> Marked:
    """An ACTOR."""
    return words, "ACTOR", attributes


def source(words: str, **attributes: Value) -> Marked:
    """A SOURCE."""
    return words, "SOURCE", attributes


def figure(words: str, value: float | None, **attributes: Value) -> Marked:
    """A FIGURE; the bound is exact where none is given."""
    given: dict[str, Value] = {} if value is None else {"value": value}
    return words, "FIGURE", {**given, "bound": "exact", **attributes}
