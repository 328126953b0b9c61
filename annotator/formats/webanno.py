"""WebAnno TSV 3, read: typed spans, sub-tokens, stacked and zero-width spans, relations, slots and chains.

A type's ``value`` feature becomes the label (its own name where there is none), other features attributes; the
origin keeps the type. Offsets are UTF-16 units in INCEpTION's files; where token texts say otherwise, code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats import webanno2, webanno_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.extras import merged
from annotator.formats.offsets import Offsets
from annotator.formats.source import decode_utf8, head_of, newline_kind, read_bytes
from annotator.formats.text import import_facts
from annotator.formats.typed import CHAIN, LINK_SLOT, TYPE_KEY, labelled, short

_ROW = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?\Z")
_NUMBERED = re.compile(r"(.*?)\[(\d+)\]\Z", re.DOTALL)
_SOURCE = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?\Z")
_TARGET = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)\])?\Z")
_ARROW = re.compile(r"(.*)->(\d+)-(\d+)\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_JAVA = re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
Unit = tuple[int, int, str]
"""Begin and end in the file's unit, and the row's name."""


@dataclass(frozen=True, slots=True)
class _LayerType:
    kind: str
    name: str
    features: tuple[str, ...]
    first: int


@dataclass(slots=True)
class _Annotation:
    layer: _LayerType
    begin: int
    end: int
    values: dict[str, str | None] = field(default_factory=dict)
    slots: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Sentence:
    text: list[str] = field(default_factory=list)
    rows: list[tuple[Unit, list[str], int]] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """Everything that one file says, in its own offsets."""

    path: Path
    layers: list[_LayerType] = field(default_factory=list)
    sentences: list[_Sentence] = field(default_factory=list)
    annotations: list[_Annotation] = field(default_factory=list)
    numbered: dict[tuple[str, str], _Annotation] = field(default_factory=dict)
    placed: dict[tuple[str, str], _Annotation] = field(default_factory=dict)
    relations: list[tuple[_LayerType, dict[str, str | None], str, str]] = field(default_factory=list)
    chains: dict[tuple[str, str, str], _Annotation] = field(default_factory=dict)

    def bad(self, line: int, what: str, **arguments: object) -> UserError:
        """The sentence for a line that is wrong."""
        message = f"%(file)s, line %(line)d: {what}"
        return UserError(message, file=self.path, line=line, **arguments)


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)


def _text_unescaped(line: str, java: bool) -> str:
    if "\\" not in line:
        return line
    if not java:
        return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), line)
    return _JAVA.sub(_java, line)


def _java(match: re.Match[str]) -> str:
    text = match[1]
    if text[0] == "u" and len(text) > 1:
        return chr(int(text.lstrip("u"), 16))
    return chr(int(text, 8)) if text[0] in "01234567" else _CONTROLS.get(text, text)


def _header(path: Path, lines: Sequence[str]) -> tuple[_File, int, bool]:
    """The layer types, the number of the first line after the header, and whether texts have Java's escapes."""
    file = _File(path)
    match = re.match(r"#FORMAT=WebAnno TSV 3(?:\.(\d+))?\s*\Z", lines[0] if lines else "")
    if match is None:
        raise file.bad(1, "the line #FORMAT=WebAnno TSV 3 is missing")
    place, first = 1, 3
    while place < len(lines) and lines[place].startswith("#T_"):
        kind, _, rest = lines[place][3:].partition("=")
        name, *features = rest.split("|")
        if kind not in {"SP", "CH", "RL"} or not features:
            raise file.bad(place + 1, "not the head of a layer")
        file.layers.append(_LayerType(kind, name, tuple(features), first))
        first += len(features)
        place += 1
    return file, place, int(match[1] or 0) < 2


def _parse(path: Path, lines: Sequence[str]) -> _File:
    file, place, java = _header(path, lines)
    width = 3 + sum(len(layer.features) for layer in file.layers)
    sentence: _Sentence | None = None
    for number, line in enumerate(lines[place:], place + 1):
        if line.startswith("#Text="):
            if sentence is None or sentence.rows:
                sentence = _Sentence()
                file.sentences.append(sentence)
            sentence.text.append(_text_unescaped(line[6:], java))
        elif not line.strip():
            sentence = sentence if sentence is not None and not sentence.rows else None
        elif not line.startswith("#"):
            if sentence is None:
                raise file.bad(number, "a row without a #Text= line before it")
            _row(file, sentence, line, number, width)
    if file.sentences and not file.sentences[-1].rows and any(each.rows for each in file.sentences):
        raise file.bad(len(lines), "the file ends before the tokens of its last sentence")
    if not file.sentences:
        raise file.bad(len(lines), "the file ends before its first sentence")
    return file


