"""Attributes and numbers of aligned spans, over a corpus. Always with coverage: a missed span has no value."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np

from annotator.agreement.additive import Additive, f1_statistic, share_statistic
from annotator.agreement.attributes import value_of
from annotator.agreement.coding import Floats, Ints
from annotator.agreement.comparison import Comparison, PairOf, per_document
from annotator.agreement.figures import slips
from annotator.agreement.measured import Measured, Options
from annotator.agreement.span_measures import PAIR_MEAN
from annotator.agreement.tables import marginal_statistic, marginals
from annotator.agreement.undefined import NO_PAIRS, NO_VARIATION
from annotator.core.i18n import N_

VALUE = "value"
"""The attribute that holds a figure's number."""
SLIPS_SHOWN = 200
Values = dict[str, list[Hashable]]


def attribute_names(comparison: Comparison) -> list[str]:
    """All attributes that any span carries."""
    return sorted({name for span in comparison.spans for name in span.attributes})


def carriers(comparison: Comparison, attribute: str) -> Comparison:
    """The comparison over the labels whose spans carry an attribute."""
    places = {label: place for place, label in enumerate(comparison.columns.labels)}
    return comparison.only({places[span.label] for span in comparison.spans if attribute in span.attributes})


def paired_values(
    comparison: Comparison, pair: PairOf, values: list[Hashable]
) -> tuple[list[tuple[Hashable, Hashable]], Ints]:
    """The two values of each aligned pair of spans (one label, overlapping), and the pairs' documents."""
    a, b = comparison.sides(pair)
    found = comparison.overlapping(pair)
    one, other = a.row[found.a].tolist(), b.row[found.b].tolist()
    both = [(values[i], values[j]) for i, j in zip(one, other, strict=True)]
    return both, a.document[found.a]


def _values(comparison: Comparison, attribute: str) -> list[Hashable]:
    return [value_of(span.attributes.get(attribute)) for span in comparison.spans]


def joint_f1(comparison: Comparison, _options: Options) -> Measured:
    """F1 of spans that overlap with one label and carry the same value; overall, every attribute in turn."""
    split = {name: _joint(comparison, name) for name in attribute_names(comparison)}
    overall = {
        pair: np.sum([each.parts[pair] for each in split.values()], axis=0)
        for pair in comparison.pairs if split
    }  # fmt: skip
    parameters = {"pooling": PAIR_MEAN, "by_label": "attribute"}
    return Measured(Additive(overall, f1_statistic), split, {}, parameters, NO_PAIRS, _units(split))


def _joint(comparison: Comparison, attribute: str) -> Additive:
    carrying = carriers(comparison, attribute)
    values = _values(carrying, attribute)
    parts = {}
    for pair in carrying.pairs:
        both, documents = paired_values(carrying, pair, values)
        same = np.array([one == other for one, other in both], dtype=np.float64)
        spans = sum(per_document(side.document, carrying) for side in carrying.sides(pair))
        parts[pair] = np.column_stack([per_document(documents, carrying, same), spans])
    return Additive(parts, f1_statistic, None, {pair: float(part[:, 1].sum()) for pair, part in parts.items()})


def _units(split: dict[str, Additive]) -> float:
    return sum(sum(each.units.values()) for each in split.values())


def on_values(statistic: str) -> Callable[[Comparison, Options], Measured]:
    """A nominal coefficient on the values of each attribute of aligned spans; overall the mean over attributes.

    Units are aligned pairs in which both carry a value.
    """

    def compute(comparison: Comparison, _options: Options) -> Measured:
        split, coverage, lost = {}, {}, 0
        for name in attribute_names(comparison):
            split[name], spans = _nominal(comparison, name, statistic)
            units = sum(split[name].units.values())
            coverage[name] = 2 * units / spans if spans else None
            lost += int(spans - 2 * units)
        parameters = {"pooling": PAIR_MEAN, "by_label": "attribute", "coverage": coverage,
                      "overall": "every attribute's values as categories of their own"}  # fmt: skip
        overall = _joined(list(split.values()), statistic)
        excluded = {N_("values of spans without a partner, or given by one side only"): lost} if lost else {}
        units = _units(split)
        return Measured(overall, split, excluded, parameters, NO_VARIATION if units else NO_PAIRS, units)

    return compute


