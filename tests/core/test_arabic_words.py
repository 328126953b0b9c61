"""The Arabic catalogue is one hand's: one word for one thing, its own punctuation and plural forms, digits 0–9."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "ar"
CATALOGUE = Path(__file__).parents[2] / "resources" / "locale" / "ar" / "LC_MESSAGES" / "raqim.po"

OUTLAWED = {
    r"\bال?(?:أصناف|صنف)\b|للصنف|لصنفها": "label: تصنيف",
    r"مصن(?:ّ|ِّ)ف|واسمين|المُوس": "annotator: موسِّم",
    r"حافة(?! النص)|الحواف|حواف": "boundary: حد",
    r"جواب|أجوبة": "answer: إجابة",
    r"ذِكر|ذكراً": "mention: إشارة",
    r"ادعاء|مزاعم": "claim: قول",
    r"(?<!الحديث عن )خسائر|الخسائر": "loss: فاقد",
    r"رشِّح|ترشيح": "to filter: تصفية",
    r"امتداد": "extent: مدى",
    r"شطر|شق ": "to split: تقسيم",
    r"الترخيص": "licence: رخصة",
    r"\bعينة": "sample: عيّنة",
    r"الإدخال|الهروب|مفتاح الحذف": "keys by what stands on them: Enter, Esc, Delete",
    r"نقاط يونيكود": "code points: نقاط الترميز",
}
"""What is not said, and what is said in its place (docs/glossary.md)."""
UNLIKE = {
    r"[٠-٩٪٫٬]": "digits of the interface are 0–9 (docs/decisions/0005-digits.md)",
    r"[“”]": "quotation marks are « »",
    r"[ء-ي][,;?]": "commas and question marks are ، ؛ ؟",
    r"(?<!بينها) [،؛؟.]": "no space before punctuation",
    r"  ": "one space",
    r"ًا": "tanwin stands on the letter before the alif",
    r"(?<![بل])\u0640|\u0640(?! [%A-Za-z\u200e\u2066]|$)": "tatweel only after ب and ل before what is not Arabic",
}


@pytest.fixture(scope="module")
def said() -> list[tuple[str, tuple[str, ...]]]:
    """Every message with its words, in all plural forms."""
    pofile = pytest.importorskip("babel.messages.pofile")
    with CATALOGUE.open("rb") as file:
        catalogue = pofile.read_po(file, locale="ar")
    found = []
    for each in catalogue:
        key = each.id if isinstance(each.id, str) else each.id[0]
        if key:
            found.append((key, (each.string,) if isinstance(each.string, str) else tuple(each.string)))
    return found


def _against(said: Sequence[tuple[str, tuple[str, ...]]], rules: dict[str, str]) -> Iterator[str]:
    for pattern, why in rules.items():
        for key, forms in said:
            yield from (f"{key!r}: {form!r} ({why})" for form in forms if re.search(pattern, form))


def test_one_thing_has_one_name(said: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(_against(said, OUTLAWED)) == []


def test_the_guide_has_the_same_names() -> None:
    pages = [(place.name, (place.read_text("utf-8"),)) for place in sorted(GUIDE.glob("*.md"))]
    assert pages
    assert [each.partition(": ")[0] for each in _against(pages, OUTLAWED)] == []


def test_digits_and_punctuation_are_the_languages_own(said: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(_against(said, UNLIKE)) == []


def test_a_counted_noun_stands_in_the_case_that_its_number_asks_for(said: list[tuple[str, tuple[str, ...]]]) -> None:
    """After 11–99 the noun has tanwin where it can show it, after 100 never (forms 5 and 4 of the catalogue)."""
    wrong = []
    for key, forms in said:
        if len(forms) == 6:
            counted = {at: re.findall(r"%\(count\)s (\w+)", forms[at]) for at in (4, 5)}
            hundred, eleven = ("".join(counted[at][:1]) for at in (4, 5))
            if hundred.endswith("اً") or (hundred and not hundred.endswith(("ة", "اء")) and eleven == hundred):
                wrong.append(f"{key}: {forms[4]} / {forms[5]}")
    assert not [each for each in wrong if not re.search(r"قُبل|للمحكِّم|منها|في المشروع|يتعذر|في هذه", each)], wrong
