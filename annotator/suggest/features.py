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
from annotator.suggest.reading import Reading, Word
from annotator.suggest.words import Form

LABELS = ("ACTOR", "FIGURE", "SOURCE")
"""The labels that are learnt, one model each."""
_REACH = 6
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


@lru_cache(maxsize=50_000)
def _said(form: Form, letters: bool, number: bool) -> _Said:
    facts = _facts(form, letters, number)
    stem = form.prefix + "+" + form.stem if form.prefix else form.stem
    return _Said(
        facts, _own(form, facts, letters, number), ("s+1=" + stem, "f+1=" + facts), ("s-1=" + stem, "f-1=" + facts)
    )


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


_ENDING = re.compile("(?:ات|ين|ون|يه|ان|[هيا])$")


@lru_cache(maxsize=50_000)
def _ending(word: str) -> str:
    found = _ENDING.search(word)
    return found.group() if found else "-"


def _agreement(before: Word, word: Word) -> tuple[str, ...]:
    """How a word goes with the one before it: articles, clitics and endings."""
    if not (before.letters and word.letters):
        return ()
    return _agreed(before.definite, word.definite, bool(word.prefix), _ending(before.word), _ending(word.word))


@lru_cache(maxsize=4_000)
def _agreed(before: bool, here: bool, clitic: bool, first: str, last: str) -> tuple[str, ...]:
    how = f"a={before:d}{here:d}{'+' if clitic else ''}"
    return how, f"{how}{first}{last}"


def _names(reading: Reading) -> list[str]:
    """The gazetteer's say on each word: the role of the name that begins or goes on there."""
    found = [""] * len(reading.words)
    for first, name in sorted(reading.names.items()):
        role = name_role(name.entry)
        for place in range(first, name.last):
            if not found[place]:
                found[place] = ("b-" if place == first else "i-") + role
    return found


def _rules(units: Units, suggested: Sequence[Suggestion], label: str) -> list[str]:
    """The rules' say on each word for one label: where their spans begin, go on and end, how sure and why."""
    found = ["O"] * len(units.reading.words)
    for each in sorted(suggested, key=lambda each: (each.start, -each.end)):
        if each.label == label:
            first, last = units.range_of(each.start, each.end)
            for place in range(first, last):
                if found[place] == "O":
                    found[place] = ("b" if place == first else "i") + ("e" if place == last - 1 else "")
                elif place == first:
                    found[place] += "+"
    return found


def _reasons(units: Units, suggested: Sequence[Suggestion]) -> list[list[str]]:
    """For each word the classes of the reasons and the scores of the rules' spans over it."""
    found: list[list[str]] = [[] for _ in units.reading.words]
    for each in suggested:
        first, last = units.range_of(each.start, each.end)
        mark = f"{each.label[0]}{why_class(each.why)}"
        for place in range(first, last):
            found[place].append(("y=b" if place == first else "y=i") + mark)
        if first < len(found):
            found[first].append(f"q={each.label[0]}{each.score:.1f}")
    return found


def _cues(reading: Reading) -> Iterator[list[str]]:
    """For each word the nearest verb before and after it in its sentence, with how far it is."""
    words = reading.words
    before, place_before = "", -99
    after = [""] * len(words)
    near = -1
    for place in range(len(words) - 1, -1, -1):
        if near >= 0 and words[near].sentence == words[place].sentence and near - place <= _REACH:
            after[place] = f"v+{words[near].info.verb}{min(near - place, 3)}"
        if words[place].info.verb:
            near = place
    for place, word in enumerate(words):
        if place and word.sentence != words[place - 1].sentence:
            place_before = -99
        found = [after[place]] if after[place] else []
        if place - place_before <= _REACH:
            found += [f"v-{before}{min(place - place_before, 3)}"]
        yield found
        if word.info.verb:
            before, place_before = word.info.verb, place


def _position(reading: Reading, place: int) -> list[str]:
    words = reading.words
    found = []
    if place == 0 or words[place - 1].sentence != words[place].sentence:
        found.append("first")
    if words[place].sentence == 0:
        found.append("title")
    return found


_SILENT = ["O", "O", "O"]


def _rule_marks(mark: str, before: str, here: str, after: str, next_facts: str) -> list[str]:
    """The rules' say on a word and on its neighbours, where they say anything."""
    found = []
    if here != "O":
        found += [f"r{mark}={here}", f"r{mark}f={here}|{next_facts}"]
    if before != "O":
        found.append(f"r{mark}-={before}")
    if after != "O":
        found.append(f"r{mark}+={after}")
    return found


def observations(units: Units, suggested: Sequence[Suggestion]) -> list[list[Group]]:
    """For each unit the attributes that the models weigh, in groups that come again and again; for every label."""
    reading = units.reading
    words = reading.words
    names = _names(reading)
    rules = [(label[0], ["O", *_rules(units, suggested, label), "O"]) for label in LABELS]
    reasons = _reasons(units, suggested)
    said = [_said(word.form, word.letters, word.number) for word in words]
    said = [_EDGES["^"], _EDGES["^"], *said, _EDGES["$"], _EDGES["$"]]
    facts = [each.facts for each in said]
    found = []
    for place, (word, cues) in enumerate(zip(words, _cues(reading), strict=True)):
        about = reasons[place]
        for mark, say in rules:
            if say[place : place + 3] != _SILENT:
                about += _rule_marks(mark, say[place], say[place + 1], say[place + 2], facts[place + 3])
        if names[place]:
            about.append("g=" + names[place])
        each = [
            said[place + 1].behind, said[place + 2].here, said[place + 3].before,
            _led(*facts[place : place + 3]), _followed(*facts[place + 2 : place + 5]),
            tuple(_position(reading, place) + cues),
        ]  # fmt: skip
        if place:
            each.append(_agreement(words[place - 1], word))
        if about:
            each.append(tuple(about))
        found.append(each)
    return found
