"""The nouns that figures count: singular, kind, duals, and whether an unknown word can be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import PROCLITICS, fold
from annotator.core.clitics import begins_by_nature
from annotator.core.words import Word


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its singular as it is written, its figures' kind, and the form met (``singular`` …).

    ``complement`` is what completes it by idafa in the text (``وفاة`` in ``حالة وفاة``), folded.
    """

    singular: str
    kind: str
    form: str = "singular"
    known: bool = True
    complement: str = ""


_SHORT_WITH_DUAL = frozenset({"طن", "سد", "حي", "حل", "خط", "اخ"})
_NO_DUAL = frozenset({"والدان", "والدين", "دوران", "حاملان", "عالمين", "اخان", "اخين", "عاملين", "زايرين",
                       "كاتبين", "افريقيين", "مرتزقين", "ذكرين", "ساكنين", "ناجين", "فرنكان", "بيران", "حاملين"})
_PLURAL_ENDING = re.compile(r"\S+(?:ات|ون|ين|ايا)")
_PLURAL_PATTERN = re.compile(
    "[اآ].{2}ا.|[اآ].{3}ه|[اآ].{2}ي?اء|م.ا.ي?.|.وا.ي?.|.{2}ا[يء].|.{2}و.|.{2}ا.|.{3}اء|.{2}.ي|.{1}.ا.ي?.|.{2}ال|ا.{2}ه"
)
_ATTACHED = re.compile(".*(?:وا|ها|هما|كما)")
_VERBLIKE = re.compile("[اأيتنس].*|.*(?:وا|[^ا]ت|نا|ها|هم|هن)")
_VERBAL = re.compile("[يتسن].{2,}|.*(?:وا|تا|تم|ها|هم|هما|نا)")
_POWERS = {"2": "مربع", "3": "مكعب", "²": "مربع", "³": "مكعب"}
_LENGTHS = {"م": "متر", "كم": "كيلومتر", "كلم": "كيلومتر", "سم": "سنتيمتر", "m": "متر", "km": "كيلومتر"}
_ACCUSATIVE = re.compile("\u064b?ا\u064b?$")
_LATIN = re.compile("[a-z]+")


@cache
def _stops() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("not_counted"))


def _duals(singular: str, sound_plural: bool, feminine: bool) -> tuple[str, ...]:
    if len(singular) < 3 and singular not in _SHORT_WITH_DUAL:
        return ()
    stem = singular[:-1] + "ت" if feminine else singular
    endings = ("ان",) if sound_plural else ("ان", "ين")
    return tuple(stem + ending for ending in endings if stem + ending not in _NO_DUAL)


@cache
def forms() -> dict[str, Noun]:
    """Each form of each known noun, folded; singulars come first, then plurals, duals and accusatives."""
    rows = [(fold(row["singular"]), row) for row in lexicon.rows("counted_nouns")]
    found = {key: Noun(row["singular"], row["kind"]) for key, row in reversed(rows)}
    for _, row in rows:
        for plural in row["plurals"].split():
            found.setdefault(fold(plural), Noun(row["singular"], row["kind"], "plural"))
    for key, row in rows:
        feminine = row["singular"].endswith("ة")
        for dual in _duals(key, fold(row["singular"] + "ين") in found, feminine):
            found.setdefault(dual, Noun(row["singular"], row["kind"], "dual"))
        if not feminine and not key.endswith("ا"):
            found.setdefault(key + "ا", Noun(row["singular"], row["kind"], "accusative"))
    return found


def is_dual(key: str) -> bool:
    """Whether a folded word is a known noun's dual."""
    noun = forms().get(key)
    return noun is not None and noun.form == "dual"


@cache
def _complements() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("counted_complements"))


@cache
def _currency_adjectives() -> frozenset[str]:
    return frozenset(fold(row["word"]) + ending for row in lexicon.rows("currency_adjectives")
                     for ending in ("", "ا", "ه", "ين", "ات"))  # fmt: skip


def adjacent(words: Sequence[Word], place: int) -> bool:
    """Whether there is a word at this place, on the same line as the one before."""
    return 0 < place < len(words) and not words[place].broken


