"""The input shapes of published cases, turned into what the measures take.

Kinds: ``coding``, ``unitizing``, ``continuum``, ``spans`` (lists or a rule), ``bio``, ``spans-multi``,
``relations``, ``attributes``, ``bootstrap``. Offsets are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from annotator.agreement.attributes import Matched
from annotator.agreement.coding import Coding, Floats, coding
from annotator.agreement.columns import Item
from annotator.agreement.relations import Linked
from annotator.core.errors import UserError

Input = Mapping[str, Any]
Value = float | Mapping[str, float | int | None] | None
"""What a case comes to: a number, or several by name; None where the measure is undefined."""
Family = tuple[str, Callable[[re.Match[str], Input], Value]]
"""A pattern of names of measures, and what computes them."""
OUTSIDE = "O"


def coding_of(given: Input) -> Coding:
    """``rows: [[values per rater], count]``, null for missing; a list as value is a set."""
    rows = [[_value(value) for value in values] for values, _ in given["rows"]]
    return coding(rows, [count for _, count in given["rows"]])


def _value(value: Any) -> Hashable | None:  # noqa: ANN401 - JSON
    return frozenset(value) if isinstance(value, list) else value


def distances_of(given: Input, data: Coding) -> Floats:
    """The matrix of distances between the categories: given as one with its ``labels``, or in words.

    The words: ``equal 0; any pair with NAME 0.5; A-B 0.3; else 1``, the first clause that fits.
    """
    if isinstance(given["distance"], str):
        clauses = [clause.strip() for clause in given["distance"].split(";")]
        return np.array([[_worded(clauses, str(one), str(other)) for other in data.categories]
                         for one in data.categories])  # fmt: skip
    places = {label: place for place, label in enumerate(map(_value, given["labels"]))}
    order = [places[category] for category in data.categories]
    return np.array(given["distance"], dtype=np.float64)[np.ix_(order, order)]


def _worded(clauses: Sequence[str], one: str, other: str) -> float:
    for clause in clauses:
        words, _, number = clause.rpartition(" ")
        if _fits(words, one, other):
            return float(number)
    return float(one != other)


def _fits(words: str, one: str, other: str) -> bool:
    if words == "equal":
        return one == other
    if words in {"else", "otherwise", "unequal", "different"}:
        return True
    if words.startswith("any pair with "):
        return words.removeprefix("any pair with ") in {one, other}
    named = re.split(r"\s*(?:-|/|,|\bvs\b|\band\b)\s*", words.removeprefix("pair ").strip())
    return sorted(named) == sorted([one, other])


def two_layers(given: Input) -> tuple[list[Item], list[Item]]:
    """Two layers from ``a`` and ``b``: spans, rules for spans, or tags (kind ``bio``)."""
    if given.get("kind") == "bio":
        return spans_of_tags(given["a"]), spans_of_tags(given["b"])
    if "a_rule" in given:
        first = _ruled(given["a_rule"])
        return first, _shifted(given["b_rule"], first)
    if "raters" in given or "annotators" in given:
        one, other = layers_of(given).values()
        return one, other
    return _items(given["a"]), _items(given["b"])


def _items(spans: Sequence[Sequence[Any]]) -> list[Item]:
    return [(span[0], span[1], str(span[2])) for span in spans]


_RULE = re.compile(r"(\d+) (\S+) spans? \[(\d*)i(?:\+(\d+))?, ?(\d*)i(?:\+(\d+))?\)")


def _ruled(rule: str) -> list[Item]:
    """The spans of ``30 ACTOR spans [30i,30i+5)``, for i from 0."""
    found = _RULE.fullmatch(rule.strip())
    if not found:
        raise UserError("“%(rule)s” is no rule for spans", rule=rule)
    count, label, step, start, far, end = found.groups()
    return [(int(step or 1) * i + int(start or 0), int(far or 1) * i + int(end or 0), label)
            for i in range(int(count))]  # fmt: skip


def _shifted(rule: str, first: Sequence[Item]) -> list[Item]:
    found = re.fullmatch(r"same(?: shifted by ([+-]?\d+))?", rule.strip())
    if not found:
        return _ruled(rule)
    by = int(found.group(1) or 0)
    return [(item[0] + by, item[1] + by, item[2]) for item in first]


def spans_of_tags(sentences: Sequence[Sequence[str]]) -> list[Item]:
    """Spans from BIO tags: a span starts at ``B-``, and at an ``I-`` that continues none (as CoNLL reads it)."""
    spans: list[Item] = []
    place = 0
    for tags in sentences:
        opened: tuple[int, str] | None = None
        for offset, tag in enumerate([*tags, OUTSIDE]):
            prefix, _, label = tag.partition("-")
            if opened and (prefix != "I" or label != opened[1]):
                spans.append((opened[0], place + offset, opened[1]))
                opened = None
            if prefix in {"B", "I"} and not opened:
                opened = place + offset, label
        place += len(tags) + 1
    return spans


def layers_of(given: Input) -> dict[str, list[Item]]:
    """All layers of one text by annotator; annotators without names are called A, B, C and so on."""
    layers = given.get("annotators", given.get("raters"))
    if layers is None:
        layers = dict(zip("AB", two_layers(given), strict=True))
    if isinstance(layers, Mapping):
        return {str(name): _items(spans) for name, spans in layers.items()}
    return {chr(ord("A") + place): _items(spans) for place, spans in enumerate(layers)}


def text_of(given: Input) -> tuple[int, int]:
    """Where the text begins and how long it is; as long as the last span where the case does not say."""
    last = max((item[1] for spans in layers_of(given).values() for item in spans), default=0)
    begin = int(given.get("begin", 0))
    return begin, int(given.get("length", last - begin))


def token_coding(given: Input) -> Coding:
    """One unit per token, the label or `OUTSIDE` as value."""
    if given.get("kind") == "bio":
        pairs = zip(given["a"], given["b"], strict=True)
        return coding([pair for one, other in pairs for pair in zip(one, other, strict=True)])
    begin, length = text_of(given)
    layers = [np.full(length, OUTSIDE, dtype=object) for _ in layers_of(given)]
    for layer, spans in zip(layers, layers_of(given).values(), strict=True):
        for item in spans:
            layer[item[0] - begin : item[1] - begin] = item[2]
    return coding(list(zip(*layers, strict=True)))


def linked_of(given: Input) -> tuple[Linked, Linked, str]:
    """Two layers with relations, and the type of the relations."""
    kind = str(given.get("label", ""))
    sides = [Linked(_items(given[f"spans_{side}"]),
                    [(link[0], link[1], str(link[2]) if len(link) > 2 else kind)
                     for link in given[f"relations_{side}"]]) for side in "ab"]  # fmt: skip
    return sides[0], sides[1], kind


def matched_of(given: Input) -> Matched:
    """Values on matched spans and the numbers of spans without partner."""
    values = list(zip(map(_value, given["matched_a"]), map(_value, given["matched_b"]), strict=True))
    return Matched(values, int(given.get("unmatched_a", 0)), int(given.get("unmatched_b", 0)))