def _row(file: _File, sentence: _Sentence, line: str, number: int, width: int) -> None:
    fields = line.split("\t")
    if len(fields) < width:
        raise file.bad(number, "%(count)d columns where %(width)d are expected", count=len(fields), width=width)
    begin, dash, end = fields[1].partition("-")
    if _ROW.match(fields[0]) is None or not (dash and begin.isdigit() and end.isdigit()):
        raise file.bad(number, "“%(row)s” is no row of a token", row=line[:60])
    unit = (int(begin), int(end), fields[0])
    if unit[0] > unit[1]:
        raise file.bad(number, "the token ends before it begins")
    sentence.rows.append((unit, fields, number))
    for layer in file.layers:
        cells = fields[layer.first : layer.first + len(layer.features)]
        if any(cell != "_" for cell in cells):
            _LAYER_READERS[layer.kind](file, layer, unit, cells, number)


def _stacked(cells: Sequence[str]) -> Iterator[list[str]]:
    """The cells of each annotation that is stacked in one row."""
    split = [[cell] if "|" not in cell else _pieces("|", cell) for cell in cells]
    depth = max(len(each) for each in split)
    for index in range(depth):
        yield [each[index] if index < len(each) else "_" for each in split]


def _pieces(separator: str, cell: str) -> list[str]:
    """The parts of a cell between separators that no backslash escapes."""
    found: list[str] = []
    escaped = False
    for part in cell.split(separator):
        if escaped:
            found[-1] += separator + part
        else:
            found.append(part)
        escaped = (len(part) - len(part.rstrip("\\"))) % 2 == 1
    return found


