"""Rows of JSON that tools export: their text, their spans in some unit, and documents made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats.base import Facts, Loss, Reading, ReadOptions, WriteReport
from annotator.formats.jsontext import first_keys
from annotator.formats.offsets import AS_ONE, CRLF_AS_ONE, UNITS, Offsets
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
Rows = Callable[[], Iterator[Row]]
"""The rows of a file, from the first, at each call."""


def whole_number(value: object) -> int:
    """An offset.

    Raises:
        UserError: it is none.
    """
    if isinstance(value, float) and value.is_integer():  # as tools write that keep tables of numbers
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError("“%(value)s” is no offset", value=str(value)[:40])
    return value


def plain_value(value: object) -> Value:
    """A JSON value as an attribute's value."""
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


class Units:
    """Finds the unit under which all spans of a file lie right, row by row.

    Covered texts decide; without them, only rows with wide characters before a span can tell, by word edges.
    """

    def __init__(self, path: Path, agrees: Agrees, units: Sequence[str] = UNITS) -> None:
        self.path = path
        self.agrees = agrees
        self.fitting = list(units)
        self.first_error: UserError | None = None
        self.all_said = True
        self.any = False
        self.differing: set[tuple[str, str]] = set()
        self.tidy: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        """As ``tidy``, of all rows with a CRLF; ``edges`` would be the most."""
        self.edges = 0

    def look(self, row: Row) -> None:
        """Take a row into account."""
        spans = [span for _, own in row.layers for span in own]
        if not spans or not self.fitting:
            return
        self.any = True
        self.all_said = self.all_said and all(span.covered is not None for span in spans)
        places: dict[str, list[tuple[int, int]]] = {}
        for unit in self.fitting:
            try:
                own = self.places(row, unit)
                places[unit] = next((each for each in places.values() if each == own), own)  # kept once
            except UserError as error:
                self.first_error = self.first_error or error
        self.fitting = list(places)
        if "\r\n" in row.text:
            self.edges += 2 * len(spans)
            self.broken.update({unit: _tidy(row.text, own) for unit, own in places.items()})
        different = {pair for pair in combinations(places, 2) if places[pair[0]] != places[pair[1]]}
        self.differing |= different
        if different:
            self.tidy.update({unit: _tidy(row.text, own) for unit, own in places.items()})

    def places(self, row: Row, unit: str) -> list[tuple[int, int]]:
        """The code points of a row's spans.

        Raises:
            UserError: a span lies outside the text, or covers what the file does not say.
        """
        offsets = Offsets(row.text, unit)
        found = []
        for span in (span for _, own in row.layers for span in own):
            start, end = _bounds(self.path, row, offsets, span)
            if span.covered is not None and not self.agrees(row.text[start:end], span.covered):
                message = "%(file)s, line %(line)d: the span covers “%(text)s”, the file says “%(said)s”"
                raise UserError(
                    message, file=self.path, line=row.line, text=row.text[start:end][:60], said=span.covered[:60]
                )
            found.append((start, end))
        return found

    def likely(self) -> list[str]:
        """The units that fit; without covered texts to prove it, bytes only where nothing else does."""
        own = [unit for unit in self.fitting if self.all_said or not unit.startswith("byte")]
        return own or self.fitting

    def one(self) -> str:
        """The one unit.

        Raises:
            UserError: none fits (names the first bad span), or several fit alike.
        """
        if not self.any:
            return "codepoint"
        if not self.fitting and self.first_error is not None:
            raise self.first_error
        best = self.likely()
        if not self.all_said:
            best = [unit for unit in best if self.tidy[unit] == max(self.tidy[each] for each in best)]
            if self.differing & set(combinations(best, 2)):
                message = "%(file)s: offsets may be %(units)s: say which"
                raise UserError(message, file=self.path, units=", ".join(best))
        return best[0]


def unit_of(path: Path, rows: Rows, agrees: Agrees, nominal: str = "") -> str:
    """The unit under which all spans of a file lie right; the ``nominal`` one of a format where it fits.

    Raises:
        UserError: every unit is wrong, or several fit alike.
    """
    if nominal:
        search = Units(path, agrees, (nominal,))
        for row in rows():
            search.look(row)
            if not search.fitting:
                break
        else:
            return nominal
    search = _searched(Units(path, agrees), rows)
    if not search.edges:
        return search.one()
    other = _searched(Units(path, agrees, [f"{unit}{AS_ONE}" for unit in UNITS if unit != "grapheme"]), rows)
    return other.one() if _breaks_better(other, search) else search.one()


def _searched(search: Units, rows: Rows) -> Units:
    for row in rows():
        search.look(row)
    return search


def _breaks_better(other: Units, search: Units) -> bool:
    """Whether a CRLF counts as one: only so the spans fit, or only so all of them lie on the edges of words."""
    if not other.fitting or not search.fitting:
        return bool(other.fitting)
    told = max(other.broken[unit] for unit in other.likely())
    return not search.all_said and told == search.edges > max(search.broken[unit] for unit in search.likely())


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


def _tidy(text: str, places: Iterable[tuple[int, int]]) -> int:
    """How many bounds of spans lie on word edges."""
    count = 0
    for start, end in places:
        count += not _inside_word(text, start) and not text[start : start + 1].isspace()
        count += not _inside_word(text, end) and not text[end - 1 : end].isspace()
    return count


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def documents_of(
    path: Path, rows: Rows, reading: Reading, options: ReadOptions, agrees: Agrees, nominal: str = ""
) -> Iterator[AnnotatedDocument]:
    """The documents of rows, with their offsets converted; the unit is found out first and kept in the facts.

    ``rows`` begins anew at each call, so that no more than one row is held.

    Raises:
        UserError: no unit fits, or not the given one; names the first bad span.
    """
    unit = options.offsets or unit_of(path, rows, agrees, nominal)
    reading.facts.offset_unit = unit.removesuffix(AS_ONE)
    if unit.endswith(AS_ONE):
        reading.problems.append(problem(path.name, CRLF_AS_ONE))
    check = Units(path, agrees)
    del reading.facts.rejected[:]
    for row in rows():
        yield _document(path, row, check.places(row, unit), reading)


def _document(path: Path, row: Row, places: Iterable[tuple[int, int]], reading: Reading) -> AnnotatedDocument:
    rest = iter(places)
    layers = []
    for layer, spans in row.layers:
        own = []
        for each in spans:
            start, end = next(rest)
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
