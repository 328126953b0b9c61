"""CSV and TSV: a table of spans that holds its texts too, and tables with a column of texts.

Our own table has a row of kind ``document`` with the whole text, then rows of kind ``span`` and ``relation``. Any
other table is read as one document per row: a column of texts, the others metadata.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Header
from annotator.core.errors import UserError, problem
from annotator.formats.atomic import whole_text
from annotator.formats.base import Facts, Format, Loss, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encodings import decode
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.foreign import foreign
from annotator.formats.jsontext import loads
from annotator.formats.layers import layer_from, layer_to
from annotator.formats.rows import import_of
from annotator.formats.source import head_of, looks_binary, newline_kind, read_bytes, tell_read, unreadable
from annotator.formats.surrogates import without_halves

COLUMNS = ("kind", "document", "layer", "id", "label", "start", "end", "text", "head", "tail", "attributes", "further")
_TEXTS = ("text", "content", "body", "article", "sentence", "النص", "نص", "المحتوى", "المتن")
_IDS = ("id", "doc_id", "document", "document_id", "guid", "url")
_TORN = "half of a character became U+FFFD"
_MOST_FIELD = 1 << 28
_CHUNK = 1 << 19


def _dialect(path: Path, text: str) -> str:
    """The separator: the one of which the first line has most, tab for ``.tsv``."""
    first = text[: text.find("\n")] if "\n" in text else text
    counts = {mark: first.count(mark) for mark in ",;\t|"}
    best = max(counts, key=lambda mark: counts[mark])
    if not counts[best]:
        return "\t" if path.suffix == ".tsv" else ","
    return best


def _rows(path: Path, options: ReadOptions) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]], Facts]:
    head = head_of(path)
    if not head:
        raise UserError("%(file)s is empty", file=path)
    encoding, bom = _encoding(path, head, options.encoding)
    text = head.decode(encoding, "replace")
    facts = Facts(encoding=encoding.removesuffix("-sig"), bom=bom, newline=newline_kind(text), offset_unit="codepoint")
    csv.field_size_limit(_MOST_FIELD)
    lines = _lines(path, encoding, "\r" if facts.newline == "cr" else "\n")
    reader = csv.reader(lines, delimiter=_dialect(path, text.removeprefix("\ufeff")), strict=True)
    with foreign("%(file)s has no row of column names", file=path):
        names = next(reader)
    return names, _dicts(path, reader, names), facts


def _encoding(path: Path, head: bytes, encoding: str) -> tuple[str, bool]:
    """Codec and whether there is a BOM. UTF-8 first, to the end of the file: our own tables hold any character."""
    wide = head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    if not encoding and not wide:
        try:
            for _ in _decoded(path, "utf-8"):
                pass
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8-sig", head.startswith(codecs.BOM_UTF8)
    _, name, bom = decode(path, read_bytes(path), encoding)
    return ("utf-8-sig" if name == "utf-8" else name), bom


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while data := stream.read(_CHUNK):
                tell_read(len(data))
                yield decoder.decode(data)
            yield decoder.decode(b"", final=True)
    except OSError as error:
        raise unreadable(path, error) from error


def _lines(path: Path, encoding: str, mark: str) -> Iterator[str]:
    """The lines with their ends; the reader of tables wants a field's line breaks as they are."""
    rest = ""
    for part in _decoded(path, encoding):
        lines = (rest + part).split(mark)
        rest = lines.pop()
        yield from (line + mark for line in lines)
    if rest:
        yield rest


