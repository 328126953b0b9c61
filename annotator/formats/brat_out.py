"""brat standoff, written: a folder of ``x.txt`` and ``x.ann`` pairs with annotation.conf and visual.conf.

Labels that are not plain ASCII go out as slugs; visual.conf shows their own names and is the way back. What
brat cannot say (numbers, an exact extent over a line break) stands in a note of type ``Raqim`` as JSON.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Header, Layer
from annotator.core.span import Extent, Span, Value
from annotator.formats.atomic import whole_folder
from annotator.formats.base import Action, Loss, WriteOptions, WriteReport
from annotator.formats.names import free_file_name, is_slug, slugs
from annotator.formats.wording import first_layer, further_layers, relation_losses, span_loss

EXTRA = "Raqim"
_MARK = "# labels by Raqim"
_BREAK = re.compile(r"[\r\n]+")
BROKEN = "brat holds no line break inside a span: it is written in pieces"
NOTHING = "it covers nothing that brat could mark"
CARRIAGE = "carriage returns become line feeds when brat's text is read"
SURROGATE = "half of a character cannot be written in UTF-8 and became U+FFFD"
MARK = "the text begins with a byte order mark, which brat counts otherwise"


def labels_of(folder: Path) -> dict[str, str]:
    """The labels behind the slugs of a folder that we wrote; nothing for others."""
    try:
        lines = (folder / "visual.conf").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if not lines or lines[0] != _MARK:
        return {}
    pairs = (line.split(" | ", 1) for line in lines if " | " in line)
    return {slug: json.loads(f'"{label}"') if "\\" in label else label for slug, label in pairs}


class _Names:
    """Slugs given out as labels are met."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.spans: set[str] = set()
        self.relations: set[str] = set()
        self.attributes: dict[str, set[str]] = {}

    def slug(self, name: str) -> str:
        if name not in self.of:
            fresh = slugs([*self.of.values(), name])[name]
            taken = set(self.of.values())
            number = 2
            slug = fresh
            while slug in taken:
                slug, number = f"{fresh}_{number}", number + 1
            self.of[name] = slug
        return self.of[name]


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder of pairs; the first layer of each document is taken."""
    del options
    report = WriteReport(files=[path])
    names = _Names()
    for label in header.scheme.labels if header.scheme else ():
        names.spans.add(names.slug(label.name))
    taken: set[str] = set()
    with whole_folder(path) as folder:
        for each in documents:
            own = free_file_name(each.document.id, taken)
            (folder / f"{own}.txt").write_bytes(_text(each, report))
            (folder / f"{own}.ann").write_bytes(_annotations(each, names, report).encode("utf-8", "replace"))
            report.documents += 1
        _configuration(folder, names)
    return report


def _text(each: AnnotatedDocument, report: WriteReport) -> bytes:
    document = each.document
    mark = b""
    if document.text.startswith("\ufeff"):
        mark = codecs.BOM_UTF8  # readers take one mark off
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", MARK, "document"))
    if "\r" in document.text:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", CARRIAGE, "document"))
    try:
        return mark + document.text.encode("utf-8")
    except UnicodeEncodeError:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", SURROGATE, "document"))
        return mark + re.sub("[\ud800-\udfff]", "\ufffd", document.text).encode("utf-8")


def _pieces(span: Span, text: str) -> Extent:
    found = []
    for start, end in span.extent:
        for match in _BREAK.finditer(text, start, end):
            if start < match.start():
                found.append((start, match.start()))
            start = match.end()  # noqa: PLW2901 - the rest of the piece
        if start < end:
            found.append((start, end))
    return tuple(found)


def _annotations(each: AnnotatedDocument, names: _Names, report: WriteReport) -> str:
    layer = first_layer(each)
    report.losses.extend(further_layers(each))
    if layer is None:
        return ""
    ids: dict[str, str] = {}
    lines: list[str] = []
    counters = {"A": 0, "#": 0}
    for span in layer.spans:
        pieces = _pieces(span, each.document.text)
        if pieces != span.extent:
            what: tuple[Action, str] = ("cut", BROKEN) if pieces else ("dropped", NOTHING)
            report.losses.append(span_loss(each.document, layer, span, *what))
        if pieces:
            ids[span.id] = f"T{len(ids) + 1}"
            lines += _span_lines(ids[span.id], span, pieces, each.document.text, names, counters)
    report.spans += len(ids)
    lines += _relation_lines(each, layer, ids, names, counters, report)
    return "".join(f"{line}\n" for line in lines)


def _span_lines(
    name: str, span: Span, pieces: Extent, text: str, names: _Names, counters: dict[str, int]
) -> list[str]:
    slug = names.slug(span.label)
    names.spans.add(slug)
    places = ";".join(f"{start} {end}" for start, end in pieces)
    covered = re.sub("[\ud800-\udfff]", "\ufffd", " ".join(text[start:end] for start, end in pieces))
    lines = [f"{name}\t{slug} {places}\t{covered}"]
    lines += _attribute_lines(name, span, names, counters)
    note = span.note
    plain_note = bool(note) and not re.search(r"[\t\r\n\ud800-\udfff]", note)
    if plain_note:
        lines.append(f"{_next(counters, '#')}\tAnnotatorNotes {name}\t{note}")
    extra: dict[str, object] = {}
    if not all(_plain(key, value) for key, value in span.attributes.items()):
        extra["attributes"] = dict(span.attributes)
    if note and not plain_note:
        extra["note"] = note
    if span.unsure:
        extra["unsure"] = True
    if span.origin:
        extra["origin"] = dict(span.origin)
    if pieces != span.extent:
        extra["extent"] = span.extent
    if extra:
        lines.append(f"{_next(counters, '#')}\t{EXTRA} {name}\t{json.dumps(extra)}")
    return lines


def _next(counters: dict[str, int], kind: str) -> str:
    counters[kind] += 1
    return f"{kind}{counters[kind]}"


def _plain(key: str, value: Value) -> bool:
    """Whether an attribute can be said in brat's own line: a plain name, and a flag or one word."""
    if not is_slug(key):
        return False
    return value is True or (isinstance(value, str) and value.split() == [value] and value.isprintable())


