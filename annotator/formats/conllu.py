"""CoNLL-U, read: text from ``# text`` or the tokens, multi-word tokens, entities in MISC.

Entities: CorefUD brackets (``Entity=``, nested, crossing, in parts) and BIO-like tags (``NE= NER= name=``). They
count words; a word of a multi-word token stands for its own piece where the words spell the token, else for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Span
from annotator.formats import conllu_out
from annotator.formats.base import MOST_SAMPLES, Facts, Format, Reading, ReadOptions
from annotator.formats.brackets import Mention, Open, brackets, field_order, guessed_order
from annotator.formats.conllu_sentence import (
    EMPTY,
    ID,
    Extent,
    Sentence,
    misc_of,
    surfaces,
    tag_of,
    unescape,
    word_extents,
)
from annotator.formats.pieces import found_in, span_of
from annotator.formats.source import Lines, looks_binary
from annotator.formats.tags import Decoder
from annotator.formats.text import import_facts


@dataclass(slots=True)
class _Builder:
    """One document as it grows."""

    name: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    gap: str = ""
    explicit: bool = False
    tokens: list[Extent] = field(default_factory=list)
    sentences: list[Extent] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    mentions: Open = field(default_factory=Open)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


class _Reader:
    """Reads one file, sentence by sentence."""

    def __init__(self, path: Path, reading: Reading, encoding: str = "") -> None:
        self.path = path
        self.reading = reading
        self.lines = Lines(path, encoding)
        self.decoder = Decoder()
        self.order: list[str] = []
        self.mismatches = 0
        self.count = 0
        self.dependencies = 0

    def documents(self) -> Iterator[AnnotatedDocument]:
        """The documents of the file."""
        builder: _Builder | None = None
        documents = 0
        for sentence in self._sentences():
            named = sentence.comment("newdoc id")
            if named is None:
                named = sentence.comment("newdoc")
            if named is not None or builder is None:
                if builder is not None:
                    yield self._finished(builder)
                documents += 1
                builder = _Builder(named.removeprefix("id").strip(" =") if named else self._name(documents))
            self._add(builder, sentence)
        if builder is None:
            raise UserError("%(file)s has no sentences", file=self.path)
        yield self._finished(builder)
        self._conclude()

    def _name(self, number: int) -> str:
        return self.path.stem if number == 1 else f"{self.path.stem}-{number}"

    def _sentences(self) -> Iterator[Sentence]:
        sentence = Sentence()
        for number, line in self.lines:
            if line.strip(" \t\r") and not line.startswith("#"):
                sentence.rows.append(self._row(line, number))
                sentence.line = sentence.line or number
            elif line.startswith("#") and not sentence.rows:
                sentence.comments.append(line)
            elif sentence.rows:
                yield sentence
                sentence = Sentence(comments=[line] if line.startswith("#") else [])
        if sentence.rows:
            yield sentence
        elif sentence.comment("text") is not None:
            raise UserError("%(file)s ends before the tokens of its last sentence", file=self.path)

    def _row(self, line: str, number: int) -> list[str]:
        row = line.split("\t")
        if len(row) != 10:
            raise UserError(
                "%(file)s, line %(line)d: %(count)d columns where CoNLL-U has ten, with tabs between them",
                file=self.path, line=number, count=len(row),
            )  # fmt: skip
        head = row[6]
        if not ((row[0].isdecimal() and len(row[0]) < 18) or ID.match(row[0])) or not (head == "_" or head.isdigit()):
            message = "%(file)s, line %(line)d: “%(id)s” with head “%(head)s” is no CoNLL-U word"
            raise UserError(message, file=self.path, line=number, id=row[0][:40], head=head[:40])
        if not row[1]:
            raise UserError("%(file)s, line %(line)d: an empty token", file=self.path, line=number)
        return row

    def _add(self, builder: _Builder, sentence: Sentence) -> None:
        surface, words = surfaces(sentence, self.path)
        text, extents, gap, before = self._text(sentence, surface)
        paragraph = sentence.comment("newpar") is not None or sentence.comment("newpar id") is not None
        if builder.sentences:
            builder.put(builder.gap if builder.explicit or not paragraph else "\n")
        builder.put(before)
        start = builder.length
        builder.put(text)
        builder.explicit = gap is not None
        builder.gap = " " if gap is None else gap
        extents = [(start + a, start + b) for a, b in extents]
        builder.tokens.extend(extents)
        builder.sentences.append((start, builder.length))
        self._remember(sentence, surface)
        self._entities(builder, sentence, word_extents(words, extents))

    def _text(self, sentence: Sentence, surface: list[list[str]]) -> tuple[str, list[Extent], str | None, str]:
        """The sentence's text, its tokens in it, the white space after it where the file says so, and before it."""
        parts: list[str] = []
        extents: list[Extent] = []
        place = 0
        gap: str | None = None
        before = ""
        for number, row in enumerate(surface):
            misc = misc_of(row) if row[9] != "_" else EMPTY
            if "SpacesBefore" in misc and not number:
                before = unescape(misc["SpacesBefore"])
            extents.append((place, place + len(row[1])))
            gap = unescape(misc["SpacesAfter"]) if "SpacesAfter" in misc else None
            if misc.get("SpaceAfter") == "No":
                gap = ""
            parts += [row[1], " " if gap is None else gap]
            place += len(row[1]) + len(parts[-1])
        rebuilt = "".join(parts[:-1])
        said = sentence.comment("text")
        if said is None or said.split() == rebuilt.split():
            return rebuilt, extents, gap, before
        found = found_in(said, [row[1] for row in surface])
        if found is not None:
            return said, found, gap, before
        self.mismatches += 1
        name = sentence.comment("sent_id") or str(self.count)
        message = "the tokens of sentence %(id)s do not make up its text: rebuilt from the tokens"
        self.reading.problems.append(problem(f"{self.path.name}:{sentence.line}", message, id=name))
        return rebuilt, extents, gap, before

    def _remember(self, sentence: Sentence, surface: list[list[str]]) -> None:
        facts = self.reading.facts
        own = sentence.comment("sent_id")
        if len(facts.samples) < MOST_SAMPLES:
            facts.samples.append((f"sentence {own if own is not None else self.count}", sentence.comment("text")))
            facts.samples.extend((f"MWT {own or ''}", row[1]) for row in surface if "-" in row[0])
        for row in sentence.rows:
            if row[6] != "_" and row[6] != "0":
                facts.relations[row[7]] += 1
                self.dependencies += 1
        self.count += 1

    def _entities(self, builder: _Builder, sentence: Sentence, extents: list[Extent]) -> None:
        named = sentence.comment("global.Entity")
        if named:
            self.order = field_order(named)
        words = [row for row in sentence.rows if "-" not in row[0]]
        if all(row[9] == "_" for row in words):
            return
        miscs = [misc_of(row) if row[9] != "_" else EMPTY for row in words]
        if any("Entity" in misc for misc in miscs):
            values = [misc.get("Entity", "") for misc in miscs]
            self.order = self.order or guessed_order(values)
            for mention in brackets(values, self.order, builder.mentions):
                builder.spans.append(_mention_span(mention, extents, len(builder.spans)))
        tags = [tag_of(misc) for misc in miscs]
        if any(tags):
            for first, last, label in self.decoder.chunks([tag or "O" for tag in tags]):
                name = f"s{len(builder.spans)}"
                builder.spans.append(Span(name, extents[first][0], extents[last - 1][1], label))

    def _finished(self, builder: _Builder) -> AnnotatedDocument:
        facts = self.reading.facts
        facts.newline, facts.bom = self.lines.newline, self.lines.bom
        if builder.explicit:
            builder.put(builder.gap)
        return AnnotatedDocument(
            Document(builder.name, builder.name, "".join(builder.parts), import_facts(self.path, facts)),
            (Layer("", spans=tuple(builder.spans)),),
            tuple(builder.tokens),
            tuple(builder.sentences),
        )

    def _conclude(self) -> None:
        facts = self.reading.facts
        facts.tags, facts.repairs = self.decoder.scheme(), self.decoder.repairs()
        if self.dependencies:
            message = "%(count)d dependencies are counted, not imported"
            self.reading.problems.append(problem(self.path.name, message, count=self.dependencies))


