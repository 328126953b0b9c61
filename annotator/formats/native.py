"""Native interchange, lossless both ways: JSON lines (``jsonl``) and one JSON value (``json``).

The first line ``{"raqim":1,…}`` carries scheme, entities and annotators; then one document per line. Offsets
are code points. Plain lines ``{"id","text","spans","relations"}`` are read as one layer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from annotator.core.document import AnnotatedDocument, Document, Header
from annotator.core.entity import Entity
from annotator.core.errors import UserError
from annotator.core.scheme import scheme_from_dict, scheme_to_dict
from annotator.formats.atomic import whole_text
from annotator.formats.base import Facts, Format, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.jsontext import first_keys, load_json, loads
from annotator.formats.layers import layer_from, layer_to, plain_layer
from annotator.formats.source import Lines
from annotator.formats.standoff import HASH, Texts, without_text
from annotator.formats.surrogates import rejoined, split_pairs

VERSION = 1


def dumps(value: object) -> str:
    """Compact JSON with Arabic unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# ---- out -------------------------------------------------------------------------------------------------


def header_to(header: Header) -> dict[str, object]:
    """The first line's value."""
    scheme = scheme_to_dict(header.scheme) if header.scheme is not None else None
    entities = [_entity_to(each) for each in header.entities]
    return {"raqim": VERSION, "scheme": scheme, "entities": entities, "annotators": list(header.annotators)}


def _entity_to(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "kind": entity.kind,
        "wikidata": entity.wikidata,
    }


def document_to(each: AnnotatedDocument) -> dict[str, object]:
    """One document's value. ``tokens`` and ``sentences`` only where the document carries them."""
    document = each.document
    value: dict[str, object] = {"id": document.id, "name": document.name, "text": document.text}
    if pairs := split_pairs(document.text):
        value["split_pairs"] = pairs
    value["metadata"] = dict(document.metadata)
    value["layers"] = [layer_to(layer) for layer in each.layers]
    extents = {"tokens": each.tokens, "sentences": each.sentences}
    return value | {name: part for name, part in extents.items() if part is not None}


def _count(report: WriteReport, each: AnnotatedDocument) -> None:
    report.documents += 1
    report.spans += sum(len(layer.spans) for layer in each.layers)
    report.relations += sum(len(layer.relations) for layer in each.layers)


