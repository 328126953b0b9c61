"""What the learner sees of a text: its words, each with the facts that tables, gazetteer and rules know of it.

A unit is a word behind its clitics, so that a span may start inside a written word. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from annotator.core.suggestion import Suggestion
from annotator.suggest.hints import Column, Group, Hint, Observed, column
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


def _shape(form: Form) -> str:
    """What a mark or a number looks like."""
    return "9" * min(4, len(form.word)) if form.number else form.word


def _facts(form: Form) -> str:
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
    return ("ends" if info.ends else "word" if form.letters else _shape(form)) + mark


@dataclass(frozen=True, slots=True, eq=False)
class _Sort:
    """What counts of a word for how it goes with its neighbours; one object for all words of one sort.

    ``joint`` says how it may go with the word before it: whether it is definite, has clitics, and how it ends; empty
    for marks.
    """

    facts: str
    joint: str = ""


_sort = lru_cache(maxsize=10_000)(_Sort)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What a written word says by itself, wherever it stands, and of which sort it is."""

    hint: Hint
    sort: _Sort


@lru_cache(maxsize=50_000)
def _said(form: Form) -> _Said:
    facts = _facts(form)
    stem = form.prefix + "+" + form.stem if form.prefix else form.stem
    ending = _ENDING.search(form.word)
    joint = f"{form.definite:d}{bool(form.prefix):d}{ending.group() if ending else '-'}" if form.letters else ""
    own = _own(form, facts)
    return _Said(Hint(own, ("s-1=" + stem, "f-1=" + facts), (), ("s+1=" + stem, "f+1=" + facts)), _sort(facts, joint))


def _own(form: Form, facts: str) -> Group:
    text, info = form.word, form.info
    found = ["w=" + text, "s=" + form.stem, "f=" + facts, "e=" + text[-2:], "b=" + form.stem[:2]]
    more = (
        (form.prefix, "p=" + form.prefix), (form.definite, "definite"), (info.kind, "k=" + info.kind),
        (info.role and info.adjective, "both"), (info.owned, "owned"),
        (not form.letters, "h=" + _shape(form)),
    )  # fmt: skip
    return (*found, *(mark for there, mark in more if there))


def _edge(mark: str) -> _Said:
    return _Said(Hint((), ("s-1=" + mark, "f-1=" + mark), (), ("s+1=" + mark, "f+1=" + mark)), _sort(mark, ""))


_FRONT, _END = _edge("^"), _edge("$")


@lru_cache(maxsize=50_000)
def _pair(one: _Sort, other: _Sort) -> Hint:
    """What two neighbours say together, standing at the first: of both, of the one behind and of the one before."""
    facts = f"{one.facts}|{other.facts}"
    upon = (*_agreement(one.joint, other.joint), "f-10=" + facts)
    return Hint(("f01=" + facts,), upon, ("f-21=" + facts,), ("f12=" + facts,))


def _agreement(before: str, here: str) -> Group:
    """How a word goes with the one before it: articles, clitics and endings, by the joints of both."""
    if not (before and here):
        return ()
    how = f"a={before[0]}{here[0]}{'+' if here[1] == '1' else ''}"
    return how, f"{how}{before[2:]}{here[2:]}"


@lru_cache(maxsize=10_000)
def _alone(*attributes: str) -> Hint:
    """A hint of its own unit alone."""
    return Hint(attributes)


def _names(reading: Reading) -> dict[int, Hint]:
    """The gazetteer's say on words: the role of the name that begins or goes on there."""
    found: dict[int, Hint] = {}
    for first, name in sorted(reading.names.items()):
        role = name_role(name.entry)
        for place in range(first, name.last):
            if place not in found:
                found[place] = _alone(("g=b-" if place == first else "g=i-") + role)
    return found


_Placed = tuple[Suggestion, int, int]
"""A rule's suggestion with the words ``[first, last)`` that it touches."""


def _rules(placed: Iterable[_Placed]) -> dict[int, str]:
    """The rules' say on the words of their spans of one label, in text order: where they begin, go on and end."""
    found: dict[int, str] = {}
    for _, first, last in placed:
        for place in range(first, last):
            if place not in found:
                found[place] = ("b" if place == first else "i") + ("e" if place == last - 1 else "")
            elif place == first:
                found[place] += "+"
    return found


