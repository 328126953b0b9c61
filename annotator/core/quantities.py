"""Quantities: a modifier, a number or several, and the noun that they count, with value and bound.

``نحو 7 ملايين مواطن``, ``ما بين 20 و30 جريحاً``, ``قتيلان``, ``عشرات الآلاف``, ``$10,000``, ``56,2٪``. Whether a quantity
is a figure of its text (and not a date, a time, a name) is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from annotator.core import lexicon, nouns
from annotator.core.arabic import fold
from annotator.core.clitics import clitic_length
from annotator.core.nouns import Noun, adjacent, noun_at
from annotator.core.numerals import Numeral, class_of, is_number_word, negated, numeral_at, without_article
from annotator.core.words import Word, plain, read_words

Form = Literal["number", "range", "percent", "dual", "vague", "ratio"]
_SYMBOLS = {"$": "دولار", "€": "يورو", "£": "جنيه", "¥": "ين", "₪": "شيكل", "¢": "سنت", "﷼": "ريال", "₺": "ليرة"}
_CODES = {
    "usd": "دولار", "eur": "يورو", "gbp": "جنيه إسترليني", "kwd": "دينار كويتي", "lbp": "ليرة لبنانية", "egp": "جنيه مصري",
    "qar": "ريال قطري", "sar": "ريال سعودي", "aed": "درهم إماراتي", "jod": "دينار أردني", "iqd": "دينار عراقي",
    "syp": "ليرة سورية", "try": "ليرة تركية", "ils": "شيكل", "omr": "ريال عماني", "bhd": "دينار بحريني", "jpy": "ين",
    "yer": "ريال يمني", "mad": "درهم مغربي", "tnd": "دينار تونسي", "dzd": "دينار جزائري", "lyd": "دينار ليبي",
    "sdg": "جنيه سوداني", "irr": "ريال إيراني", "rub": "روبل", "cny": "يوان", "chf": "فرنك سويسري", "inr": "روبية",
}  # fmt: skip
_CENTS = frozenset({"سنت", "سينت", "فلس", "قرش", "هللة"})
_PERCENT_WORDS = frozenset({"الميه", "الماءه", "المايه", "ميه", "مايه"})
_RATIOS = {"الالف": 1000, "المليون": 1_000_000}
_VAGUE = frozenset({"عشرات", "ميات", "الاف", "الوف", "ملايين", "مليارات", "بلايين", "تريليونات"})
_VAGUE_CHAIN = _VAGUE | {"مليون", "مليار", "الف"}
_SUBJECTS = frozenset({
    "عدد", "عددهم", "عددها", "حصيله", "الحصيله", "العدد", "اجمالي", "نسبه", "قيمه", "مجموع", "عمره", "عمرها", "طوله",
    "طولها", "وزنه", "وزنها", "ارتفاعه", "ثمنه", "ثمنها", "سعره", "سعرها", "قيمته", "قيمتها", "تكلفته", "تكلفتها", "عدده",
})  # fmt: skip
_RANGE_MARKS = frozenset({"-", "–", "—", "ـ"})
_MEASURES = frozenset({"duration", "money", "distance"})
_MEASURED = frozenset({"لتر", "ليتر", "كيلوغرام", "كيلو", "كيلوجرام", "طن", "كوب"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at words ``[first, last)`` whose number stands at ``[number, number_last)``.

    ``start`` and ``end`` are code points of the text. ``value`` is none where it is vague.
    """

    first: int
    last: int
    number: int
    number_last: int
    start: int
    end: int
    value: float | None
    form: Form = "number"
    value_max: float | None = None
    bound: str = "exact"
    noun: Noun | None = None
    spelled: bool = False
    scale: int = 1


