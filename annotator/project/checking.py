"""Checking a project: is the file whole, do the offsets hold, does everything follow the scheme and guidelines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.core.clitics import trim_clitics
from annotator.core.scheme import Scheme, check_value
from annotator.core.span import Span
from annotator.project.project import Project

EDGE = frozenset("“”\"'«»‹›()[]{}،؛:.!؟… \t\n\u00a0")
PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", "‹": "›"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is, or may be, wrong. ``message`` is a gettext id with ``%(name)s`` places."""

    severity: Literal["error", "hint"]
    rule: str
    where: str
    message: str
    arguments: tuple[tuple[str, object], ...] = ()
    span: str = ""


def check(project: Project) -> list[Finding]:
    """Every finding: the file first, then each layer of each document."""
    faults = project.integrity() or project.differences()
    whole = [Finding("error", "integrity", project.path.name, "%(reason)s", (("reason", each),)) for each in faults]
    return whole + list(_documents(project))


def _documents(project: Project) -> Iterator[Finding]:
    scheme = project.queries.scheme()
    for document in project.queries.document_ids():
        text = project.queries.document(document).text
        for layer in project.queries.layers(document):
            for span in project.queries.spans(document, layer.annotator):
                where = f"{document} [{span.start}, {span.end}) {layer.annotator}"
                yield from _offsets(text, span, where)
                yield from _scheme(scheme, span, where)
                yield from edges(text, span, where)


def _offsets(text: str, span: Span, where: str) -> Iterator[Finding]:
    if not 0 <= span.start < span.end <= len(text):
        yield Finding("error", "offsets", where, "the span lies outside the text", span=span.id)


def _scheme(scheme: Scheme, span: Span, where: str) -> Iterator[Finding]:
    label = scheme.label(span.label)
    if label is None:
        arguments = (("label", span.label),)
        yield Finding("error", "scheme", where, "the scheme has no label %(label)s", arguments, span.id)
        return
    for name, value in span.attributes.items():
        attribute = label.attribute(name)
        if attribute is None or check_value(attribute, value):
            message = "%(value)s does not fit the attribute %(attribute)s"
            yield Finding("error", "scheme", where, message, (("value", value), ("attribute", name)), span.id)


def edges(text: str, span: Span, where: str) -> Iterator[Finding]:
    """Clitics, spaces, quotes and punctuation at a span's edge, which the guidelines keep outside (hints)."""
    covered = text[span.start : span.end]
    first, last = covered[0], covered[-1]
    if first in EDGE and not _paired(covered):
        yield Finding("hint", "edge", where, "it begins with %(mark)s", (("mark", first),), span.id)
    elif last in EDGE and not _paired(covered):
        yield Finding("hint", "edge", where, "it ends with %(mark)s", (("mark", last),), span.id)
    elif _begins_a_word(text, span.start) and trim_clitics(text, span.start, span.end) != span.start:
        yield Finding("hint", "clitic", where, "it begins with a conjunction or preposition", (), span.id)


def _paired(covered: str) -> bool:
    """Whether marks at the edge have their other half inside: such pairs are kept."""
    return any(mark in covered and close in covered for mark, close in PAIRS.items())


def _begins_a_word(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()
