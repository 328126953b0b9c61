"""All layers of a project as columns, straight from the file: what the review compares, gold as one annotator more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.core.span import Extent
from annotator.project.queries import LayerPlace, PackedSpans, Queries
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.coding import Ints
    from annotator.agreement.columns import Bools, Columns

SEPARATOR = "\x1f"


@dataclass(frozen=True)
class ReviewColumns:
    """The columns (gold is the last annotator), which of their spans began as a suggestion, and documents by id."""

    columns: Columns
    suggested: Bools


def review_columns(queries: Queries) -> ReviewColumns:
    """The layers of a project that anybody worked on: those with spans, and those without that are not new."""
    packed = queries.packed_spans()
    filled = packed.layers.split(SEPARATOR) if packed.layers else []
    there = set(filled)
    layers = [row for row in queries.layer_places() if row.id in there or row.status != "new"]
    found = _columns(layers, filled, packed)
    columns = _with_pieces(found.columns, queries.pieces() if packed.broken else {})
    return replace(found, columns=columns)


def _columns(layers: list[LayerPlace], filled: list[str], packed: PackedSpans) -> ReviewColumns:
    import numpy as np

    from annotator.agreement.columns import columns_of_arrays

    documents = {row.document: row.length for row in layers}
    place = {name: number for number, name in enumerate(documents)}
    people = sorted({row.annotator for row in layers}, key=lambda who: (who == GOLD, who))
    hand = {name: number for number, name in enumerate(people)}
    present = np.zeros((len(documents), len(people)), dtype=bool)
    for row in layers:
        present[place[row.document], hand[row.annotator]] = True
    where = {row.id: (place[row.document], hand[row.annotator]) for row in layers}
    nowhere = -1, -1  # a removed layer or document
    places = np.array([where.get(name, nowhere) for name in filled], dtype=np.int64).reshape(-1, 2)
    spans = places.repeat(_numbers(packed.counts), axis=0)
    labels, names = _labels(packed.labels)
    keep = slice(None) if (places >= 0).all() else spans[:, 0] >= 0
    columns = columns_of_arrays(
        spans[keep, 0], spans[keep, 1], _numbers(packed.starts)[keep], _numbers(packed.ends)[keep], labels[keep],
        lengths=np.array(list(documents.values()), dtype=np.int64), present=present, annotators=people,
        labels=names, documents=list(documents),
    )  # fmt: skip
    return ReviewColumns(columns, _numbers(packed.suggested)[keep].astype(bool))


def _labels(joined: str) -> tuple[Ints, list[str]]:
    """The labels' numbers, and their names in order."""
    import numpy as np

    words = joined.split(SEPARATOR) if joined else []
    names = sorted(set(words))
    number = {name: at for at, name in enumerate(names)}
    return np.fromiter(map(number.__getitem__, words), dtype=np.int64, count=len(words)), names


def _numbers(joined: str) -> Any:  # noqa: ANN401 - a numpy array of whole numbers
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