@cache
def _phrases(place: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = [
        (tuple(fold(row["phrase"]).split()), row["bound"])
        for row in lexicon.rows("approximators")
        if row["place"] == place
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _openers() -> frozenset[str]:
    return frozenset(phrase[0] for phrase, _ in _phrases("before")) | {"بين"}


def is_quantity_word(key: str) -> bool:
    """Whether a folded word can open or carry a quantity, so that clitics before it are set apart."""
    return is_number_word(key) or without_article(key) in _VAGUE or key in _openers() or nouns.is_dual(key)


def quantity_words(text: str) -> list[Word]:
    """The words of a text as `quantity_at` reads them."""
    return read_words(text, is_quantity_word)


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) else ""


def _follows(words: Sequence[Word], place: int) -> str:
    return words[place].key if adjacent(words, place) else ""


def _matches(words: Sequence[Word], place: int, phrase: Sequence[str]) -> bool:
    if place < 0 or place + len(phrase) > len(words):
        return False
    return all(words[place + step].key == each for step, each in enumerate(phrase))


# -- the number and what it counts -----------------------------------------------------------------------------


def _made(numeral: Numeral, words: Sequence[Word]) -> Quantity:
    first, last = numeral.first, numeral.last
    return Quantity(first, last, first, last, words[first].start, words[last - 1].end, numeral.value,
                    spelled=numeral.spelled, scale=numeral.scale)  # fmt: skip


def _extended(quantity: Quantity, words: Sequence[Word], last: int, **changes: object) -> Quantity:
    return replace(quantity, last=last, end=words[last - 1].end, **changes)  # type: ignore[arg-type]  # named fields


def _with_percent(quantity: Quantity, words: Sequence[Word]) -> Quantity | None:
    """``56,2٪``, ``7 %``, ``سبعة في المئة``, ``واحد بالألف``; none where there is no such thing."""
    last = quantity.last
    if words[quantity.number].percent or words[last - 1].percent:
        return replace(quantity, form="percent")
    if _follows(words, last) in {"%", "٪"}:
        return _extended(quantity, words, last + 1, form="percent")
    step = 1 if _follows(words, last) in {"في", "ب"} else 0
    joined = _follows(words, last)
    after = _follows(words, last + step) if step else joined.removeprefix("ب")
    if not step and not joined.startswith("ب"):
        return None
    if after in _PERCENT_WORDS:
        return _extended(quantity, words, last + 1 + step, form="percent")
    if after in _RATIOS and quantity.value is not None:
        value = plain(quantity.value / _RATIOS[after])
        return _extended(quantity, words, last + 1 + step, form="ratio", value=value)
    return None


def _with_symbol(quantity: Quantity, words: Sequence[Word]) -> Quantity | None:
    """A currency's mark before or after the number (``$10`` ``10 €`` ``42 KWD``), or a degree's."""
    before, after = quantity.number - 1, _follows(words, quantity.last)
    if after in _SYMBOLS:
        return _extended(quantity, words, quantity.last + 1, noun=Noun(_SYMBOLS[after], "money"))
    if after in _CODES:
        return _extended(quantity, words, quantity.last + 1, noun=Noun(_CODES[after], "money"))
    if after == "c" and not quantity.spelled:
        return _extended(quantity, words, quantity.last + 1, noun=Noun("سنت", "money"))
    if after in {"°", "º"}:
        scale = _follows(words, quantity.last + 1) in {"سلزيوس", "سيلزيوس", "فهرنهايت", "مءويه", "ميويه"}
        return _extended(quantity, words, quantity.last + 1 + scale, noun=Noun("درجة", "other"))
    if _follows(words, quantity.last) == "ج" and _matches(words, quantity.last, ("ج", ".", "م")):
        return _extended(quantity, words, quantity.last + 3, noun=Noun("جنيه مصري", "money"))
    symbol = _key(words, before)
    if symbol in _SYMBOLS and not words[quantity.number].broken:
        noun = Noun(_SYMBOLS[symbol], "money")
        return replace(quantity, first=before, start=words[before].start, noun=noun)
    return None


def _counted(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with its percent mark, currency or counted noun."""
    found = _with_percent(quantity, words) or _with_symbol(quantity, words)
    if found is not None:
        return found
    place = quantity.last
    bracketed = _key(words, quantity.number - 1) == "(" and _follows(words, place) == ")" and not quantity.spelled
    noun = noun_at(text, words, place + 1, quantity.value or 1000) if bracketed else None
    if noun is not None and noun[0].known:  # ``(12) مدنياً``
        first = quantity.number - 1
        return _extended(quantity, words, noun[1], noun=noun[0], first=first, start=words[first].start)
    noun = noun_at(text, words, place, quantity.value or 1000)
    if noun is None and quantity.scale == 1 and quantity.value is not None and quantity.value < 1:
        noun = _definite_noun(words, place)
    if noun is None:
        return quantity
    return _and_a_half(_extended(quantity, words, noun[1], noun=noun[0]), words)


def _definite_noun(words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """``القتلى`` after a vague number or a fraction."""
    key = _follows(words, place)
    noun = nouns.forms().get(key.removeprefix("ال")) if key.startswith("ال") else None
    return (noun, place + 1) if noun is not None else None


def _and_a_half(quantity: Quantity, words: Sequence[Word]) -> Quantity:
    """``سنتين ونصف`` 2.5: a fraction of the noun after the noun."""
    if quantity.noun is None or quantity.value is None or _follows(words, quantity.last) != "و":
        return quantity
    fraction = numeral_at(words, quantity.last + 1) if adjacent(words, quantity.last + 1) else None
    if fraction is None or not fraction.fraction or fraction.scale > 1 or fraction.value >= 1:
        return quantity
    if nouns.forms().get(_follows(words, fraction.last)):
        return quantity
    again = _follows(words, fraction.last) == "ال" + fold(quantity.noun.singular)  # ``ساعتين ونصف الساعة``
    return _extended(quantity, words, fraction.last + again, value=plain(quantity.value + fraction.value))


def _with_cents(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """``20 دولار و43 سنت`` 20.43, ``$20 43``."""
    if quantity.noun is None or quantity.noun.kind != "money" or quantity.noun.singular in _CENTS:
        return quantity
    place = quantity.last + (_follows(words, quantity.last) == "و")
    numeral = numeral_at(words, place) if adjacent(words, place) else None
    if numeral is None or not 0 < numeral.value < 100 or quantity.value is None:
        return quantity
    small = _counted(text, words, _made(numeral, words))
    cents = small.noun is not None and small.noun.singular in _CENTS
    bare = small.noun is None and place == quantity.last and quantity.first < quantity.number and len(words) == small.last
    if not cents and not bare:
        return quantity
    return _extended(quantity, words, small.last, value=plain(quantity.value + numeral.value / 100))


def _below_zero(quantity: Quantity, words: Sequence[Word]) -> Quantity:
    if quantity.value is None or not _matches(words, quantity.last, ("تحت", "الصفر")):
        return quantity
    return _extended(quantity, words, quantity.last + 2, value=-quantity.value, noun=quantity.noun or Noun("درجة", "other"))


# -- quantities that are no plain number ------------------------------------------------------------------------


def _dual(text: str, words: Sequence[Word], place: int) -> Quantity:
    noun = nouns.forms()[words[place].key]
    word = words[place]
    found = Quantity(place, place + 1, place, place + 1, word.start, word.end, 2, "dual", noun=noun)
    if _follows(words, place + 1) in {"اثنان", "اثنين", "اثنتان", "اثنتين"}:
        found = _extended(found, words, place + 2)
    elif noun.kind == "money" and adjacent(words, place + 1):
        completed = nouns.completed(text, words, noun, place + 1)
        found = _extended(found, words, completed[1], noun=completed[0])
    return _and_a_half(found, words)


def _measure_and_part(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """``ساعة ونصف`` 1.5, ``لتر وربع`` 1.25, ``شخص واحد`` 1: a noun in the singular, counted after it."""
    word = words[place]
    if _follows(words, place + 1) in {"واحد", "واحده", "واحدا"}:
        return _one(text, words, place)
    noun = nouns.forms().get(word.key)
    if noun is None or noun.form not in {"singular", "accusative"}:
        return None
    one = Quantity(place, place + 1, place, place + 1, word.start, word.end, 1, noun=noun)
    if noun.kind not in _MEASURES and noun.singular not in _MEASURED:
        return None
    found = _and_a_half(one, words)
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
    while without_article(_follows(words, last)) in _VAGUE_CHAIN:
        last += 1
    found = Quantity(place, last, place, last, words[place].start, words[last - 1].end, None, "vague", bound="vague")
    closed = words[last - 1].key != without_article(words[last - 1].key)
    noun = None if closed else _definite_noun(words, last) or noun_at(text, words, last, 1000)
    return found if noun is None else _extended(found, words, noun[1], noun=noun[0])


# -- ranges and bounds --------------------------------------------------------------------------------------------


def _second(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    if not adjacent(words, place):
        return None
    numeral = numeral_at(words, place)
    return _counted(text, words, _made(numeral, words)) if numeral is not None else None


def _opens_between(words: Sequence[Word], place: int) -> int:
    """How many words of ``بين`` or ``ما بين`` stand before a place."""
    if _key(words, place - 1) != "بين" or words[place].broken:
        return 0
    return 2 if _key(words, place - 2) == "ما" else 1


def _connector(words: Sequence[Word], quantity: Quantity) -> tuple[int, int]:
    """Words of a range's opening before a number, and words of its connector after it; (0, 0) for no range."""
    place, key = quantity.last, _follows(words, quantity.last)
    if key in {"الي", "ل", "حتي"} and (_changes(words, quantity.first) or _key(words, quantity.first - 1).endswith("ال")):
        return 0, 0
    between = _opens_between(words, quantity.first)
    if between:
        return (between, 1) if key in {"و", "الي", "-"} else (0, 0)
    opens = 1 if _key(words, quantity.first - 1) == "من" and not words[quantity.first].broken else 0
    if key == "الي" or (key in {"ل", "حتي"} and opens):
        return opens, 1
    if key in _RANGE_MARKS and place + 1 < len(words):
        return 0, 1
    return (0, 1) if key == "او" else (0, 0)


@cache
def _change_words() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("number_contexts") if row["role"] == "change")


def _changes(words: Sequence[Word], first: int) -> bool:
    """Whether something rises or falls from one number to another (``ارتفع من 10 إلى 20``): two figures."""
    near = (words[place].key for place in range(max(0, first - 7), first))
    return any(key in _change_words() or key[1:] in _change_words() for key in near)


def _as_range(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity as a range's lower end, where an upper end follows (``10-20``, ``بين 20 و30``)."""
    opening, connector = _connector(words, quantity)
    second = _second(text, words, quantity.last + connector) if connector else None
    if second is None or second.value is None or quantity.value is None or quantity.bound != "exact":
        return quantity
    low, high = _scaled(quantity, second)
    if low >= high or (quantity.noun and second.noun and quantity.noun.singular != second.noun.singular):
        return quantity
    if (quantity.form == "percent") > (second.form == "percent"):
        return quantity
    first = quantity.first - opening
    form: Form = "percent" if second.form == "percent" else "range"
    return replace(second, first=first, start=words[first].start, number=quantity.number, value=low, value_max=high,
                   bound="range", form=form, noun=second.noun or quantity.noun)  # fmt: skip


def _scaled(low: Quantity, high: Quantity) -> tuple[float, float]:
    """Both ends; a scale word that only the upper end has counts for both (``5 إلى 7 ملايين``)."""
    below, above = low.value or 0, high.value or 0
    if low.scale == 1 and high.scale > 1 and low.noun is None and below < 1000 and below < above / high.scale:
        below *= high.scale
    return plain(below), plain(above)


def _with_modifier(words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with the modifiers before it inside, and the bound of a verb before it."""
    for _ in range(2):
        step = _modifier_before(words, quantity, "before")
        if step is None:
            break
        first, bound = step
        quantity = replace(quantity, first=first, start=words[first].start, bound=_bounded(quantity, bound))
    verb = _modifier_before(words, quantity, "verb") or _verb_of_subject(words, quantity)
    return quantity if verb is None else replace(quantity, bound=_bounded(quantity, verb[1]))


def _verb_of_subject(words: Sequence[Word], quantity: Quantity) -> tuple[int, str] | None:
    """The bound of a verb whose subject stands between (``تجاوز عدد القتلى 200``)."""
    for first in range(quantity.first - 2, max(-1, quantity.first - 6), -1):
        if words[first + 1].broken or not words[first + 1].is_word:
            return None
        if words[first + 1].key in _SUBJECTS:
            subject = replace(quantity, first=first + 1)
            return _modifier_before(words, subject, "verb") if first >= 0 else None
    return None


def _bounded(quantity: Quantity, bound: str) -> str:
    return bound if quantity.bound in {"exact", "about"} else quantity.bound


def _modifier_before(words: Sequence[Word], quantity: Quantity, place: str) -> tuple[int, str] | None:
    if words[quantity.first].broken:
        return None
    for phrase, bound in _phrases(place):
        first = quantity.first - len(phrase)
        if words[quantity.first - 1].key == phrase[-1] and _matches(words, first, phrase):
            return first, bound
    return None


def _with_remark(words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with a modifier after it (``على الأقل``); one after an adjective sets the bound from outside."""
    for phrase, bound in _phrases("after"):
        if adjacent(words, quantity.last) and _matches(words, quantity.last, phrase):
            return _extended(quantity, words, quantity.last + len(phrase), bound=_bounded(quantity, bound))
        if len(phrase) > 1 and _matches(words, quantity.last + 1, phrase) and _follows(words, quantity.last).isalpha():
            return replace(quantity, bound=_bounded(quantity, bound))
    return quantity


# -- all together ---------------------------------------------------------------------------------------------------


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
    made = replace(_made(signed, words), first=first, start=words[first].start)
    return _as_range(text, words, _with_cents(text, words, _counted(text, words, made)))


def core_at(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """The quantity whose number begins at a word, without the modifiers around it."""
    word = words[place]
    if class_of(word) and not (class_of(word) in {"scales", "hundred_plural"}):
        return _numbered(text, words, place)
    if without_article(word.key) in _VAGUE:
        return _vague(text, words, place)
    if nouns.is_dual(word.key):
        return _dual(text, words, place)
    return _measure_and_part(text, words, place)


def quantity_at(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    """The quantity whose number begins at a word, with its modifiers, if one does."""
    found = core_at(text, words, place)
    if found is None:
        return None
    return _with_remark(words, _with_modifier(words, _below_zero(found, words)))
