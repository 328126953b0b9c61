"""WebAnno TSV 3, read: typed spans, sub-tokens, stacked and zero-width spans, relations, slots and chains.

A type's ``value`` feature becomes the label (its own name where there is none), other features attributes; the
origin keeps the type. Offsets are UTF-16 units in INCEpTION's files; where token texts say otherwise, code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats import webanno2, webanno_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.extras import merged
from annotator.formats.offsets import Offsets
from annotator.formats.source import Lines, head_of
from annotator.formats.text import import_facts
from annotator.formats.typed import CHAIN, LINK_SLOT, TYPE_KEY, labelled, short
from annotator.formats.webanno_rows import SOURCE, TARGET, Annotation, TsvFile, parse

_TAKEN: Mapping[str, str | None] = {}
"""What an annotation holds once its values are a span's: a long file has room for them once."""


def _assembled(file: TsvFile, wide: bool) -> str:
    """The text; gaps between sentences become a line break and spaces, counted in the file's unit."""
    parts: list[str] = []
    length = 0
    for sentence in file.sentences:
        text = "\n".join(sentence.text)
        if sentence.last > sentence.first:
            gap = file.rows.begins[sentence.first] - length
            if gap > 1_000_000:
                raise file.bad(file.rows.lines[sentence.first], "the text before this token is missing")
            parts.append(("\n" if parts and gap > 0 else "") + " " * (gap - (1 if parts else 0)))
            length += max(gap, 0)
        elif parts:
            parts.append("\n")
            length += 1
        parts.append(text)
        length += len(text.encode("utf-16-le", "surrogatepass")) // 2 if wide else len(text)
    return "".join(parts)


def _mismatches(file: TsvFile, text: str, offsets: Offsets) -> tuple[int, UserError | None]:
    count, first = 0, None
    rows, at = file.rows, offsets.to_codepoint
    for begin, end, token, number in zip(rows.begins, rows.ends, rows.tokens, rows.lines, strict=True):
        try:
            covered = text[at(begin) : at(end)]
        except ValueError as error:
            return 1 << 30, file.bad(number, "%(reason)s", reason=error)
        if covered != token and covered.split() != token.split():
            count += 1
            message = "the token covers “%(text)s”, the file says “%(said)s”"
            first = first or file.bad(number, message, text=covered[:60], said=token[:60])
    return count, first


def _fitted(file: TsvFile, options: ReadOptions) -> tuple[str, Offsets, int]:
    """The text and offsets in the unit under which token texts agree best; UTF-16 where both do."""
    best: tuple[int, str, Offsets] | None = None
    error: UserError | None = None
    for unit in (options.offsets,) if options.offsets else ("utf16", "codepoint"):
        text = _assembled(file, unit == "utf16")
        offsets = Offsets(text, unit)
        count, first = _mismatches(file, text, offsets)
        error = error or first
        if best is None or count < best[0]:
            best = (count, text, offsets)
        if count == 0:
            break
    assert best is not None
    if best[0] * 2 > max(len(file.rows), 1) and error is not None:
        raise error
    return best[1], best[2], best[0]


def read(path: Path, options: ReadOptions) -> Reading:
    """Open one TSV file, or every one below a folder."""
    if path.is_file() and webanno2.is_older(head_of(path)):
        return webanno2.read(path)
    if path.is_dir():
        reading = Reading(iter(()), facts=Facts(encoding="utf-8"))
        reading.documents = (_document(each, options, reading) for each in sorted(path.rglob("*.tsv")))
        return reading
    reading = Reading(iter(()), facts=Facts(encoding="utf-8"))
    reading.documents = (_document(each, options, reading) for each in (path,))
    return reading


def _document(path: Path, options: ReadOptions, reading: Reading) -> AnnotatedDocument:
    lines, facts = Lines(path), reading.facts
    file = parse(path, lines)
    facts.bom, facts.newline = lines.bom, lines.newline
    text, offsets, mismatches = _fitted(file, options)
    facts.offset_unit = offsets.unit
    if mismatches:
        message = "%(count)d tokens are written otherwise than in the text"
        reading.problems.append(problem(path.name, message, count=mismatches))
    return _built(file, text, offsets, reading)