def _attribute_lines(name: str, span: Span, names: _Names, counters: dict[str, int]) -> list[str]:
    lines = []
    for key, value in span.attributes.items():
        if _plain(key, value):
            names.attributes.setdefault(key, set()).update(() if value is True else (str(value),))
            lines.append(f"{_next(counters, 'A')}\t{key} {name}" + ("" if value is True else f" {value}"))
    return lines


def _relation_lines(
    each: AnnotatedDocument,
    layer: Layer,
    ids: dict[str, str],
    names: _Names,
    counters: dict[str, int],
    report: WriteReport,
) -> list[str]:
    lines = []
    number = 0
    for relation in layer.relations:
        head, tail = ids.get(relation.head), ids.get(relation.tail)
        if head is None or tail is None:
            one = Layer(layer.annotator, layer.kind, spans=layer.spans, relations=(relation,))
            report.losses.extend(relation_losses(each, one, NOTHING))
            continue
        number += 1
        slug = names.slug(relation.type)
        names.relations.add(slug)
        lines.append(f"R{number}\t{slug} Arg1:{head} Arg2:{tail}")
        if relation.attributes:
            extra = json.dumps({"attributes": dict(relation.attributes)})
            lines.append(f"{_next(counters, '#')}\t{EXTRA} R{number}\t{extra}")
    report.relations += number
    return lines


def _configuration(folder: Path, names: _Names) -> None:
    relations = [f"{slug}\tArg1:<ENTITY>, Arg2:<ENTITY>" for slug in sorted(names.relations)]
    attributes = [
        f"{key}\tArg:<ENTITY>" + (f", Value:{'|'.join(sorted(values))}" if values else "")
        for key, values in sorted(names.attributes.items())
    ]
    sections = ["[entities]", *sorted(names.spans), "", "[relations]", *relations]
    sections += ["", "[events]", "", "[attributes]", *attributes, ""]
    (folder / "annotation.conf").write_bytes("\n".join(sections).encode("utf-8"))
    shown = [f"{slug} | {_shown(name)}" for name, slug in names.of.items() if slug != name]
    colours = ["", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken", ""]
    lines = chain([_MARK, "[labels]"], shown, colours)
    (folder / "visual.conf").write_bytes("\n".join(lines).encode("utf-8"))


def _shown(name: str) -> str:
    return name if name.isprintable() and "\\" not in name and " | " not in name else json.dumps(name)[1:-1]
