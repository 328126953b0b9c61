"""What stands beside a number: percent marks, currencies, degrees, the counted noun, cents, ``تحت الصفر``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.core import nouns
from annotator.core.arabic import fold
from annotator.core.changing import changed
from annotator.core.nouns import Noun, adjacent, noun_at
from annotator.core.numerals import numeral_at
from annotator.core.quantity import Quantity, extended, follows, key_of, made, matches
from annotator.core.words import Word, plain

_SYMBOLS = {"$": "دولار", "€": "يورو", "£": "جنيه", "¥": "ين", "₪": "شيكل", "¢": "سنت", "﷼": "ريال", "₺": "ليرة"}
_CODES = {
    "usd": "دولار", "eur": "يورو", "gbp": "جنيه إسترليني", "kwd": "دينار كويتي", "lbp": "ليرة لبنانية",
    "egp": "جنيه مصري",
    "qar": "ريال قطري", "sar": "ريال سعودي", "aed": "درهم إماراتي", "jod": "دينار أردني", "iqd": "دينار عراقي",
    "syp": "ليرة سورية", "try": "ليرة تركية", "ils": "شيكل", "omr": "ريال عماني", "bhd": "دينار بحريني", "jpy": "ين",
    "yer": "ريال يمني", "mad": "درهم مغربي", "tnd": "دينار تونسي", "dzd": "دينار جزائري", "lyd": "دينار ليبي",
    "sdg": "جنيه سوداني", "irr": "ريال إيراني", "rub": "روبل", "cny": "يوان", "chf": "فرنك سويسري", "inr": "روبية",
}  # fmt: skip
_NO_WHOLES = frozenset({
    "النهايي", "الاول", "الثاني", "الثالث", "الرابع", "الاخير", "الاخر", "السنوي", "السنويه", "الساعه",
    "الدايري", "الماضي", "المقبل", "اليومي", "الشهري", "السنه", "العام", "القرن", "الليل", "اليوم",
})  # fmt: skip
"""``نصف النهائي``, ``النصف الأول``: what stands after a fraction's word and is no whole."""
_PRONOUN = re.compile("(.{3,}?)(ه|ها|هم|هن|هما)")
_CENTS = frozenset({"سنت", "سينت", "فلس", "قرش", "هللة"})
_PERCENT_WORDS = frozenset({"الميه", "الماءه", "المايه", "ميه", "مايه"})
_RATIOS = {"الالف": 1000, "المليون": 1_000_000}


def _with_percent(quantity: Quantity, words: Sequence[Word]) -> Quantity | None:
    """``56,2٪``, ``7 %``, ``سبعة في المئة``, ``واحد بالألف``; none where there is no such thing."""
    last = quantity.last
    if words[quantity.number].percent or words[last - 1].percent:
        return changed(quantity, form="percent")
    if follows(words, last) in {"%", "٪"}:
        return extended(quantity, words, last + 1, form="percent")
    step = 1 if follows(words, last) in {"في", "ب"} else 0
    joined = follows(words, last)
    after = follows(words, last + step) if step else joined.removeprefix("ب")
    if not step and not joined.startswith("ب"):
        return None
    if after in _PERCENT_WORDS:
        return extended(quantity, words, last + 1 + step, form="percent")
    if after in _RATIOS and quantity.value is not None:
        value = plain(quantity.value / _RATIOS[after])
        return extended(quantity, words, last + 1 + step, form="ratio", value=value)
    return None


def _with_symbol(quantity: Quantity, words: Sequence[Word]) -> Quantity | None:
    """A currency's mark before or after the number (``$10`` ``10 €`` ``42 KWD``), or a degree's."""
    before, after = quantity.number - 1, follows(words, quantity.last)
    if after in _SYMBOLS:
        return extended(quantity, words, quantity.last + 1, noun=Noun(_SYMBOLS[after], "money"))
    if after in _CODES:
        return extended(quantity, words, quantity.last + 1, noun=Noun(_CODES[after], "money"))
    if after == "c" and not quantity.spelled:
        return extended(quantity, words, quantity.last + 1, noun=Noun("سنت", "money"))
    if after in {"°", "º"}:
        scale = follows(words, quantity.last + 1) in {"سلزيوس", "سيلزيوس", "فهرنهايت", "مءويه", "ميويه"}
        return extended(quantity, words, quantity.last + 1 + scale, noun=Noun("درجة", "other"))
    if follows(words, quantity.last) == "ج" and matches(words, quantity.last, ("ج", ".", "م")):
        return extended(quantity, words, quantity.last + 3, noun=Noun("جنيه مصري", "money"))
    symbol = key_of(words, before)
    if symbol in _SYMBOLS and not words[quantity.number].broken:
        noun = Noun(_SYMBOLS[symbol], "money")
        return changed(quantity, first=before, start=words[before].start, noun=noun)
    return None


