"""The rows of WebAnno TSV 3: header, sentences, cells; everything still in the file's own offsets.

A cell holds stacked values between ``|``, each with its ``[number]`` where it needs one; ``_`` is nothing, ``*`` an
annotation without a value. ``#Text=`` and values have escapes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import UserError
from annotator.formats.foreign import natural

_ROW = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?\Z")
_NUMBERED = re.compile(r"(.*?)\[(\d+)\]\Z", re.DOTALL)
SOURCE = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?\Z")
TARGET = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)\])?\Z")
_ARROW = re.compile(r"(.*)->(\d+)-(\d+)\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_JAVA = re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
Unit = tuple[int, int, str]
"""Begin and end in the file's unit, and the row's name."""


@dataclass(frozen=True, slots=True)
class LayerType:
    """A layer of the header: spans (SP), chains (CH) or relations (RL), and its first column."""

    kind: str
    name: str
    features: tuple[str, ...]
    first: int


@dataclass(slots=True)
class Annotation:
    """An annotation in the file's own offsets."""

    layer: LayerType
    begin: int
    end: int
    values: dict[str, str | None] = field(default_factory=dict)
    slots: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """The lines of text and the rows of one sentence: unit, text of the token, line."""

    text: list[str] = field(default_factory=list)
    rows: list[tuple[Unit, str, int]] = field(default_factory=list)


@dataclass(slots=True)
class TsvFile:
    """Everything that one file says, in its own offsets."""

    path: Path
    layers: list[LayerType] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    numbered: dict[tuple[str, str], Annotation] = field(default_factory=dict)
    placed: dict[tuple[str, str], Annotation] = field(default_factory=dict)
    relations: list[tuple[LayerType, dict[str, str | None], str, str]] = field(default_factory=list)
    chains: dict[tuple[str, str, str], Annotation] = field(default_factory=dict)

    def bad(self, line: int, what: str, **arguments: object) -> UserError:
        """The sentence for a line that is wrong."""
        reason = UserError(what, **arguments)
        return UserError("%(file)s, line %(line)d: %(reason)s", file=self.path, line=line, reason=reason)


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)


def _text_unescaped(line: str, java: bool) -> str:
    if "\\" not in line:
        return line
    if not java:
        return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), line)
    text = _JAVA.sub(_java, line)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")  # joins escaped pairs


def _java(match: re.Match[str]) -> str:
    text = match[1]
    if text[0] == "u" and len(text) > 1:
        return chr(int(text.lstrip("u"), 16))
    return chr(int(text, 8)) if text[0] in "01234567" else _CONTROLS.get(text, text)


def _header(path: Path, lines: Sequence[str]) -> tuple[TsvFile, int, bool]:
    """The layer types, the number of the first line after the header, and whether texts have Java's escapes."""
    file = TsvFile(path)
    match = re.match(r"#FORMAT=WebAnno TSV 3(?:\.(\d{1,4}))?\s*\Z", lines[0] if lines else "")
    if match is None:
        raise file.bad(1, "the line #FORMAT=WebAnno TSV 3 is missing")
    place, first = 1, 3
    while place < len(lines) and lines[place].startswith("#T_"):
        kind, _, rest = lines[place][3:].partition("=")
        name, *features = rest.split("|")
        if kind not in {"SP", "CH", "RL"} or not features:
            raise file.bad(place + 1, "not the head of a layer")
        file.layers.append(LayerType(kind, name, tuple(features), first))
        first += len(features)
        place += 1
    return file, place, int(match[1] or 0) < 2


def parse(path: Path, lines: Sequence[str]) -> TsvFile:
    """Everything that the lines of a file say.

    Raises:
        UserError: a line is wrong; names it.
    """
    file, place, java = _header(path, lines)
    width = 3 + sum(len(layer.features) for layer in file.layers)
    sentence: Sentence | None = None
    for number, line in enumerate(lines[place:], place + 1):
        if line.startswith("#Text="):
            if sentence is None or sentence.rows:
                sentence = Sentence()
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


def _row(file: TsvFile, sentence: Sentence, line: str, number: int, width: int) -> None:
    fields = line.split("\t")
    if len(fields) < width:
        raise file.bad(number, "%(count)d columns where %(width)d are expected", count=len(fields), width=width)
    begin, dash, end = fields[1].partition("-")
    first, last = natural(begin), natural(end)
    if _ROW.match(fields[0]) is None or not dash or first is None or last is None:
        raise file.bad(number, "“%(row)s” is no row of a token", row=line[:60])
    unit = (first, last, fields[0])
    if unit[0] > unit[1]:
        raise file.bad(number, "the token ends before it begins")
    sentence.rows.append((unit, fields[2], number))
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


def _spans(file: TsvFile, layer: LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
    for stack in _stacked(cells):
        if all(cell == "_" for cell in stack):
            continue
        name = ""
        bare = []
        for place, cell in enumerate(stack):
            slot = place > 0 and layer.features[place - 1].startswith("ROLE_")  # its number is that of the filler
            match = _NUMBERED.match(cell) if cell.endswith("]") and not slot else None
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
        annotation = Annotation(layer, unit[0], unit[1])
        _features(annotation, layer, bare, file, number)
        file.annotations.append(annotation)
        file.placed.setdefault((layer.name, unit[2]), annotation)
        if name:
            file.numbered[layer.name, name] = annotation


def _features(annotation: Annotation, layer: LayerType, cells: Sequence[str], file: TsvFile, number: int) -> None:
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


def _slots(annotation: Annotation, feature: str, roles: str, targets: str, at: tuple[TsvFile, int]) -> None:
    if targets in {"*", "_"}:
        return
    names = _pieces(";", roles)
    for index, target in enumerate(_pieces(";", targets)):
        if TARGET.match(target) is None:
            raise at[0].bad(at[1], "“%(target)s” is no slot", target=target[:40])
        role = names[index] if index < len(names) else "*"
        slot = feature.removeprefix("ROLE_").rpartition(":")[2].partition("_")[0]
        annotation.slots.append((slot, "" if role in {"*", "_"} else _unescaped(role), target))


def _chain(file: TsvFile, layer: LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
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
        annotation = Annotation(layer, unit[0], unit[1])
        for feature, cell in zip(layer.features, stack, strict=True):
            match = _ARROW.match(cell) or _NUMBERED.match(cell)
            bare = match[1] if match else cell
            annotation.values[feature] = None if bare in {"*", "_"} else _unescaped(bare)
        file.chains[key] = annotation


def _relation(file: TsvFile, layer: LayerType, unit: Unit, cells: Sequence[str], number: int) -> None:
    for stack in _stacked(cells):
        if stack[-1] == "_":
            continue
        if SOURCE.match(stack[-1]) is None:
            raise file.bad(number, "“%(source)s” is no end of a relation", source=stack[-1][:40])
        values = {
            feature: None if cell in {"*", "_"} else _unescaped(cell)
            for feature, cell in zip(layer.features[:-1], stack[:-1], strict=True)
            if feature
        }
        file.relations.append((layer, values, stack[-1], unit[2]))


_LAYER_READERS = {"SP": _spans, "CH": _chain, "RL": _relation}
