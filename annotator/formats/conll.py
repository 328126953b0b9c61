"""CoNLL columns, read: 2 to n columns, tab or space, any scheme of tags, nesting layers, a sentence a line.

The text is lost in these files: it is rebuilt with a space between tokens and a line per sentence, and the
document's metadata says so (``reconstructed``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Span
from annotator.formats import conll_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.dialect import BEGIN, FINISH, STOPS, Dialect, dialect_of, is_comment
from annotator.formats.encodings import encoding_of
from annotator.formats.source import Lines, as_utf8, head_of, looks_binary
from annotator.formats.tags import Decoder, bracket_chunks, split_tag
from annotator.formats.text import import_facts

DOCSTART = "-DOCSTART-"
Row = list[str]


@dataclass(slots=True)
class _Builder:
    """One document as it grows, sentence by sentence."""

    name: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    tokens: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, words: Sequence[str], chunks: Sequence[tuple[int, int, str]]) -> None:
        """Append a sentence with its chunks."""
        place = self.length + (1 if self.parts else 0)
        start = place
        extents = []
        for word in words:
            extents.append((place, place + len(word)))
            place += len(word) + 1
        self.tokens.extend(extents)
        self.sentences.append((start, place - 1))
        self.parts.append(" ".join(words))
        self.length = place - 1
        for first, last, label in chunks:
            self.spans.append(Span(f"s{len(self.spans)}", extents[first][0], extents[last - 1][1], label))

    def document(self, metadata: dict[str, object]) -> AnnotatedDocument:
        """The document, whole."""
        return AnnotatedDocument(
            Document(self.name, self.name, "\n".join(self.parts), metadata),
            (Layer("", spans=tuple(self.spans)),),
            tuple(self.tokens),
            tuple(self.sentences),
        )


class _Reader:
    """Reads one file by its dialect."""

    def __init__(self, path: Path, dialect: Dialect, reading: Reading, said: bool = False) -> None:
        """``said``: the user said that lines with ``#`` are comments, whatever they look like."""
        self.path = path
        self.dialect = dialect
        self.reading = reading
        self.decoders = [Decoder(dialect.suffix) for _ in dialect.tag_columns] or [Decoder(dialect.suffix)]
        self.lines = Lines(path, reading.facts.encoding or "")
        self.number = 0
        self.said = said

    def documents(self) -> Iterator[AnnotatedDocument]:
        """The documents of the file, one after the other."""
        builder = _Builder(self.path.stem)
        rows: list[Row] = []
        count = 0
        for number, line in self.lines:
            self.number = number
            if not line.strip(" \t\r"):
                self._close(builder, rows)
                rows = []
            elif _begins(line, self.dialect):
                self._close(builder, rows)
                rows = []
                if count or builder.parts:
                    yield self._finished(builder)
                count += 1
                builder = _Builder(self._name(line, count))
            elif self.dialect.inline:
                self._close(builder, self._items(line))
            elif not (line.startswith("#") and self._is_comment(line)):
                rows.append(self._row(line))
                if self.dialect.unbroken and rows[-1][self.dialect.token_column] in STOPS:
                    self._close(builder, rows)
                    rows = []
        self._close(builder, rows)
        yield self._finished(builder)
        self._conclude()

    def _name(self, line: str, count: int) -> str:
        if self.dialect.bracketed:
            return line.removeprefix(BEGIN).strip() or f"{self.path.stem}-{count}"
        fields = line.split()
        own = fields[1] if len(fields) > 1 and fields[1] not in {"-X-", "O", "_"} else ""
        return own or f"{self.path.stem}-{count}"

    def _is_comment(self, line: str) -> bool:
        if self.dialect.bracketed:
            return line.startswith(FINISH)
        row = line.split("\t") if self.dialect.separator == "\t" else _spaced(line)
        return self.dialect.comments and (self.said or is_comment(row, self.dialect.width))

    def _items(self, line: str) -> list[Row]:
        """Word and tag of every item of a sentence in one line; what stands between them is the part of speech."""
        items = [item.split("|") for item in line.replace("\t", " ").split(" ") if item]
        short = next((item for item in items if len(item) < self.dialect.width), None)
        if short is not None:
            raise self._wrong_width(len(short))
        return [[item[0], item[-1]] for item in items]

    def _wrong_width(self, width: int) -> UserError:
        return UserError(
            "%(file)s, line %(line)d: %(count)d columns where %(width)d are expected",
            file=self.path, line=self.number, count=width, width=self.dialect.width,
        )  # fmt: skip

    def _row(self, line: str) -> Row:
        dialect = self.dialect
        row = line.split("\t") if dialect.separator == "\t" else _spaced(line)
        width = len(row)
        varying = (dialect.ragged and width > dialect.token_column) or (dialect.bracketed and width > dialect.width - 2)
        if width != dialect.width and not varying:
            raise self._wrong_width(width)
        if not row[dialect.token_column]:
            raise UserError("%(file)s, line %(line)d: an empty token", file=self.path, line=self.number)
        return row

    def _close(self, builder: _Builder, rows: list[Row]) -> None:
        if not rows:
            return
        dialect = self.dialect
        words = [row[dialect.token_column] for row in rows]
        builder.add(words, self._ragged(rows) if dialect.ragged else self._columns(rows))

    def _columns(self, rows: list[Row]) -> list[tuple[int, int, str]]:
        if self.dialect.bracketed:
            return bracket_chunks([row[self.dialect.tag_columns[0]] for row in rows])
        chunks = []
        for column, decoder in zip(self.dialect.tag_columns, self.decoders, strict=False):
            chunks += decoder.chunks([row[column] for row in rows])
        if len(self.dialect.tag_columns) > 1:
            chunks = sorted(set(chunks), key=lambda each: (each[0], -each[1]))
        return chunks

    def _ragged(self, rows: list[Row]) -> list[tuple[int, int, str]]:
        """Columns of a ragged file are in no order: every label is a layer of its own."""
        first = self.dialect.token_column + 1
        labels = {split_tag(tag, self.dialect.suffix)[1] for row in rows for tag in row[first:]} - {""}
        chunks = []
        for label in sorted(labels):
            chunks += self.decoders[0].chunks([self._tag_of(label, row[first:]) for row in rows])
        return sorted(chunks, key=lambda each: (each[0], -each[1], each[2]))

    def _tag_of(self, label: str, tags: Sequence[str]) -> str:
        return next((tag for tag in tags if split_tag(tag, self.dialect.suffix)[1] == label), "O")

    def _finished(self, builder: _Builder) -> AnnotatedDocument:
        facts = self.reading.facts
        facts.newline, facts.bom = self.lines.newline, self.lines.bom
        metadata = import_facts(self.path, facts)
        imported = metadata["import"]
        assert isinstance(imported, dict)
        imported["reconstructed"] = True
        return builder.document(metadata)

    def _conclude(self) -> None:
        facts, problems = self.reading.facts, self.reading.problems
        schemes = {scheme for decoder in self.decoders if (scheme := decoder.scheme())}
        facts.tags = "+".join(sorted(schemes)) or None
        facts.repairs = sum(decoder.repairs() for decoder in self.decoders)
        where = self.path.name
        if facts.repairs:
            message = "%(count)d tags broke the rules of %(scheme)s and were repaired"
            problems.append(problem(where, message, count=facts.repairs, scheme=facts.tags))
        problems.append(problem(where, "the text was rebuilt from tokens, with one space between them"))


