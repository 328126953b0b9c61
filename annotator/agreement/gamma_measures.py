"""Gamma over a corpus: per document, disorders summed over documents."""

from __future__ import annotations

import numpy as np

from annotator.agreement.additive import Additive
from annotator.agreement.coding import Floats
from annotator.agreement.comparison import Comparison
from annotator.agreement.continua import SAMPLERS, Continuum
from annotator.agreement.gamma import Dissimilarity, total_disorder
from annotator.agreement.measured import Measured, Options
from annotator.agreement.undefined import NO_VARIATION

SAMPLER = "shuffle"


def gamma(comparison: Comparison, options: Options) -> Measured:
    """One minus summed disorders of best alignments over summed mean disorders of random continua."""
    how = Dissimilarity()
    whole = _disorders(comparison, None, how, options)
    split = {
        label: Additive({(0, 0): _disorders(comparison, place, how, options)}, _gamma)
        for place, label in enumerate(comparison.columns.labels)
    }
    parameters = {"alpha": how.alpha, "beta": how.beta, "delta": how.delta, "sampler": SAMPLER,
                  "samples": options.samples, "pooling": "all annotators of a document at once; disorders summed",
                  "by_label": "spans of one label alone"}  # fmt: skip
    units = float(comparison.comparable[comparison.columns.document].sum())
    return Measured(Additive({(0, 0): whole}, _gamma), split, {}, parameters, NO_VARIATION, units)


def _disorders(comparison: Comparison, label: int | None, how: Dissimilarity, options: Options) -> Floats:
    """Per document the disorder and the mean disorder of its random continua, both not divided by units."""
    columns = comparison.columns
    rows = np.zeros((len(columns.documents), 2))
    for document in np.flatnonzero(comparison.comparable):
        continuum = _continuum(comparison, int(document), label)
        if any(continuum):
            rng = np.random.default_rng([options.seed, int(document)])
            drawn = [total_disorder(SAMPLERS[SAMPLER](continuum, rng), how) for _ in range(options.samples)]
            rows[document] = total_disorder(continuum, how), np.mean(drawn)
    return rows


def _continuum(comparison: Comparison, document: int, label: int | None) -> Continuum:
    columns = comparison.columns
    here = columns.document == document
    if label is not None:
        here &= columns.label == label
    layers = []
    for annotator in np.flatnonzero(columns.present[document]):
        chosen = np.flatnonzero(here & (columns.annotator == annotator))
        layers.append([
            (float(columns.start[row]), float(columns.end[row]), columns.labels[columns.label[row]])
            for row in chosen if columns.end[row] > columns.start[row]
        ])  # fmt: skip
    return layers


def _gamma(sums: Floats) -> Floats:
    expected = sums[:, 1]
    return np.where(expected > 0, 1 - sums[:, 0] / np.where(expected > 0, expected, 1.0), np.nan)
