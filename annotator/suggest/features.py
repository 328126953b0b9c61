"""What the learner sees of a text: its words, each with the facts that tables, gazetteer and rules know of it.

A unit is a word behind its clitics, so that a span may start inside a written word. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.core.suggestion import Suggestion
from annotator.suggest.chain import Group
from annotator.suggest.phrases import name_role
from annotator.suggest.reading import Reading
from annotator.suggest.words import Form

LABELS = ("ACTOR", "FIGURE", "SOURCE")
"""The labels that are learnt, one model each."""
_REACH = 6
_ENDING = re.compile("(?:ات|ين|ون|يه|ان|[هيا])$")
Extent = tuple[int, int]


class Units:
    """The words of a text as units ``[core, end)``, and extents as ranges of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._starts = [word.start for word in reading.words]

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The words ``[first, last)`` that an extent touches."""
        return bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)

    def extent(self, first: int, last: int) -> Extent:
        """The extent of words ``[first, last)``, the clitics of the first outside."""
        words = self.reading.words
        return words[first].core, words[last - 1].end


@lru_cache(maxsize=1_000)
def why_class(why: str) -> str:
    """A reason without what it names: ``reporting verb أفاد`` and ``reporting verb قال`` are one class."""
    words = [word for word in why.partition(":")[0].split() if word.isascii()]
    return "_".join(words[:3])


def tags(units: Units, extents: Iterable[Extent]) -> list[str]:
    """B, I and O for each unit; of nested extents the outermost counts."""
    found = ["O"] * len(units.reading.words)
    for start, end in sorted(extents, key=lambda each: (each[0], -each[1])):
        first, last = units.range_of(start, end)
        if found[first:last] == ["O"] * (last - first) and last > first:
            found[first:last] = ["B", *"I" * (last - first - 1)]
    return found


def _shape(word: str, letters: bool, number: bool) -> str:
    if number:
        return "9" * min(4, len(word))
    return "a" if letters else word


def _facts(form: Form, letters: bool, number: bool) -> str:
    """What the tables know of a word, in one symbol; ``+`` where it is definite."""
    info = form.info
    mark = "+" if form.definite else ""
    if info.function:
        return "function" + mark
    if info.role:
        return info.role + mark
    if info.verb:
        return info.verb + ("_present" if info.present else "") + mark
    if info.given:
        return "given" + mark
    if info.adjective:
        return ("state_adjective" if info.state else "adjective") + mark
    return ("ends" if info.ends else "word" if letters else _shape(form.word, letters, number)) + mark


@dataclass(frozen=True, slots=True)
class _Said:
    """What a written word says by itself, wherever it stands: of its own place, of the one before and of the next."""

    facts: str
    here: Group
    before: Group
    behind: Group
    joint: str = ""
    """How it may go with a word beside it: whether it is definite, has clitics, and how it ends; empty for marks."""


@lru_cache(maxsize=50_000)
def _said(form: Form, letters: bool, number: bool) -> _Said:
    facts = _facts(form, letters, number)
    stem = form.prefix + "+" + form.stem if form.prefix else form.stem
    ending = _ENDING.search(form.word)
    return _Said(
        facts, _own(form, facts, letters, number), ("s+1=" + stem, "f+1=" + facts), ("s-1=" + stem, "f-1=" + facts),
        f"{form.definite:d}{bool(form.prefix):d}{ending.group() if ending else '-'}" if letters else "",
    )  # fmt: skip


def _own(form: Form, facts: str, letters: bool, number: bool) -> Group:
    text, info = form.word, form.info
    found = ["w=" + text, "s=" + form.stem, "f=" + facts, "e=" + text[-2:], "b=" + form.stem[:2]]
    more = (
        (form.prefix, "p=" + form.prefix), (form.definite, "definite"), (info.kind, "k=" + info.kind),
        (info.role and info.adjective, "both"), (info.owned, "owned"),
        (not letters, "h=" + _shape(text, letters, number)),
    )  # fmt: skip
    return (*found, *(mark for there, mark in more if there))


_EDGES = {"^": _Said("^", (), ("s+1=^", "f+1=^"), ("s-1=^", "f-1=^")),
          "$": _Said("$", (), ("s+1=$", "f+1=$"), ("s-1=$", "f-1=$"))}  # fmt: skip


@lru_cache(maxsize=50_000)
def _led(two: str, one: str, here: str) -> Group:
    """The facts of a word together with those of the two before it."""
    return f"f-10={one}|{here}", f"f-21={two}|{one}"


@lru_cache(maxsize=50_000)
def _followed(here: str, one: str, two: str) -> Group:
    """The facts of a word together with those of the two behind it."""
    return f"f01={here}|{one}", f"f12={one}|{two}"


@lru_cache(maxsize=10_000)
def _agreement(before: str, here: str) -> Group:
    """How a word goes with the one before it: articles, clitics and endings, by the joints of both."""
    if not (before and here):
        return ()
    how = f"a={before[0]}{here[0]}{'+' if here[1] == '1' else ''}"
    return how, f"{how}{before[2:]}{here[2:]}"


def _names(reading: Reading) -> list[str]:
    """The gazetteer's say on each word: the role of the name that begins or goes on there."""
    found = [""] * len(reading.words)
    for first, name in sorted(reading.names.items()):
        role = name_role(name.entry)
        for place in range(first, name.last):
            if not found[place]:
                found[place] = ("b-" if place == first else "i-") + role
    return found


