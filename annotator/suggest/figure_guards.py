"""What looks like a quantity and is none: phone numbers, identifiers, ordinals, list marks, scores; and dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.core import nouns
from annotator.core.arabic import fold_known
from annotator.core.number_words import is_number_word
from annotator.core.quantity import Quantity
from annotator.core.words import Word
from annotator.suggest.figure_dates import is_date, is_time, is_year
from annotator.suggest.figure_sight import NAMED_BY_NUMBER, Sight, bare, counts_before, in_role, words_of

_AFTER_COUNT = frozenset({"من", "بين", "منهم", "منها", "بينهم", "اخرون", "اخرين", "في", "علي"})
_OPENING = frozenset("(:\"“”«'[.")
_PHONE_MARKS = frozenset("-.()+/ ")
_AMBIGUOUS = frozenset({
    "ست", "سبع", "خمس", "عشر", "تسع", "تلت", "الف", "ميه", "صفر", "نصف", "نص", "ربع", "ثلث", "سدس", "واحد", "واحده",
    "واحدا", "تمن", "تمان", "الفا", "ميتا", "ميتي", "مايتا", "ميتين", "متين", "الفي", "ثلثي", "ثلثا", "مايه",
})  # fmt: skip
_LEADING = frozenset({"الي", "سوي", "غير", "الا", "اصل", "منها", "منهم", "بينها", "بينهم", "كل"})
_ROW = 12  # words of a phone number at most, with its marks
_OPEN_CLITICS = frozenset({"و", "ف", "ب", "ل", "ك", "ال", "لل", "وال", "بال", "فال", "كال", "وب", "ول", "فب"})


def is_phone(sight: Sight) -> bool:
    """Digit groups of seven digits and more, a long row of digits, or a number after a phone's name."""
    words, place = sight.words, sight.quantity.number
    if not words[place].digits or sight.quantity.form not in {"number", "range"}:
        return False
    digits = words[place].digits
    single = digits.isdigit() and (
        (len(digits) >= 10 and not digits.endswith("000")) or (digits[0] == "0" and len(digits) >= 6)
    )
    return not sight.known_noun and (single or _in_digit_row(sight))


def _in_digit_row(sight: Sight) -> bool:
    words, number = sight.words, sight.quantity.number
    first = last = number
    while first > max(0, number - _ROW) and _of_phone(words[first - 1]) and not words[first].broken:
        first -= 1
    while last + 1 < min(len(words), number + _ROW) and _of_phone(words[last + 1]) and not words[last + 1].broken:
        last += 1
    groups = [word.digits for word in words[first : last + 1] if word.digits]
    if sum(len(group) for group in groups) < 7 or len(groups) < 2:
        return False
    if _thousands(groups) or (sight.quantity.value_max is not None and len(groups) == 2):
        return words[number].key[0] == "0"
    return len(groups) > 2 or min(map(len, groups)) <= 3 or groups[0][0] == "0"


def _of_phone(word: Word) -> bool:
    return (bool(word.digits) and not word.percent and "," not in word.digits) or word.key in _PHONE_MARKS


def _thousands(groups: Sequence[str]) -> bool:
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and groups[0][0] != "0"


def is_identifier(sight: Sight) -> bool:
    """The number of an article, a road, a flight, a model; a number in a name, a hashtag or glued to Latin letters."""
    words, quantity = sight.words, sight.quantity
    first, before = quantity.number, sight.key(quantity.number - 1) if not words[quantity.number].broken else ""
    if before in {"#", "@"} or _in_hashtag(sight) or (before == "+" and words[first].glued) or _glued_to_name(sight):
        return True
    if sight.modified:
        return False
    before = _behind_marks(sight, first - 1)
    if not sight.in_digits and bare(before) == "عدد":
        return False
    if bare(before) == "عدد":
        return quantity.noun is None and not counts_before(sight, 2)
    if in_role(before, "identifier") or bare(before) == "رقم":
        return not sight.known_noun or before in {"رقم", "برقم", "الرقم"}
    if sight.known_noun or not sight.in_digits:
        return False
    if sight.key(first - 2) in {"طراز", "نوع", "موديل", "رقم", "الرقم"}:
        return True
    return before in words_of("model") or (before.isascii() and before.isalpha())


def _in_hashtag(sight: Sight) -> bool:
    """``#جو24``, ``عام2011``, ``جزء1``: digits glued to a word that is no clitic."""
    words, first = sight.words, sight.quantity.number
    if not sight.in_digits or not words[first].glued or first == 0 or not words[first - 1].is_word:
        return False
    return words[first - 1].key not in _OPEN_CLITICS and not sight.known_noun


def _behind_marks(sight: Sight, place: int) -> str:
    """The word before a number, opening quotes and the dot of ``ص.`` aside."""
    for _ in range(3):
        if place <= 0 or sight.words[place + 1].broken or sight.key(place) not in _OPENING:
            break
        place -= 1
    return sight.key(place) if not sight.words[place + 1].broken else ""


