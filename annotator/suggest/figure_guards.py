"""What looks like a quantity and is none: dates, years, times, phone numbers, identifiers, ordinals, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from annotator.core import lexicon, nouns
from annotator.core.arabic import fold
from annotator.core.numerals import class_of, is_number_word
from annotator.core.quantities import Quantity
from annotator.core.words import Word

_AFTER_COUNT = frozenset({"من", "بين", "منهم", "منها", "بينهم", "اخرون", "اخرين", "في", "على", "علي", "قتلوا", "اصيبوا"})
_YEAR_JOINTS = frozenset({"و", "الي", "-", "–", "او", "،", "/", "حتي"})
_OPENING = frozenset("(:\"“”«'[.")
_PHONE_MARKS = frozenset("-.()+/ ")
_AMBIGUOUS = frozenset({
    "ست", "سبع", "خمس", "عشر", "تسع", "ثمان", "اربع", "ثلاث", "تلات", "تلت", "الف", "ميه", "صفر", "نصف", "نص", "ربع",
    "ثلث", "سدس", "واحد", "واحده", "واحدا", "خمسا", "ستا", "سبعا", "عشرا", "تسعا", "مليون", "تمن", "تمان", "الفا",
    "ثماني", "ميتا", "ميتي", "مايتا", "ميتين", "متين", "الفين", "الفي", "ثلثي", "ثلثا", "ستين", "مايه", "مليونا", "مليار",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """A quantity and the words that it stands among."""

    words: Sequence[Word]
    quantity: Quantity

    def key(self, place: int) -> str:
        """The key of the word at a place, empty outside the text."""
        return self.words[place].key if 0 <= place < len(self.words) else ""

    @property
    def modified(self) -> bool:
        """Whether a modifier or a currency's mark stands before the number; a bracket is none."""
        first, number = self.quantity.first, self.quantity.number
        return first < number and not (first == number - 1 and self.key(first) == "(")

    @property
    def before(self) -> str:
        """The word before the number on its line, its modifiers and its article aside."""
        first = self.quantity.first
        return "" if not first or self.words[first].broken else self.words[first - 1].key

    @property
    def after(self) -> str:
        """The word after the quantity on its line."""
        last = self.quantity.last
        return "" if last >= len(self.words) or self.words[last].broken else self.words[last].key

    @property
    def alone(self) -> bool:
        """Whether the text holds nothing but the quantity and marks."""
        inside = range(self.quantity.first, self.quantity.last)
        return all(place in inside or not (word.is_word or word.digits) for place, word in enumerate(self.words))

    @property
    def in_digits(self) -> bool:
        """Whether the number is written in digits."""
        return not self.quantity.spelled and self.words[self.quantity.number].number is not None

    @property
    def known_noun(self) -> bool:
        """Whether a noun that we know, or a percent mark, follows."""
        noun = self.quantity.noun
        return self.quantity.form in {"percent", "ratio"} or (noun is not None and noun.known)


@cache
def words_of(role: str) -> frozenset[str]:
    """The folded words of one role in the table of number contexts."""
    return frozenset(fold(row["word"]) for row in lexicon.rows("number_contexts") if row["role"] == role)


def bare(key: str) -> str:
    """A folded word without conjunction, preposition and article."""
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "لل", "ال"):
        if key.startswith(prefix) and len(key) - len(prefix) >= 3:
            return key[len(prefix) :]
    return key


def _is_year(value: float | None) -> bool:
    return value is not None and value == int(value) and 1800 <= value <= 2100


def _in_role(key: str, role: str) -> bool:
    """Whether a word, or what is left of it behind a clitic, has a role."""
    return key in words_of(role) or (key[:1] in "وفبلك" and key[1:] in words_of(role))


def is_phone(sight: Sight) -> bool:
    """Digit groups of seven digits and more, a long row of digits, or a number after a phone's name."""
    words, place = sight.words, sight.quantity.number
    if not words[place].digits or sight.quantity.form != "number" and sight.quantity.form != "range":
        return False
    digits = words[place].digits
    single = digits.isdigit() and (
        (len(digits) >= 10 and not digits.endswith("000")) or (digits[0] == "0" and len(digits) >= 6)
    )
    return (single and not sight.known_noun) or _in_digit_row(sight)