def _built(file: TsvFile, text: str, offsets: Offsets, reading: Reading) -> AnnotatedDocument:
    at, rows = offsets.to_codepoint, file.rows
    spans = [_span(each, at, len(text)) for each in file.annotations]
    spans += [
        _element(each, f"c{number}", key, at) for number, (key, each) in enumerate(file.chains.items())
    ]
    relations = [*_slot_relations(file), *_relations(file, reading)]
    units = zip(rows.begins, rows.ends, rows.whole, strict=True)
    tokens = tuple((at(begin), at(end)) for begin, end, whole in units if whole)
    sentences = tuple(
        (at(rows.begins[each.first]), at(max(rows.ends[each.first : each.last])))
        for each in file.sentences if each.last > each.first
    )  # fmt: skip
    name = file.path.stem
    return AnnotatedDocument(
        Document(name, name, text, import_facts(file.path, reading.facts)),
        (Layer("", spans=tuple(spans), relations=tuple(relations)),),
        tokens,
        sentences,
    )


def _span(each: Annotation, at: webanno_out.At, length: int) -> Span:
    label, attributes, origin = labelled(each.layer.name, each.values)
    each.values = _TAKEN
    return merged(Span(each.name, at(each.begin), at(each.end), label, attributes, origin=origin), length)


def _element(each: Annotation, name: str, key: tuple[str, str, str], at: webanno_out.At) -> Span:
    attributes: dict[str, Value] = {feature: value for feature, value in each.values.items() if value is not None}
    own = short(each.layer.name)
    return Span(
        name, at(each.begin), at(each.end), own, {**attributes, CHAIN: key[1]}, origin={"type": own, CHAIN: True}
    )


def _slot_relations(file: TsvFile) -> Iterator[Relation]:
    number = 0
    for host in file.annotations:
        for slot, role, target in host.slots:
            match = TARGET.match(target)
            assert match is not None
            filler = _filler(file, match[1], match[2])
            if filler is None:
                continue
            yield Relation(f"l{number}", role or slot, host.name, filler.name, {LINK_SLOT: slot})
            number += 1


def _filler(file: TsvFile, unit: str, number: str | None) -> Annotation | None:
    for layer in file.layers:
        if layer.kind != "SP":
            continue
        if number and number in file.numbered[layer.name]:
            return file.numbered[layer.name][number]
        found = None if number else file.placed[layer.name].get(unit)
        if found is not None and not found.slots:
            return found
    return None


def _relations(file: TsvFile, reading: Reading) -> Iterator[Relation]:
    loose = 0
    for number, (layer, values, source, target) in enumerate(file.relations):
        match = SOURCE.match(source)
        assert match is not None
        base = layer.features[-1].removeprefix("BT_")
        head = _end(file, base, match[1], match[2])
        tail = _end(file, base, target, match[3])
        own = short(layer.name)
        if head is None or tail is None:
            reading.facts.relations[own] += 1
            loose += 1
            continue
        kind, attributes, _ = labelled(layer.name, values)
        yield Relation(f"r{number}", kind, head.name, tail.name, {**attributes, TYPE_KEY: own})
    if loose:
        message = "%(count)d relations join tokens, not spans: they are counted, not imported"
        reading.problems.append(problem(file.path.name, message, count=loose))


def _end(file: TsvFile, base: str, unit: str, number: str | None) -> Annotation | None:
    if number and number != "0":
        return file.numbered[base].get(number)
    return file.placed[base].get(unit)


def sniff(path: Path, head: bytes) -> float:
    """Sure of the first line."""
    if path.is_dir():
        return 0.9 if any(_is_ours(each) for each in path.glob("*.tsv")) else 0.0
    if webanno2.is_older(head):
        return 0.95
    return 1.0 if head.removeprefix(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV 3") else 0.0


def _is_ours(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(20).startswith(b"#FORMAT=WebAnno TSV")


FORMAT = Format(
    "webanno-tsv", "WebAnno TSV 3", (".tsv",), sniff, read, webanno_out.write, folder=True,
    keeps=frozenset({"attributes", "relations", "nesting", "notes"}),
)  # fmt: skip
