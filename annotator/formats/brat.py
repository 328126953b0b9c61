"""brat standoff, read: ``x.txt`` beside ``x.ann`` (or ``.a1`` and ``.a2``), one pair or a folder of them.

Events become links from their trigger to each argument (attribute ``event``), equivalences too (``equiv``),
normalisations and attributes become attributes, notes notes. Lines that cannot be read are rejected one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import Problem, UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats import brat_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.brat_out import EXTRA, labels_of
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.jsontext import loads
from annotator.formats.offsets import (
    AS_ONE,
    CRLF_AS_ONE,
    Claim,
    Converted,
    collapsed,
    fitting,
    same,
    same_on_one_line,
    views_of_raw,
)
from annotator.formats.pieces import span_of
from annotator.formats.source import decode_utf8, newline_kind, read_bytes
from annotator.formats.text import import_facts

SUFFIXES = (".ann", ".a1", ".a2")
_TEXTBOUND = re.compile(r"(\S+) ((?:\d{1,18} \d{1,18})(?:;\d{1,18} \d{1,18})*)\Z")
_ARGUMENT = re.compile(r"(\S+?):(\S+)\Z")


@dataclass(slots=True)
class _Parsed:
    """The lines of one document's annotations, by kind."""

    where: str
    onward: Callable[[int], int]
    labels: dict[str, str] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    attributes: dict[str, dict[str, Value]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    extras: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    events: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)

    def line(self, number: int, line: str) -> None:
        """Take in one line; one that cannot be read is rejected."""
        take = {
            "T": self._textbound, "R": self._relation, "E": self._event, "*": self._equivalence,
            "A": self._attribute, "M": self._attribute, "N": self._normalisation, "#": self._note,
        }.get(line[0])  # fmt: skip
        name, _, rest = line.partition("\t")
        try:
            if take is None or not rest:
                raise WrongValueError("the line is of no known kind")
            take(name, rest, f"{self.where}:{number}")
        except (UserError, *MALFORMED) as error:
            self.rejected.append(problem(f"{self.where}:{number}", "cannot read “%(line)s”: %(reason)s",
                                         line=line[:120], reason=why(error)))  # fmt: skip

    def _textbound(self, name: str, rest: str, where: str) -> None:
        head, tab, covered = rest.partition("\t")
        match = _TEXTBOUND.match(head)
        if match is None:
            raise WrongValueError("a type and offsets are expected")
        told = [(int(a), int(b)) for a, b in (pair.split(" ") for pair in match[2].split(";"))]
        pieces = sorted(told)
        if any(a > b for a, b in pieces) or any(x[1] > y[0] for x, y in pairwise(pieces)):
            raise WrongValueError("pieces overlap or end before they begin")
        if name in self.named:
            raise WrongValueError("another line has this id")
        self.named.add(name)
        order = tuple(map(pieces.index, told)) if pieces != told else ()
        self.claims.append(Claim(tuple(pieces), covered.rstrip("\r") if tab else None, where, order))
        self.spans.append((name, self.labels.get(match[1], match[1])))

    def _relation(self, name: str, rest: str, where: str) -> None:
        del where
        kind, *arguments = rest.rstrip().split(" ")
        ends = [match for each in arguments if (match := _ARGUMENT.match(each))]
        if len(ends) != 2 or len(arguments) != 2:
            raise WrongValueError("a relation has two arguments")
        attributes: dict[str, Value] = {}
        if (ends[0][1], ends[1][1]) != ("Arg1", "Arg2"):
            attributes = {"roles": f"{ends[0][1]} {ends[1][1]}"}
        self.relations.append(
            Relation(name, self.labels.get(kind, kind), ends[0][2], ends[1][2], attributes)
        )

    def _event(self, name: str, rest: str, where: str) -> None:
        del where
        trigger, *arguments = rest.split()
        match = _ARGUMENT.match(trigger)
        if match is None:
            raise WrongValueError("an event names its type and trigger")
        self.events[name] = match[2]
        for each in arguments:
            argument = _ARGUMENT.match(each)
            if argument is None:
                raise WrongValueError("“%(argument)s” is no argument", argument=each[:40])
            self.links.append((name, argument[1], match[2], argument[2]))
        label = next((label for own, label in self.spans if own == match[2]), match[1])
        if label != self.labels.get(match[1], match[1]):
            self.problems.append(problem(self.where, "the event %(event)s of type %(type)s has a trigger "
                "of type %(label)s", event=name, type=match[1], label=label))  # fmt: skip

    def _equivalence(self, name: str, rest: str, where: str) -> None:
        del name, where
        kind, *members = rest.split()
        if len(members) < 2:
            raise WrongValueError("an equivalence has two members or more")
        number = 1 + sum(relation.id.startswith("*") for relation in self.relations)
        for first, second in pairwise(members):
            group: dict[str, Value] = {"equiv": f"*{number}"}
            self.relations.append(Relation(f"*{number}.{second}", kind, first, second, group))

    def _attribute(self, name: str, rest: str, where: str) -> None:
        del name, where
        kind, target, *values = rest.rstrip().split(" ", 2)
        self.attributes.setdefault(target, {})[kind] = values[0] if values else True

    def _normalisation(self, name: str, rest: str, where: str) -> None:
        del name, where
        head = rest.split("\t", 1)[0]
        kind, target, reference = head.split(" ")
        own = self.attributes.setdefault(target, {})
        own[kind] = f"{own[kind]} {reference}" if kind in own else reference

    def _note(self, name: str, rest: str, where: str) -> None:
        del name, where
        head, _, text = rest.partition("\t")
        kind, target = head.split(" ", 1)
        if kind == EXTRA:
            self.extras[target] = loads(text)
        else:
            self.notes.setdefault(target, []).append(text)