def _known_at(words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    if adjacent(words, place + 1):
        pair = forms().get(words[place].key + " " + words[place + 1].key)
        if pair is not None:
            return pair, place + 2
    noun = forms().get(words[place].key)
    return (noun, place + 1) if noun is not None else None


def _can_be_noun(word: Word) -> bool:
    key = word.key
    if not word.is_word or len(key) < 3 or key in _stops() or key.startswith("ال") or _LATIN.match(key):
        return False
    return key[0] not in PROCLITICS or begins_by_nature(key)


def _guessed(text: str, words: Sequence[Word], place: int, value: float) -> Noun | None:
    """An unknown word as a counted noun, by the case that a number of this value asks for."""
    word = words[place]
    if not _can_be_noun(word):
        return None
    rest = value % 100
    if 11 <= rest <= 99 or rest != int(rest):
        found = _guessed_accusative(text, word)
    elif 3 <= rest <= 10:
        found = _guessed_plural(text, word, masculine=words[place - 1].key.endswith("ه"))
    else:
        found = _guessed_genitive(text, word) if value >= 100 else None
    return _of_people(found, word.key) if found else None


def _guessed_accusative(text: str, word: Word) -> Noun | None:
    key, raw = word.key, text[word.start : word.end]
    if key.endswith("ه"):
        return Noun(raw, "count", "accusative", known=False)
    if not word.nunated and (not key.endswith("ا") or _ATTACHED.fullmatch(key)):
        return None
    return Noun(_ACCUSATIVE.sub("", raw), "count", "accusative", known=False)


def _guessed_plural(text: str, word: Word, masculine: bool) -> Noun | None:
    key = word.key
    plural = _PLURAL_ENDING.fullmatch(key) or (_PLURAL_PATTERN.fullmatch(key) and not _VERBAL.fullmatch(key))
    return Noun(_singular(text[word.start : word.end], masculine), "count", "plural", known=False) if plural else None


def _guessed_genitive(text: str, word: Word) -> Noun | None:
    key = word.key
    noun_like = key.endswith("ه") or (key.startswith("م") and len(key) > 3) or word.nunated
    noun_like = noun_like or (len(key) >= 4 and not _VERBLIKE.fullmatch(key))
    return Noun(text[word.start : word.end].rstrip("\u064b\u064c\u064d"), "count", known=False) if noun_like else None


def _of_people(noun: Noun, key: str) -> Noun:
    """A nisba (``دركياً``) or the feminine of a known person counts people."""
    person = forms().get(key.removesuffix("ه"))
    nisba = key.endswith("يا") or (noun.form == "plural" and key.endswith(("يين", "يون", "ين", "ون")))
    return replace(noun, kind="people") if nisba or (person is not None and person.kind == "people") else noun


def _singular(raw: str, masculine: bool) -> str:
    for ending, singular in (("ات", "" if masculine else "ة"), ("ون", ""), ("ين", "")):
        if raw.endswith(ending) and len(raw) >= 4:
            return raw[: -len(ending)] + singular
    return raw


def as_written(noun: Noun, raw: str) -> Noun:
    """The noun with the hamza of its singular left out where the text leaves it out."""
    if noun.singular[:1] in "أإ" and raw.startswith("ا"):
        return replace(noun, singular="ا" + noun.singular[1:])
    return noun


def noun_at(text: str, words: Sequence[Word], place: int, value: float) -> tuple[Noun, int] | None:
    """The counted noun at a word after a number, and the index after it and what belongs to it.

    A complement by idafa belongs to it (``حالة وفاة`` ``ضابط أمن``), as does a currency's country; adjectives do
    not.
    """
    if not adjacent(words, place) or words[place].key in _stops():
        return None
    found = _known_at(words, place)
    if found is None:
        guessed = _guessed(text, words, place, value)
        return (guessed, place + 1) if guessed else None
    return completed(text, words, as_written(found[0], text[words[place].start : words[place].end]), found[1])


def completed(text: str, words: Sequence[Word], noun: Noun, last: int) -> tuple[Noun, int]:
    """A noun that ends before a word, with what belongs to it there, and the index after that."""
    if not adjacent(words, last):
        return noun, last
    following = words[last]
    power = _POWERS.get(following.digits or following.key) if following.glued else None
    if power is not None and noun.kind == "distance":
        return replace(noun, singular=f"{_LENGTHS.get(noun.singular, noun.singular)} {power}", kind="other"), last + 1
    if noun.kind == "distance" and _per_time(words, last):
        return replace(noun, kind="other"), last  # a speed
    if noun.kind == "money" and following.key in _currency_adjectives():
        return replace(noun, singular=f"{noun.singular} {_masculine(noun, text, following)}"), last + 1
    if following.key[:4] in {"مربع", "مكعب"} and noun.kind == "distance":
        return replace(noun, singular=_LENGTHS.get(noun.singular, noun.singular), kind="other"), last
    if noun.singular == "درجة" and following.key in {"سلزيوس", "سيلزيوس", "فهرنهايت"}:
        return noun, last + 1
    idafa = following.key in _complements() and noun.form in {"singular", "plural"}
    if idafa and not words[last - 1].nunated:
        return replace(noun, complement=following.key), last + 1 + _completes_too(words, last + 1, following.key)
    return noun, last


def is_complement(key: str) -> bool:
    """Whether a folded word completes counted nouns by idafa."""
    return key in _complements()


def _completes_too(words: Sequence[Word], place: int, before: str) -> bool:
    """``سوء تغذية`` is one complement of two words."""
    return before == "سوء" and adjacent(words, place) and words[place].is_word


def _per_time(words: Sequence[Word], place: int) -> bool:
    if words[place].key == "/":
        return True
    return words[place].key in {"في", "بالساعه", "بالثانيه"} and (
        words[place].key != "في" or (place + 1 < len(words) and words[place + 1].key in {"الساعه", "الثانيه"})
    )


def _masculine(noun: Noun, text: str, word: Word) -> str:
    """A currency's adjective as it goes with the singular (``ليرة سورية``, ``دينار أردني``)."""
    raw = text[word.start : word.end].rstrip("ًا")
    stem = raw[:-1] if raw[-1:] in "ةه" else raw.removesuffix("ات")
    return stem + ("ة" if noun.singular.endswith("ة") else "")