def _rules(units: Units, suggested: Sequence[Suggestion], label: str) -> dict[int, str]:
    """The rules' say on the words of their spans of one label: where they begin, go on and end."""
    found: dict[int, str] = {}
    for each in sorted(suggested, key=lambda each: (each.start, -each.end)):
        if each.label == label:
            first, last = units.range_of(each.start, each.end)
            for place in range(first, last):
                if place not in found:
                    found[place] = ("b" if place == first else "i") + ("e" if place == last - 1 else "")
                elif place == first:
                    found[place] += "+"
    return found


def _reasons(units: Units, suggested: Sequence[Suggestion]) -> dict[int, list[str]]:
    """For the words of the rules' spans the classes of the reasons and the scores."""
    found: dict[int, list[str]] = {}
    for each in suggested:
        first, last = units.range_of(each.start, each.end)
        mark = f"{each.label[0]}{why_class(each.why)}"
        for place in range(first, last):
            found.setdefault(place, []).append(("y=b" if place == first else "y=i") + mark)
        found.setdefault(first, []).append(f"q={each.label[0]}{each.score:.1f}")
    return found


def _said_by_rules(units: Units, suggested: Sequence[Suggestion], facts: Sequence[str]) -> dict[int, list[str]]:
    """All that the rules say on words and on their neighbours; ``facts`` has one for each word and two more."""
    found = _reasons(units, suggested)
    for label in LABELS:
        mark, say = label[0], _rules(units, suggested, label)
        for place, here in say.items():
            found.setdefault(place, []).extend((f"r{mark}={here}", f"r{mark}f={here}|{facts[place + 1]}"))
            found.setdefault(place + 1, []).append(f"r{mark}-={here}")
            found.setdefault(place - 1, []).append(f"r{mark}+={here}")
    return found


def _cues(reading: Reading) -> Iterator[tuple[str, str]]:
    """For each word the nearest verb after and before it in its sentence, with how far it is; empty for none."""
    words = reading.words
    before, place_before = "", -99
    after = [""] * len(words)
    near = -1
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if near >= 0 and near - place <= _REACH and words[near].sentence == word.sentence:
            after[place] = f"v+{words[near].info.verb}{min(near - place, 3)}"
        if word.info.verb:
            near = place
    sentence = 0
    for place, word in enumerate(words):
        if word.sentence != sentence:
            sentence, place_before = word.sentence, -99
        far = place - place_before
        yield after[place], f"v-{before}{min(far, 3)}" if far <= _REACH else ""
        if word.info.verb:
            before, place_before = word.info.verb, place


@lru_cache(maxsize=10_000)
def _where(first: bool, title: bool, after: str, before: str) -> Group:
    """Where a word stands: in its sentence, in the text, and near which verbs."""
    found = (first and "first", title and "title", after, before)
    return tuple(each for each in found if each)


def observations(units: Units, suggested: Sequence[Suggestion]) -> list[list[Group]]:
    """For each unit the attributes that the models weigh, in groups that come again and again; for every label."""
    reading = units.reading
    names = _names(reading)
    said = [_said(word.form, word.letters, word.number) for word in reading.words]
    said = [_EDGES["^"], _EDGES["^"], *said, _EDGES["$"], _EDGES["$"]]
    facts = [each.facts for each in said]
    by_rules = _said_by_rules(units, suggested, facts[2:])
    found = []
    sentence = -1
    for place, (word, cues) in enumerate(zip(reading.words, _cues(reading), strict=True)):
        before, here = said[place + 1], said[place + 2]
        each = [
            before.behind, here.here, said[place + 3].before, _agreement(before.joint, here.joint),
            _led(*facts[place : place + 3]), _followed(*facts[place + 2 : place + 5]),
            _where(word.sentence != sentence, word.sentence == 0, *cues),
        ]  # fmt: skip
        sentence = word.sentence
        about = by_rules.get(place, [])
        if names[place]:
            about.append("g=" + names[place])
        if about:
            each.append(tuple(about))
        found.append(each)
    return found