def _in_digit_row(sight: Sight) -> bool:
    words, first, last = sight.words, sight.quantity.number, sight.quantity.number
    while first > 0 and _of_phone(words[first - 1]) and not words[first].broken:
        first -= 1
    while last + 1 < len(words) and _of_phone(words[last + 1]) and not words[last + 1].broken:
        last += 1
    groups = [word.digits for word in words[first : last + 1] if word.digits]
    if sum(len(group) for group in groups) < 7 or len(groups) < 2:
        return False
    if _thousands(groups) or (sight.quantity.value_max is not None and len(groups) == 2):
        return words[sight.quantity.number].key[0] == "0"
    return len(groups) > 2 or min(map(len, groups)) <= 3 or groups[0][0] == "0"


def _of_phone(word: Word) -> bool:
    return (bool(word.digits) and not word.percent and "," not in word.digits) or word.key in _PHONE_MARKS


def _thousands(groups: Sequence[str]) -> bool:
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and groups[0][0] != "0"


def is_time(sight: Sight) -> bool:
    """``الساعة 5``, ``12:30``, ``5 مساءً``; scores and ratios ``2:1`` too."""
    place, last = sight.quantity.number, sight.quantity.number_last
    if "الساعه" in {bare_article(sight.key(place - step)) for step in (1, 2)} and not sight.known_noun:
        return True
    if sight.key(last) == ":" and sight.words[last].glued and last + 1 < len(sight.words) and sight.words[last + 1].digits:
        return True
    if sight.key(place - 1) == ":" and sight.words[place].glued and place > 1 and sight.words[place - 2].digits:
        return True
    if (sight.quantity.value or 99) > 24 or sight.known_noun:
        return False
    return sight.after in words_of("clock_after") or (sight.after == "ب" and "توقيت" in sight.key(sight.quantity.last + 1))


def bare_article(key: str) -> str:
    """``الساعه`` for ``والساعه``, ``بالساعه`` and the like."""
    return "الساعه" if key in {"الساعه", "والساعه", "بالساعه", "للساعه"} else key