def _reasons(placed: Iterable[_Placed]) -> dict[int, Hint]:
    """For the words of the rules' spans the classes of the reasons and the scores."""
    found: dict[int, list[str]] = {}
    for each, first, last in placed:
        mark = f"{each.label[0]}{why_class(each.why)}"
        for place in range(first, last):
            found.setdefault(place, []).append(("y=b" if place == first else "y=i") + mark)
        found.setdefault(first, []).append(f"q={each.label[0]}{each.score:.1f}")
    return {place: _alone(*said) for place, said in found.items()}


@lru_cache(maxsize=10_000)
def _ruled(label: str, here: str, facts: str) -> Hint:
    """The rules' say on a word and on its neighbours, with the facts of the word behind it."""
    mark = label[0]
    return Hint((f"r{mark}={here}", f"r{mark}f={here}|{facts}"), (f"r{mark}-={here}",), (), (f"r{mark}+={here}",))


@cache
def _cue_marks(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a verb of this sense says so many words before it and behind it."""
    far = [min(distance, 3) for distance in range(_REACH + 1)]
    return tuple(f"v+{said}{each}" for each in far), tuple(f"v-{said}{each}" for each in far)


def _cues(reading: Reading) -> Iterator[tuple[str, str]]:
    """For each word the nearest verb after and before it in its sentence, with how far it is; empty for none."""
    words = reading.words
    verbs = [place for place, word in enumerate(words) if word.info.verb]
    after, before = [""] * len(words), [""] * len(words)
    for last, verb, following in zip([0, *verbs], verbs, [*verbs[1:], len(words) - 1], strict=False):
        said, sentence = words[verb].info.verb, words[verb].sentence
        ahead, behind = _cue_marks(said)
        for place in range(max(last, verb - _REACH), verb):  # the verb before sees this one as the nearest, too
            if words[place].sentence == sentence:
                after[place] = ahead[verb - place]
        for place in range(verb + 1, min(following, verb + _REACH) + 1):
            if words[place].sentence == sentence:
                before[place] = behind[place - verb]
    return zip(after, before, strict=True)


@lru_cache(maxsize=10_000)
def _where(first: bool, title: bool, after: str, before: str) -> Hint:
    """Where a word stands: in its sentence, in the text, and near which verbs."""
    found = (first and "first", title and "title", after, before)
    return Hint(tuple(each for each in found if each))


def _standing(reading: Reading) -> Iterator[Hint]:
    sentence = -1
    for word, cues in zip(reading.words, _cues(reading), strict=True):
        yield _where(word.sentence != sentence, word.sentence == 0, *cues)
        sentence = word.sentence


def observations(units: Units, suggested: Sequence[Suggestion]) -> Observed:
    """What the models weigh of a text's units, in the order in which it is learnt; for every label."""
    words = units.reading.words
    if not words:
        return Observed(0, ())
    said = [_said(word.form) for word in words]
    sorts = [_FRONT.sort, _FRONT.sort, *[each.sort for each in said], _END.sort, _END.sort]
    whole = range(-1, len(words) + 1)
    placed = [(each, *units.range_of(each.start, each.end)) for each in suggested]
    by_label = _by_label(placed)
    return Observed(len(words), (
        Column(whole, [_FRONT.hint, *[each.hint for each in said], _END.hint]),
        Column(range(-2, len(words) + 1), list(map(_pair, sorts, sorts[1:]))),
        Column(range(len(words)), list(_standing(units.reading))),
        column(_reasons(placed)),
        *(column(_by_rules(by_label.get(label, ()), sorts)) for label in LABELS),
        column(_names(units.reading)),
    ))  # fmt: skip


def _by_label(placed: Iterable[_Placed]) -> dict[str, list[_Placed]]:
    """The rules' suggestions by label, in text order, of those that start together the longest first."""
    found: dict[str, list[_Placed]] = {}
    for one in sorted(placed, key=lambda each: (each[0].start, -each[0].end)):
        found.setdefault(one[0].label, []).append(one)
    return found


def _by_rules(placed: Sequence[_Placed], sorts: Sequence[_Sort]) -> dict[int, Hint]:
    """All that the rules say on the words of their spans of one label; of sorts there are two more at both ends."""
    if not placed:
        return {}
    label = placed[0][0].label
    return {place: _ruled(label, here, sorts[place + 3].facts) for place, here in _rules(placed).items()}