def _begins(line: str, dialect: Dialect) -> bool:
    """Whether a line begins a document."""
    if dialect.bracketed:
        return line.startswith(BEGIN)
    return line.startswith(DOCSTART) and line[len(DOCSTART) :][:1] in {"", " ", "\t"}


def _spaced(line: str) -> Row:
    row = line.split(" ")
    if "" in row or "\t" in line:
        return [part for part in line.replace("\t", " ").split(" ") if part]
    return row


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a CoNLL file; its dialect is found out from its head."""
    head = head_of(path, 1 << 18)
    if not head.strip():
        raise UserError("%(file)s is empty", file=path)
    encoding = options.encoding or encoding_of(path, head[: head.rfind(b"\n") + 1] or head)
    dialect = dialect_of(path, as_utf8(head, encoding), options)
    reading = Reading(iter(()), facts=Facts(encoding=encoding.removesuffix("-sig")))
    reading.problems.extend(problem(path.name, message) for message in dialect.remarks)
    reading.documents = _Reader(path, dialect, reading, options.comments).documents()
    return reading


def sniff(path: Path, head: bytes) -> float:
    """Likely where most lines are columns that end in a tag."""
    if looks_binary(head):
        return 0.0
    if head.removeprefix(b"\xef\xbb\xbf").startswith((DOCSTART.encode(), BEGIN.encode())):
        return 0.95
    known = path.suffix.lower() in {".conll", ".iob", ".iob2", ".bio", ".bioes", ".conll03"}
    try:
        dialect = dialect_of(path, head, ReadOptions())
    except UserError:
        return 0.6 if known else 0.0
    return (0.9 if known else 0.75) if dialect.sure else 0.3 if known else 0.0


FORMAT = Format(
    "conll", "CoNLL columns", (".conll", ".iob", ".bio", ".txt", ".tsv"), sniff, read, conll_out.write
)
