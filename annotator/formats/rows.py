"""Rows of JSON that tools export: their text, their spans in some unit, and documents made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats.base import Facts, Loss, Reading, ReadOptions, WriteReport
from annotator.formats.jsontext import first_keys
from annotator.formats.offsets import UNITS, Offsets
from annotator.formats.source import looks_binary
from annotator.formats.surrogates import split_pairs, without_halves


@dataclass(slots=True)
class RowSpan:
    """A span as a row has it: bounds in the row's unit, and what the row says it covers."""

    id: str
    start: int
    end: int
    label: str
    covered: str | None = None
    attributes: dict[str, Value] = field(default_factory=dict)
    note: str = ""


@dataclass(slots=True)
class Row:
    """One row on its way to a document; layers' spans before their offsets are converted."""

    line: int
    id: str
    text: str
    metadata: dict[str, object] = field(default_factory=dict)
    layers: list[tuple[Layer, list[RowSpan]]] = field(default_factory=list)
    tokens: list[tuple[int, int]] | None = None


Agrees = Callable[[str, str], bool]


def whole_number(value: object) -> int:
    """An offset.

    Raises:
        UserError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError("“%(value)s” is no offset", value=str(value)[:40])
    return value


def plain_value(value: object) -> Value:
    """A JSON value as an attribute's value."""
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def unit_of(path: Path, rows: Sequence[Row], options: ReadOptions, agrees: Agrees, nominal: str = "") -> str:
    """The unit under which all spans of a file lie right.

    The ``nominal`` unit of a format is taken where it fits. Else covered texts decide; without them, only rows
    with wide characters before a span can tell, by word edges.

    Raises:
        UserError: the given unit, or every unit, is wrong (names the first bad span), or several fit alike.
    """
    if options.offsets:
        _check(path, rows, options.offsets, agrees)
        return options.offsets
    if nominal and _fits(path, rows, nominal, agrees):
        return nominal
    if not any(spans for row in rows for _, spans in row.layers):
        return "codepoint"
    fitting, first_error = [], None
    for unit in UNITS:
        try:
            _check(path, rows, unit, agrees)
            fitting.append(unit)
        except UserError as error:
            first_error = first_error or error
    if not fitting and first_error is not None:
        raise first_error
    return _one_of(path, rows, fitting)


def _fits(path: Path, rows: Sequence[Row], unit: str, agrees: Agrees) -> bool:
    try:
        _check(path, rows, unit, agrees)
    except UserError:
        return False
    return True


def _check(path: Path, rows: Sequence[Row], unit: str, agrees: Agrees) -> None:
    for row in rows:
        offsets = Offsets(row.text, unit)
        for _, spans in row.layers:
            for span in spans:
                covered = row.text[slice(*_bounds(path, row, offsets, span))]
                if span.covered is not None and not agrees(covered, span.covered):
                    message = "%(file)s, line %(line)d: the span covers “%(text)s”, the file says “%(said)s”"
                    raise UserError(
                        message, file=path, line=row.line, text=covered[:60], said=span.covered[:60]
                    )


def _bounds(path: Path, row: Row, offsets: Offsets, span: RowSpan) -> tuple[int, int]:
    try:
        start, end = offsets.to_codepoint(span.start), offsets.to_codepoint(span.end)
    except ValueError as error:
        message = "%(file)s, line %(line)d: %(reason)s"
        raise UserError(message, file=path, line=row.line, reason=error) from error
    if start > end:
        message = "%(file)s, line %(line)d: a span ends before it begins"
        raise UserError(message, file=path, line=row.line)
    return start, end


def _one_of(path: Path, rows: Sequence[Row], units: Sequence[str]) -> str:
    """The one unit, or the one under which spans keep to word edges; they may also all mean the same."""
    places = {unit: _places(path, rows, unit) for unit in units}
    distinct = [unit for unit in units if places[unit] != places[units[0]]]
    if not distinct or _all_said(rows):
        return units[0]
    scores = {tuple(places[unit]): _tidy(rows, places[unit]) for unit in units}
    best = max(scores.values())
    tied = [unit for unit in units if scores[tuple(places[unit])] == best]
    if len({tuple(places[unit]) for unit in tied}) == 1:
        return tied[0]
    message = "%(file)s: offsets may be %(units)s: say which"
    raise UserError(message, file=path, units=", ".join(tied))


