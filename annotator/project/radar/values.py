"""Rule ``value``: the value of a figure and the number in its words are at odds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from annotator.core.arabic import fold
from annotator.core.command import ChangeSpan
from annotator.core.i18n import N_
from annotator.core.numbers import NumberValue, parse_number
from annotator.core.quantities import is_quantity_word
from annotator.core.span import Span, Value
from annotator.project.radar.amounts import number
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet
from annotator.project.reading import figure_reading

_EXACT, _FRACTION = 1e-6, 0.02
"""How far apart two values may be: whole numbers not at all, a third may be written as 0.33."""
_DIGITS = re.compile(r"(\d{1,15})(?: (\w+))?")
_READ = ("value", "value_max", "bound")


@lru_cache(maxsize=100_000)
def _written(words: str) -> NumberValue | None:
    return parse_number(words)


def values(sheet: Sheet) -> Iterator[Finding]:
    """Figures whose words say another number than their value, read alone and read in their sentence."""
    for span in sheet.spans:
        if span.label not in sheet.ground.counting or number(span.attributes.get("value")) is None:
            continue
        words = span.covered(sheet.text)
        if _plainly(words, span):
            continue
        written = _written(words)
        if written is not None and _agree(span, written.value, written.value_max):
            continue
        read = figure_reading(sheet.text, span.start, span.end)
        if read.get("value") is None or _agree(span, number(read["value"]), number(read.get("value_max"))):
            continue
        yield sheet.finding(
            "value", "error", span, N_("the text says %(read)s, the value is %(value)s"),
            ("read", _shown(read)), ("value", _shown(span.attributes)),
            key=f"{span.attributes.get('value')} {span.attributes.get('value_max')}", fix=[_as_read(sheet, span, read)],
        )  # fmt: skip


def _plainly(words: str, span: Span) -> bool:
    """Whether the words are the value in digits, alone or with a noun that is no number: most figures are."""
    found = _DIGITS.fullmatch(words)
    if found is None or span.attributes.get("value_max") is not None:
        return False
    return int(found[1]) == span.attributes.get("value") and not _counts_on(found[2] or "")


@lru_cache(maxsize=100_000)
def _counts_on(word: str) -> bool:
    """Whether a word behind a number may belong to it: a quantity itself, or one behind a conjunction."""
    noun = fold(word)
    behind = (noun, noun[1:], noun[2:]) if noun[:1] == "و" else (noun,)
    return any(is_quantity_word(each) or each[:1].isdigit() for each in behind)


def _agree(span: Span, value: float | None, highest: float | None) -> bool:
    given = number(span.attributes.get("value_max"))
    return _same(number(span.attributes.get("value")), value) and (given is None or _same(given, highest))


def _same(given: float | None, read: float | None) -> bool:
    if given is None or read is None:
        return given is read
    return abs(given - read) <= (_FRACTION if abs(given) < 1 else _EXACT * abs(given))


def _as_read(sheet: Sheet, span: Span, read: Mapping[str, Value]) -> ChangeSpan:
    known = sheet.ground.attributes.get(span.label, {})
    return ChangeSpan(span.id, attributes={name: read.get(name) for name in _READ if name in known})


def _shown(attributes: Mapping[str, Value]) -> str:
    shown = [f"{each:.15g}" for name in _READ[:2] if (each := number(attributes.get(name))) is not None]
    return "–".join(shown)
