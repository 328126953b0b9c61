"""Layers made ready for comparison: columns, rows, overlaps and alignments, each computed once and on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeVar

import numpy as np

from annotator.agreement.align import Alignment, align_rows, overlap_rows, same_label, tiers
from annotator.agreement.attributes import item
from annotator.agreement.clitics import normalised
from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Bools, Columns, Rows, columns_of
from annotator.agreement.overlap import Edges, overlaps
from annotator.agreement.unitizing import (
    Marked,
    UnitStatistics,
    diagonal,
    label_lines,
    marked_by,
    partition,
    statistics_of,
)
from annotator.core.span import Relation, Span

PairOf = tuple[int, int]
"""Two annotators by number, the lower first."""
_T = TypeVar("_T")
_Of = TypeVar("_Of")
_THREADS = 4
_WORTH_THREADS = 50_000
"""Fewer spans than this are compared before threads have started."""


@dataclass(frozen=True)
class LayerSpans:
    """What one annotator made of one document; no spans means that there was nothing to mark, not no work."""

    document: str
    annotator: str
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...] = ()
    text: str = ""


@dataclass
class Comparison:
    """All pairs of annotators over the documents that at least two of them worked on.

    ``spans`` and ``relations`` lie behind the rows of the columns (empty where only columns were given).
    """

    columns: Columns
    layers: Sequence[LayerSpans] = ()
    _made: dict[tuple[str, PairOf], object] = field(default_factory=dict)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The span behind each row."""
        return tuple(span for layer in self.layers for span in layer.spans)

    @cached_property
    def comparable(self) -> Bools:
        """Documents that at least two annotators worked on."""
        return np.asarray(self.columns.present.sum(axis=1) >= 2)

    @cached_property
    def compared_documents(self) -> list[tuple[int, str, int]]:
        """Number, name and spans of each comparable document."""
        names = self.columns.documents
        spans = np.bincount(self.columns.document, minlength=len(names)).tolist()
        return [(place, names[place], spans[place]) for place in np.flatnonzero(self.comparable).tolist()]

    @cached_property
    def pairs(self) -> list[PairOf]:
        """Pairs of annotators that share a document."""
        everyone = combinations(range(len(self.columns.annotators)), 2)
        return [pair for pair in everyone if self.columns.common(*pair).any()]

    @cached_property
    def share(self) -> Floats:
        """Per document one over (annotators - 1): the weight of a pair where all annotators are pooled."""
        return np.asarray(1.0 / np.maximum(self.columns.present.sum(axis=1) - 1, 1))

    @cached_property
    def _rows(self) -> list[Rows]:
        return self._by_annotator(self.columns.of)

    def name(self, pair: PairOf) -> str:
        """How a pair is called in results."""
        return " / ".join(self.columns.annotators[each] for each in pair)

    def by_pair(self, work: Callable[[PairOf], _T]) -> dict[PairOf, _T]:
        """Work on every pair, on a few threads."""
        return dict(zip(self.pairs, self._abreast(work, self.pairs), strict=True))

    def _by_annotator(self, work: Callable[[int], _T]) -> list[_T]:
        """Work on every annotator, on a few threads."""
        return self._abreast(work, range(len(self.columns.annotators)))

    def _abreast(self, work: Callable[[_Of], _T], each: Sequence[_Of]) -> list[_T]:
        """The work on each, on a few threads where that pays: numpy lets go of the interpreter while it counts."""
        if len(self.columns.label) < _WORTH_THREADS or len(each) < 2:
            return list(map(work, each))
        with ThreadPoolExecutor(max_workers=_THREADS) as pool:
            return list(pool.map(work, each))

    def _once(self, what: str, pair: PairOf, make: Callable[[], _T]) -> _T:
        key = what, pair
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]  # each name is only ever made by one function

    def sides(self, pair: PairOf) -> tuple[Rows, Rows]:
        """The spans of both annotators in the documents that they share."""
        return self._once("sides", pair, lambda: self._sides(pair))

    def _sides(self, pair: PairOf) -> tuple[Rows, Rows]:
        common = self.columns.common(*pair)
        if common.all():
            return self._rows[pair[0]], self._rows[pair[1]]
        one, other = (self._rows[each].where(common[self._rows[each].document]) for each in pair)
        return one, other

    def edges(self, pair: PairOf) -> Edges:
        """Overlapping spans of a pair."""
        return self._once("edges", pair, lambda: overlaps(*self.sides(pair), self.columns.pieces))

    def tiers(self, pair: PairOf) -> Ints:
        """How well the spans of each edge agree."""
        return self._once("tiers", pair, lambda: tiers(*self.sides(pair), self.edges(pair)))

    def aligned(self, pair: PairOf) -> Alignment:
        """The alignment by extent and label, extent, label, overlap (see `align`)."""
        return self._once("aligned", pair, lambda: align_rows(*self.sides(pair), self.edges(pair), self.tiers(pair)))

    def overlapping(self, pair: PairOf, *, labelled: bool = True) -> Alignment:
        """The alignment behind overlap F1."""
        return self._once(
            f"overlapping {labelled}",
            pair,
            lambda: overlap_rows(*self.sides(pair), self.edges(pair), self.tiers(pair), labelled=labelled),
        )

    @cached_property
    def _spans(self) -> list[Floats]:
        size = len(self.columns.documents), len(self.columns.labels)
        cells = [rows.document * size[1] + rows.label for rows in self._rows]
        return [np.bincount(cell, minlength=size[0] * size[1]).reshape(size).astype(np.float64) for cell in cells]

    def marked(self, pair: PairOf) -> Floats:
        """How many spans both annotators made together, per document that they share and label."""
        return (self._spans[pair[0]] + self._spans[pair[1]]) * self.columns.common(*pair)[:, None]

    @cached_property
    def _parts(self) -> list[tuple[Rows, int]]:
        rows = self._rows
        return self._by_annotator(lambda who: partition(rows[who], self.columns.pieces))

    @cached_property
    def _parts_in_label(self) -> list[Rows]:
        """Each annotator's partitions of each label's layer, the labels' layers one after the other."""
        line = int(self.columns.lengths.sum()) + len(self.columns.lengths)
        rows = self._rows
        return self._by_annotator(lambda who: partition(label_lines(rows[who], line), self.columns.pieces)[0])

    @cached_property
    def _kept(self) -> Bools:
        """Which rows are in the partitions."""
        return _held(len(self.columns.label), [rows for rows, _ in self._parts])

    @cached_property
    def _kept_in_label(self) -> Bools:
        """Which rows are in the partitions of their own label's layer."""
        return _held(len(self.columns.label), self._parts_in_label)

    def _marked(self, layers: Sequence[Rows]) -> list[Marked]:
        size = len(self.columns.documents), len(self.columns.labels)
        return self._by_annotator(lambda who: marked_by(layers[who], *size))

    @cached_property
    def _marked_parts(self) -> list[Marked]:
        return self._marked([rows for rows, _ in self._parts])

    @cached_property
    def _marked_in_label(self) -> list[Marked]:
        return self._marked(self._parts_in_label)

    @cached_property
    def left_out(self) -> int:
        """Spans that overlap an earlier one of the same layer, so that no partition can hold them."""
        return sum(count for _, count in self._parts)

    def units(self, pair: PairOf) -> UnitStatistics:
        """The unitizing statistics of a pair, over partitions."""
        return self._once("units", pair, lambda: self._units(pair))

    def _units(self, pair: PairOf) -> UnitStatistics:
        sides = [self._marked_parts[each] for each in pair]
        if not self.columns.pieces:
            a, b = self.sides(pair)
            edges = self.edges(pair)
            kept = edges.where(_both_kept(a, b, edges, self._kept))
            return statistics_of(a, b, kept, self._lengths(pair), sides)
        common = self.columns.common(*pair)
        one, other = (self._parts[each][0].where(common[self._parts[each][0].document]) for each in pair)
        return statistics_of(one, other, overlaps(one, other), self._lengths(pair), sides)

    def _lengths(self, pair: PairOf) -> Ints:
        """The documents' lengths, zero where a pair does not share the document."""
        return np.where(self.columns.common(*pair), self.columns.lengths, 0)

    def label_units(self, pair: PairOf) -> UnitStatistics:
        """The unitizing statistics of a pair with each label as a layer of its own (only the diagonal is shared)."""
        return self._once("label units", pair, lambda: self._label_units(pair))

    def _label_units(self, pair: PairOf) -> UnitStatistics:
        if self.columns.pieces:
            return diagonal([self.only([label]).units(pair) for label in range(len(self.columns.labels))])
        a, b = self.sides(pair)
        edges = self.edges(pair)
        same = edges.where(same_label(self.tiers(pair)) & _both_kept(a, b, edges, self._kept_in_label))
        return statistics_of(a, b, same, self._lengths(pair), [self._marked_in_label[each] for each in pair])

    def partitioned(self, annotator: int) -> Rows:
        """One annotator's spans without overlaps."""
        return self._parts[annotator][0]

    def only(self, labels: Iterable[int]) -> Comparison:
        """The same layers with the spans of some labels only."""
        keep = np.isin(self.columns.label, list(labels))
        return Comparison(rows_of(self.columns, keep), kept_spans(self.layers, keep))

    @cached_property
    def normalised(self) -> Comparison:
        """The same layers with boundaries that do not tell clitics, white space and punctuation apart."""
        texts = {layer.document: layer.text for layer in self.layers}
        known: dict[tuple[int, int, int], tuple[int, int]] = {}
        columns = self.columns
        start, end = columns.start.copy(), columns.end.copy()
        names = columns.documents
        places = zip(columns.document.tolist(), start.tolist(), end.tolist(), strict=True)
        for row, place in enumerate(places):
            if place not in known:
                known[place] = normalised(texts[names[place[0]]], place[1], place[2])
            start[row], end[row] = known[place]
        return Comparison(replace(columns, start=start, end=end), self.layers)