def _nominal(comparison: Comparison, attribute: str, statistic: str) -> tuple[Additive, float]:
    carrying = carriers(comparison, attribute)
    values = _values(carrying, attribute)
    names = {value: place for place, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
    codes = np.array([-1 if value is None else names[value] for value in values], dtype=np.int64)
    size, documents = len(names), len(carrying.columns.documents)
    parts, units, spans = {}, {}, 0.0
    for pair in carrying.pairs:
        a, b = carrying.sides(pair)
        found = carrying.overlapping(pair)
        one, other = codes[a.row[found.a]], codes[b.row[found.b]]
        known = (one >= 0) & (other >= 0)
        where = a.document[found.a][known]
        parts[pair] = marginals(where, one[known], other[known], documents, size)
        units[pair] = float(known.sum())
        spans += len(a) + len(b)
    return Additive({}, marginal_statistic(statistic, size), None, units, parts), spans


def _joined(split: list[Additive], statistic: str) -> Additive:
    """All attributes as one, category by category: a value of one attribute is never one of another."""
    from scipy.sparse import csr_array, hstack

    pairs = split[0].sparse.keys() if split else ()
    parts, size = {}, 0
    for pair in pairs:
        tables = [each.sparse[pair] for each in split]
        sizes = [(table.shape[1] - 2) // 2 for table in tables]
        counts = sum((table[:, :2] for table in tables[1:]), tables[0][:, :2])
        one = [table[:, 2 : 2 + width] for table, width in zip(tables, sizes, strict=True)]
        other = [table[:, 2 + width :] for table, width in zip(tables, sizes, strict=True)]
        parts[pair], size = csr_array(hstack([counts, *one, *other])), sum(sizes)
    return Additive({}, marginal_statistic(statistic, size), None, {}, parts)


def _numbers(comparison: Comparison) -> tuple[Comparison, list[Hashable]]:
    carrying = carriers(comparison, VALUE)
    values: list[Hashable] = [
        float(each) if isinstance(each := span.attributes.get(VALUE), (int, float)) and not isinstance(each, bool)
        else None
        for span in carrying.spans
    ]  # fmt: skip
    return carrying, values


Sums = Callable[[Floats, Floats], Floats]


def _number_measured(comparison: Comparison, sums: Sums, statistic: Callable[[Floats], Floats], *,
                     positive: bool) -> Measured:  # fmt: skip
    carrying, values = _numbers(comparison)
    parts, units, spans, refused, listed = {}, {}, 0, 0, []
    for pair in carrying.pairs:
        both, where = paired_values(carrying, pair, values)
        known = [place for place, each in enumerate(both) if None not in each]
        table = np.array([both[place] for place in known], dtype=np.float64).reshape(-1, 2)
        documents = where[known]
        listed += _slips(carrying, pair, table, documents)
        keep = (table > 0).all(axis=1) if positive else np.ones(len(table), dtype=bool)
        refused += int((~keep).sum())
        rows = sums(table[keep, 0], table[keep, 1])
        parts[pair] = np.column_stack([per_document(documents[keep], carrying, column) for column in rows])
        units[pair] = float(keep.sum())
        spans += sum(map(len, carrying.sides(pair)))
    total = sum(units.values())
    excluded = {N_("values of zero or below"): refused} if refused else {}
    lost = int(spans - 2 * total - 2 * refused)
    if lost:
        excluded[N_("figures without a partner or without a number")] = lost
    parameters = {"pooling": PAIR_MEAN, "coverage": 2 * total / spans if spans else None,
                  "slips": listed[:SLIPS_SHOWN]}  # fmt: skip
    overall = Additive(parts, statistic, None, units)
    return Measured(overall, {}, excluded, parameters, NO_VARIATION if total else NO_PAIRS, total)


def _slips(comparison: Comparison, pair: PairOf, table: Floats, documents: Ints) -> list[dict[str, object]]:
    """The pairs of values far apart, as plain data."""
    found = slips([(float(one), float(other)) for one, other in table])
    return [
        {"document": comparison.columns.documents[int(documents[slip.unit])], "pair": comparison.name(pair),
         "values": table[slip.unit].tolist(), "ratio": None if np.isinf(slip.ratio) else slip.ratio,
         "power_of_ten": slip.power}
        for slip in found
    ]  # fmt: skip


def figure_exact(comparison: Comparison, _options: Options) -> Measured:
    """The share of aligned figures with exactly the same number."""
    return _number_measured(
        comparison,
        lambda one, other: np.stack([(one == other).astype(np.float64), np.ones(len(one))]),
        share_statistic,
        positive=False,
    )


def figure_log_alpha(comparison: Comparison, _options: Options) -> Measured:
    """Interval alpha of the base-ten logarithms of aligned figures' numbers."""

    def sums(one: Floats, other: Floats) -> Floats:
        low, high = np.log10(one), np.log10(other)
        return np.stack([(low - high) ** 2, low + high, low**2 + high**2, np.full(len(one), 2.0)])

    return _number_measured(comparison, sums, _interval_alpha, positive=True)


def _interval_alpha(sums: Floats) -> Floats:
    """Alpha of rows ``[squared differences, sum, sum of squares, values]`` of pairs."""
    apart, total, squares, values = sums.T
    expected = 2 * (values * squares - total**2)
    defined = (values > 1) & (expected > 1e-9)
    below = np.where(defined, expected, 1.0)
    return np.where(defined, 1 - 2 * apart * (values - 1) / below, np.nan)