def is_date(sight: Sight) -> bool:
    """A day of a month, a date in digits, a day's number."""
    value = sight.quantity.value
    if _slashed_date(sight) or _dashed_date(sight):
        return True
    if value is None or value > 31 or value != int(value):
        return False
    return _month_follows(sight, sight.quantity.number_last) or (
        sight.quantity.noun is None
        and _in_role(sight.before, "day")
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
    both_years = _is_year(top) or _is_year(below)
    return not sight.known_noun and (both_years or (not sight.alone and top <= 31 and below <= 31))


def _dashed_date(sight: Sight) -> bool:
    """``2020-05-12``, ``2011-2012``; a row of three numbers with dashes is no quantity."""
    words, first, last = sight.words, sight.quantity.number, sight.quantity.last
    if sight.quantity.value_max is not None and _is_year(sight.quantity.value) and _is_year(sight.quantity.value_max):
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
    if sight.in_digits and (bare(sight.before) in words_of("war") or _in_role(sight.before, "war")) and (_is_year(value) or 17 <= value <= 99):
        return quantity.noun is None
    announced = any(_in_role(key, "year") for key in _leading(sight))
    four = sight.in_digits and len(sight.words[quantity.number].digits) == 4
    if announced and not sight.modified:
        return _is_year(value) or (quantity.noun is None and sight.in_digits)
    if announced and _is_year(value) and not sight.known_noun:
        return True
    if not four or not _is_year(value) or quantity.number_last - quantity.number != 1:
        return False
    if sight.after in {"م", "ه", "ميلاديه", "ميلادي", "هجريه", "هجري"}:
        return True
    noun = quantity.noun
    counted = noun is not None and noun.known and (noun.form != "singular" or noun.kind != "count")
    return not counted and not sight.alone and value >= 1900 and not _counts_before(sight)


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


def _counts_before(sight: Sight, from_place: int = 1) -> bool:
    first = sight.quantity.first - from_place + 1
    return any(bare(sight.key(place)) in words_of("count_word") for place in range(max(0, first - 3), first))


def is_identifier(sight: Sight) -> bool:
    """The number of an article, a road, a flight, a model; a number in a name, a hashtag or glued to Latin letters."""
    words, quantity = sight.words, sight.quantity
    first, before = quantity.number, sight.key(quantity.number - 1) if not words[quantity.number].broken else ""
    if before in {"#", "@"} or _in_hashtag(sight) or (before == "+" and words[first].glued) or _glued_to_name(sight):
        return True
    if sight.modified:
        return False
    before = _behind_marks(sight, first - 1)
    if bare(before) == "عدد":
        return quantity.noun is None and not _counts_before(sight, 2)
    if _in_role(before, "identifier") or bare(before) == "رقم":
        return not sight.known_noun or before in {"رقم", "برقم", "الرقم"}
    if sight.known_noun or not sight.in_digits:
        return False
    return before in words_of("model") or (before.isascii() and before.isalpha())


_OPEN_CLITICS = frozenset({"و", "ف", "ب", "ل", "ك", "ال", "لل", "وال", "بال", "فال", "كال", "وب", "ول", "فب", "فل", "من", "ع"})


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
    """The second half of an ordinal (``الخامس عشر``, ``الخمس مئة``), or ``القرن الـ21``."""
    before = sight.before
    if sight.quantity.spelled and before:
        definite = before.startswith("ال") and is_number_word(before[2:])
        ordinal = before.removeprefix("ال") in words_of("ordinal")
        return definite or (ordinal and sight.key(sight.quantity.number) in {"عشر", "عشره"})
    return False


def is_enumerator(sight: Sight) -> bool:
    """``1-`` at the head of a line, ``(1)``, ``[10]``, a note's or a speaker's number."""
    words, quantity = sight.words, sight.quantity
    first, last = quantity.number, quantity.number_last
    if not sight.in_digits or sight.alone or quantity.noun is not None or last != first + 1 or quantity.form == "percent":
        return False
    marked = sight.key(last) in {"-", ".", ")", "–", "/"}
    if words[first].broken and marked and last + 1 < len(words):
        return True
    if sight.key(first - 1) in {"(", "["} and sight.key(last) in {")", "]"}:
        return True
    head = words[first].broken or sight.key(first - 1) == "."
    return (head and sight.after not in _AFTER_COUNT and not _event_follows(sight)) or sight.after == ":"


def _event_follows(sight: Sight) -> bool:
    return bool(sight.after) and nouns.forms().get(bare(sight.after)) is not None


def is_weak_word(sight: Sight) -> bool:
    """A word with other meanings (``ست`` ``ربع`` ``واحد``) that counts nothing here."""
    quantity = sight.quantity
    single = quantity.number_last - quantity.number == 1 and sight.key(quantity.number) in _AMBIGUOUS
    half_period = single and sight.key(quantity.number_last).startswith("ال") and quantity.form == "number"
    if half_period and quantity.noun is not None and quantity.noun.kind == "duration":
        return True  # ``نصف السنة المالية``
    return single and quantity.noun is None and quantity.form == "number" and not sight.alone


def is_pointing_dual(sight: Sight) -> bool:
    """A dual that points back, that stands by another dual, or that names who speaks."""
    if sight.quantity.form != "dual":
        return False
    before = sight.before
    if before in words_of("pointing") or nouns.is_dual(before):
        return True
    speaker = sight.quantity.noun is not None and fold(sight.quantity.noun.singular) in words_of("person_source")
    return speaker and (before in words_of("reporting") or before[1:] in words_of("reporting"))


def is_score(sight: Sight) -> bool:
    """``فاز 3-1``."""
    if sight.quantity.form != "range" or sight.quantity.noun is not None or (sight.quantity.value or 0) > 20:
        return False
    first = sight.quantity.first
    near = [sight.key(place) for place in range(max(0, first - 6), first)]
    return sight.key(sight.quantity.number_last) == "-" and any(_in_role(key, "score") for key in near)


GUARDS: tuple[Callable[[Sight], bool], ...] = (
    is_phone, is_time, is_date, is_year, is_identifier, is_ordinal, is_enumerator, is_weak_word, is_pointing_dual,
    is_score,
)  # fmt: skip
"""Each says of a quantity that it is no figure."""


def is_figure(words: Sequence[Word], quantity: Quantity) -> bool:
    """Whether a quantity is a figure of its text: no guard knows it as something else."""
    sight = Sight(words, quantity)
    return not any(guard(sight) for guard in GUARDS)
