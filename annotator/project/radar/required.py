"""Rule ``required``: an attribute is missing that the scheme asks for."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.command import ChangeSpan
from annotator.core.i18n import N_
from annotator.core.scheme import AttributeType
from annotator.core.span import Span
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet
from annotator.project.reading import read_attributes


def required(sheet: Sheet) -> Iterator[Finding]:
    """Spans without an attribute that is required of them, always or by the value of another."""
    asked = sheet.ground.asked
    for span in sheet.spans:
        for attribute in asked.get(span.label, ()):
            if span.attributes.get(attribute.name) is None and is_asked(attribute, span):
                fix = _as_read(sheet, span, attribute)
                message = N_("the attribute %(attribute)s is missing")
                said = ("attribute", attribute.name)
                yield sheet.finding("required", "error", span, message, said, key=attribute.name, fix=fix)


def is_asked(attribute: AttributeType, span: Span) -> bool:
    """Whether an attribute is required of this span."""
    return attribute.required or any(
        span.attributes.get(name) in wanted for name, wanted in attribute.required_when.items()
    )


def _as_read(sheet: Sheet, span: Span, attribute: AttributeType) -> list[ChangeSpan]:
    """The attribute as it is read from the words, or as it is by default, where either is known."""
    read = read_attributes(sheet.ground.scheme, span.label, sheet.text, span.start, span.end).get(attribute.name)
    value = attribute.default if read is None else read
    return [] if value is None else [ChangeSpan(span.id, attributes={attribute.name: value})]
