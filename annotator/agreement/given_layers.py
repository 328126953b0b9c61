"""The input shapes of published cases on spans of a text, turned into what the measures take.

Kinds: ``unitizing``, ``continuum``, ``spans`` (lists or a rule), ``bio``, ``spans-multi``, ``relations``. Offsets are
half-open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from annotator.agreement.coding import Coding, coding
from annotator.agreement.columns import Item
from annotator.agreement.inputs import Input
from annotator.agreement.relations import Linked
from annotator.agreement.undefined import NO_LENGTH, UndefinedError
from annotator.core.errors import UserError

OUTSIDE = "O"
Layers = dict[str, list[Item]]


def two_layers(given: Input) -> tuple[list[Item], list[Item]]:
    """Two layers from ``a`` and ``b``: spans, rules for spans, or tags (kind ``bio``)."""
    if given.get("kind") == "bio":
        return spans_of_tags(given["a"]), spans_of_tags(given["b"])
    if "a_rule" in given:
        first = _ruled(given["a_rule"])
        return first, _shifted(given["b_rule"], first)
    if "raters" in given or "annotators" in given:
        layers = [*layers_of(given).values()]
        if len(layers) != 2:
            raise UserError("this measure compares two layers; the case has %(count)s", count=len(layers))
        return layers[0], layers[1]
    return _items(given["a"]), _items(given["b"])


def _items(spans: Sequence[Sequence[Any]]) -> list[Item]:
    return [(span[0], span[1], str(span[2]) if len(span) > 2 else "") for span in spans]


def of_characters(layers: Mapping[str, Sequence[Item]]) -> Layers:
    """Layers whose spans hold whole characters, one at least: what every measure needs that counts shared text.

    Raises:
        UserError: a span starts or ends inside a character, or ends before it starts.
        UndefinedError: a span has no length.
    """
    return {who: [_whole(item) for item in spans] for who, spans in layers.items()}


def _whole(item: Item) -> Item:
    start, end, label = item[:3]
    if not (float(start).is_integer() and float(end).is_integer() and start <= end):
        raise UserError("a span from %(start)s to %(end)s holds no whole characters", start=start, end=end)
    if start == end:
        raise UndefinedError(NO_LENGTH)
    return int(start), int(end), label


def within_text(layers: Mapping[str, Sequence[Item]], begin: int, length: int) -> Layers:
    """`of_characters`, all of them inside the text.

    Raises:
        UserError: a span reaches out of the text.
    """
    whole = of_characters(layers)
    for start, end, *_ in (item for spans in whole.values() for item in spans):
        if start < begin or end > begin + length:
            raise UserError("a span from %(start)s to %(end)s lies outside of the text", start=start, end=end)
    return whole


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
    """Spans from BIO tags: a span starts at ``B-``, and at an ``I-`` that continues none (as CoNLL reads it).

    ``E-`` and ``L-`` end one, ``S-`` and ``U-`` are one of a single token (BIOES, BILOU).
    """
    spans: list[Item] = []
    place = 0
    for tags in sentences:
        opened: tuple[int, str] | None = None
        for offset, tag in enumerate([*tags, OUTSIDE]):
            prefix, _, label = tag.partition("-")
            if opened and (prefix not in {"I", "E", "L"} or label != opened[1]):
                spans.append((opened[0], place + offset, opened[1]))
                opened = None
            if prefix in {"B", "I", "E", "L", "S", "U"} and not opened:
                opened = place + offset, label
            if opened and prefix in {"E", "L", "S", "U"}:
                spans.append((opened[0], place + offset + 1, opened[1]))
                opened = None
        place += len(tags) + 1
    return spans


def layers_of(given: Input) -> Layers:
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
    layers = within_text(layers_of(given), begin, length)
    tokens = {who: np.full(length, OUTSIDE, dtype=object) for who in layers}
    for who, spans in layers.items():
        for item in spans:
            tokens[who][item[0] - begin : item[1] - begin] = item[2]
    return coding(list(zip(*tokens.values(), strict=True)))


def linked_of(given: Input) -> tuple[Linked, Linked, str]:
    """Two layers with relations, and the type of the relations.

    Raises:
        UserError: a relation's end is no place in its layer's spans.
    """
    kind = str(given.get("label", ""))
    one, other = (_linked(given[f"spans_{side}"], given[f"relations_{side}"], kind) for side in "ab")
    return one, other, kind


def _linked(spans: Sequence[Sequence[Any]], relations: Sequence[Sequence[Any]], kind: str) -> Linked:
    links = [(int(link[0]), int(link[1]), str(link[2]) if len(link) > 2 else kind) for link in relations]
    wrong = next((end for link in links for end in link[:2] if not 0 <= end < len(spans)), None)
    if wrong is not None:
        raise UserError("a relation names span %(place)s of %(count)s", place=wrong, count=len(spans))
    return Linked(of_characters({"": _items(spans)})[""], links)