def write_lines(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write JSON lines."""
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        stream.write(dumps(header_to(header)) + "\n")
        for each in documents:
            stream.write(dumps(_value(each, options)) + "\n")
            _count(report, each)
    return report


def _value(each: AnnotatedDocument, options: WriteOptions) -> dict[str, object]:
    value = document_to(each)
    return without_text(value) if options.without_text else value


def write_json(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write one JSON value: the first line's keys and ``documents``."""
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        stream.write(dumps(header_to(header))[:-1] + ',"documents":[')
        _write_array(documents, stream, report, options)
        stream.write("]}\n")
    return report


def _write_array(
    documents: Iterable[AnnotatedDocument], stream: TextIO, report: WriteReport, options: WriteOptions
) -> None:
    for each in documents:
        stream.write(("\n" if report.documents == 0 else ",\n") + dumps(_value(each, options)))
        _count(report, each)
    stream.write("\n")


# ---- in --------------------------------------------------------------------------------------------------


def header_from(value: Mapping[str, Any]) -> Header:
    """The header that a first line's value describes.

    Raises:
        UserError: it is of a newer version or describes no header.
    """
    version = value.get("raqim")
    if not isinstance(version, int) or version > VERSION:
        raise UserError("written by a newer version (%(version)s)", version=version)
    try:
        return Header(
            scheme=scheme_from_dict(value["scheme"]) if value.get("scheme") else None,
            entities=tuple(_entity_from(each) for each in value.get("entities") or ()),
            annotators=tuple(str(each) for each in value.get("annotators") or ()),
        )
    except MALFORMED as error:
        raise UserError("not a header: %(reason)s", reason=why(error)) from error


def _entity_from(value: Mapping[str, Any]) -> Entity:
    return Entity(
        str(value["id"]),
        str(value["name"]),
        tuple(str(each) for each in value.get("aliases") or ()),
        str(value.get("kind") or ""),
        str(value.get("wikidata") or ""),
    )


def document_from(value: object, otherwise: str, texts: Texts | None = None) -> AnnotatedDocument:
    """The document that a line's value describes; ``otherwise`` is its id where it has none.

    ``texts`` has the texts of documents that stand off from them.

    Raises:
        UserError: it describes no document, or its offsets or covered texts are wrong.
    """
    if isinstance(value, dict) and HASH in value and "text" not in value:
        value = {**value, "text": (texts or Texts("")).text_of(value)}
        value["split_pairs"] = split_pairs(value["text"])
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise UserError("not a document: it has no text")
    try:
        return _document(value, otherwise)
    except MALFORMED as error:
        raise UserError("not a document: %(reason)s", reason=why(error)) from error


def _document(value: dict[str, Any], otherwise: str) -> AnnotatedDocument:
    text = value["text"] if HASH in value else rejoined(value["text"], value.get("split_pairs") or ())
    name = value.get("id")
    own = otherwise if name is None or name == "" else str(name)
    document = Document(own, str(value.get("name") or own), text, dict(value.get("metadata") or {}))
    if "layers" in value:
        layers = tuple(layer_from(each, text) for each in value["layers"])
    else:
        layers = (plain_layer(value, text),) if "spans" in value or "relations" in value else ()
    return AnnotatedDocument(
        document, layers, _extents(value.get("tokens"), text), _extents(value.get("sentences"), text)
    )


def _extents(value: object, text: str) -> tuple[tuple[int, int], ...] | None:
    if not isinstance(value, list):
        return None
    extents = tuple((int(start), int(end)) for start, end in value)
    if any(not 0 <= start <= end <= len(text) for start, end in extents):
        raise WrongValueError("a token or sentence lies outside the text")
    return extents


def _at(path: Path, line: int, error: UserError) -> UserError:
    return UserError("%(file)s, line %(line)d: %(reason)s", file=path, line=line, reason=error)


def read_lines(path: Path, options: ReadOptions) -> Reading:
    """Open JSON lines; the header is read at once, documents as they are asked for."""
    lines = Lines(path)
    rest = ((number, line) for number, line in lines if line.strip())
    first = next(rest, None)
    header = Header()
    start: list[tuple[int, str]] = []
    if first is not None:
        try:
            value = loads(first[1])
            header = header_from(value) if isinstance(value, dict) and "raqim" in value else header
        except UserError as error:
            raise _at(path, first[0], error) from error
        if not (isinstance(value, dict) and "raqim" in value):
            start = [first]
    facts = Facts(encoding="utf-8", newline=lines.newline, bom=lines.bom, offset_unit="codepoint")
    return Reading(_documents(path, start, rest, Texts(options.text_from)), header, facts=facts)


def _documents(
    path: Path, start: list[tuple[int, str]], rest: Iterator[tuple[int, str]], texts: Texts
) -> Iterator[AnnotatedDocument]:
    for lines in (start, rest):
        for number, line in lines:
            try:
                yield document_from(loads(line), f"{path.stem}-{number}", texts)
            except UserError as error:
                raise _at(path, number, error) from error


def read_json(path: Path, options: ReadOptions) -> Reading:
    """Read one JSON value: the native object, an array of documents, or a single document."""
    value, facts = load_json(path)
    header = Header()
    if isinstance(value, dict) and "raqim" in value:
        header = header_from(value)
        value = value.get("documents") or []
    values = value if isinstance(value, list) else [value]
    return Reading(_array(path, values, Texts(options.text_from)), header, facts=facts)


def _array(path: Path, values: list[object], texts: Texts) -> Iterator[AnnotatedDocument]:
    for number, value in enumerate(values, 1):
        try:
            yield document_from(value, f"{path.stem}-{number}", texts)
        except UserError as error:
            raise UserError(
                "%(file)s, document %(number)d: %(reason)s", file=path, number=number, reason=error
            ) from error


# ---- detection -------------------------------------------------------------------------------------------


def sniff_lines(path: Path, head: bytes) -> float:
    """Sure of the header line; likely where lines have our keys."""
    del path
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if first.startswith((b'{"raqim":', b'{"raqim" :')):
        return 1.0 if b'"documents":[' not in first[:2000] or b"\n" not in first else 0.9
    keys = first_keys(first) if first[:1] == b"{" else set()
    ours = {"text", "layers"} <= keys or {"id", "text", "spans", "relations"} <= keys or {"sha256", "layers"} <= keys
    if not ours and {"id", "text", "spans"} <= keys and not keys & _PRODIGYS:
        return 0.75
    return 0.85 if ours else 0.0


_PRODIGYS = frozenset({"_input_hash", "_task_hash", "_session_id", "_view_id", "answer", "tokens", "meta"})
"""Keys of Prodigy's lines, which are of nearly the same shape."""


def sniff_json(path: Path, head: bytes) -> float:
    """Sure of the native object; an array of our documents is likely."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.suffix.lower() == ".jsonl":
        return 0.0
    if first.startswith(b'{"raqim":') and b'"documents":[' in head[: 1 << 16]:
        return 1.0
    keys = (b'"text"', b'"layers"')
    return 0.6 if first[:1] in {b"[", b"{"} and all(key in head for key in keys) else 0.0


LINES = Format("jsonl", "native JSON lines", (".jsonl",), sniff_lines, read_lines, write_lines)
JSON = Format("json", "native JSON", (".json",), sniff_json, read_json, write_json)
