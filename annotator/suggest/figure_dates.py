"""Numbers that tell when: days, years, clock times, and scores, which are written like times."""

from __future__ import annotations

from annotator.core.number_words import class_of, is_number_word
from annotator.suggest.figure_sight import Sight, bare, counts_before, in_role, words_of

_YEAR_JOINTS = frozenset({"و", "الي", "-", "–", "او", "،", "/", "حتي"})


def like_year(value: float | None) -> bool:
    """Whether a number could be a year of our era in the news."""
    return value is not None and value == int(value) and 1800 <= value <= 2050


def is_time(sight: Sight) -> bool:
    """``الساعة 5``, ``12:30``, ``5 مساءً``; scores and ratios ``2:1`` too."""
    if _beside_colon(sight):
        return True
    if sight.known_noun:
        return False
    clock = {bare(sight.key(sight.quantity.number - step)) for step in (1, 2)}
    if "ساعه" in clock and sight.key(sight.quantity.number - 1) != "ساعه":
        return True
    after = sight.after == "ب" and "توقيت" in sight.key(sight.quantity.last + 1)
    return (sight.quantity.value or 99) <= 24 and (after or sight.after in words_of("clock_after"))


def _beside_colon(sight: Sight) -> bool:
    words, first, last = sight.words, sight.quantity.number, sight.quantity.number_last
    if sight.key(last) == ":" and words[last].glued and last + 1 < len(words) and words[last + 1].glued:
        return bool(words[last + 1].digits)
    between = sight.key(first - 1) == ":" and words[first].glued and words[first - 1].glued
    return between and first > 1 and bool(words[first - 2].digits)


def is_date(sight: Sight) -> bool:
    """A day of a month, a date in digits, a day's number."""
    value = sight.quantity.value
    if _slashed_date(sight) or _dashed_date(sight):
        return True
    if value is None or value > 31 or value != int(value):
        return False
    return _month_follows(sight, sight.quantity.number_last) or (
        sight.quantity.noun is None
        and in_role(sight.before, "day")
        and sight.quantity.form == "number"
        and not (sight.before in {"اليوم", "امس"} and sight.after == "من")
    )


def _month_follows(sight: Sight, place: int) -> bool:
    for _ in range(4):
        key = sight.key(place)
        if _month(sight, place) or key in {"الشهر", "الجاري"}:
            return True
        joins = key in {"و", "-", "–", "الي", "حتي", "وحتي", "والي", "من", "/", "ل", "او", "،"}
        number = place < len(sight.words) and class_of(sight.words[place]) in {"digits", "unit", "ten10", "ten"}
        if not joins and not number:
            return False
        place += 1
    return _month(sight, place)


def _month(sight: Sight, place: int) -> bool:
    key = sight.key(place)
    return key in words_of("month") or (key == "شهر" and _month(sight, place + 1))


def _slashed_date(sight: Sight) -> bool:
    """``12/5/2020``, ``2011/2012`` and, in a sentence, ``12/5``."""
    words, quantity = sight.words, sight.quantity
    first, last = quantity.number, quantity.number_last
    if sight.key(first - 1) == "/":
        return True
    if sight.key(last) == "/" and last + 1 < len(words) and words[last + 1].digits:
        return True
    if last - first != 3 or sight.key(first + 1) != "/":
        return False
    top, below = (abs(words[place].number or 0) for place in (first, first + 2))
    both_years = like_year(top) or like_year(below)
    return not sight.known_noun and (both_years or (not sight.alone and top <= 31 and below <= 31))


def _dashed_date(sight: Sight) -> bool:
    """``2020-05-12``, ``2011-2012``; a row of three numbers with dashes is no quantity."""
    words, first, last = sight.words, sight.quantity.number, sight.quantity.last
    if sight.quantity.value_max is not None and like_year(sight.quantity.value) and like_year(sight.quantity.value_max):
        return not sight.known_noun
    for dash, number in ((last, last + 1), (first - 1, first - 2)):
        beside = 0 <= number < len(words) and words[number].digits and sight.key(dash) in {"-", "–", "—"}
        if beside and words[max(dash, number)].glued:
            return not sight.known_noun
    return False


def is_year(sight: Sight) -> bool:
    """A number that a year's word announces, or four digits that stand for a year."""
    quantity, value = sight.quantity, sight.quantity.value
    if value is None or value != int(value) or quantity.form not in {"number", "range"} or value < 0:
        return False
    if sight.after in {"ه", "هجريه", "هجري", "هجرية"} and 1 <= value <= 1500:
        return True
    if quantity.noun is None and sight.in_digits and _names_a_war(sight):
        return like_year(value) or 17 <= value <= 99
    if like_year(value) and quantity.noun is not None and quantity.noun.singular == "م":
        return True  # ``1940 م``, of our era
    leading = _leading(sight)
    announced = any(in_role(key, "year") for key in leading) or (value >= 1000 and leading[0] in words_of("month"))
    four = sight.in_digits and len(sight.words[quantity.number].digits) == 4
    if announced and not sight.modified:
        return like_year(value) or (quantity.noun is None and sight.in_digits and sight.after != "من")
    if announced and like_year(value) and not sight.known_noun:
        return True
    if not four or sight.modified or not like_year(value) or quantity.number_last - quantity.number != 1:
        return False
    if sight.after in {"م", "ه", "ميلاديه", "ميلادي", "هجريه", "هجري"}:
        return True
    noun = quantity.noun
    counted = noun is not None and noun.known and (
        noun.form != "singular" or noun.kind != "count" or noun.singular.endswith("ة") or bool(noun.complement)
    )
    return not counted and not sight.alone and value >= 1900 and not counts_before(sight)


def _names_a_war(sight: Sight) -> bool:
    """``حرب 1967``, ``وحرب 48``, ``حدود 67``."""
    return bare(sight.before) in words_of("war") or in_role(sight.before, "war")


def _leading(sight: Sight) -> list[str]:
    """The word before a number, and before the years that it is joined to (``أعوام 2011 و2012``)."""
    place = sight.quantity.number - 1
    if sight.key(place) == "(":
        place -= 1
    keys = [sight.key(place)]
    while place > 1 and sight.key(place) in _YEAR_JOINTS and len(keys) < 8:
        if not sight.words[place - 1].digits and not is_number_word(sight.key(place - 1)):
            break
        place -= 2
        keys.append(sight.key(place))
    return keys