def _all_said(rows: Sequence[Row]) -> bool:
    return all(span.covered is not None for row in rows for _, spans in row.layers for span in spans)


def _places(path: Path, rows: Sequence[Row], unit: str) -> list[tuple[int, int]]:
    found = []
    for row in rows:
        offsets = Offsets(row.text, unit)
        found += [_bounds(path, row, offsets, span) for _, spans in row.layers for span in spans]
    return found


def _tidy(rows: Sequence[Row], places: Sequence[tuple[int, int]]) -> int:
    """How many bounds of spans lie on word edges."""
    rest = iter(places)
    count = 0
    for row in rows:
        for start, end in (next(rest) for _, spans in row.layers for _ in spans):
            count += not _inside_word(row.text, start) and not row.text[start : start + 1].isspace()
            count += not _inside_word(row.text, end) and not row.text[end - 1 : end].isspace()
    return count


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def documents_of(
    path: Path, rows: Sequence[Row], reading: Reading, options: ReadOptions, agrees: Agrees, nominal: str = ""
) -> list[AnnotatedDocument]:
    """The documents of rows, with their offsets converted; the unit is found out and kept in the facts."""
    unit = unit_of(path, rows, options, agrees, nominal)
    reading.facts.offset_unit = unit
    return [_document(path, row, unit, reading) for row in rows]


def _document(path: Path, row: Row, unit: str, reading: Reading) -> AnnotatedDocument:
    offsets = Offsets(row.text, unit)
    layers = []
    for layer, spans in row.layers:
        own = []
        for each in spans:
            start, end = _bounds(path, row, offsets, each)
            own.append(Span(each.id, start, end, each.label, each.attributes, note=each.note))
        relations = tuple(_kept(path, row, layer.relations, {span.id for span in own}, reading))
        layers.append(
            Layer(layer.annotator, layer.kind, layer.status, tuple(own), relations, layer.suggestions)
        )
    metadata = {**row.metadata, "import": import_of(path, reading.facts)}
    tokens = tuple(row.tokens) if row.tokens is not None else None
    return AnnotatedDocument(Document(row.id, row.id, row.text, metadata), tuple(layers), tokens)


def _kept(
    path: Path, row: Row, relations: Sequence[Relation], known: set[str], reading: Reading
) -> list[Relation]:
    kept = [each for each in relations if each.head in known and each.tail in known]
    if len(kept) < len(relations):
        message = "%(count)d relations point to spans that are not there"
        count = len(relations) - len(kept)
        reading.problems.append(problem(f"{path.name}:{row.line}", message, count=count))
    return kept


def import_of(path: Path, facts: Facts) -> dict[str, object]:
    """What a document's metadata keeps of its import."""
    pairs = {"file": path.name, "encoding": facts.encoding, "newline": facts.newline, "bom": facts.bom,
             "offset_unit": facts.offset_unit}  # fmt: skip
    return {key: value for key, value in pairs.items() if value is not None}


def exact(covered: str, said: str) -> bool:
    """Agreement to the letter."""
    return covered == said


def loosely(covered: str, said: str) -> bool:
    """Agreement but for white space."""
    return covered == said or covered.split() == said.split() or "".join(covered.split()) == "".join(said.split())


def text_for_json(document: Document, report: WriteReport) -> str:
    """The text as a JSON file of another tool can hold it, as long as it was; a change goes onto the report."""
    if not split_pairs(document.text):
        return document.text
    reason = "halves of characters that a reader would join became U+FFFD"
    report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", reason, "document"))
    return without_halves(document.text)


def keys_of(head: bytes) -> set[str]:
    """The keys of the first objects of JSON lines or of an array, for detection."""
    return set() if looks_binary(head) else first_keys(head)


def metadata_of(row: Mapping[str, Any], taken: frozenset[str]) -> dict[str, object]:
    """A row's further keys."""
    return {key: value for key, value in row.items() if key not in taken}
