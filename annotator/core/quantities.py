"""Quantities: a modifier, a number or several, and the noun that they count, with value and bound.

``نحو 7 ملايين مواطن``, ``ما بين 20 و30 جريحاً``, ``قتيلان``, ``عشرات الآلاف``, ``$10,000``, ``56,2٪``. Whether a
quantity is a figure of its text (and not a date, a time, a name) is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from annotator.core import nouns
from annotator.core.arabic import fold
from annotator.core.bounds import openers, with_modifier, with_remark
from annotator.core.changing import changed
from annotator.core.clitics import clitic_length
from annotator.core.measures import and_a_half, below_zero, counted, part_of, with_cents
from annotator.core.nouns import Noun, adjacent, noun_at
from annotator.core.number_reader import Numeral
from annotator.core.number_words import forms, fractions_of_them, is_number_word, without_article
from annotator.core.numerals import negated, numeral_at
from annotator.core.quantity import Quantity, extended, follows, made
from annotator.core.ranges import as_range
from annotator.core.words import Word, plain, read_words

_VAGUE = frozenset({"عشرات", "ميات", "الاف", "الوف", "ملايين", "مليارات", "بلايين", "تريليونات"})
_VAGUE_CHAIN = _VAGUE | {"مليون", "مليار", "الف"}
_DEFINITE = frozenset({"unit", "ten10", "ten", "hundred", "scale"})
_MEASURES = frozenset({"duration", "money", "distance"})
_ONES = frozenset({"واحد", "واحده", "واحدا"})
_MEASURED = frozenset({"لتر", "ليتر", "كيلوغرام", "كيلو", "كيلوجرام", "طن", "كوب"})


def is_quantity_word(key: str) -> bool:
    """Whether a folded word can open or carry a quantity, so that clitics before it are set apart."""
    return (
        is_number_word(key)
        or without_article(key) in _VAGUE
        or key in openers()
        or key in fractions_of_them()
        or nouns.is_dual(key)
    )


def quantity_words(text: str) -> list[Word]:
    """The words of a text as `quantity_at` reads them."""
    return read_words(text, is_quantity_word)


def _dual(text: str, words: Sequence[Word], place: int) -> Quantity:
    noun = nouns.forms()[words[place].key]
    word = words[place]
    found = Quantity(place, place + 1, place, place + 1, word.start, word.end, 2, "dual", noun=noun)
    if follows(words, place + 1) in {"اثنان", "اثنين", "اثنتان", "اثنتين"}:
        found = extended(found, words, place + 2)
    elif noun.kind == "money" and adjacent(words, place + 1):
        completed = nouns.completed(text, words, noun, place + 1)
        found = extended(found, words, completed[1], noun=completed[0])
    return and_a_half(found, words)


def _is_vocalised_dual(text: str, word: Word) -> bool:
    """``مرشحَين``: the fatha tells the dual from the plural."""
    if not text.endswith("\u064eين", word.start, word.end):
        return False
    noun = nouns.forms().get(word.key)
    return noun is not None and noun.form == "plural"


def _construct_dual(words: Sequence[Word], place: int) -> Noun | None:
    """``قراري إزالة``, ``قاذفتي مياه``: a dual that its complement has robbed of its nun."""
    key = words[place].key
    if len(key) < 5 or not key.endswith("ي") or not nouns.is_complement(follows(words, place + 1)):
        return None
    noun = nouns.forms().get(key[:-2] + "ه" if key.endswith("تي") else key[:-1])
    return noun if noun is not None and noun.form == "singular" else None


def _measure_and_part(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """``ساعة ونصف`` 1.5, ``لتر وربع`` 1.25, ``شخص واحد`` 1: a noun in the singular, counted after it."""
    word = words[place]
    if follows(words, place + 1) in _ONES:
        return _one(text, words, place)
    noun = nouns.forms().get(word.key)
    if noun is None or noun.form not in {"singular", "accusative"} or follows(words, place + 1) != "و":
        return None
    if noun.kind not in _MEASURES and noun.singular not in _MEASURED:
        return None
    one = Quantity(place, place + 1, place, place + 1, word.start, word.end, 1, noun=noun)
    found = and_a_half(one, words)
    return found if found.last > one.last else None


def _one(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """``شخص واحد``, behind a clitic too (``لشخص واحد``)."""
    word = words[place]
    clitics = clitic_length(text[word.start : word.end])
    noun = nouns.forms().get(fold(text[word.start + clitics : word.end]))
    number = numeral_at(words, place + 1)
    if noun is None or noun.form not in {"singular", "accusative"} or number is None or number.value != 1:
        return None
    return Quantity(place, place + 2, place, place + 2, word.start + clitics, words[place + 1].end, 1, noun=noun)


def _vague(text: str, words: Sequence[Word], place: int) -> Quantity:
    """``عشرات القتلى``, ``مئات آلاف النازحين``, ``الملايين``."""
    last = place + 1
    while without_article(follows(words, last)) in _VAGUE_CHAIN:
        last += 1
    found = Quantity(place, last, place, last, words[place].start, words[last - 1].end, None, "vague", bound="vague")
    closed = words[last - 1].key != without_article(words[last - 1].key)
    noun = None if closed else part_of(text, words, last) or _plural_of(text, words, last)
    if place and words[place - 1].key in {"بضعه", "بضع", "عده"} and not words[place].broken:
        found = changed(found, first=place - 1, start=words[place - 1].start)
    return found if noun is None else extended(found, words, noun[1], noun=noun[0])


def _plural_of(text: str, words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """``عشرات أباريق الشاي``: an indefinite noun after a vague number, with what it is of."""
    found = noun_at(text, words, place, 1000)
    if found is None:
        return None
    whole = not words[found[1] - 1].nunated and follows(words, found[1]).startswith("ال")
    return found[0], found[1] + whole


def _signed(words: Sequence[Word], numeral: Numeral) -> tuple[Numeral, int]:
    """A numeral after a lone minus or ``ناقص``/``سالب``, with its sign turned, and where it starts."""
    before = numeral.first - 1
    alone = before >= 0 and not words[before + 1].broken
    if alone and words[before].key in {"-", "\u2212"} and (before == 0 or not words[before].glued):
        spaced_sign = not words[before + 1].glued and before == 0
        return (negated(numeral), before) if spaced_sign else (numeral, numeral.first)
    if alone and words[before].key in {"ناقص", "سالب"}:
        return negated(numeral), before
    return numeral, numeral.first


def _numbered(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    numeral = numeral_at(words, place)
    if numeral is None:
        return None
    signed, first = _signed(words, numeral)
    bare = made(signed, words)
    if first != numeral.first:
        bare = changed(bare, first=first, start=words[first].start)
    return as_range(text, words, with_cents(text, words, counted(text, words, bare)))


@lru_cache(maxsize=100_000)
def _opening(key: str) -> str:
    """What a folded word can open: ``number definite vague dual part``, ``noun``, or nothing."""
    kind = forms().get(key, ("",))[0]
    if kind and kind not in {"scales", "hundred_plural"}:
        return "number"
    if without_article(key) in _VAGUE:
        return "vague"
    if key.startswith("ال") and is_number_word(key[2:]):
        return "definite"
    if nouns.is_dual(key):
        return "dual"
    return "part" if key in fractions_of_them() else "noun"


@lru_cache(maxsize=100_000)
def _counts_itself(key: str) -> bool:
    """Whether a folded word opens a quantity, or may be a noun that counts itself: it is worth a closer look."""
    if _opening(key) != "noun" or nouns.forms().get(key) is not None:
        return True
    return len(key) >= 5 and key.endswith("ي") and (key[:-1] in nouns.forms() or key[:-2] + "ه" in nouns.forms())


def core_at(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """The quantity whose number begins at a word, without the modifiers around it."""
    word = words[place]
    if word.number is not None:
        return _numbered(text, words, place)
    return _OPENINGS[_opening(word.key)](text, words, place) if word.is_word else None


def _range_of_dual(text: str, words: Sequence[Word], place: int) -> Quantity:
    return as_range(text, words, _dual(text, words, place))


def _part(text: str, words: Sequence[Word], place: int) -> Quantity:
    """``نصفها``, ``ثلثاهم``."""
    word = words[place]
    value = plain(float(fractions_of_them()[word.key]))
    return Quantity(place, place + 1, place, place + 1, word.start, word.end, value, "ratio", spelled=True)


def _by_noun(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """A noun that counts itself: ``مرشحَين``, ``قراري إزالة``, ``ساعة ونصف``, ``شخص واحد``."""
    if _is_vocalised_dual(text, words[place]):
        return _range_of_dual(text, words, place)
    pair = _construct_dual(words, place)
    if pair is None:
        return _measure_and_part(text, words, place)
    start, end = words[place].start, words[place + 1].end
    return Quantity(place, place + 2, place, place + 1, start, end, 2, "dual", noun=pair)


def _and_more(words: Sequence[Word], quantity: Quantity) -> Quantity:
    """``المليون ومئة ألف``."""
    more = numeral_at(words, quantity.last + 1) if follows(words, quantity.last) == "و" else None
    if more is None or quantity.value is None or more.value >= quantity.value:
        return quantity
    return extended(quantity, words, more.last, number_last=more.last, value=plain(quantity.value + more.value))


def _definite(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """``المليار دولار``, ``الخمس سنوات``: a number with the article, where it counts a noun that is known."""
    kind, value = forms()[words[place].key[2:]]
    noun = noun_at(text, words, place + 1, float(value))
    if noun is None and kind == "scale" and value >= 1000:
        word = words[place]
        alone = Quantity(place, place + 1, place, place + 1, word.start, word.end, int(value), spelled=True)
        alone = _and_more(words, alone)
        return alone if with_modifier(words, alone).bound != "exact" else None
    if noun is None or not noun[0].known or kind not in _DEFINITE or value < 3:
        return None
    word, end = words[place], words[noun[1] - 1].end
    return Quantity(place, noun[1], place, place + 1, word.start, end, int(value), noun=noun[0], spelled=True)


_OPENINGS: Mapping[str, Callable[[str, Sequence[Word], int], Quantity | None]] = {
    "number": _numbered,
    "definite": _definite,
    "vague": _vague,
    "dual": _range_of_dual,
    "part": _part,
    "noun": _by_noun,
}


def places_to_look(words: Sequence[Word]) -> list[int]:
    """The places of the words where a quantity may begin at all."""
    followed_by_one = {place - 1 for place, word in enumerate(words) if word.key in _ONES}
    return [
        place
        for place, word in enumerate(words)
        if (word.number is not None if not word.is_word else _counts_itself(word.key) or place in followed_by_one)
    ]


def quantity_at(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """The quantity whose number begins at a word where one may (`places_to_look`), with its modifiers, if one does."""
    found = core_at(text, words, place)
    if found is None:
        return None
    return with_remark(words, with_modifier(words, below_zero(found, words)))
