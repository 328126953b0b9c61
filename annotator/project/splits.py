"""Splits into train, dev and test: by document, by date, never tearing near-identical documents apart.

Two documents are near-identical when they share 80 % of their 5-word shingles (of the one that has fewer); such
documents, and whoever is near-identical to one of them, form a group, and a group stays on one side.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.core.arabic import folded_words
from annotator.core.errors import UserError

Side = Literal["train", "dev", "test"]
SIDES: tuple[Side, ...] = ("train", "dev", "test")
_WORDS = 5
_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Split:
    """How to split: parts of the whole that go to dev and test, by chance (``seed``) or by date (newest to test)."""

    dev: float = 0.1
    test: float = 0.1
    by: Literal["document", "date"] = "document"
    seed: int = 0


def shingles(text: str) -> set[int]:
    """The 5-word shingles of a text, folded, as hashes of this process; a shorter text is one shingle."""
    words = folded_words(text)
    if len(words) < _WORDS:
        return {hash(tuple(words))}
    return {hash(tuple(words[place : place + _WORDS])) for place in range(len(words) - _WORDS + 1)}


def near_identical(texts: Mapping[str, str]) -> list[list[str]]:
    """Groups of documents (ids) that are near-identical, each in the given order; lone documents are groups of one.

    Of two documents that share four fifths, the shorter one's rarest fifth of shingles cannot miss the other
    altogether (prefix filtering: Chaudhuri, Ganti and Kaushik 2006), so only who holds one of those is compared.
    """
    marks = {name: shingles(text) for name, text in texts.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in marks.items():
        for each in own:
            holders[each].append(name)
    first = _copies(marks)
    parent = dict(first)
    for name, own in marks.items():
        if own and first[name] == name:
            _join_alike(name, marks, holders, parent)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in texts:
        groups[_root(parent, name)].append(name)
    return list(groups.values())


def _copies(marks: Mapping[str, set[int]]) -> dict[str, str]:
    """Each document under the first one that has the same shingles."""
    first: dict[frozenset[int], str] = {}
    return {name: first.setdefault(frozenset(own), name) for name, own in marks.items()}


def _join_alike(
    name: str, marks: Mapping[str, set[int]], holders: Mapping[int, list[str]], parent: dict[str, str]
) -> None:
    """Join a document to every one at least as long that shares enough with it."""
    own = marks[name]
    least = math.ceil(_SHARE * len(own) - 1e-9)
    rarest = sorted(own, key=lambda each: (len(holders[each]), each))[: len(own) - least + 1]
    for other in {each for mark in rarest for each in holders[mark]}:
        mine = _root(parent, name)
        theirs = _root(parent, other)
        if mine != theirs and len(marks[other]) >= len(own) and len(own & marks[other]) >= least:
            parent[theirs] = mine


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def split(texts: Mapping[str, str], how: Split, dates: Mapping[str, str] | None = None) -> dict[str, Side]:
    """The side of each document.

    Raises:
        UserError: the parts do not leave anything to train, or a date is wanted and a document has none.
    """
    if how.dev < 0 or how.test < 0 or how.dev + how.test >= 1:
        raise UserError("the parts for dev and test must leave something to train")
    groups = near_identical(texts)
    if how.by == "date":
        groups = _by_date(groups, dates or {})
    else:
        random.Random(how.seed).shuffle(groups)  # noqa: S311 - repeatable, no secret
    return _filled(groups, how, len(texts))


def _by_date(groups: Sequence[list[str]], dates: Mapping[str, str]) -> list[list[str]]:
    for group in groups:
        for name in group:
            if not dates.get(name):
                raise UserError("%(document)s has no date", document=name)
    return sorted(groups, key=lambda group: max(dates[name] for name in group), reverse=True)


def _filled(groups: Sequence[list[str]], how: Split, count: int) -> dict[str, Side]:
    """The first groups fill test, the next dev, as far as they fit; the rest train."""
    room: dict[Side, int] = {"test": round(how.test * count), "dev": round(how.dev * count)}
    sides: dict[str, Side] = {}
    for group in groups:
        side: Side = next((each for each, left in room.items() if left >= len(group)), "train")
        if side != "train":
            room[side] -= len(group)
        sides |= dict.fromkeys(group, side)
    return sides
