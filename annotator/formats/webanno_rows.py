"""The rows of WebAnno TSV 3: header, sentences, cells; everything still in the file's own offsets.

A cell holds stacked values between ``|``, each with its ``[number]`` where it needs one; ``_`` is nothing, ``*`` an
annotation without a value. ``#Text=`` and values have escapes of their own.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

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


class Unit(NamedTuple):
    """Begin and end of a row's token in the file's unit, and the row's name."""

    begin: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class LayerType:
    """A layer of the header: spans (SP), chains (CH) or relations (RL), and its first column."""

    kind: str
    name: str
    features: tuple[str, ...]
    first: int


@dataclass(slots=True)
class Annotation:
    """An annotation in the file's own offsets; ``number`` is its place among those of the file."""

    layer: LayerType
    begin: int
    end: int
    number: int = 0
    values: Mapping[str, str | None] = field(default_factory=dict)
    slots: Sequence[tuple[str, str, str]] = ()

    @property
    def name(self) -> str:
        """The id of the span that it becomes."""
        return f"s{self.number}"


@dataclass(slots=True)
class Rows:
    """The rows of all tokens, column by column: a long file has millions, and an object for each is too much."""

    begins: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    whole: bytearray = field(default_factory=bytearray)
    """1 where a row is a token, 0 where it is a part of one."""
    tokens: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """A word that stands often in a file is kept once."""

    def __len__(self) -> int:
        return len(self.tokens)

    def add(self, unit: Unit, token: str, line: int) -> None:
        """Take a row in."""
        self.begins.append(unit.begin)
        self.ends.append(unit.end)
        self.lines.append(line)
        self.whole.append("." not in unit.name)
        self.tokens.append(self.known.setdefault(token, token))


@dataclass(slots=True)
class Sentence:
    """The lines of text of one sentence, the place of its first row, and that of its last + 1."""

    first: int
    last: int
    text: list[str] = field(default_factory=list)


Places = defaultdict[str, dict[str, Annotation]]
"""Annotations by layer, and by a number or the name of a row."""


@dataclass(slots=True)
class TsvFile:
    """Everything that one file says, in its own offsets."""

    path: Path
    layers: list[LayerType] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)
    sentences: list[Sentence] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    numbered: Places = field(default_factory=lambda: defaultdict(dict))
    placed: Places = field(default_factory=lambda: defaultdict(dict))
    """By the name of their first row, where relations or slots may ask for them by it."""
    relations: list[tuple[LayerType, dict[str, str | None], str, str]] = field(default_factory=list)
    chains: dict[tuple[str, str, str], Annotation] = field(default_factory=dict)
    linked: bool = False

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


Line = tuple[int, str]


def _header(file: TsvFile, lines: Iterator[Line]) -> tuple[bool, list[Line]]:
    """Whether texts have Java's escapes, and the line after the header; the layer types go into the file."""
    first = next(lines, (1, ""))[1]
    match = re.match(r"#FORMAT=WebAnno TSV 3(?:\.(\d{1,4}))?\s*\Z", first)
    if match is None:
        raise file.bad(1, "the line #FORMAT=WebAnno TSV 3 is missing")
    java, column = int(match[1] or 0) < 2, 3
    for number, line in lines:
        if not line.startswith("#T_"):
            return java, [(number, line)]
        kind, _, rest = line[3:].partition("=")
        name, *features = rest.rstrip("\r").split("|")
        if kind not in {"SP", "CH", "RL"} or not features:
            raise file.bad(number, "not the head of a layer")
        file.layers.append(LayerType(kind, name, tuple(features), column))
        file.linked = file.linked or kind == "RL" or any(each.startswith("ROLE_") for each in features)
        column += len(features)
    return java, []


