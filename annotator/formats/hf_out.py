"""Hugging Face datasets, written: Parquet with ClassLabel features, JSON lines with string labels, a card."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Header, Layer
from annotator.formats.atomic import whole_folder, whole_text
from annotator.formats.base import Loss, WriteOptions, WriteReport
from annotator.formats.errors import missing_extra
from annotator.formats.hf_card import card
from annotator.formats.layers import layer_to
from annotator.formats.native import dumps
from annotator.formats.surrogates import without_halves
from annotator.formats.tags import encode
from annotator.formats.wording import Layout, first_layer, flat, further_layers

SPLITS = {"train": "train", "dev": "validation", "test": "test"}
BATCH = 200
SURROGATE = "half of a character became U+FFFD"


def pyarrow() -> tuple[Any, Any]:
    """Pyarrow and its Parquet part.

    Raises:
        UserError: it is not installed; names the extra.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise missing_extra("formats") from error
    return pyarrow, pyarrow.parquet


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder: ``data/*.parquet``, ``jsonl/*.jsonl`` and the card; the first layer is taken."""
    arrow, parquet = pyarrow()
    report = WriteReport(files=[path])
    every = list(documents)  # the class labels must be known before the first row
    labels = _labels(every, header)
    tags = ["O", *(f"{mark}-{label}" for label in labels for mark in "BI")]
    splits = dict(options.splits)
    counts: dict[str, int] = {}
    with whole_folder(path) as folder:
        (folder / "data").mkdir()
        (folder / "jsonl").mkdir()
        for split in dict.fromkeys(splits.get(each.document.id, "train") for each in every):
            own = [each for each in every if splits.get(each.document.id, "train") == split]
            name = SPLITS.get(split, split)
            counts[name] = len(own)
            rows = (_row(each, options, report) for each in own)
            _write_split(folder, name, rows, _schema(arrow, tags), parquet, arrow, tags)
        with whole_text(folder / "README.md") as stream:
            stream.write(card(path.name, counts, labels, tags))
    report.documents = len(every)
    return report


def _labels(documents: Sequence[AnnotatedDocument], header: Header) -> list[str]:
    known = [label.name for label in header.scheme.labels] if header.scheme else []
    used = {span.label for each in documents for layer in each.layers[:1] for span in layer.spans}
    return list(dict.fromkeys([*known, *sorted(used)]))


def _row(each: AnnotatedDocument, options: WriteOptions, report: WriteReport) -> dict[str, Any]:
    document, layer = each.document, first_layer(each) or Layer("")
    text = without_halves(document.text)
    if text != document.text:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", SURROGATE, "document"))
    report.losses.extend(further_layers(each))
    layout = Layout(each, layer, options.clitics)
    chunks = [(one.first, one.last, one.span.label) for one in flat(layout.placed(), layout)]
    plain = layer_to(Layer(layer.annotator, spans=layer.spans, relations=layer.relations))
    report.spans += len(layer.spans)
    report.relations += len(layer.relations)
    report.tokens += len(layout.tokens)
    return {
        "id": without_halves(document.id),
        "text": text,
        "tokens": [text[start:end] for start, end in layout.tokens],
        "ner_tags": [without_halves(tag) for tag in encode(chunks, len(layout.tokens))],
        "spans": [_span_row(value, text) for value in _values(plain["spans"])],
        "relations": [
            {key: without_halves(str(value[key])) for key in ("id", "type", "head", "tail")}
            | {"attributes": json.dumps(value["attributes"])}
            for value in _values(plain["relations"])
        ],
    }


def _values(value: object) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value


def _span_row(value: dict[str, Any], text: str) -> dict[str, Any]:
    further = {key: value[key] for key in ("fragments", "note", "unsure", "origin") if key in value}
    return {
        "id": without_halves(value["id"]),
        "start": value["start"],
        "end": value["end"],
        "label": without_halves(value["label"]),
        "text": text[value["start"] : value["end"]],
        "attributes": json.dumps(value["attributes"]),
        "further": json.dumps(further) if further else "",
    }


def _schema(arrow: Any, tags: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow's
    text, number = arrow.string(), arrow.int64()
    span = arrow.struct([("id", text), ("start", number), ("end", number), ("label", text), ("text", text),
                         ("attributes", text), ("further", text)])  # fmt: skip
    relation = arrow.struct([(name, text) for name in ("id", "type", "head", "tail", "attributes")])
    fields = [("id", text), ("text", text), ("tokens", arrow.list_(text)), ("ner_tags", arrow.list_(number)),
              ("spans", arrow.list_(span)), ("relations", arrow.list_(relation))]  # fmt: skip
    features = {"info": {"features": _features(tags)}}
    return arrow.schema(fields).with_metadata({"huggingface": json.dumps(features, ensure_ascii=False)})


def _features(tags: Sequence[str]) -> dict[str, object]:
    def value(kind: str) -> dict[str, str]:
        return {"dtype": kind, "_type": "Value"}

    text = value("string")
    span = {"id": text, "start": value("int64"), "end": value("int64"), "label": text, "text": text,
            "attributes": text, "further": text}  # fmt: skip
    relation = dict.fromkeys(("id", "type", "head", "tail", "attributes"), text)
    return {
        "id": text,
        "text": text,
        "tokens": {"feature": text, "_type": "List"},
        "ner_tags": {"feature": {"names": list(tags), "_type": "ClassLabel"}, "_type": "List"},
        "spans": {"feature": span, "_type": "List"},
        "relations": {"feature": relation, "_type": "List"},
    }


def _write_split(
    folder: Path, name: str, rows: Iterator[dict[str, Any]], schema: Any, parquet: Any, arrow: Any,  # noqa: ANN401 - pyarrow's
    tags: Sequence[str],
) -> None:  # fmt: skip
    numbers = {tag: number for number, tag in enumerate(tags)}
    lines = folder / "jsonl" / f"{name}.jsonl"
    with parquet.ParquetWriter(folder / "data" / f"{name}.parquet", schema) as writer, whole_text(lines) as stream:
        batch: list[dict[str, Any]] = []
        for row in rows:
            stream.write(dumps(row) + "\n")
            batch.append(row | {"ner_tags": [numbers[tag] for tag in row["ner_tags"]]})
            if len(batch) >= BATCH:
                writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