def _mention_span(mention: Mention, extents: list[Extent], number: int) -> Span:
    pieces = sorted({(extents[first][0], extents[last][1]) for first, last in mention.pieces})
    joined: list[Extent] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return span_of(f"s{number}", joined, mention.label, dict(mention.attributes))


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a CoNLL-U file."""
    reading = Reading(iter(()), facts=Facts(encoding=options.encoding or "utf-8"))
    reading.documents = _Reader(path, reading, options.encoding).documents()
    return reading


def sniff(path: Path, head: bytes) -> float:
    """Sure by suffix; likely where rows have ten columns and begin with a number."""
    if path.suffix.lower() in {".conllu", ".conll-u", ".conllup"}:
        return 0.95
    if looks_binary(head):
        return 0.0
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"# global.columns"):
        return 0.9  # CoNLL-U Plus: where its columns are not the ten, it is refused as what it is
    rows = [row for row in head.split(b"\n")[:-1][:200] if row.strip() and not row.startswith(b"#")]
    fits = [row for row in rows if row.count(b"\t") == 9 and row[:1].isdigit()]
    dependencies = [row for row in fits if row.split(b"\t")[6] == b"_" or row.split(b"\t")[6].isdigit()]
    return 0.92 if dependencies and len(dependencies) == len(rows) else 0.0


FORMAT = Format(
    "conllu", "CoNLL-U", (".conllu",), sniff, read, conllu_out.write,
    keeps=frozenset({"fragments", "nesting"}),
)  # fmt: skip
