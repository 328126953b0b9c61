"""The annotators' layers as columns with ids and attributes, straight from the file: what adjudication compares.

Nothing of it is read twice: spans are made of the columns when they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from annotator.core.span import Extent, Span, Value
from annotator.project.queries import LayerPlace, Queries
from annotator.project.reader import GOLD
from annotator.project.review_columns import labels_in_use, whole_numbers

if TYPE_CHECKING:
    from annotator.agreement.clusters import Attributes
    from annotator.agreement.coding import Ints
    from annotator.agreement.columns import Columns


@dataclass(frozen=True)
class AnswerColumns:
    """All spans of annotators in the order of documents, layers and text; ``ids`` and ``kept`` (JSON) by row."""

    columns: Columns
    ids: Sequence[str]
    kept: Sequence[str | None]

    @cached_property
    def _read(self) -> dict[str | None, tuple[Mapping[str, Value], Attributes]]:
        """What each kept form of attributes says: as it is, and as answers are compared."""
        from annotator.agreement.clusters import ordered_attributes

        every = {kept: json.loads(kept) if kept else {} for kept in set(self.kept)}
        return {kept: (said, ordered_attributes(said)) for kept, said in every.items()}

    @property
    def attributes(self) -> list[Attributes]:
        """The attributes of each row as answers are compared."""
        return [self._read[kept][1] for kept in self.kept]

    @cached_property
    def cells(self) -> list[tuple[int, int, int, int]]:
        """Start, end, label and shape of each row as Python's numbers, which are quicker one by one."""
        columns = self.columns
        cells = (each.tolist() for each in (columns.start, columns.end, columns.label, columns.shape))
        return list(zip(*cells, strict=True))

    def span(self, row: int) -> Span:
        """The span of a row as an answer: extent, label and attributes."""
        start, end, label, shape = self.cells[row]
        pieces = self.columns.pieces.get(shape, ())
        return Span(self.ids[row], start, end, self.columns.labels[label], self._read[self.kept[row]][0], pieces)


@dataclass(frozen=True)
class _Spans:
    """All spans as they come from the file, each with the place of its layer among the layers."""

    layer: Ints
    start: Ints
    end: Ints
    label: Ints
    names: list[str]
    ids: list[str]
    kept: list[str | None]
    broken: bool


def answer_columns(queries: Queries) -> AnswerColumns:
    """The layers of a project that anybody but gold worked on: with spans, or not new."""
    names = sorted(label.name for label in queries.scheme().labels)
    layers, spans = _read(queries, names)
    if (spans.label == len(names)).any():  # a label that the scheme does not know
        layers, spans = _read(queries, queries.used_labels())
    return _columns(layers, spans, queries.broken_extents() if spans.broken else {})


def _read(queries: Queries, names: list[str]) -> tuple[list[LayerPlace], _Spans]:
    import numpy as np

    packed = {each.layer: each for each in queries.packed_answers(names)}
    layers = [row for row in queries.layer_places()
              if row.annotator != GOLD and (row.id in packed or row.status != "new")]  # fmt: skip
    there = [(place, packed[row.id]) for place, row in enumerate(layers) if row.id in packed]
    ids = [json.loads(each.ids) for _place, each in there]
    ends, labels = np.divmod(whole_numbers(",".join(each.ends for _place, each in there)), len(names) + 1)
    spans = _Spans(
        np.repeat(np.array([place for place, _each in there], dtype=np.int64), [len(each) for each in ids]),
        whole_numbers(",".join(each.starts for _place, each in there)), ends, labels, names,
        list(chain.from_iterable(ids)),
        list(chain.from_iterable(json.loads(each.attributes) for _place, each in there)),
        any(each.broken for _place, each in there),
    )  # fmt: skip
    return layers, spans


def _columns(layers: Sequence[LayerPlace], spans: _Spans, extents: Mapping[str, Extent]) -> AnswerColumns:
    import numpy as np

    from annotator.agreement.columns import columns_of_arrays

    documents, document = _names(row.document for row in layers)
    people, hand = _names(row.annotator for row in layers)
    present = np.zeros((len(documents), len(people)), dtype=bool)
    present[document, hand] = True
    lengths = {row.document: row.length for row in layers}
    order = _in_order(spans)
    layer = spans.layer[order]
    labels, names = labels_in_use(spans.label[order], spans.names)
    columns = columns_of_arrays(
        document[layer], hand[layer], spans.start[order], spans.end[order], labels,
        lengths=np.array([lengths[each] for each in documents], dtype=np.int64), present=present, annotators=people,
        labels=names, documents=documents,
    )  # fmt: skip
    places = order.tolist()
    found = AnswerColumns(columns, [spans.ids[each] for each in places], [spans.kept[each] for each in places])
    return _with_pieces(found, extents) if extents else found


def _names(names: Iterable[str]) -> tuple[list[str], Ints]:
    """Different names in the order in which they come, and the number of each."""
    import numpy as np

    known: dict[str, int] = {}
    numbers = [known.setdefault(each, len(known)) for each in names]
    return list(known), np.array(numbers, dtype=np.int64)


def _in_order(spans: _Spans) -> Ints:
    """Layer by layer in text order, the longer first, and by id where two spans of a layer have the same bounds."""
    import numpy as np

    size = int(spans.end.max(initial=0)) + 1
    key = (spans.layer * size + spans.start) * size + (size - spans.end)
    order = np.argsort(key, kind="stable")  # as the file gives them they are nearly in order, which a stable sort uses
    same = np.diff(key[order]) == 0
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = zip(key[order[tied]].tolist(), order[tied].tolist(), strict=True)
    order[tied] = [row for _key, row in sorted(rows, key=lambda each: (each[0], spans.ids[each[1]]))]
    return np.asarray(order, dtype=np.int64)


def _with_pieces(found: AnswerColumns, extents: Mapping[str, Extent]) -> AnswerColumns:
    """Columns that tell spans of several pieces apart from whole ones with the same bounds."""
    import numpy as np

    known = {extent: number for number, extent in enumerate(sorted(set(extents.values())), 1)}
    shape = np.array([known[extents[each]] if each in extents else 0 for each in found.ids], dtype=np.int64)
    columns = replace(found.columns, shape=shape, pieces={number: extent for extent, number in known.items()})
    return replace(found, columns=columns)
