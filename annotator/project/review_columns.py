"""All layers of a project as columns, straight from the file: what the review compares, gold as one annotator more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.core.span import Extent
from annotator.project.layer_queries import SEPARATOR
from annotator.project.queries import LayerPlace, PackedSpans, Queries
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.coding import Ints
    from annotator.agreement.columns import Bools, Columns



@dataclass(frozen=True)
class ReviewColumns:
    """The columns (gold is the last annotator), which of their spans began as a suggestion, and documents by id."""

    columns: Columns
    suggested: Bools


def review_columns(queries: Queries) -> ReviewColumns:
    """The layers of a project that anybody worked on: those with spans, and those without that are not new."""
    spans = _spans(queries)
    there = set(spans.layers)
    layers = [row for row in queries.layer_places() if row.id in there or row.status != "new"]
    found = _columns(layers, spans)
    columns = _with_pieces(found.columns, queries.pieces() if spans.broken else {})
    return replace(found, columns=columns)


@dataclass(frozen=True)
class _Spans:
    """All spans, one layer after the other; ``counts`` has how many each of ``layers`` holds."""

    layers: list[str]
    counts: Ints
    starts: Ints
    ends: Ints
    labels: Ints
    suggested: Ints
    names: list[str]
    broken: int


def _spans(queries: Queries) -> _Spans:
    """All spans, their labels as numbers of ``names``: those of the scheme, or all where that does not know some."""
    names = sorted(label.name for label in queries.scheme().labels)
    found = _unpacked(queries.packed_spans(names), names)
    if (found.labels == len(names)).any():
        names = queries.used_labels()
        found = _unpacked(queries.packed_spans(names), names)
    return found


def _unpacked(packed: PackedSpans, names: list[str]) -> _Spans:
    import numpy as np

    ends, labels = np.divmod(whole_numbers(packed.ends), len(names) + 1)
    starts, suggested = np.divmod(whole_numbers(packed.starts), 2)
    layers = packed.layers.split(SEPARATOR) if packed.layers else []
    return _Spans(layers, whole_numbers(packed.counts), starts, ends, labels, suggested, names, packed.broken)


def _columns(layers: list[LayerPlace], spans: _Spans) -> ReviewColumns:
    import numpy as np

    from annotator.agreement.columns import columns_of_arrays

    documents = {row.document: row.length for row in layers}
    place = {name: number for number, name in enumerate(documents)}
    people = sorted({row.annotator for row in layers}, key=lambda who: (who == GOLD, who))
    hand = {name: number for number, name in enumerate(people)}
    present = np.zeros((len(documents), len(people)), dtype=bool)
    where = {row.id: (place[row.document], hand[row.annotator]) for row in layers}
    for spot in where.values():
        present[spot] = True
    nowhere = -1, -1  # a removed layer or document
    places = np.array([where.get(name, nowhere) for name in spans.layers], dtype=np.int64).reshape(-1, 2)
    each = places.repeat(spans.counts, axis=0)
    keep = slice(None) if (places >= 0).all() else each[:, 0] >= 0
    labels, names = labels_in_use(spans.labels[keep], spans.names)
    columns = columns_of_arrays(
        each[keep, 0], each[keep, 1], spans.starts[keep], spans.ends[keep], labels,
        lengths=np.array(list(documents.values()), dtype=np.int64), present=present, annotators=people,
        labels=names, documents=list(documents),
    )  # fmt: skip
    return ReviewColumns(columns, spans.suggested[keep].astype(bool))


def labels_in_use(labels: Ints, names: list[str]) -> tuple[Ints, list[str]]:
    """The labels' numbers among the names that are in use, and those names."""
    import numpy as np

    used = np.bincount(labels, minlength=len(names)) > 0
    return (np.cumsum(used) - 1)[labels], [name for name, there in zip(names, used.tolist(), strict=True) if there]


def whole_numbers(joined: str) -> Any:  # noqa: ANN401 - a numpy array of whole numbers
    """Numbers with commas between them."""
    import numpy as np

    return np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.zeros(0, dtype=np.int64)


def _with_pieces(columns: Columns, pieces: Mapping[tuple[str, str, int, int, str], Extent]) -> Columns:
    """Columns that tell spans of several pieces apart from whole ones with the same bounds."""
    if not pieces:
        return columns
    import numpy as np

    shapes = {extent: number for number, extent in enumerate(sorted(set(pieces.values())), 1)}
    shape = np.zeros(len(columns.document), dtype=np.int64)
    for (document, who, start, end, label), extent in pieces.items():
        if document in columns.documents and who in columns.annotators and label in columns.labels:
            here = (columns.document == columns.documents.index(document)) & (columns.start == start)
            here &= (columns.annotator == columns.annotators.index(who)) & (columns.end == end)
            shape[here & (columns.label == columns.labels.index(label))] = shapes[extent]
    return replace(columns, shape=shape, pieces={number: extent for extent, number in shapes.items()})
