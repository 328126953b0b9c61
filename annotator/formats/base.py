"""What every format has in common: what reading yields, what writing is asked for, what is lost on the way.

Offsets are code points, half-open, on this side of every format's border.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import Problem, UserError

Action = Literal["cut", "moved", "merged", "dropped", "changed"]
Unit = Literal["codepoint", "utf16", "grapheme", "byte"]
Clitics = Literal["split", "expand", "skip"]
Tags = Literal["bio", "iob1", "bioes", "bilou"]
Nested = Literal["outermost", "columns"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One span or relation that a format cannot hold as it is, and what happens to it.

    ``start`` and ``end`` are its bounds in the document (a relation has those of its head), ``text`` what it
    covers, ``reason`` a gettext id; ``kind`` says what it is.
    """

    document: str
    layer: str
    span_id: str
    label: str
    start: int
    end: int
    text: str
    action: Action
    reason: str
    kind: Literal["span", "relation", "document"] = "span"


MOST_SAMPLES = 20_000
"""So many covered texts are shown of a file; all are counted."""


@dataclass(slots=True)
class Facts:
    """What was found out about a file. Complete only after its documents have been read to the end.

    ``spans``, ``relations`` and ``samples`` hold what `inspect` counts or shows beyond the documents' own layers
    (dependencies, sentences); ``rejected`` the rows that cannot become documents.
    """

    offset_unit: str | None = None
    encoding: str | None = None
    newline: str | None = None
    bom: bool | None = None
    tags: str | None = None
    repairs: int = 0
    documents: int | None = None
    spans: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[str, str | None]] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """An opened file: iterate ``documents`` once; ``problems`` and ``facts`` fill meanwhile."""

    documents: Iterator[AnnotatedDocument]
    header: Header = field(default_factory=Header)
    problems: list[Problem] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about a file. Everything empty is found out.

    ``text_column``, ``id_column`` and ``date_column`` name columns of tables; ``text_from`` is the folder or
    file with the texts that a stand-off file without text belongs to.
    """

    encoding: str = ""
    offsets: str = ""
    text_column: str = ""
    id_column: str = ""
    label_column: str = ""
    date_column: str = ""
    text_from: str = ""
    comments: bool = False


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write: scheme of tags, what to do at clitics, where nested spans go.

    ``docstart`` is how CoNLL marks documents: the four-column form that other readers know (``plain``),
    with the document's id in it (``id``), or not at all (``none``). ``newlines`` restores the line ends that
    a plain text was imported with. ``splits`` maps document ids to ``train``, ``dev`` or ``test``.
    """

    tags: Tags = "bio"
    clitics: Clitics = "split"
    nested: Nested = "outermost"
    docstart: Literal["plain", "id", "none"] = "plain"
    without_text: bool = False
    newlines: bool = False
    splits: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class WriteReport:
    """What writing did: how much was written, and every loss."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    tokens: int = 0
    losses: list[Loss] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


Sniff = Callable[[Path, bytes], float]
Read = Callable[[Path, ReadOptions], Reading]
Write = Callable[[Iterable[AnnotatedDocument], Header, Path, WriteOptions], WriteReport]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, what it can do, and how. ``extra`` is the pip extra that it needs, or nothing.

    ``sniff`` says from a file's path and first bytes how sure it is, 0 to 1. ``folder`` formats are folders.
    ``keeps`` says what a written file holds beside spans: ``attributes relations fragments nesting notes
    layers suggestions entities``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    reader: Read | None = None
    writer: Write | None = None
    extra: str = ""
    folder: bool = False
    aliases: tuple[str, ...] = ()
    keeps: frozenset[str] = frozenset()

    @property
    def reads(self) -> bool:
        """Whether files of this format can be imported."""
        return self.reader is not None

    @property
    def writes(self) -> bool:
        """Whether this format can be exported."""
        return self.writer is not None

    def read(self, path: Path, options: ReadOptions = ReadOptions()) -> Reading:
        """Open a file of this format.

        Raises:
            UserError: now or while its documents are read: the file is not of this format, with the place.
        """
        if self.reader is None:
            raise UserError("%(format)s can be written, not read", format=self.title)
        if path.is_dir() and not self.folder:
            raise UserError("%(file)s is a folder, not a file", file=path)
        return self.reader(path, options)

    def write(
        self,
        documents: Iterable[AnnotatedDocument],
        header: Header,
        path: Path,
        options: WriteOptions = WriteOptions(),
    ) -> WriteReport:
        """Write documents with exactly the layers that they carry; the file appears whole or not at all.

        Raises:
            UserError: the place cannot be written, or a library is missing.
        """
        if self.writer is None:
            raise UserError("%(format)s can be read, not written", format=self.title)
        return self.writer(documents, header, path, options)
