"""What the learner sees of a text: its words, each with the facts that tables, gazetteer and rules know of it.

A unit is a word behind its clitics, so that a span may start inside a written word. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from annotator.core.suggestion import Suggestion
from annotator.suggest.learner import encodable
from annotator.suggest.phrases import name_role
from annotator.suggest.reading import Reading, Word
from annotator.suggest.words import Form

LABELS = ("ACTOR", "FIGURE", "SOURCE")
"""The labels that are learnt, one model each."""
_REACH = 6
_SURROGATE = re.compile("[\ud800-\udfff]")
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


@lru_cache(maxsize=50_000)
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


@lru_cache(maxsize=50_000)
def _own(form: Form, letters: bool, number: bool) -> tuple[str, ...]:
    """What a written word says by itself, wherever it stands."""
    text, info = form.word, form.info
    found = [
        "w=" + text, "s=" + form.stem, "f=" + _facts(form, letters, number), "e=" + text[-2:],
        "b=" + form.stem[:2],
    ]  # fmt: skip
    more = (
        (form.prefix, "p=" + form.prefix), (form.definite, "definite"), (info.kind, "k=" + info.kind),
        (info.role and info.adjective, "both"), (info.owned, "owned"),
        (not letters, "h=" + _shape(text, letters, number)),
    )  # fmt: skip
    return (*found, *(mark for there, mark in more if there))


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


def _neighbours(stems: Sequence[str], facts: Sequence[str]) -> list[tuple[str, ...]]:
    """What stands around each word; ``stems`` and ``facts`` are padded by two on both sides."""
    pairs = [one + "|" + other for one, other in pairwise(facts)]
    return list(zip(
        ["s-1=" + each for each in stems[1:-3]], ["s+1=" + each for each in stems[3:-1]],
        ["f-1=" + each for each in facts[1:-3]], ["f+1=" + each for each in facts[3:-1]],
        ["f-10=" + each for each in pairs[1:-2]], ["f01=" + each for each in pairs[2:-1]],
        ["f-21=" + each for each in pairs[:-3]], ["f12=" + each for each in pairs[3:]], strict=True,
    ))  # fmt: skip


def _position(reading: Reading, place: int) -> list[str]:
    words = reading.words
    found = []
    if place == 0 or words[place - 1].sentence != words[place].sentence:
        found.append("first")
    if words[place].sentence == 0:
        found.append("title")
    return found


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


def observations(units: Units, suggested: Sequence[Suggestion]) -> list[list[str]]:
    """For each unit the attributes that the models weigh; the same ones for every label."""
    reading = units.reading
    words = reading.words
    edge = ["^", "^"]
    stems = [*edge, *(word.prefix + "+" + word.stem if word.prefix else word.stem for word in words), "$", "$"]
    facts = [*edge, *(_facts(word.form, word.letters, word.number) for word in words), "$", "$"]
    names = _names(reading)
    rules = [(label[0], ["O", *_rules(units, suggested, label), "O"]) for label in LABELS]
    reasons = _reasons(units, suggested)
    found = []
    around = _neighbours(stems, facts)
    for place, (word, cues) in enumerate(zip(words, _cues(reading), strict=True)):
        each = [*_own(word.form, word.letters, word.number), *around[place]]
        each += _position(reading, place) + cues + reasons[place]
        if place:
            each += _agreement(words[place - 1], word)
        if names[place]:
            each.append("g=" + names[place])
        for mark, say in rules:
            each += _rule_marks(mark, say[place], say[place + 1], say[place + 2], facts[place + 3])
        found.append(each)
    return found if _SURROGATE.search(reading.text) is None else [encodable(each) for each in found]