def _glued_to_name(sight: Sight) -> bool:
    """``إف-16``, ``كوفيد - 19``, ``5G``, ``5+1``."""
    words, first, last = sight.words, sight.quantity.number, sight.quantity.last
    if not sight.in_digits:
        return False
    dash = first > 1 and sight.key(first - 1) in {"-", "–"} and words[first - 2].is_word
    if dash and (words[first - 1].glued or sight.key(first - 2) in words_of("model")):
        return True
    if last >= len(words) or not words[last].glued:
        return False
    latin = words[last].is_word and words[last].key.isascii() and not sight.known_noun
    return latin or words[last].key[0] == "+"


def is_ordinal(sight: Sight) -> bool:
    """The second half of an ordinal (``الخامس عشر``), ``القرن الـ21``, or a name (``مجموعة العشرين``)."""
    before = sight.before
    if sight.quantity.spelled and before:
        named = not NAMED_BY_NUMBER.isdisjoint((before, before[1:]))
        if named and sight.key(sight.quantity.number).startswith("ال"):
            return sight.quantity.noun is None or sight.quantity.noun.kind != "people"
        definite = before.startswith("ال") and is_number_word(before[2:])
        ordinal = before.removeprefix("ال") in words_of("ordinal")
        return definite or (ordinal and sight.key(sight.quantity.number) in {"عشر", "عشره"})
    return False


def is_enumerator(sight: Sight) -> bool:
    """``1-`` at the head of a line, ``(1)``, ``[10]``, a note's or a speaker's number."""
    words, quantity = sight.words, sight.quantity
    first, last = quantity.number, quantity.number_last
    counted = quantity.noun is not None or quantity.form == "percent"
    if not sight.in_digits or sight.alone or counted or last != first + 1:
        return False
    marked = sight.key(last) in {"-", ".", ")", "–", "/"}
    if words[first].broken and marked and last + 1 < len(words):
        return True
    if sight.key(first - 1) in {"(", "["} and sight.key(last) in {")", "]"}:
        return True
    head = words[first].broken or sight.key(first - 1) == "."
    return (head and sight.after not in _AFTER_COUNT and not _event_follows(sight)) or (
        sight.after == ":" and (quantity.value or 0) < 100
    )


def _event_follows(sight: Sight) -> bool:
    return bool(sight.after) and nouns.forms().get(bare(sight.after)) is not None


_ROUNDS = frozenset({"نهائي", "نهايي", "النهائي", "النهايي"})


def is_weak_word(sight: Sight) -> bool:
    """A word with other meanings (``ست`` ``ربع`` ``واحد``) that counts nothing here."""
    quantity = sight.quantity
    if quantity.noun is not None and quantity.noun.singular == "دفعة" and quantity.value == 1:
        return True
    single = quantity.number_last - quantity.number == 1 and sight.key(quantity.number) in _AMBIGUOUS
    if single and sight.after in _ROUNDS:
        return True  # ``إلى نصف نهائي الكأس``
    half_period = single and sight.key(quantity.number_last).startswith("ال") and quantity.form == "number"
    if half_period and quantity.noun is not None and quantity.noun.kind == "duration":
        return True  # ``نصف السنة المالية``
    led = sight.modified or sight.before in _LEADING or sight.after in {"منهم", "منهن"}
    of_each = sight.key(quantity.last + 1) == "كل"  # ``واحد من كل خمسة``
    led = led or (sight.after in {"من", "منها"} and (of_each or not sight.key(quantity.number).startswith("واحد")))
    return single and quantity.noun is None and quantity.form == "number" and not sight.alone and not led


def is_pointing_dual(sight: Sight) -> bool:
    """A dual that points back, that stands by another dual, or that names who speaks."""
    if sight.quantity.form != "dual":
        return False
    before = sight.before
    if before in words_of("pointing") or nouns.is_dual(before):
        return True
    speaker = sight.quantity.noun is not None and fold_known(sight.quantity.noun.singular) in words_of("person_source")
    return speaker and (before in words_of("reporting") or before[1:] in words_of("reporting"))


def is_score(sight: Sight) -> bool:
    """``فاز 3-1``."""
    if sight.quantity.form != "range" or sight.quantity.noun is not None or (sight.quantity.value or 0) > 20:
        return False
    first = sight.quantity.first
    near = [sight.key(place) for place in range(max(0, first - 6), first)]
    return sight.key(sight.quantity.number_last) == "-" and any(in_role(key, "score") for key in near)


GUARDS: tuple[Callable[[Sight], bool], ...] = (
    is_phone, is_time, is_date, is_year, is_identifier, is_ordinal, is_enumerator, is_weak_word, is_pointing_dual,
    is_score,
)  # fmt: skip
"""Each says of a quantity that it is no figure."""


def is_figure(words: Sequence[Word], quantity: Quantity) -> bool:
    """Whether a quantity is a figure of its text: no guard knows it as something else."""
    sight = Sight(words, quantity)
    for guard in GUARDS:  # noqa: SIM110 - a generator would be resumed for each guard of each number
        if guard(sight):
            return False
    return True
