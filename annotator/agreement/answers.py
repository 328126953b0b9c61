"""What annotators answered, cluster by cluster, as numbers, so that thousands of clusters are ranked at once.

An answer's number is its place among all answers by extent, label and attributes: equal answers have one number,
and the order of numbers is the order in which answers are offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.agreement.cluster_table import ABSENT, NOTHING, ClusterTable
from annotator.agreement.clusters import Attributes
from annotator.agreement.coding import Ints
from annotator.agreement.columns import Bools, Columns


@dataclass(frozen=True)
class Answers:
    """All answers. ``number[cluster, annotator]`` is an answer's number, `NOTHING` or `ABSENT`.

    By an answer's number: ``row`` is a row of the columns with this answer, ``extent`` and ``attribute`` number its
    extent and its attributes, ``span`` both extent and label; ``attributes`` has what attributes' numbers stand for.
    """

    columns: Columns
    table: ClusterTable
    number: Ints
    row: Ints
    extent: Ints
    attribute: Ints
    span: Ints
    attributes: Sequence[Attributes]

    @cached_property
    def marked(self) -> Bools:
        """Where an annotator marked something."""
        return np.asarray(self.number >= 0)

    def numbers(self, what: Ints) -> Ints:
        """Something known by an answer's number as a table like ``number``, `NOTHING` and `ABSENT` in their places."""
        return np.where(self.marked, what[np.maximum(self.number, 0)], self.number) if len(what) else self.number

    @cached_property
    def agreed(self) -> Bools:
        """Clusters to which all who worked on the document gave the same answer."""
        there = self.number != ABSENT
        low = np.where(there, self.number, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
        return np.asarray((low >= 0) & (self.number.max(axis=1, initial=NOTHING) == low))

    @cached_property
    def votes(self) -> Ints:
        """How many gave the answer that each annotator gave (0 for who did not work on the document)."""
        found = np.zeros(self.number.shape, dtype=np.int64)
        for column in range(self.number.shape[1]):
            found += self.number == self.number[:, column : column + 1]
        return np.where(self.number == ABSENT, 0, found)

    @cached_property
    def leading(self) -> Ints:
        """The answer with most votes, the first in the text among equals and nothing last."""
        return self._first(self.number != ABSENT)

    @cached_property
    def leading_marked(self) -> Ints:
        """`leading` among the answers that mark something."""
        return self._first(self.marked)

    def _first(self, among: Bools) -> Ints:
        if not self.number.size:
            return np.zeros(0, dtype=np.int64)
        size = len(self.row) + 1
        rank = self.votes * size - np.where(self.marked, self.number, size - 1)
        best = np.where(among, rank, -size).argmax(axis=1)
        return np.asarray(np.take_along_axis(self.number, best[:, None], axis=1)[:, 0])

    @cached_property
    def split(self) -> Bools:
        """Clusters whose two leading answers have as many votes."""
        leads = self.number == self.leading[:, None]
        most = np.where(leads, self.votes, 0).max(axis=1, initial=0)
        return np.asarray(np.where(leads, 0, self.votes).max(axis=1, initial=0) == most)


def answers(columns: Columns, table: ClusterTable, attributes: Sequence[Attributes]) -> Answers:
    """The answers of a table's clusters; ``attributes`` are those of each row, as `answer_attributes` orders them."""
    known: dict[Attributes, int] = {}
    attribute = np.array([known.setdefault(each, len(known)) for each in attributes], dtype=np.int64)
    place = _order(list(known))[attribute] if len(attribute) else attribute
    extent = _extents(columns)
    span = extent * max(len(columns.labels), 1) + columns.label
    _different, row, number = np.unique(span * max(len(known), 1) + place, return_index=True, return_inverse=True)
    rows = table.rows
    return Answers(
        columns, table, np.where(rows >= 0, number[np.maximum(rows, 0)], rows) if len(number) else rows,
        row, extent[row], attribute[row], span[row], list(known),
    )  # fmt: skip


def _order(attributes: Sequence[Attributes]) -> Ints:
    """The places of attributes among each other, as they are written."""
    by_words = sorted(range(len(attributes)), key=lambda each: repr(attributes[each]))
    place = np.empty(len(by_words), dtype=np.int64)
    place[by_words] = np.arange(len(by_words))
    return place


def _extents(columns: Columns) -> Ints:
    """Numbers of extents in their order: by start and end of the first piece, then by the pieces that follow."""
    end, more = columns.end, np.zeros(len(columns.end), dtype=np.int64)
    if columns.pieces:
        shapes = sorted(columns.pieces, key=columns.pieces.__getitem__)
        ends, places = np.zeros((2, max(shapes) + 1), dtype=np.int64)
        ends[shapes] = [columns.pieces[shape][0][1] for shape in shapes]
        places[shapes] = np.arange(1, len(shapes) + 1)
        end, more = np.where(columns.shape > 0, ends[columns.shape], end), places[columns.shape]
    size = int(columns.end.max(initial=0)) + 1
    key = (columns.start * size + end) * (int(more.max(initial=0)) + 1) + more
    _different, number = np.unique(key, return_inverse=True)
    return np.asarray(number, dtype=np.int64)
