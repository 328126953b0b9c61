"""Hugging Face datasets: Parquet with ClassLabel features, JSON lines, a card and splits.

A row holds a document: text, tokens with BIO tags, and the exact spans (code points). Written with pyarrow alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.formats import hf_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.foreign import foreign
from annotator.formats.hf_card import class_names, names_beside
from annotator.formats.hf_out import BATCH, pyarrow
from annotator.formats.jsonrows import json_rows
from annotator.formats.jsontext import loads
from annotator.formats.layers import plain_layer
from annotator.formats.rows import keys_of
from annotator.formats.tags import Decoder

_TEXTS = ("text", "content", "body", "sentence")
_TAGS = ("ner_tags", "tags", "labels", "ner")


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
    beside = names_beside(path)
    if path.suffix != ".parquet":
        return json_rows(path, reading.facts), beside
    _, parquet = pyarrow()
    with foreign("%(file)s is no Parquet file: %(reason)s", file=path):
        file = parquet.ParquetFile(path)
        metadata = file.schema_arrow.metadata or {}
    return _parquet_rows(path, file), beside | _class_labels(metadata)


def _parquet_rows(path: Path, file: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - pyarrow's
    number = 0
    message = "%(file)s, row %(row)d: %(reason)s"
    with foreign(message, file=path, row=1):
        batches = iter(file.iter_batches(batch_size=BATCH))
    while True:
        with foreign(message, file=path, row=number + 1):
            batch = next(batches, None)
            rows = batch.to_pylist() if batch is not None else []
        if batch is None:
            return
        yield from enumerate(rows, number + 1)
        number += len(rows)


def _class_labels(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    try:
        return class_names(loads(metadata.get(b"huggingface", b"{}").decode("utf-8"))["info"]["features"])
    except (UserError, *MALFORMED):
        return {}


def _document(
    path: Path, number: int, row: Any, names: dict[str, list[str]], decoder: Decoder, options: ReadOptions  # noqa: ANN401 - a row as its library gives it
) -> AnnotatedDocument:
    try:
        return _built(path, number, row, names, decoder, options)
    except (UserError, *MALFORMED) as error:
        message = "%(file)s, row %(row)d: %(reason)s"
        raise UserError(message, file=path, row=number, reason=why(error)) from error


def _built(
    path: Path, number: int, row: Any, names: dict[str, list[str]], decoder: Decoder, options: ReadOptions  # noqa: ANN401 - a row as its library gives it
) -> AnnotatedDocument:
    wanted = (options.text_column,) if options.text_column else _TEXTS
    text = next((row[key] for key in wanted if isinstance(row.get(key), str)), None)
    tokens = row.get("tokens") or row.get("words")
    own = str(row.get(options.id_column or "id") or f"{path.stem}-{number}")
    key = next((key for key in _TAGS if isinstance(row.get(key), list)), None)
    if text is None and not isinstance(tokens, list):
        raise WrongValueError("the row has no text and no tokens")
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
        value["attributes"] = loads(value["attributes"] or "{}")
    return value | (loads(each["further"]) if each.get("further") else {})


def _extents(text: str | None, tokens: Sequence[Any]) -> list[tuple[int, int]]:
    found, place = [], 0
    for token in map(str, tokens):
        start = place if text is None else text.find(token, place)
        if start < 0:
            raise WrongValueError("the token “%(token)s” is not in the text", token=token[:60])
        place = start + len(token)
        found.append((start, place))
        place += text is None
    return found


def _tag_names(values: Sequence[Any], names: Sequence[str]) -> list[str]:
    found = []
    for value in values:
        if isinstance(value, int):
            if value >= len(names):
                raise WrongValueError("tags are numbers, and their names are not in the file")
            found.append("O" if value < 0 else names[value])
        else:
            found.append(str(value))
    return found


def _tagged(extents: Sequence[tuple[int, int]], tags: Sequence[str], decoder: Decoder) -> Layer:
    if len(tags) != len(extents):
        raise WrongValueError("%(tags)d tags for %(tokens)d tokens", tags=len(tags), tokens=len(extents))
    rows = [
        {"start": extents[first][0], "end": extents[last - 1][1], "label": label}
        for first, last, label in decoder.chunks(tags)
    ]
    return plain_layer({"spans": rows}, " " * (extents[-1][1] if extents else 0))


def sniff(path: Path, head: bytes) -> float:
    """Sure of Parquet; likely where JSON lines have tokens and tags; rows of texts with metadata at the least."""
    if path.is_dir():
        return 0.9 if any(path.glob("data/*.parquet")) or any(path.glob("*.parquet")) else 0.0
    if head[:4] == b"PAR1":
        return 0.95
    keys = keys_of(head)
    if keys & {"tokens", "words"} and keys & set(_TAGS):
        return 0.92
    return 0.35 if keys & set(_TEXTS) and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["} else 0.0


FORMAT = Format(
    "hf", "Hugging Face dataset", (".parquet", ".jsonl"), sniff, read, hf_out.write, extra="formats", folder=True,
    keeps=frozenset({"attributes", "relations", "fragments", "nesting", "notes"}),
)  # fmt: skip
