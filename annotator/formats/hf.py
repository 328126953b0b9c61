"""Hugging Face datasets: Parquet with ClassLabel features, JSON lines, a card and splits.

A row holds a document: text, tokens with BIO tags, and the exact spans (code points). Written with pyarrow alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.errors import UserError
from annotator.formats.atomic import whole_folder, whole_text
from annotator.formats.base import Facts, Format, Loss, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.errors import missing_extra
from annotator.formats.hf_card import card
from annotator.formats.jsontext import json_lines_or_array
from annotator.formats.layers import layer_to, plain_layer
from annotator.formats.native import dumps
from annotator.formats.rows import keys_of
from annotator.formats.tags import Decoder, encode
from annotator.formats.wording import Layout, first_layer, flat, further_layers

SPLITS = {"train": "train", "dev": "validation", "test": "test"}
_TEXTS = ("text", "content", "body", "sentence")
_TAGS = ("ner_tags", "tags", "labels", "ner")
_BATCH = 200
SURROGATE = "half of a character became U+FFFD"


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise missing_extra("pyarrow", "formats") from error
    return pyarrow, pyarrow.parquet


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a folder: ``data/*.parquet``, ``jsonl/*.jsonl`` and the card; the first layer is taken."""
    arrow, parquet = _pyarrow()
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
    text = _whole(document.text)
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
        "id": _whole(document.id),
        "text": text,
        "tokens": [text[start:end] for start, end in layout.tokens],
        "ner_tags": [_whole(tag) for tag in encode(chunks, len(layout.tokens))],
        "spans": [_span_row(value, text) for value in _values(plain["spans"])],
        "relations": [
            {key: _whole(str(value[key])) for key in ("id", "type", "head", "tail")}
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
        "id": _whole(value["id"]),
        "start": value["start"],
        "end": value["end"],
        "label": _whole(value["label"]),
        "text": text[value["start"] : value["end"]],
        "attributes": json.dumps(value["attributes"]),
        "further": json.dumps(further) if further else "",
    }


def _whole(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text) if _torn(text) else text


def _torn(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


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
    folder: Path, name: str, rows: Iterator[dict[str, Any]], schema: Any, parquet: Any, arrow: Any,  # noqa: ANN401
    tags: Sequence[str],
) -> None:  # fmt: skip
    numbers = {tag: number for number, tag in enumerate(tags)}
    lines = folder / "jsonl" / f"{name}.jsonl"
    with parquet.ParquetWriter(folder / "data" / f"{name}.parquet", schema) as writer, whole_text(lines) as stream:
        batch: list[dict[str, Any]] = []
        for row in rows:
            stream.write(dumps(row) + "\n")
            batch.append(row | {"ner_tags": [numbers[tag] for tag in row["ner_tags"]]})
            if len(batch) >= _BATCH:
                writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(arrow.Table.from_pylist(batch, schema=schema))