def _spans(file: _File, layer: _LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
    for stack in _stacked(cells):
        if all(cell == "_" for cell in stack):
            continue
        name = ""
        bare = []
        for cell in stack:
            match = _NUMBERED.match(cell) if cell.endswith("]") else None
            if match and not match[1].endswith("\\"):
                name = name or match[2]
                bare.append(match[1])
            else:
                bare.append(cell)
        known = file.numbered.get((layer.name, name)) if name else None
        if known is not None:
            known.end = max(known.end, unit[1])
            file.placed.setdefault((layer.name, unit[2]), known)
            continue
        annotation = _Annotation(layer, unit[0], unit[1])
        _features(annotation, layer, bare, file, number)
        file.annotations.append(annotation)
        file.placed.setdefault((layer.name, unit[2]), annotation)
        if name:
            file.numbered[layer.name, name] = annotation


def _features(annotation: _Annotation, layer: _LayerType, cells: Sequence[str], file: _File, number: int) -> None:
    place = 0
    while place < len(cells):
        feature = layer.features[place]
        if feature.startswith("ROLE_") and place + 1 < len(cells):
            _slots(annotation, feature, cells[place], cells[place + 1], (file, number))
            place += 2
            continue
        if feature:
            cell = cells[place]
            annotation.values[feature] = None if cell in {"*", "_"} else _unescaped(cell)
        place += 1


def _slots(annotation: _Annotation, feature: str, roles: str, targets: str, at: tuple[_File, int]) -> None:
    if targets in {"*", "_"}:
        return
    names = _pieces(";", roles)
    for index, target in enumerate(_pieces(";", targets)):
        if _TARGET.match(target) is None:
            raise at[0].bad(at[1], "“%(target)s” is no slot", target=target[:40])
        role = names[index] if index < len(names) else "*"
        slot = feature.removeprefix("ROLE_").rpartition(":")[2].partition("_")[0]
        annotation.slots.append((slot, "" if role in {"*", "_"} else _unescaped(role), target))


def _chain(file: _File, layer: _LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
    for stack in _stacked(cells):
        arrow = next((match for cell in stack if (match := _ARROW.match(cell))), None)
        if arrow is None:
            if all(cell == "_" for cell in stack):
                continue
            raise file.bad(number, "a chain without its number")
        key = (layer.name, arrow[2], arrow[3])
        known = file.chains.get(key)
        if known is not None:
            known.end = max(known.end, unit[1])
            continue
        annotation = _Annotation(layer, unit[0], unit[1])
        for feature, cell in zip(layer.features, stack, strict=True):
            match = _ARROW.match(cell) or _NUMBERED.match(cell)
            bare = match[1] if match else cell
            annotation.values[feature] = None if bare in {"*", "_"} else _unescaped(bare)
        file.chains[key] = annotation


def _relation(file: _File, layer: _LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
    for stack in _stacked(cells):
        if stack[-1] == "_":
            continue
        if _SOURCE.match(stack[-1]) is None:
            raise file.bad(number, "“%(source)s” is no end of a relation", source=stack[-1][:40])
        values = {
            feature: None if cell in {"*", "_"} else _unescaped(cell)
            for feature, cell in zip(layer.features[:-1], stack[:-1], strict=True)
            if feature
        }
        file.relations.append((layer, values, stack[-1], unit[2]))


_LAYER_READERS = {"SP": _spans, "CH": _chain, "RL": _relation}


# ---- from the file's offsets to a document -----------------------------------------------------------------


def _assembled(file: _File, wide: bool) -> str:
    """The text; gaps between sentences become a line break and spaces, counted in the file's unit."""
    parts: list[str] = []
    length = 0
    for sentence in file.sentences:
        text = "\n".join(sentence.text)
        if sentence.rows:
            gap = sentence.rows[0][0][0] - length
            if gap > 1_000_000:
                raise file.bad(sentence.rows[0][2], "the text before this token is missing")
            parts.append(("\n" if parts and gap > 0 else "") + " " * (gap - (1 if parts else 0)))
            length += max(gap, 0)
        elif parts:
            parts.append("\n")
            length += 1
        parts.append(text)
        length += len(text.encode("utf-16-le", "surrogatepass")) // 2 if wide else len(text)
    return "".join(parts)


def _mismatches(file: _File, text: str, offsets: Offsets) -> tuple[int, UserError | None]:
    count, first = 0, None
    for sentence in file.sentences:
        for (begin, end, _), fields, number in sentence.rows:
            try:
                covered = text[offsets.to_codepoint(begin) : offsets.to_codepoint(end)]
            except ValueError as error:
                return 1 << 30, file.bad(number, "%(reason)s", reason=str(error))
            if covered.split() != fields[2].split():
                count += 1
                message = "the token covers “%(text)s”, the file says “%(said)s”"
                first = first or file.bad(number, message, text=covered[:60], said=fields[2][:60])
    return count, first


def _fitted(file: _File, options: ReadOptions, rows: int) -> tuple[str, Offsets, int]:
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
    if best[0] * 2 > max(rows, 1) and error is not None:
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
    text, bom = decode_utf8(path, read_bytes(path))
    facts = reading.facts
    facts.bom, facts.newline = bom, newline_kind(text)
    file = _parse(path, [line.rstrip("\r") for line in text.split("\n")])
    rows = [row for sentence in file.sentences for row in sentence.rows]
    text, offsets, mismatches = _fitted(file, options, len(rows))
    facts.offset_unit = offsets.unit
    if mismatches:
        message = "%(count)d tokens are written otherwise than in the text"
        reading.problems.append(problem(path.name, message, count=mismatches))
    return _built(file, text, offsets, reading)


def _built(file: _File, text: str, offsets: Offsets, reading: Reading) -> AnnotatedDocument:
    at = offsets.to_codepoint
    names = {id(each): f"s{number}" for number, each in enumerate(file.annotations)}
    spans = [_span(each, names[id(each)], at, len(text)) for each in file.annotations]
    spans += [
        _element(each, f"c{number}", key, at) for number, (key, each) in enumerate(file.chains.items())
    ]
    relations = [*_slot_relations(file, names), *_relations(file, names, reading)]
    tokens = [
        (at(unit[0]), at(unit[1]))
        for sentence in file.sentences for unit, _, _ in sentence.rows if "." not in unit[2]
    ]  # fmt: skip
    sentences = [
        (at(each.rows[0][0][0]), at(max(unit[1] for unit, _, _ in each.rows)))
        for each in file.sentences if each.rows
    ]  # fmt: skip
    name = file.path.stem
    return AnnotatedDocument(
        Document(name, name, text, import_facts(file.path, reading.facts)),
        (Layer("", spans=tuple(spans), relations=tuple(relations)),),
        tuple(tokens),
        tuple(sentences),
    )


def _span(each: _Annotation, name: str, at: webanno_out.At, length: int) -> Span:
    label, attributes, origin = labelled(each.layer.name, each.values)
    return merged(Span(name, at(each.begin), at(each.end), label, attributes, origin=origin), length)


def _element(each: _Annotation, name: str, key: tuple[str, str, str], at: webanno_out.At) -> Span:
    attributes: dict[str, Value] = {feature: value for feature, value in each.values.items() if value is not None}
    own = short(each.layer.name)
    return Span(
        name, at(each.begin), at(each.end), own, {**attributes, CHAIN: key[1]}, origin={"type": own, CHAIN: True}
    )


def _slot_relations(file: _File, names: dict[int, str]) -> Iterator[Relation]:
    number = 0
    for host in file.annotations:
        for slot, role, target in host.slots:
            match = _TARGET.match(target)
            assert match is not None
            filler = _filler(file, match[1], match[2])
            if filler is None:
                continue
            yield Relation(f"l{number}", role or slot, names[id(host)], names[id(filler)], {LINK_SLOT: slot})
            number += 1


def _filler(file: _File, unit: str, number: str | None) -> _Annotation | None:
    for layer in file.layers:
        if layer.kind != "SP":
            continue
        if number and (layer.name, number) in file.numbered:
            return file.numbered[layer.name, number]
        if not number and (layer.name, unit) in file.placed:
            found = file.placed[layer.name, unit]
            if not found.slots:
                return found
    return None


def _relations(file: _File, names: dict[int, str], reading: Reading) -> Iterator[Relation]:
    loose = 0
    for number, (layer, values, source, target) in enumerate(file.relations):
        match = _SOURCE.match(source)
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
        yield Relation(f"r{number}", kind, names[id(head)], names[id(tail)], {**attributes, TYPE_KEY: own})
    if loose:
        message = "%(count)d relations join tokens, not spans: they are counted, not imported"
        reading.problems.append(problem(file.path.name, message, count=loose))


def _end(file: _File, base: str, unit: str, number: str | None) -> _Annotation | None:
    if number and number != "0":
        return file.numbered.get((base, number))
    return file.placed.get((base, unit))


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
