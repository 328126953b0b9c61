"""Coefficients on things that are fixed units: labels of aligned spans, and tokens.

On aligned spans they say nothing about missed ones, so the coverage always stands beside them; on tokens, long
spans vote once per token and unmarked text dominates: never a headline.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from annotator.agreement.additive import Additive
from annotator.agreement.coding import Floats, Ints
from annotator.agreement.comparison import Comparison, PairOf
from annotator.agreement.measured import Measured, Options
from annotator.agreement.span_measures import PAIR_MEAN
from annotator.agreement.tables import dichotomies, table_statistic
from annotator.agreement.undefined import NO_PAIRS, NO_VARIATION
from annotator.core.i18n import N_

UNMATCHED = N_("spans without a partner in the other layer")
TOKENISER = "runs of letters and digits (\\w+)"
Tables = dict[PairOf, Floats]


def tables_measured(
    tables: Tables, names: tuple[str, ...], statistic: str, parameters: dict[str, object], excluded: dict[str, int]
) -> Measured:
    """A coefficient on contingency tables (one flat table per document), with each category against the rest."""
    size = len(names)
    units = {pair: float(table.sum()) for pair, table in tables.items()}
    split = {
        name: Additive(
            {pair: dichotomies(table, size, place) for pair, table in tables.items()},
            table_statistic(statistic, 2),
            None,
            units,
        )
        for place, name in enumerate(names)
    }
    overall = Additive(tables, table_statistic(statistic, size), None, units)
    total = sum(units.values())
    reason = NO_VARIATION if total else NO_PAIRS
    told = {"pooling": PAIR_MEAN, "by_label": "the category against all others", **parameters}
    return Measured(overall, split, excluded, told, reason, total)


def on_labels(statistic: str) -> Callable[[Comparison, Options], Measured]:
    """A coefficient on the labels of aligned spans (extent first, then overlap)."""

    def compute(comparison: Comparison, _options: Options) -> Measured:
        tables = comparison.by_pair(lambda pair: label_tables(comparison, pair))
        spans = sum(len(side) for pair in comparison.pairs for side in comparison.sides(pair))
        matched = 2 * sum(float(table.sum()) for table in tables.values())
        parameters: dict[str, object] = {"units": "aligned spans", "coverage": matched / spans if spans else None}
        lost = {UNMATCHED: int(spans - matched)} if spans > matched else {}
        return tables_measured(tables, comparison.columns.labels, statistic, parameters, lost)

    return compute


def label_tables(comparison: Comparison, pair: PairOf) -> Floats:
    """Per document the labels of aligned spans, first annotator in rows, laid flat."""
    a, b = comparison.sides(pair)
    found = comparison.aligned(pair)
    size = len(comparison.columns.labels)
    cell = (a.document[found.a] * size + a.label[found.a]) * size + b.label[found.b]
    documents = len(comparison.columns.documents)
    counts = np.bincount(cell, minlength=documents * size * size).astype(np.float64)
    return counts.reshape(documents, size * size)


def on_tokens(statistic: str) -> Callable[[Comparison, Options], Measured]:
    """A coefficient on the labels of tokens, unmarked ones included; none where a pair marked nothing at all."""

    def compute(comparison: Comparison, _options: Options) -> Measured:
        documents, places = _tokens(comparison)
        codes = [_codes(comparison, each, places) for each in range(len(comparison.columns.annotators))]
        names = (*comparison.columns.labels, "")
        tables = {pair: _token_tables(comparison, pair, codes, documents) for pair in comparison.pairs}
        parameters: dict[str, object] = {"units": "tokens", "tokeniser": TOKENISER}
        left = {"spans inside or across an earlier span of the same layer": comparison.left_out}
        return tables_measured(tables, names, statistic, parameters, left if comparison.left_out else {})

    return compute


def _tokens(comparison: Comparison) -> tuple[Ints, Ints]:
    """Document and ``[start, end)`` place of every token."""
    texts = {layer.document: layer.text for layer in comparison.layers}
    columns = comparison.columns
    found = [
        (place, int(columns.offsets[place]) + word.start(), int(columns.offsets[place]) + word.end())
        for place, name in enumerate(columns.documents)
        for word in re.finditer(r"\w+", texts.get(name, ""))
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1:]


def _codes(comparison: Comparison, annotator: int, places: Ints) -> Ints:
    """The label of each token: of the first span that shares a character with it, else one past the labels."""
    rows = comparison.partitioned(annotator)
    codes = np.full(len(places), len(comparison.columns.labels), dtype=np.int64)
    if not len(rows):
        return codes
    at = np.searchsorted(rows.end, places[:, 0], side="right")
    inside = at < len(rows)
    at = np.minimum(at, len(rows) - 1)
    hit = inside & (rows.start[at] < places[:, 1])
    codes[hit] = rows.label[at[hit]]
    return codes


def _token_tables(comparison: Comparison, pair: PairOf, codes: list[Ints], documents: Ints) -> Floats:
    size = len(comparison.columns.labels) + 1
    marked = any(len(side) for side in comparison.sides(pair))
    common = comparison.columns.common(*pair)[documents] & marked
    cell = (documents * size + codes[pair[0]]) * size + codes[pair[1]]
    count = len(comparison.columns.documents)
    counts = np.bincount(cell[common], minlength=count * size * size).astype(np.float64)
    return counts.reshape(count, size * size)