def counted(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with its percent mark, currency or counted noun."""
    found = _with_percent(quantity, words) or _with_symbol(quantity, words)
    if found is not None:
        return found
    place = quantity.last
    bracketed = key_of(words, quantity.number - 1) == "(" and follows(words, place) == ")" and not quantity.spelled
    noun = noun_at(text, words, place + 1, quantity.value or 1000) if bracketed else None
    if noun is not None and noun[0].known:  # ``(12) مدنياً``
        first = quantity.number - 1
        return extended(quantity, words, noun[1], noun=noun[0], first=first, start=words[first].start)
    noun = noun_at(text, words, place, quantity.value or 1000)
    if quantity.scale == 1 and quantity.value is not None and 0 < quantity.value < 1:
        noun = part_of(text, words, place) or _part_of_plural(text, words, place)
    if noun is None:
        return quantity
    return and_a_half(extended(quantity, words, noun[1], noun=noun[0]), words)


def definite_noun(words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """``القتلى`` after a vague number or a fraction."""
    key = follows(words, place)
    noun = nouns.forms().get(key.removeprefix("ال")) if key.startswith("ال") else None
    return (noun, place + 1) if noun is not None else None


def part_of(text: str, words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """Whatever a fraction or a vague number is of: ``ثلث الميزانية``, ``نصف زبائنه``, ``ثلث أحياء المدينة``."""
    key = follows(words, place)
    known = definite_noun(words, place) or _possessed(words, place)
    if known is not None or len(key) < 5 or key in _NO_WHOLES:
        return known
    if key.startswith("ال") and words[place].is_word:
        return _definite_guess(text[words[place].start : words[place].end]), place + 1
    return None


def _part_of_plural(text: str, words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """``ثلث أحياء المدينة``: a plural and what it is of, or a measure (``نصف كيلو``)."""
    found = noun_at(text, words, place, 1000)
    if found is None or not found[0].known:
        return None
    whole = found[0].form == "plural" and follows(words, found[1]).startswith("ال")
    return found[0], found[1] + whole


def _definite_guess(raw: str) -> Noun:
    bare = raw[2:] if fold(raw).startswith("ال") and raw[1] == "ل" else raw
    for ending, singular, kind in (("ات", "ة", "count"), ("ين", "", "people")):
        if bare.endswith(ending) and len(bare) > 4:
            return Noun(bare[: -len(ending)] + singular, kind, "plural", known=False)
    return Noun(bare, "other", known=False)


def _possessed(words: Sequence[Word], place: int) -> tuple[Noun, int] | None:
    """A known noun with a pronoun (``زبائنه`` ``ناخبيه`` ``غطائها``)."""
    match = _PRONOUN.fullmatch(follows(words, place))
    if match is None or match.group(1).startswith("ال"):
        return None
    noun = without_pronoun(follows(words, place))
    if noun is None and match.group(2) == "ه":
        return None
    stem = match.group(1)
    guess = stem[:-1] + ("ة" if stem.endswith("ت") else "ء" if stem.endswith("اي") else stem[-1])
    return (noun or Noun(guess, "other", known=False), place + 1)


def without_pronoun(key: str) -> Noun | None:
    """The known noun that a word with a pronoun holds (``زبائنه`` ``ناخبيه`` ``غطائها``)."""
    match = _PRONOUN.fullmatch(key)
    if match is None:
        return None
    stem = match.group(1)
    stems = (stem, stem + "ن", stem[:-1] + "ه" if stem.endswith("ت") else stem, stem[:-1] + "ء")
    return next((nouns.forms()[each] for each in stems if each in nouns.forms()), None)


def and_a_half(quantity: Quantity, words: Sequence[Word]) -> Quantity:
    """``سنتين ونصف`` 2.5: a fraction of the noun after the noun."""
    if quantity.noun is None or quantity.value is None or follows(words, quantity.last) != "و":
        return quantity
    fraction = numeral_at(words, quantity.last + 1) if adjacent(words, quantity.last + 1) else None
    if fraction is None or not fraction.fraction or fraction.scale > 1 or fraction.value >= 1:
        return quantity
    after, same = follows(words, fraction.last), fold(quantity.noun.singular)
    if after in nouns.forms() and after != same:
        return quantity
    again = after in {same, "ال" + same}  # ``ساعتين ونصف الساعة``
    return extended(quantity, words, fraction.last + again, value=plain(quantity.value + fraction.value))


def with_cents(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """``20 دولار و43 سنت`` 20.43, ``$20 43``."""
    if quantity.noun is None or quantity.noun.kind != "money" or quantity.noun.singular in _CENTS:
        return quantity
    place = quantity.last + (follows(words, quantity.last) == "و")
    numeral = numeral_at(words, place) if adjacent(words, place) else None
    if numeral is None or not 0 < numeral.value < 100 or quantity.value is None:
        return quantity
    small = counted(text, words, made(numeral, words))
    cents = small.noun is not None and small.noun.singular in _CENTS
    bare = small.noun is None and place == quantity.last and quantity.first < quantity.number
    if not cents and not (bare and len(words) == small.last):
        return quantity
    return extended(quantity, words, small.last, value=plain(quantity.value + numeral.value / 100))


def below_zero(quantity: Quantity, words: Sequence[Word]) -> Quantity:
    """``درجتين تحت الصفر`` -2, a noun or none."""
    if quantity.value is None or not matches(words, quantity.last, ("تحت", "الصفر")):
        return quantity
    noun = quantity.noun or Noun("درجة", "other")
    return extended(quantity, words, quantity.last + 2, value=-quantity.value, noun=noun)