def parse(path: Path, lines: Iterable[Line]) -> TsvFile:
    """Everything that the numbered lines of a file say.

    Raises:
        UserError: a line is wrong; names it.
    """
    file, following = TsvFile(path), iter(lines)
    java, after = _header(file, following)
    width = 3 + sum(len(layer.features) for layer in file.layers)
    sentence: Sentence | None = None
    number, parted = 1, False
    for number, line in chain(after, following):
        if line.startswith("#Text="):
            if sentence is None or sentence.last > sentence.first or parted:
                sentence, parted = Sentence(len(file.rows), len(file.rows)), False
                file.sentences.append(sentence)
            sentence.text.append(_text_unescaped(line[6:].rstrip("\r"), java))
        elif not line.strip():
            parted = sentence is not None and sentence.last == sentence.first  # what follows is of no such text
            sentence = sentence if parted else None
        elif not line.startswith("#"):
            if sentence is None:
                raise file.bad(number, "a row without a #Text= line before it")
            _row(file, line.rstrip("\r"), number, width)
            sentence.last = len(file.rows)
    last = file.sentences[-1] if file.sentences else None
    if file.rows and last is not None and last.last == last.first and any(last.text):
        raise file.bad(number, "the file ends before the tokens of its last sentence")
    if not file.sentences:
        raise file.bad(number, "the file ends before its first sentence")
    return file


def _row(file: TsvFile, line: str, number: int, width: int) -> None:
    fields = line.split("\t")
    if len(fields) < width:
        raise file.bad(number, "%(count)d columns where %(width)d are expected", count=len(fields), width=width)
    begin, dash, end = fields[1].partition("-")
    first, last = natural(begin), natural(end)
    if _ROW.match(fields[0]) is None or not dash or first is None or last is None:
        raise file.bad(number, "“%(row)s” is no row of a token", row=line[:60])
    if first > last:
        raise file.bad(number, "the token ends before it begins")
    unit = Unit(first, last, fields[0])
    file.rows.add(unit, fields[2], number)
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
        found = file.numbered[layer.name].get(name) if name else None
        if found is None:
            found = Annotation(layer, unit.begin, unit.end, len(file.annotations))
            _features(found, layer, bare, file, number)
            file.annotations.append(found)
            if name:
                file.numbered[layer.name][name] = found
        found.end = max(found.end, unit.end)
        if file.linked:
            file.placed[layer.name].setdefault(unit.name, found)


def _features(annotation: Annotation, layer: LayerType, cells: Sequence[str], file: TsvFile, number: int) -> None:
    place = 0
    values: dict[str, str | None] = {}
    while place < len(cells):
        feature = layer.features[place]
        if feature.startswith("ROLE_") and place + 1 < len(cells):
            _slots(annotation, feature, cells[place], cells[place + 1], (file, number))
            place += 2
            continue
        if feature:
            cell = cells[place]
            values[feature] = None if cell in {"*", "_"} else _unescaped(cell)
        place += 1
    annotation.values = values


def _slots(annotation: Annotation, feature: str, roles: str, targets: str, at: tuple[TsvFile, int]) -> None:
    if targets in {"*", "_"}:
        return
    names = _pieces(";", roles)
    found: list[tuple[str, str, str]] = []
    for index, target in enumerate(_pieces(";", targets)):
        if TARGET.match(target) is None:
            raise at[0].bad(at[1], "“%(target)s” is no slot", target=target[:40])
        role = names[index] if index < len(names) else "*"
        slot = feature.removeprefix("ROLE_").rpartition(":")[2].partition("_")[0]
        found.append((slot, "" if role in {"*", "_"} else _unescaped(role), target))
    annotation.slots = [*annotation.slots, *found]


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
            known.end = max(known.end, unit.end)
            continue
        values: dict[str, str | None] = {}
        for feature, cell in zip(layer.features, stack, strict=True):
            match = _ARROW.match(cell) or _NUMBERED.match(cell)
            bare = match[1] if match else cell
            values[feature] = None if bare in {"*", "_"} else _unescaped(bare)
        file.chains[key] = Annotation(layer, unit.begin, unit.end, values=values)


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
        file.relations.append((layer, values, stack[-1], unit.name))


_LAYER_READERS = {"SP": _spans, "CH": _chain, "RL": _relation}
