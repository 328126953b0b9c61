"""Layers as columns: one row per span, sorted by document, start and end, so that numpy can compare them all.

Offsets are code points, half-open. A *place* is an offset in the line of all documents laid end to end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coding import Floats, Ints

Extent = tuple[tuple[int, int], ...]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Spans of one annotator: places, label numbers, documents; ``shape`` tells apart spans of several pieces."""

    start: Ints
    end: Ints
    label: Ints
    document: Ints
    shape: Ints
    row: Ints
    """Where each span stands in the columns that it came from."""

    def __len__(self) -> int:
        return len(self.start)

    def where(self, keep: Bools) -> Rows:
        """The rows that a mask keeps."""
        places = np.flatnonzero(keep)  # to take places costs less than to go by a mask six times
        return Rows(*(each[places] for each in (
            self.start, self.end, self.label, self.document, self.shape, self.row)))  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """All layers: ``present[document, annotator]`` says who worked on what, spans or none.

    ``shape`` is 0 for a span of one piece; ``pieces`` has the extents behind other numbers, in document offsets.
    """

    document: Ints
    annotator: Ints
    start: Ints
    end: Ints
    label: Ints
    lengths: Ints
    present: Bools
    documents: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    shape: Ints
    pieces: Mapping[int, Extent] = field(default_factory=dict)

    @property
    def offsets(self) -> Ints:
        """Where each document begins on the line of places (one place of air between documents)."""
        return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.lengths + 1)])[:-1]

    def of(self, annotator: int) -> Rows:
        """One annotator's spans in text order (longer first where starts are the same)."""
        chosen = np.flatnonzero(self.annotator == annotator)
        base = self.offsets[self.document[chosen]]
        start, end = self.start[chosen] + base, self.end[chosen] + base
        label = self.label[chosen]
        longest = int((end - start).max(initial=0))
        key = (start * (longest + 1) + longest - (end - start)) * (len(self.labels) + 1) + label
        order = np.argsort(key, kind="stable")  # documents come in order, of which a stable sort of one key makes use
        chosen = chosen[order]
        return Rows(
            start[order], end[order], label[order], self.document[chosen], self.shape[chosen], chosen
        )

    def by_annotator(self) -> list[Rows]:
        """`of` for every annotator."""
        return [self.of(place) for place in range(len(self.annotators))]

    def common(self, first: int, second: int) -> Bools:
        """The documents that both annotators worked on."""
        return self.present[:, first] & self.present[:, second]


def columns_of_arrays(
    document: Ints,
    annotator: Ints,
    start: Ints,
    end: Ints,
    label: Ints,
    *,
    lengths: Ints,
    present: Bools,
    annotators: Sequence[str],
    labels: Sequence[str],
    documents: Sequence[str] = (),
) -> Columns:
    """Columns straight from arrays, one entry per span; documents, annotators and labels are numbers from 0."""
    names = tuple(documents) or tuple(map(str, range(len(lengths))))
    return Columns(
        document=_whole(document),
        annotator=_whole(annotator),
        start=_whole(start),
        end=_whole(end),
        label=_whole(label),
        lengths=_whole(lengths),
        present=present,
        documents=names,
        annotators=tuple(annotators),
        labels=tuple(labels),
        shape=np.zeros(len(document), dtype=np.int64),
    )


def _whole(values: Ints) -> Ints:
    return np.asarray(values, dtype=np.int64)


Item = tuple[int, int, str] | tuple[int, int, str, Extent]
"""Start, end, label and, for a span of several pieces, its extent."""


def columns_of(layers: Iterable[tuple[str, str, Sequence[Item]]], lengths: Mapping[str, int]) -> Columns:
    """Columns from ``(document, annotator, items)``; a layer without items was worked on and left empty.

    ``lengths`` are the documents' lengths in code points.
    """
    listed = list(layers)
    documents = _names(each[0] for each in listed)
    annotators = _names(each[1] for each in listed)
    labels = {name: place for place, name in enumerate(sorted({i[2] for each in listed for i in each[2]}))}
    present = np.zeros((len(documents), len(annotators)), dtype=bool)
    shapes: dict[Extent, int] = {}
    rows: list[tuple[int, ...]] = []
    for name, who, items in listed:
        place, hand = documents[name], annotators[who]
        present[place, hand] = True
        rows += [(place, hand, i[0], i[1], labels[i[2]], _shape(i, shapes)) for i in items]
    table = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    ends = dict.fromkeys(documents, 0)
    for name, _, items in listed:
        ends[name] = max([ends[name], *(i[1] for i in items)])
    return Columns(
        document=table[0],
        annotator=table[1],
        start=table[2],
        end=table[3],
        label=table[4],
        lengths=np.array([max(lengths.get(name, 0), ends[name]) for name in documents], dtype=np.int64),
        present=present,
        documents=tuple(documents),
        annotators=tuple(annotators),
        labels=tuple(labels),
        shape=table[5],
        pieces={number: extent for extent, number in shapes.items()},
    )


def _names(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _shape(item: Item, shapes: dict[Extent, int]) -> int:
    if len(item) < 4 or len(item[3]) < 2:
        return 0
    return shapes.setdefault(item[3], len(shapes) + 1)


def float_counts(index: Ints, size: int, weights: Floats | None = None) -> Floats:
    """How often each number below ``size`` occurs, or the sum of its weights."""
    return np.asarray(np.bincount(index, weights=weights, minlength=size), dtype=np.float64)
