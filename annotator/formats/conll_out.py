"""CoNLL columns, written: one token per line, one space between columns, a blank line after every sentence.

Four columns as in CoNLL-2003 (``token -X- O tag``) and its ``-DOCSTART- -X- O O`` before each document, since
that is the one form that readers know; more tag columns follow where nesting layers are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.atomic import whole_text
from annotator.formats.base import Tags, WriteOptions, WriteReport
from annotator.formats.tags import encode
from annotator.formats.wording import (
    Layout,
    Placed,
    columns,
    first_layer,
    flat,
    further_layers,
    relation_losses,
    sentence_starts,
)


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write CoNLL; the first layer of each document is taken."""
    report = WriteReport(files=[path])
    labels = [label.name for label in header.scheme.labels] if header.scheme else []
    _check_labels(labels)
    with whole_text(path) as stream:
        if options.nested == "columns":
            documents = list(documents)  # every document must have as many columns as the deepest
        depth = _depth(documents, options) if options.nested == "columns" else 1
        for each in documents:
            stream.write(_document(each, options, depth, report))
            report.documents += 1
    return report


def _check_labels(labels: Iterable[str]) -> None:
    for label in labels:
        if not label or label.split() != [label]:
            raise UserError("the label %(label)s has a space in it, which CoNLL cannot hold", label=label)


def _depth(documents: Iterable[AnnotatedDocument], options: WriteOptions) -> int:
    deepest = 1
    for each in documents:
        layout = Layout(each, first_layer(each), options.clitics)
        deepest = max(deepest, len(columns(layout.placed())))
    return deepest


def _document(each: AnnotatedDocument, options: WriteOptions, depth: int, report: WriteReport) -> str:
    layer = first_layer(each)
    _check_labels({span.label for span in layer.spans} if layer else ())
    layout = Layout(each, layer, options.clitics)
    placed = layout.placed()
    layers = columns(placed) if options.nested == "columns" else [flat(placed, layout)]
    written = [one for column in layers for one in column]
    starts = sentence_starts(layout.text, layout.tokens, written)
    rows = _tag_rows(layers, len(layout.tokens), depth, options.tags)
    report.tokens += len(layout.tokens)
    report.spans += len(written)
    report.losses.extend(layout.losses)
    report.losses.extend(further_layers(each))
    if layer is not None:
        report.losses.extend(relation_losses(each, layer))
    return _docstart(each, options, depth) + _lines(layout, rows, starts)


def _tag_rows(layers: Sequence[Sequence[Placed]], count: int, depth: int, scheme: Tags) -> list[str]:
    chunks = [[(one.first, one.last, one.span.label) for one in column] for column in layers]
    tags = [encode(column, count, scheme) for column in chunks]
    tags += [["O"] * count for _ in range(depth - len(tags))]
    return tags[0] if len(tags) == 1 else [" ".join(row) for row in zip(*tags, strict=True)]


def _docstart(each: AnnotatedDocument, options: WriteOptions, depth: int) -> str:
    if options.docstart == "none":
        return ""
    name = "-X-"
    if options.docstart == "id":
        name = "_".join(each.document.id.encode("utf-8", "replace").decode("utf-8").split()) or "-X-"
    return f"-DOCSTART- {name} O{' O' * depth}\n\n"


def _lines(layout: Layout, rows: Sequence[str], starts: Sequence[int]) -> str:
    if not layout.tokens:
        return ""
    text = layout.text
    words = [text[start:end] for start, end in layout.tokens]
    blocks = []
    for first, last in zip(starts, [*starts[1:], len(words)], strict=True):
        sentence = zip(words[first:last], rows[first:last], strict=True)
        blocks.append("".join([f"{word} -X- O {tag}\n" for word, tag in sentence]))
    return "".join(f"{block}\n" for block in blocks)
