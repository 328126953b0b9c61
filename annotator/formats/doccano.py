"""doccano JSONL: sequence labelling, relations and intent, of all its releases.

doccano's own editor counts UTF-16 units or graphemes, its interface code points; the file does not say which.
Rows without text, and labels that end before they begin, are rejected one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Header, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation
from annotator.formats.atomic import whole_text
from annotator.formats.base import Facts, Format, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.errors import MALFORMED, why
from annotator.formats.jsonrows import json_rows
from annotator.formats.native import dumps
from annotator.formats.rows import (
    Row,
    RowSpan,
    documents_of,
    exact,
    keys_of,
    metadata_of,
    text_for_json,
    whole_number,
)
from annotator.formats.wording import FRAGMENTS, first_layer, further_layers, span_loss

_TEXTS = ("text", "data", "column_data")
_LABELS = ("label", "labels", "entities", "annotations", "column_label")
_TAKEN = frozenset({*_TEXTS, *_LABELS, "id", "relations", "cats", "Comments"})


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a doccano file (JSON lines, an array, or one object)."""
    reading = Reading(iter(()), facts=Facts())
    reading.documents = documents_of(path, lambda: _rows(path, options, reading), reading, options, exact)
    return reading


def _rows(path: Path, options: ReadOptions, reading: Reading) -> Iterator[Row]:
    ids: Counter[str] = Counter()
    for number, value in json_rows(path, reading.facts):
        row = _row(path, number, value, options, reading)
        if row is not None:
            ids[row.id] += 1
            row.id = row.id if ids[row.id] == 1 else f"{row.id}-{ids[row.id]}"
            yield row
    if not ids:
        raise UserError("%(file)s has no row with a text", file=path)


def _row(path: Path, number: int, value: object, options: ReadOptions, reading: Reading) -> Row | None:
    where = f"{path.name}:{number}"
    if not isinstance(value, dict):
        reading.facts.rejected.append(problem(where, "the row is no object"))
        return None
    names: tuple[str, ...] = (options.text_column,) if options.text_column else _TEXTS
    text = next((value[name] for name in names if isinstance(value.get(name), str)), None)
    if text is None:
        reading.facts.rejected.append(problem(where, "the row has no text"))
        return None
    row = Row(number, str(value.get("id", f"{path.stem}-{number}")), text, metadata_of(value, _TAKEN))
    cats = value.get("cats") or ()
    if isinstance(cats, dict):  # as spaCy has them, with their scores
        row.metadata["categories"], cats = cats, ()
    categories = list(cats)
    names = (options.label_column,) if options.label_column else _LABELS
    spans: list[RowSpan] = []
    for name in names:
        for label in value.get(name) or () if isinstance(value.get(name), list | tuple) else ():
            category = _category(label)
            if category is not None:
                categories.append(category)
                continue
            span = _span(label, len(spans), where, reading)
            if span is not None:
                spans.append(span)
    if categories:
        row.metadata["categories"] = categories
    relations = tuple(_relations(value.get("relations") or (), where))
    row.layers.append((Layer("", relations=relations), spans))
    return row


def _category(label: object) -> str | None:
    """What a label says of the whole text: a name, or in older exports an object without offsets."""
    if isinstance(label, dict) and not label.keys() & {"start_offset", "start"}:
        label = label.get("label", label.get("text"))
        return None if label is None else str(label)
    return label if isinstance(label, str) else None


def _span(label: Any, number: int, where: str, reading: Reading) -> RowSpan | None:  # noqa: ANN401 - JSON
    try:
        if isinstance(label, dict):
            start = label["start_offset"] if "start_offset" in label else label["start"]
            end = label["end_offset"] if "end_offset" in label else label["end"]
            name, own = str(label["label"]), str(label.get("id", f"s{number}"))
        else:
            start, end, name = label[0], label[1], str(label[2])
            own = f"s{number}"
        start, end = whole_number(start), whole_number(end)
    except MALFORMED as error:
        raise UserError("%(where)s: no label: %(reason)s", where=where, reason=why(error)) from error
    except UserError as error:
        raise UserError("%(where)s: %(reason)s", where=where, reason=error) from error
    if start >= end:
        message = "the label %(label)s ends at %(end)d, before it begins"
        reading.facts.rejected.append(problem(where, message, label=name, end=end))
        return None
    return RowSpan(own, start, end, name)


def _relations(values: Iterable[Any], where: str) -> Iterator[Relation]:
    for number, each in enumerate(values):
        try:
            yield Relation(
                str(each.get("id", f"r{number}")), str(each["type"]), str(each["from_id"]), str(each["to_id"])
            )
        except MALFORMED as error:
            raise UserError("%(where)s: no relation: %(reason)s", where=where, reason=why(error)) from error


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write doccano JSON lines with code point offsets, as its importer wants them; the first layer is taken.

    Documents with relations go out in the shape of relation projects, others in that of sequence labelling.
    """
    del header, options
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        for each in documents:
            stream.write(dumps(_value(each, report)) + "\n")
            report.documents += 1
    return report


def _value(each: AnnotatedDocument, report: WriteReport) -> dict[str, object]:
    document, layer = each.document, first_layer(each) or Layer("")
    report.losses.extend(further_layers(each))
    for span in layer.spans:
        if span.fragments:
            report.losses.append(span_loss(document, layer, span, "merged", FRAGMENTS))
    report.spans += len(layer.spans)
    report.relations += len(layer.relations)
    value = {key: part for key, part in document.metadata.items() if key not in _TAKEN and key != "import"}
    value |= {"id": document.id, "text": text_for_json(document, report)}
    if not layer.relations:
        return value | {"label": [[span.start, span.end, span.label] for span in layer.spans]}
    numbers = {span.id: number for number, span in enumerate(layer.spans, 1)}
    entities = [
        {"id": numbers[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
        for span in layer.spans
    ]
    relations = [
        {"id": number, "from_id": numbers[one.head], "to_id": numbers[one.tail], "type": one.type}
        for number, one in enumerate(layer.relations, 1)
        if one.head in numbers and one.tail in numbers
    ]
    return value | {"entities": entities, "relations": relations}


def sniff(path: Path, head: bytes) -> float:
    """Likely where rows have a text and labels in doccano's shapes."""
    del path
    keys = keys_of(head)
    if {"column_data", "column_label"} <= keys:
        return 0.9
    if "text" not in keys and "data" not in keys:
        return 0.0
    if keys & {"spans", "tokens", "layers", "_input_hash", "answer", "result", "annotation_id"}:
        return 0.0
    if "annotations" in keys:
        theirs = b'"start_offset"' in head or (b'"user"' in head and b'"label"' in head)
        return 0.8 if theirs and "text" in keys else 0.0
    return 0.8 if keys & {"label", "labels", "entities", "cats", "Comments"} else 0.0


FORMAT = Format(
    "doccano", "doccano JSONL", (".jsonl", ".json"), sniff, read, write,
    keeps=frozenset({"relations", "nesting"}),
)  # fmt: skip