def _span(parsed: _Parsed, name: str, label: str, pieces: tuple[tuple[int, int], ...], length: int) -> Span:
    attributes = dict(parsed.attributes.get(name, {}))
    for event, trigger in parsed.events.items():
        if trigger == name:
            attributes |= parsed.attributes.get(event, {})
    notes = [note for own in (name, *(e for e, t in parsed.events.items() if t == name))
             for note in parsed.notes.get(own, ())]  # fmt: skip
    extra = parsed.extras.get(name, {})
    attributes |= extra.get("attributes", {})
    if extra.get("extent"):
        pieces = tuple((parsed.onward(int(a)), parsed.onward(int(b))) for a, b in extra["extent"])
        if not 0 <= pieces[0][0] <= pieces[-1][1] <= length:
            raise UserError("%(where)s: a span lies outside the text", where=parsed.where)
    span = span_of(name, pieces, label, attributes)
    return Span(
        span.id, span.start, span.end, label, attributes, span.fragments,
        str(extra.get("note", "\n".join(notes))), bool(extra.get("unsure")), extra.get("origin", {}),
    )  # fmt: skip


def _relations(parsed: _Parsed, known: set[str]) -> Iterator[Relation]:
    links = [
        Relation(f"{event}.{number}", role, head, parsed.events.get(tail, tail), {"event": event})
        for number, (event, role, head, tail) in enumerate(parsed.links)
    ]
    told = (replace(each, head=parsed.events.get(each.head, each.head), tail=parsed.events.get(each.tail, each.tail))
            for each in parsed.relations)  # fmt: skip
    for each in [*told, *links]:
        if each.head not in known or each.tail not in known:
            message = "%(id)s points to a span that is not there"
            parsed.problems.append(problem(parsed.where, message, id=each.id))
            continue
        further = dict(parsed.attributes.get(each.id, {}))
        if each.id in parsed.notes:
            further["note"] = "\n".join(parsed.notes[each.id])
        extra = parsed.extras.get(each.id, {}).get("attributes", {})
        yield Relation(each.id, each.type, each.head, each.tail, {**each.attributes, **further, **extra})


def _annotations(path: Path) -> list[Path]:
    suffixes = (".a1", ".a2") if path.suffix in {".a1", ".a2"} else (".ann",)
    return [own for suffix in suffixes if (own := path.with_suffix(suffix)).exists()]


