"""What a figure that a person labelled says: its value, bound, unit and kind, read from its words."""

from __future__ import annotations

from annotator.core.scheme import Scheme, default_of
from annotator.core.span import Value

WINDOW = 400
"""How much text (code points) around a figure is read with it: what is counted may stand behind the span."""


def figure_reading(text: str, start: int, end: int) -> dict[str, Value]:
    """The attributes of the figure at ``[start, end)`` (code points) as the number grammar reads them.

    Of the figures that the grammar finds around it the one that shares most text is meant; where it finds none,
    the number in the words alone is read. Empty where there is no number at all. A pure function.
    """
    from annotator.suggest.figures import suggest_figures

    low, high = _around(text, start, end)
    found = [each for each in suggest_figures(text[low:high]) if each.start + low < end and each.end + low > start]
    if not found:
        return _number_alone(text[start:end])

    def fit(place: int) -> tuple[int, int]:
        first, last = found[place].start + low, found[place].end + low
        return min(last, end) - max(first, start), -place

    return dict(found[max(range(len(found)), key=fit)].attributes)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(text.rfind("\n", 0, start) + 1, start - WINDOW)
    stop = text.find("\n", end, end + WINDOW)
    return low, stop if stop >= 0 else min(len(text), end + WINDOW)


def _number_alone(words: str) -> dict[str, Value]:
    from annotator.core.numbers import parse_number

    number = parse_number(words)
    if number is None:
        return {}
    values: dict[str, Value] = {"value": number.value, "value_max": number.value_max, "bound": number.bound}
    return {name: value for name, value in values.items() if value is not None}


def read_attributes(scheme: Scheme, label: str, text: str, start: int, end: int) -> dict[str, Value]:
    """What a span that a person labelled begins with: its label's defaults, and what can be read from its words."""
    known = scheme.label(label)
    if known is None:
        return {}
    values: dict[str, Value] = {each.name: default_of(each) for each in known.attributes if not each.shown_when}
    defaults: dict[str, Value] = {name: value for name, value in values.items() if value is not None}
    number = known.attribute("value")
    if number is None or number.type != "number":
        return defaults
    read = {
        name: read
        for name, read in figure_reading(text, start, end).items()
        if (asked := known.attribute(name)) is not None and (not asked.choices or read in asked.choices)
    }
    return defaults | read
