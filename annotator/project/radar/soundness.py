"""Rules ``offsets`` and ``scheme``: a span lies in its text, and has what the scheme knows."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.i18n import N_
from annotator.core.scheme import check_value
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet


def outside(sheet: Sheet) -> Iterator[Finding]:
    """Spans that lie outside the text."""
    length = len(sheet.text)
    for span in sheet.spans:
        if not 0 <= span.start < span.end <= length:
            yield sheet.finding("offsets", "error", span, N_("the span lies outside the text"))


def unknown(sheet: Sheet) -> Iterator[Finding]:
    """Labels, attributes and values that the scheme does not have."""
    known = sheet.ground.attributes
    for span in sheet.spans:
        attributes = known.get(span.label)
        if attributes is None:
            message = N_("the scheme has no label %(label)s")
            yield sheet.finding("scheme", "error", span, message, ("label", span.label), key=span.label)
            continue
        for name, value in span.attributes.items():
            if name not in attributes or check_value(attributes[name], value):
                message = N_("%(value)s does not fit the attribute %(attribute)s")
                said = ("value", value), ("attribute", name)
                yield sheet.finding("scheme", "error", span, message, *said, key=f"{name}={value}")
