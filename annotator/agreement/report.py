"""Agreement as it is reported: every figure with its interval, its n, its coverage and what was left out.

A value that does not exist is null and carries an ``explanation``; nothing is ever 1.0 by default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

import numpy as np

from annotator.agreement.additive import Additive, Figure, Part, evaluate_all
from annotator.agreement.bootstrap import FEW_DOCUMENTS, resamples
from annotator.agreement.coding import Floats
from annotator.agreement.comparison import Comparison, LayerSpans, PairOf, comparison_of
from annotator.agreement.hearing import Heard, unheard
from annotator.agreement.measured import Measure, Measured, Options
from annotator.agreement.measures import BY_NAME, DEFAULT, MEASURES
from annotator.agreement.undefined import NO_COMMON_DOCUMENT, NOTHING_MARKED
from annotator.core.errors import UserError
from annotator.core.i18n import N_

__all__ = ["DEFAULT", "MEASURES", "LayerSpans", "Measure", "measure", "measure_comparison"]
ALONE = N_("documents that only one annotator worked on")
NO_PAIR_DOCUMENT = N_("pairs of annotators without a common document")
NO_VALUE_PAIRS = N_("pairs of annotators without a value")
UNDEFINED_RESAMPLES = N_("resamples without a value")
OTHER_LABELS = N_("spans of labels that were not asked for")
COMPUTING = N_("Agreement is being computed…")
RESAMPLING = N_("Intervals are being computed from resamples…")


def measure(
    layers: Sequence[LayerSpans],
    measures: Sequence[str] = DEFAULT,
    labels: Sequence[str] | None = None,
    *,
    seed: int = 0,
    bootstrap: int = 2000,
    heard: Heard = unheard,
) -> list[dict[str, object]]:
    """The measures named, each as `agreement --json` prints it.

    Args:
        layers: one per annotator and document; a layer without spans counts as work done.
        measures: names from `MEASURES`.
        labels: only spans of these labels, and relations between them.
        seed: of the bootstrap and of gamma's random continua.
        bootstrap: how many resamples of documents; 0 for no intervals.
        heard: called with what is done next, twice for each measure.

    Raises:
        UserError: a measure or label that does not exist.
    """
    whole = comparison_of(layers)
    excluded: dict[str, int] = {}
    if labels is not None:
        names = whole.columns.labels
        chosen = whole.only([names.index(label) for label in labels if label in names])
        left = len(whole.columns.label) - len(chosen.columns.label)
        excluded, whole = ({OTHER_LABELS: left} if left else {}), chosen
    parameters: dict[str, object] = {} if labels is None else {"labels": list(labels)}
    return measure_comparison(
        whole, measures, seed=seed, bootstrap=bootstrap, excluded=excluded, parameters=parameters, heard=heard
    )


def measure_comparison(
    comparison: Comparison,
    measures: Sequence[str] = DEFAULT,
    *,
    seed: int = 0,
    bootstrap: int = 2000,
    excluded: Mapping[str, int] | None = None,
    parameters: Mapping[str, object] | None = None,
    heard: Heard = unheard,
) -> list[dict[str, object]]:
    """`measure` of layers made ready before, or of columns alone (for measures that need nothing else)."""
    unknown = next((name for name in measures if name not in BY_NAME), None)
    if unknown is not None:
        raise UserError("no measure is called “%(measure)s”", measure=unknown)
    draws = _draws(comparison, bootstrap, seed)
    options = Options(seed=seed)
    common = {"bootstrap": bootstrap, "seed": seed, "level": 0.95, **(parameters or {})}
    computed = []
    for name in measures:
        heard(COMPUTING)
        computed.append(BY_NAME[name].compute(comparison, options))
    results = []
    for name, measured in zip(measures, computed, strict=True):
        heard(RESAMPLING)
        results.append(_result(name, measured, comparison, draws, dict(excluded or {}), dict(common)))
    return results


def _draws(comparison: Comparison, bootstrap: int, seed: int) -> Floats | None:
    """Resamples of the documents that can be compared; the others are never drawn."""
    places = np.flatnonzero(comparison.comparable)
    if not bootstrap or not len(places):
        return None
    draws = resamples(len(places), bootstrap, seed)
    if len(places) == len(comparison.columns.documents):
        return draws
    whole = np.zeros((bootstrap, len(comparison.columns.documents)))
    whole[:, places] = draws
    return whole


def _result(
    name: str,
    measured: Measured,
    comparison: Comparison,
    draws: Floats | None,
    excluded: dict[str, int],
    parameters: dict[str, object],
) -> dict[str, object]:
    figure, parts = evaluate_all(measured.overall, list(measured.labels.values()), draws)
    documents = int(comparison.comparable.sum())
    result: dict[str, object] = {
        "measure": name,
        "value": _plain(figure.value),
        "ci": list(figure.ci) if figure.ci else None,
        "n_units": _whole(measured.units if measured.units is not None else _spans(comparison)),
        "n_documents": documents,
        "excluded": {**excluded, **_left_out(comparison, figure), **measured.excluded},
        "parameters": {**parameters, **measured.parameters},
        "by_label": {
            label: _split(each, part)
            for (label, each), part in zip(measured.labels.items(), parts, strict=True)
        },
        "by_pair": dict(_pairs(comparison, measured.overall, figure)),
        "by_document": dict(_documents(comparison, figure)),
    }
    if draws is not None and documents < FEW_DOCUMENTS:
        result["parameters"] = {**parameters, **measured.parameters, "few_documents": True}
    if result["value"] is None:
        result["explanation"] = _explanation(measured, comparison)
    return result


def _explanation(measured: Measured, comparison: Comparison) -> str:
    if not comparison.pairs:
        return NO_COMMON_DOCUMENT
    return measured.explanation if _spans(comparison) else NOTHING_MARKED


def _spans(comparison: Comparison) -> float:
    """Spans in the documents that can be compared, each once."""
    return float(comparison.comparable[comparison.columns.document].sum())


def _left_out(comparison: Comparison, figure: Figure) -> dict[str, int]:
    columns = comparison.columns
    people = len(columns.annotators)
    told = {
        ALONE: int((columns.present.sum(axis=1) == 1).sum()),
        NO_PAIR_DOCUMENT: people * (people - 1) // 2 - len(comparison.pairs),
        NO_VALUE_PAIRS: sum(np.isnan(value) for value, _ in figure.pairs.values()),
        UNDEFINED_RESAMPLES: figure.undefined_resamples,
    }
    return {reason: int(count) for reason, count in told.items() if count}


def _split(each: Additive, part: Part) -> dict[str, object]:
    return {"value": _plain(part.value), "ci": list(part.ci) if part.ci else None,
            "n_units": _whole(sum(each.units.values()))}  # fmt: skip


def _pairs(
    comparison: Comparison, overall: Additive, figure: Figure
) -> Iterator[tuple[str, dict[str, object]]]:
    for pair, (value, ci) in figure.pairs.items():
        if pair[0] != pair[1]:
            yield comparison.name(pair), {
                "value": _plain(value),
                "ci": list(ci) if ci else None,
                "n_units": _whole(overall.units.get(pair, 0.0)),
                "n_documents": _shared(comparison, pair),
            }


def _shared(comparison: Comparison, pair: PairOf) -> int:
    return int(comparison.columns.common(*pair).sum())


def _documents(comparison: Comparison, figure: Figure) -> Iterator[tuple[str, dict[str, object]]]:
    if not len(figure.documents):
        return
    values = figure.documents.tolist()
    for place, name, spans in comparison.compared_documents:
        yield name, {"value": _plain(values[place]), "n_units": spans}


def _plain(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _whole(number: float) -> int:
    return round(number)