def _parse(path: Path, raw: str) -> tuple[_Parsed, bool]:
    parsed = _Parsed(path.name, collapsed(raw), labels_of(path.parent))
    bom = False
    for each in _annotations(path):
        lines, own = decode_utf8(each, read_bytes(each))
        bom = bom or own
        for number, line in enumerate(lines.split("\n"), 1):
            if line.strip():
                parsed.line(number, line.rstrip("\r"))
    return parsed, bom


def _read_pair(path: Path, options: ReadOptions, reading: Reading) -> AnnotatedDocument:
    source = path.with_suffix(".txt")
    if not source.exists():
        raise UserError("%(file)s: the text %(text)s beside it is missing", file=path, text=source.name)
    raw, bom = decode_utf8(source, read_bytes(source))
    parsed, _ = _parse(path, raw)
    facts = Facts(encoding="utf-8", newline=newline_kind(raw), bom=bom)
    unit, extents = _unit(raw, bom, parsed, options, reading)
    facts.offset_unit = unit.removesuffix(AS_ONE)
    if unit.endswith(AS_ONE):
        reading.problems.append(problem(path.name, CRLF_AS_ONE))
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    spans = tuple(
        _span(parsed, name, label, pieces, len(text))
        for (name, label), pieces in zip(parsed.spans, extents, strict=True)
    )
    relations = tuple(_relations(parsed, {span.id for span in spans}))
    _remember(reading, facts, parsed)
    name = unquote(path.stem)
    document = Document(name, name, text, import_facts(source, facts))
    return AnnotatedDocument(document, (Layer("", spans=spans, relations=relations),))


def _unit(
    raw: str, bom: bool, parsed: _Parsed, options: ReadOptions, reading: Reading
) -> tuple[str, Converted]:
    """Brat itself counts a BOM as the first character: then every offset is one more.

    Where nothing fits to the letter, line breaks that older files write as blanks may explain it.
    """
    shifted = [replace(each, pieces=tuple((a - 1, b - 1) for a, b in each.pieces)) for each in parsed.claims]
    ways = ((parsed.claims, same), (shifted, same)) if bom else ((parsed.claims, same),)
    first: UserError | None = None
    for claims, check in (*ways, (parsed.claims, same_on_one_line)):
        try:
            found = fitting(views_of_raw(raw, options.offsets), claims, check)
        except UserError as error:
            first = first or error
            continue
        if check is same_on_one_line:
            reading.problems.append(problem(parsed.where, "line breaks inside spans are written as blanks"))
        return found
    assert first is not None
    raise first


def _remember(reading: Reading, facts: Facts, parsed: _Parsed) -> None:
    own = reading.facts
    own.encoding, own.bom = facts.encoding, bool(own.bom or facts.bom)
    for name, value in (("newline", facts.newline), ("offset_unit", facts.offset_unit)):
        before = getattr(own, name)
        setattr(own, name, value if before in {None, value} or value is None else "mixed")
    own.rejected.extend(parsed.rejected)
    reading.problems.extend(parsed.problems)


def read(path: Path, options: ReadOptions) -> Reading:
    """Open one pair, or every pair below a folder."""
    reading = Reading(iter(()))
    if path.is_dir():
        paths = sorted(each for each in path.rglob("*.ann") if each.is_file())
        if not paths:
            raise UserError("%(file)s holds no .ann file", file=path)
    else:
        paths = [path.with_suffix(".ann") if path.suffix == ".txt" else path]
    reading.documents = (_read_pair(each, options, reading) for each in paths)
    return reading


def sniff(path: Path, head: bytes) -> float:
    """Sure of an ``.ann`` with its text beside it, and of a folder that has some."""
    if path.is_dir():
        return 0.9 if any(path.rglob("*.ann")) else 0.0
    if path.suffix in SUFFIXES:
        return 0.95
    return 0.9 if path.suffix == ".txt" and path.with_suffix(".ann").exists() and head else 0.0


FORMAT = Format(
    "brat", "brat standoff", SUFFIXES, sniff, read, brat_out.write, folder=True,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes"}),
)  # fmt: skip
