"""WebAnno TSV 3.3, written: one document per file; spans that cut tokens go out as sub-tokens.

Sentences end at line breaks only, for the format does not store what stands between them: so the text comes
back as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.span import Relation, Span
from annotator.formats.atomic import write_text
from annotator.formats.base import Loss, WriteOptions, WriteReport
from annotator.formats.extras import FEATURE, extra_of, sayable
from annotator.formats.files import one_per_file
from annotator.formats.offsets import Offsets
from annotator.formats.typed import RELATION_TYPE, SPAN_TYPE
from annotator.formats.wording import (
    UNTOKENED,
    Extent,
    first_layer,
    further_layers,
    relation_losses,
    span_loss,
    word_extents,
)

At = Callable[[int], int]
EMPTY = "WebAnno TSV holds no document without tokens"
LEADING = "white space before the first word, or in front of a line, becomes blanks"
SURROGATE = "half of a character became U+FFFD"
_SURROGATE = re.compile("[\ud800-\udfff]")
_VALUE = re.compile(r"[\\\[\]|_;\t\n*]|->")
_TEXT = {"\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b", "\\": "\\\\"}
_TEXT_PATTERN = re.compile(r"[\x00-\x1f\\]")


@dataclass(slots=True)
class _Row:
    name: str
    start: int
    end: int
    spans: list[int] = field(default_factory=list)


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder of TSV files, or one file for one document; the first layer of each is taken."""
    del header, options
    report = WriteReport()
    one_per_file(documents, path, ".tsv", report, lambda each, file: _write_one(each, file, report))
    return report


def _write_one(each: AnnotatedDocument, file: Path, report: WriteReport) -> bool:
    text = _SURROGATE.sub("\ufffd", each.document.text)
    tokens = word_extents(text)
    report.losses.extend(further_layers(each))
    if not tokens:
        report.losses.append(_document_loss(each.document, "dropped", EMPTY))
        return False
    if text != each.document.text:
        report.losses.append(_document_loss(each.document, "changed", SURROGATE))
    write_text(file, _File(each, text, tokens, report).content())
    return True


def _document_loss(document: Document, action: str, reason: str) -> Loss:
    kind = "dropped" if action == "dropped" else "changed"
    return Loss(document.id, "", "", "", 0, 0, "", kind, reason, "document")  # type: ignore[arg-type]  # narrowed


