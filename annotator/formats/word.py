"""Word documents (``.docx``): their text, paragraph by paragraph. Nothing outside the main part is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.foreign import foreign
from annotator.formats.rows import import_of
from annotator.formats.xml_in import parse

_PART = "word/document.xml"
_MOST = 1 << 28
_PIECES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


_ASIDE = frozenset({"Fallback", "moveFrom"})
"""What says once more what stands elsewhere: a text box for older programs, a passage where it was before."""


class _Paragraphs:
    """Collects text as elements go by. Deleted text and field codes are left out."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.parts: list[str] = []
        self.in_text = self.in_run = self.aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        space, _, local = name.rpartition(" ")
        self.aside += local in _ASIDE
        if self.aside:
            return
        self.in_text += local == "t"
        self.in_run += local == "r"
        if self.in_run and local in _PIECES and space.endswith("/main"):  # outside a run, tabs are where tabs stop
            self.parts.append(_PIECES[local])

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self.aside:
            self.aside -= local in _ASIDE
            return
        self.in_text -= local == "t"
        self.in_run -= local == "r"
        if local == "p":
            self.done.append("".join(self.parts))
            self.parts.clear()

    def text(self, text: str) -> None:
        if self.in_text:
            self.parts.append(text)


def part_of(path: Path) -> bytes:
    """The main part of a Word document.

    Raises:
        UserError: it is none, is encrypted, or unpacks to too much.
    """
    with foreign("%(file)s is no Word document: %(reason)s", file=path), zipfile.ZipFile(path) as archive:
        info = archive.getinfo(_PART)
        if info.file_size > _MOST or info.file_size > 1000 * max(1, info.compress_size):
            raise UserError("%(file)s unpacks to far more than its size", file=path)
        with archive.open(info) as stream:
            data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UserError("%(file)s unpacks to far more than its size", file=path)
    return data


def read(path: Path, options: ReadOptions) -> Reading:
    """Read the text of a Word document."""
    del options
    found = _Paragraphs()
    parse(path, part_of(path), found.start, found.end, found.text)
    text = "\n".join(found.done).strip("\n")
    if not text.strip():
        raise UserError("%(file)s holds no text", file=path)
    facts = Facts(encoding="utf-8")
    document = Document(path.stem, path.stem, text, {"import": import_of(path, facts)})
    return Reading(iter((AnnotatedDocument(document),)), facts=facts)


def sniff(path: Path, head: bytes) -> float:
    """Sure by suffix and zip signature."""
    return 0.95 if path.suffix.lower() == ".docx" and head[:2] == b"PK" else 0.0


FORMAT = Format("docx", "Word document", (".docx",), sniff, read)