# ---- in --------------------------------------------------------------------------------------------------


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a Parquet or JSON lines file, or a folder of Parquet files (each a split)."""
    reading = Reading(iter(()), facts=Facts(offset_unit="codepoint"))
    if path.is_dir():
        paths = sorted(path.rglob("*.parquet"))
        if not paths:
            raise UserError("%(file)s holds no .parquet file", file=path)
    else:
        paths = [path]
    reading.documents = _documents(paths, options, reading)
    return reading


def _documents(paths: Sequence[Path], options: ReadOptions, reading: Reading) -> Iterator[AnnotatedDocument]:
    decoder = Decoder()
    for path in paths:
        rows, names = _rows(path, reading)
        for number, row in rows:
            yield _document(path, number, row, names, decoder, options)
    reading.facts.tags, reading.facts.repairs = decoder.scheme(), decoder.repairs()


def _rows(path: Path, reading: Reading) -> tuple[Iterator[tuple[int, Any]], dict[str, list[str]]]:
    if path.suffix != ".parquet":
        values, facts = json_lines_or_array(path)
        reading.facts.encoding, reading.facts.newline, reading.facts.bom = facts.encoding, facts.newline, facts.bom
        return iter(values), {}
    _, parquet = _pyarrow()
    try:
        file = parquet.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise UserError("%(file)s is no Parquet file: %(reason)s", file=path, reason=error) from error
    return _parquet_rows(path, file), _class_labels(file.schema_arrow.metadata or {})


def _parquet_rows(path: Path, file: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - pyarrow's
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (OSError, ValueError) as error:
        raise UserError("%(file)s, row %(row)d: %(reason)s", file=path, row=number + 1, reason=error) from error


def _class_labels(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"]
        return {key: names for key, each in features.items() if (names := _names(each))}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _names(feature: object) -> list[str]:
    if isinstance(feature, list) and feature:
        return _names(feature[0])
    if not isinstance(feature, dict):
        return []
    names = feature.get("names")
    if isinstance(names, dict):
        names = list(names.values())
    return [str(name) for name in names] if isinstance(names, list) else _names(feature.get("feature"))


def _document(
    path: Path, number: int, row: Any, names: dict[str, list[str]], decoder: Decoder, options: ReadOptions  # noqa: ANN401
) -> AnnotatedDocument:
    try:
        return _built(path, number, row, names, decoder, options)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        message = "%(file)s, row %(row)d: %(reason)s"
        raise UserError(message, file=path, row=number, reason=error) from error


def _built(
    path: Path, number: int, row: Any, names: dict[str, list[str]], decoder: Decoder, options: ReadOptions  # noqa: ANN401
) -> AnnotatedDocument:
    wanted = (options.text_column,) if options.text_column else _TEXTS
    text = next((row[key] for key in wanted if isinstance(row.get(key), str)), None)
    tokens = row.get("tokens") or row.get("words")
    own = str(row.get(options.id_column or "id") or f"{path.stem}-{number}")
    key = next((key for key in _TAGS if isinstance(row.get(key), list)), None)
    if text is None and not isinstance(tokens, list):
        raise ValueError("the row has no text and no tokens")
    extents = _extents(text, tokens) if isinstance(tokens, list) else None
    if text is None:
        text = " ".join(str(token) for token in tokens)
    layer = None
    if isinstance(row.get("spans"), list):
        layer = plain_layer({"spans": [_unfolded(each) for each in row["spans"]],
                             "relations": [_unfolded(each) for each in row.get("relations") or ()]}, text)  # fmt: skip
    elif extents is not None and key is not None:
        layer = _tagged(extents, _tag_names(row[key], names.get(key, [])), decoder)
    further = {name: part for name, part in row.items()
               if name not in {"id", "text", "tokens", "spans", "relations", key} and _is_plain(part)}  # fmt: skip
    document = Document(own, own, text, further | {"import": {"file": path.name}})
    return AnnotatedDocument(document, (layer,) if layer else (), tuple(extents) if extents is not None else None)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _unfolded(each: dict[str, Any]) -> dict[str, Any]:
    value = {key: part for key, part in each.items() if key != "further"}
    if isinstance(value.get("attributes"), str):
        value["attributes"] = json.loads(value["attributes"] or "{}")
    return value | (json.loads(each["further"]) if each.get("further") else {})


def _extents(text: str | None, tokens: Sequence[Any]) -> list[tuple[int, int]]:
    found, place = [], 0
    for token in map(str, tokens):
        start = place if text is None else text.find(token, place)
        if start < 0:
            raise ValueError(f"the token {token!r} is not in the text")
        place = start + len(token)
        found.append((start, place))
        place += text is None
    return found


def _tag_names(values: Sequence[Any], names: Sequence[str]) -> list[str]:
    found = []
    for value in values:
        if isinstance(value, int):
            if value >= len(names):
                raise ValueError("tags are numbers, and their names are not in the file")
            found.append("O" if value < 0 else names[value])
        else:
            found.append(str(value))
    return found


def _tagged(extents: Sequence[tuple[int, int]], tags: Sequence[str], decoder: Decoder) -> Layer:
    if len(tags) != len(extents):
        raise ValueError(f"{len(tags)} tags for {len(extents)} tokens")
    rows = [
        {"start": extents[first][0], "end": extents[last - 1][1], "label": label}
        for first, last, label in decoder.chunks(tags)
    ]
    return plain_layer({"spans": rows}, " " * (extents[-1][1] if extents else 0))


def sniff(path: Path, head: bytes) -> float:
    """Sure of Parquet; likely where JSON lines have tokens and tags."""
    if path.is_dir():
        return 0.9 if any(path.glob("data/*.parquet")) or any(path.glob("*.parquet")) else 0.0
    if head[:4] == b"PAR1":
        return 0.95
    keys = keys_of(head)
    return 0.92 if keys & {"tokens", "words"} and keys & set(_TAGS) else 0.0


FORMAT = Format(
    "hf", "Hugging Face dataset", (".parquet", ".jsonl"), sniff, read, write, extra="formats", folder=True,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes"}),
)  # fmt: skip