class _File:
    """One document on its way into a file."""

    def __init__(
        self, each: AnnotatedDocument, text: str, tokens: list[Extent], report: WriteReport
    ) -> None:
        self.each, self.text, self.tokens, self.report = each, text, tokens, report
        self.layer = first_layer(each) or Layer("")
        self.offsets = Offsets(text, "utf16")
        self.begins = [start for start, _ in tokens]
        self.ends = [end for _, end in tokens]
        self.spans: list[Span] = []
        self.lines = self._lines()
        self.rows = self._rows()

    def content(self) -> str:
        """The file."""
        features = sorted({
            key for span in self.spans for key, value in span.attributes.items() if sayable(key, value)
        })  # fmt: skip
        extras = [extra_of(span) for span in self.spans]
        features += [FEATURE] if any(extras) else []
        relations = self._relations()
        head = ["#FORMAT=WebAnno TSV 3.3", "|".join([f"#T_SP={SPAN_TYPE}", "value", *features])]
        head += [f"#T_RL={RELATION_TYPE}|value|BT_{SPAN_TYPE}"] if relations else []
        body = self._body(features, extras, relations)
        self.report.spans += len(self.spans)
        return "\n".join(head) + "\n\n\n" + "\n\n".join(body) + "\n"

    def _lines(self) -> list[tuple[int, int, str]]:
        """First token, last token + 1 and text of every line."""
        breaks = [0]
        for place in range(1, len(self.tokens)):
            gap = self.text[self.ends[place - 1] : self.begins[place]]
            line = gap.rfind("\n")
            if line >= 0 and not gap[line + 1 :].strip(" "):
                breaks.append(place)
        found = []
        for first, last in zip(breaks, [*breaks[1:], len(self.tokens)], strict=True):
            end = self.text.rfind("\n", 0, self.begins[last]) if last < len(self.tokens) else len(self.text)
            found.append((first, last, self.text[self.begins[first] : end]))
        if self.text[: self.begins[0]].strip(" "):
            self.report.losses.append(_document_loss(self.each.document, "changed", LEADING))
        return found

    def _rows(self) -> list[list[_Row]]:
        """For every token its row and, behind it, its sub-token rows."""
        owners = [line for line, (first, last, _) in enumerate(self.lines) for _ in range(first, last)]
        rows = [
            [_Row(f"{owners[place] + 1}-{place - self.lines[owners[place]][0] + 1}", *extent)]
            for place, extent in enumerate(self.tokens)
        ]
        for span in self.layer.spans:
            self._put(span, rows)
        return rows

    def _put(self, span: Span, rows: list[list[_Row]]) -> None:
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.begins, span.end)
        if first >= last:
            self.report.losses.append(span_loss(self.each.document, self.layer, span, "dropped", UNTOKENED))
            return
        number = len(self.spans)
        self.spans.append(span)
        start, end = max(span.start, self.begins[first]), min(span.end, self.ends[last - 1])
        if (start, end) != (span.start, span.end) and not span.fragments:
            reason = "white space at its ends is in no token"
            self.report.losses.append(span_loss(self.each.document, self.layer, span, "moved", reason))
        elif span.fragments:
            reason = "the pieces are joined to one for other readers"
            self.report.losses.append(span_loss(self.each.document, self.layer, span, "merged", reason))
        for place in range(first, last):
            piece = (max(start, self.begins[place]), min(end, self.ends[place]))
            self._row_for(rows[place], piece).spans.append(number)

    @staticmethod
    def _row_for(rows: list[_Row], piece: Extent) -> _Row:
        for row in rows:
            if (row.start, row.end) == piece:
                return row
        rows.append(_Row(f"{rows[0].name}.{len(rows)}", *piece))
        return rows[-1]

    def _relations(self) -> dict[int, list[tuple[Relation, int]]]:
        """By the number of the tail's span: relations with the number of their head's."""
        numbers = {span.id: number for number, span in enumerate(self.spans)}
        found: dict[int, list[tuple[Relation, int]]] = {}
        for relation in self.layer.relations:
            head, tail = numbers.get(relation.head), numbers.get(relation.tail)
            if head is None or tail is None:
                self._lost(relation, "one of its ends could not be written")
                continue
            if relation.attributes:
                self._lost(relation, "its attributes are not written")
            found.setdefault(tail, []).append((relation, head))
            self.report.relations += 1
        return found

    def _lost(self, relation: Relation, reason: str) -> None:
        one = Layer(self.layer.annotator, self.layer.kind, spans=self.layer.spans, relations=(relation,))
        self.report.losses.extend(relation_losses(self.each, one, reason))

    def _body(
        self, features: Sequence[str], extras: Sequence[str], relations: dict[int, list[tuple[Relation, int]]]
    ) -> list[str]:
        begins: dict[int, str] = {}
        for row in (row for rows in self.rows for row in rows):
            for number in row.spans:
                begins.setdefault(number, row.name)
        cells = _Cells(self.spans, features, extras, relations, begins)
        blocks = []
        for first, last, text in self.lines:
            lines = [f"#Text={_escaped_text(text)}"]
            lines += [self._line(row, cells) for rows in self.rows[first:last] for row in rows]
            blocks.append("\n".join(lines))
        self.report.tokens += len(self.tokens)
        return blocks

    def _line(self, row: _Row, cells: _Cells) -> str:
        place = f"{self.offsets.from_codepoint(row.start)}-{self.offsets.from_codepoint(row.end)}"
        return "\t".join([row.name, place, self.text[row.start : row.end], *cells.of(row), ""])


@dataclass(slots=True)
class _Cells:
    """The annotation columns of rows."""

    spans: Sequence[Span]
    features: Sequence[str]
    extras: Sequence[str]
    relations: dict[int, list[tuple[Relation, int]]]
    begins: dict[int, str]

    def of(self, row: _Row) -> list[str]:
        """The columns of one row."""
        empty = ["_"] * (1 + len(self.features)) + (["_", "_"] if self.relations else [])
        if not row.spans:
            return empty
        cells = ["|".join(self._value(number, feature) for number in row.spans) for feature in ("", *self.features)]
        return cells + (self._relation_cells(row) if self.relations else [])

    def _value(self, number: int, feature: str) -> str:
        span = self.spans[number]
        value: object = span.label if not feature else span.attributes.get(feature)
        if feature == FEATURE:
            value = self.extras[number]
        elif feature and not sayable(feature, span.attributes.get(feature)):
            value = None
        return f"{_escaped_value(str(value)) if value else '*'}[{number + 1}]"

    def _relation_cells(self, row: _Row) -> list[str]:
        own = [
            (relation, head, number)
            for number in row.spans if self.begins[number] == row.name
            for relation, head in self.relations.get(number, ())
        ]  # fmt: skip
        if not own:
            return ["_", "_"]
        kinds = "|".join(_escaped_value(relation.type) for relation, _, _ in own)
        return [kinds, "|".join(f"{self.begins[head]}[{head + 1}_{tail + 1}]" for _, head, tail in own)]


def _escaped_value(value: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return {"\t": "\\t", "\n": "\\n"}.get(match[0], f"\\{match[0]}")

    return _VALUE.sub(escape, _SURROGATE.sub("\ufffd", value).replace("\r", " "))


def _escaped_text(text: str) -> str:
    return _TEXT_PATTERN.sub(lambda match: _TEXT.get(match[0], f"\\{match[0]}"), text)