def _both_kept(a: Rows, b: Rows, edges: Edges, kept: Bools) -> Bools:
    return np.asarray(kept[a.row][edges.a] & kept[b.row][edges.b])


def _held(size: int, rows: Iterable[Rows]) -> Bools:
    held = np.zeros(size, dtype=bool)
    for each in rows:
        held[each.row] = True
    return held


def rows_of(columns: Columns, keep: Bools) -> Columns:
    """The columns with the spans that a mask keeps; who worked on what stays."""
    return replace(
        columns,
        document=columns.document[keep],
        annotator=columns.annotator[keep],
        start=columns.start[keep],
        end=columns.end[keep],
        label=columns.label[keep],
        shape=columns.shape[keep],
    )


def kept_spans(layers: Sequence[LayerSpans], keep: Bools) -> list[LayerSpans]:
    """The layers with the spans that a mask over all of them keeps, and the relations between those."""
    kept = iter(keep.tolist())
    result = []
    for layer in layers:
        spans = tuple(span for span in layer.spans if next(kept))
        ids = {span.id for span in spans}
        relations = tuple(each for each in layer.relations if each.head in ids and each.tail in ids)
        result.append(replace(layer, spans=spans, relations=relations))
    return result


def comparison_of(layers: Iterable[LayerSpans]) -> Comparison:
    """Layers made ready; rows follow the order of layers and spans. Pass each annotator's layer once."""
    listed = list(layers)
    lengths: Mapping[str, int] = {layer.document: len(layer.text) for layer in listed}
    items = [(layer.document, layer.annotator, [item(span) for span in layer.spans]) for layer in listed]
    return Comparison(columns_of(items, lengths), listed)


def per_document(index: Ints, comparison: Comparison, weights: Floats | None = None) -> Floats:
    """Counts (or sums of weights) per document."""
    size = len(comparison.columns.documents)
    return np.asarray(np.bincount(index, weights=weights, minlength=size), dtype=np.float64)
