"""Rules ``edge`` and ``clitic``: what the guidelines (2.1, 2.2) keep outside of a span."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.clitics import may_be_clitic, trim_clitics
from annotator.core.command import ChangeSpan, Command
from annotator.core.i18n import N_
from annotator.core.span import Span
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet, name_of

EDGE = frozenset("“”\"'«»‹›()[]{}،؛:.!؟… \t\n\u00a0")
_SIGNS = {" ": "␣", "\t": "⇥", "\n": "⏎", "\u00a0": "⍽"}
"""What stands for a blank that would not be seen."""
_OTHER_HALF = {
    "(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "«": "»", "»": "«", "‹": "›", "›": "‹",
    "“": "“”", "”": "“”", '"': '"', "'": "'",
}


def edges(sheet: Sheet) -> Iterator[Finding]:
    """Spans with a space, a quotation mark, a bracket or punctuation at an edge."""
    text = sheet.text
    for span in sheet.spans:
        covered = text[span.start : span.end]
        if covered[:1] not in EDGE and covered[-1:] not in EDGE:
            continue
        if opens_wrongly(covered):
            message, mark = N_("it begins with %(mark)s"), covered[0]
        elif ends_wrongly(covered):
            message, mark = N_("it ends with %(mark)s"), covered[-1]
        else:
            continue
        said = ("mark", _SIGNS.get(mark, mark))
        yield sheet.finding("edge", "hint", span, message, said, key=covered, fix=_trimmed(sheet, span))


def clitics(sheet: Sheet) -> Iterator[Finding]:
    """Spans that begin with a conjunction or preposition written onto the word."""
    message = N_("it begins with a conjunction or preposition")
    for span in _begun_with_clitics(sheet):
        yield sheet.finding("clitic", "hint", span, message, key=span.covered(sheet.text), fix=_trimmed(sheet, span))


def clitic_names(sheet: Sheet) -> Iterator[str]:
    """The names of what `clitics` finds."""
    for span in _begun_with_clitics(sheet):
        yield name_of(span, span.covered(sheet.text))


def _begun_with_clitics(sheet: Sheet) -> Iterator[Span]:
    text = sheet.text
    for span in sheet.spans:
        start = span.start
        if not may_be_clitic(text[start : start + 1]) or (start and text[start - 1].isalnum()):
            continue
        if trim_clitics(text, start, span.end, sheet.counted) != start:
            yield span


def opens_wrongly(covered: str) -> bool:
    """Whether a mark at the beginning belongs outside: it has no other half, or that stands at the very end."""
    if covered[:1] not in EDGE or not covered:
        return False
    halves = _OTHER_HALF.get(covered[0], "")
    return not any(each in halves for each in covered[1:-1])


def ends_wrongly(covered: str) -> bool:
    """Whether a mark at the end belongs outside: it has no other half, or that stands at the very beginning."""
    if covered[-1:] not in EDGE or not covered:
        return False
    halves = _OTHER_HALF.get(covered[-1], "")
    return not any(each in halves for each in covered[1:-1])


def _trimmed(sheet: Sheet, span: Span) -> tuple[Command, ...]:
    """The span without what stands at its edges, where anything remains of it that is not labelled so already."""
    if span.fragments:
        return ()
    text, start, end = sheet.text, span.start, span.end
    while opens_wrongly(text[start:end]):
        start += 1
    while ends_wrongly(text[start:end]):
        end -= 1
    if start < end and (start == 0 or not text[start - 1].isalnum()):
        start = trim_clitics(text, start, end, sheet.counted)
    taken = any((each.start, each.end, each.label) == (start, end, span.label) for each in sheet.spans)
    return (ChangeSpan(span.id, extent=((start, end),)),) if start < end and not taken else ()