def _dicts(path: Path, reader: Any, names: list[str]) -> Iterator[tuple[int, dict[str, str]]]:  # noqa: ANN401 - csv's
    while True:
        line = reader.line_num + 1
        with foreign("%(file)s, line %(line)d: %(reason)s", file=path, line=line):
            row = next(reader, None)
        if row is None:
            return
        if not row:
            continue
        if len(row) != len(names):
            message = "%(file)s, line %(line)d: %(count)d columns where %(width)d are expected"
            raise UserError(message, file=path, line=line, count=len(row), width=len(names))
        yield line, dict(zip(names, row, strict=True))


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a table."""
    names, rows, facts = _rows(path, options)
    reading = Reading(iter(()), facts=facts)
    if set(COLUMNS[:8]) <= set(names):
        reading.documents = _span_table(path, rows)
    else:
        reading.documents = _texts(path, names, rows, options, reading)
    return reading


def _texts(
    path: Path,
    names: Sequence[str],
    rows: Iterator[tuple[int, dict[str, str]]],
    options: ReadOptions,
    reading: Reading,
) -> Iterator[AnnotatedDocument]:
    lowered = {name.strip().lower(): name for name in names}
    text = options.text_column or next((lowered[each] for each in _TEXTS if each in lowered), "")
    if text not in names:
        message = "%(file)s has the columns %(names)s: say which holds the texts"
        raise UserError(message, file=path, names=", ".join(names)[:200])
    own = options.id_column or next((lowered[each] for each in _IDS if each in lowered), "")
    seen: set[str] = set()
    for line, row in rows:
        if not row[text]:
            reading.facts.rejected.append(problem(f"{path.name}:{line}", "the row has no text"))
            continue
        name = row.get(own, "") or f"{path.stem}-{line}"
        name = f"{name}-{line}" if name in seen else name
        seen.add(name)
        metadata: dict[str, object] = {key: value for key, value in row.items() if key not in {text, own} and value}
        metadata["import"] = import_of(path, reading.facts)
        yield AnnotatedDocument(Document(name, row.get("title") or name, row[text], metadata))


# ---- our own table ---------------------------------------------------------------------------------------


def _span_table(path: Path, rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[AnnotatedDocument]:
    document: Document | None = None
    layers: dict[str, dict[str, Any]] = {}
    start = 0
    for line, row in rows:
        try:
            if row["kind"] == "document":
                if document is not None:
                    yield _finished(document, layers)
                further = loads(row["further"] or "{}")
                name, layers, start = row["document"], {}, line
                document = Document(name, str(further.get("name", name)), row["text"], further.get("metadata", {}))
            elif document is None or row["document"] != document.id:
                raise WrongValueError("the row is not below that of its document")
            else:
                _collect(row, layers)
        except (UserError, *MALFORMED) as error:
            raise UserError("%(file)s, line %(line)d: %(reason)s", file=path, line=line, reason=why(error)) from error
    if document is not None:
        try:
            last = _finished(document, layers)
        except (UserError, *MALFORMED) as error:
            raise UserError("%(file)s, line %(line)d: %(reason)s", file=path, line=start, reason=why(error)) from error
        yield last


def _collect(row: dict[str, str], layers: dict[str, dict[str, Any]]) -> None:
    layer = layers.setdefault(row["layer"], {"spans": [], "relations": []})
    if row["kind"] == "layer":
        layer |= loads(row["further"])
    elif row["kind"] == "relation":
        layer["relations"].append({"id": row["id"], "type": row["label"], "head": row["head"], "tail": row["tail"],
                                   "attributes": loads(row["attributes"] or "{}")})  # fmt: skip
    elif row["kind"] == "span":
        span = {"id": row["id"], "start": int(row["start"]), "end": int(row["end"]), "label": row["label"]}
        span |= {"attributes": loads(row["attributes"] or "{}"), **loads(row["further"] or "{}")}
        if "fragments" not in span:
            span["text"] = row["text"]
        layer["spans"].append(span)
    else:
        raise WrongValueError("no row is of kind “%(kind)s”", kind=row["kind"][:40])


def _finished(document: Document, layers: dict[str, dict[str, Any]]) -> AnnotatedDocument:
    return AnnotatedDocument(document, tuple(layer_from(each, document.text) for each in layers.values()))


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write the table of spans: every layer of every document, with the texts."""
    del header, options
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        writer = csv.writer(stream, delimiter="\t" if path.suffix == ".tsv" else ",", lineterminator="\n",
                            quoting=csv.QUOTE_ALL)  # fmt: skip
        writer.writerow(COLUMNS)
        for each in documents:
            text = without_halves(each.document.text)
            if text != each.document.text:
                report.losses.append(Loss(each.document.id, "", "", "", 0, 0, "", "changed", _TORN, "document"))
            writer.writerows(_document_rows(each, text, report))
            report.documents += 1
    return report


def _document_rows(each: AnnotatedDocument, text: str, report: WriteReport) -> Iterator[tuple[object, ...]]:
    document = each.document
    about = json.dumps({"name": document.name, "metadata": dict(document.metadata)})
    name = document.id
    yield ("document", name, "", "", "", "", "", text, "", "", "", about)
    for number, layer in enumerate(each.layers):
        value = layer_to(layer)
        own = str(number + 1)
        spans, relations = value.pop("spans"), value.pop("relations")
        assert isinstance(spans, list)
        assert isinstance(relations, list)
        if layer.kind == "suggestion" and layer.suggestions and not layer.spans:
            value |= {"spans": spans, "relations": relations}
            spans, relations = [], []
        yield ("layer", name, own, "", layer.annotator, "", "", "", "", "", "", json.dumps(value))
        for span in spans:
            further = {key: span[key] for key in ("fragments", "note", "unsure", "origin") if key in span}
            yield ("span", name, own, span["id"], span["label"], span["start"], span["end"],
                   text[span["start"] : span["end"]], "", "", json.dumps(span["attributes"], ensure_ascii=False),
                   json.dumps(further) if further else "")  # fmt: skip
        for one in relations:
            yield ("relation", name, own, one["id"], one["type"], "", "", "", one["head"], one["tail"],
                   json.dumps(one["attributes"], ensure_ascii=False), "")  # fmt: skip
        report.spans += len(spans)
        report.relations += len(relations)


def sniff(path: Path, head: bytes) -> float:
    """Likely by suffix, sure of our own column names."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    if first.replace(b"\t", b",").replace(b'"', b"").startswith(b"kind,document,layer,id,label,start,end,text"):
        return 1.0
    if not looks_binary(head) and path.suffix.lower() in {".csv", ".tsv"}:
        names = {name.strip().strip('"').lower() for name in first.decode("utf-8", "replace").replace(";", ",")
                 .replace("\t", ",").split(",")}  # fmt: skip
        return 0.8 if names & set(_TEXTS) and len(names) > 1 else 0.4
    return 0.0


FORMAT = Format(
    "csv", "table of spans (CSV, TSV)", (".csv", ".tsv"), sniff, read, write,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes", "layers", "suggestions"}),
)  # fmt: skip
