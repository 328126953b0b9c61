"""Numbers and instances are the same objects."""

from __future__ import annotations

import numpy as np

from annotator.agreement.comparison import Comparison, LayerSpans, comparison_of
from annotator.agreement.instances import NONE, cell, clitic_slips, confusion, instances
from annotator.core.span import Span
from tests.agreement.corpora import corpus


def test_every_cell_counts_as_many_as_it_opens() -> None:
    comparison = Comparison(corpus(3, 10, 12, seed=2))
    for pairs in (None, [(0, 1)], [(1, 2)]):
        found = instances(comparison, pairs)
        for symmetric in (False, True):
            matrix = confusion(comparison, found, symmetric=symmetric)
            for place, count in np.ndenumerate(matrix.counts):
                mask = cell(found, *place[:2], symmetric=symmetric)
                assert mask.sum() == count
                assert (mask & found.boundary).sum() == matrix.boundary[place]


def test_every_span_of_a_pair_is_in_one_instance() -> None:
    comparison = Comparison(corpus(2, 5, 10, seed=1))
    found = instances(comparison)
    rows = np.concatenate([found.a[found.a != NONE], found.b[found.b != NONE]])
    assert sorted(rows.tolist()) == list(range(len(comparison.columns.start)))


def test_a_slip_of_a_clitic_is_told_from_a_slip_of_a_word() -> None:
    text = "قالت وسانا أمس"

    def layer(name: str, start: int) -> LayerSpans:
        return LayerSpans("d", name, (Span(name, start, 10, "SOURCE"),), (), text)

    for start, clitic in ((6, True), (0, False)):
        comparison = comparison_of([layer("A", start), layer("B", 5 if clitic else 6)])
        found = instances(comparison)
        assert found.boundary.tolist() == [True]
        assert found.start_delta.tolist() == [-1 if clitic else 6]
        assert clitic_slips(comparison, found).tolist() == [clitic]


def test_no_layers_have_no_instances() -> None:
    assert len(instances(comparison_of([]))) == 0
