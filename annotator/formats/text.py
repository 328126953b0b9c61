"""Plain text: one file, one document. A leading BOM goes, CRLF and CR become LF, nothing else changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Header
from annotator.core.errors import UserError
from annotator.formats.atomic import whole_file
from annotator.formats.base import Facts, Format, Loss, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encodings import decode
from annotator.formats.source import looks_binary, newline_kind, read_bytes
from annotator.formats.wording import span_loss

_STRUCTURED = frozenset({".json", ".jsonl", ".ndjson", ".xmi", ".spacy", ".parquet", ".docx", ".zip"})
"""Files of these names that no other format knows are not taken for texts."""
NEWLINES = {"crlf": "\r\n", "cr": "\r"}


def import_facts(path: Path, facts: Facts) -> dict[str, object]:
    """What a document's metadata keeps of its import, under ``"import"``."""
    pairs = {"file": path.name, "encoding": facts.encoding, "newline": facts.newline, "bom": facts.bom}
    return {"import": {key: value for key, value in pairs.items() if value is not None}}


def read_plain(path: Path, encoding: str = "") -> tuple[str, Facts]:
    """A plain text as it is stored, and what was found out about it.

    Raises:
        UserError: it cannot be read, is empty, or is no text.
    """
    data = read_bytes(path)
    if not data:
        raise UserError("%(file)s is empty", file=path)
    text, name, bom = decode(path, data, encoding)
    facts = Facts(encoding=name, bom=bom, newline=newline_kind(text), offset_unit="codepoint")
    if not text:
        raise UserError("%(file)s is empty", file=path)
    return text.replace("\r\n", "\n").replace("\r", "\n"), facts


def read(path: Path, options: ReadOptions) -> Reading:
    """Read one plain text."""
    text, facts = read_plain(path, options.encoding)
    document = Document(path.stem, path.stem, text, import_facts(path, facts))
    return Reading(iter((AnnotatedDocument(document),)), facts=facts)


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write the bare texts: one document into a file, several into one file with a blank line between."""
    del header
    report = WriteReport(files=[path])
    with whole_file(path) as stream:
        for each in documents:
            stream.write((b"\n\n" if report.documents else b"") + _bytes(each.document, options, report))
            report.documents += 1
            report.losses.extend(_losses(each))
    return report


def _bytes(document: Document, options: WriteOptions, report: WriteReport) -> bytes:
    text = document.text
    facts = document.metadata.get("import")
    if options.newlines and isinstance(facts, dict):
        text = text.replace("\n", NEWLINES.get(str(facts.get("newline")), "\n"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        reason = "half of a character cannot be written in UTF-8 and became U+FFFD"
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", reason, "document"))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")


def _losses(each: AnnotatedDocument) -> Iterator[Loss]:
    reason = "plain text holds no labels"
    for layer in each.layers:
        for span in layer.spans:
            yield span_loss(each.document, layer, span, "dropped", reason)


def sniff(path: Path, head: bytes) -> float:
    """Any text may be plain text, so this is the last resort; only the suffix makes it likely or impossible."""
    if path.suffix.lower() in _STRUCTURED:
        return 0.0
    if looks_binary(head) and head[:2] not in {b"\xff\xfe", b"\xfe\xff"} and b"\x00" not in head[:64]:
        return 0.0
    return 0.5 if path.suffix.lower() in {".txt", ".text"} else 0.1


FORMAT = Format("text", "plain text", (".txt", ".text"), sniff, read, write)
