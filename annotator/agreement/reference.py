"""Published cases computed anew: ``{"id", "measure", "input"}`` to a value, for `agreement --reference`."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np

from annotator.agreement import coefficients, unitizing, unitizing_1995
from annotator.agreement import gamma as gamma_
from annotator.agreement.alpha import alpha, category_alpha, matrix_alpha
from annotator.agreement.bootstrap import Distribution, enumerated
from annotator.agreement.coding import Coding, Floats
from annotator.agreement.columns import columns_of
from annotator.agreement.f1 import Counts, exact, mean_f1, overlapping, pairwise, semeval
from annotator.agreement.inputs import (
    Input,
    coding_of,
    distances_of,
    layers_of,
    linked_of,
    matched_of,
    text_of,
    token_coding,
    two_layers,
)
from annotator.agreement.overlap import overlaps
from annotator.agreement.relations import aligned, attachment_coding, candidate_coding, strict
from annotator.agreement.undefined import NO_PAIRS, OVERLAPS, UndefinedError
from annotator.core.errors import UserError

Value = float | Mapping[str, float | int | None] | None
SAMPLES = 300
"""At least so many random continua per published gamma, so that chance does not decide."""
_FAMILIES: list[tuple[re.Pattern[str], Callable[[re.Match[str], Input], Value]]] = []


def compute_reference(case: Mapping[str, Any]) -> Value:
    """The value of one published case; None where the measure is undefined on its data.

    Raises:
        UserError: no measure has the name, or the input lacks what the measure needs.
    """
    name, given = str(case["measure"]), case["input"]
    try:
        return _compute(name, given)
    except UndefinedError:
        return None
    except (KeyError, TypeError, ValueError) as failure:
        message = "case %(id)s: its input does not fit %(measure)s (%(detail)s)"
        raise UserError(message, id=case.get("id", "?"), measure=name, detail=repr(failure)) from failure


def reference_results(cases: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, object]]:
    """``{"id", "measure", "value"}`` of each case; a null value comes with an ``explanation``."""
    for case in cases:
        result: dict[str, object] = {"id": case.get("id"), "measure": case.get("measure")}
        try:
            value = compute_reference(case)
        except UserError as failure:
            yield {**result, "value": None, "explanation": str(failure)}
        else:
            yield {**result, "value": value} if value is not None else {**result, **_undefined(case)}


def _undefined(case: Mapping[str, Any]) -> dict[str, object]:
    try:
        value = _compute(str(case["measure"]), case["input"])
    except UndefinedError as why:
        return {"value": None, "explanation": str(why)}
    return {"value": value, "explanation": NO_PAIRS}


def _compute(name: str, given: Input) -> Value:
    for pattern, compute in _FAMILIES:
        found = pattern.fullmatch(name)
        if found:
            return compute(found, given)
    if "rows" in given:
        return coefficient(name, coding_of(given), given)
    raise UserError("no measure is called “%(measure)s”", measure=name)


Family = Callable[[re.Match[str], Input], Value]


def _family(pattern: str) -> Callable[[Family], Family]:
    def add(compute: Family) -> Family:
        _FAMILIES.append((re.compile(pattern), compute))
        return compute

    return add


_PLAIN: Mapping[str, Callable[[Coding], float]] = {
    "percent": coefficients.percent,
    "percent_agreement": coefficients.percent,
    "bennett_s": coefficients.bennett_s,
    "randolph_kappa": coefficients.free_kappa,
    "free_kappa": coefficients.free_kappa,
    "scott_pi": lambda data: (coefficients.scott_pi if data.raters == 2 else coefficients.fleiss_kappa)(data),
    "pi": lambda data: (coefficients.scott_pi if data.raters == 2 else coefficients.fleiss_kappa)(data),
    "cohen_kappa": lambda data: (coefficients.cohen_kappa if data.raters == 2 else coefficients.light_kappa)(data),
    "kappa": lambda data: (coefficients.cohen_kappa if data.raters == 2 else coefficients.light_kappa)(data),
    "fleiss_kappa": coefficients.fleiss_kappa,
    "multi_kappa": coefficients.multi_kappa,
    "light_kappa": coefficients.light_kappa,
    "gwet_ac1": coefficients.gwet_ac,
    "ac1": coefficients.gwet_ac,
    "krippendorff_alpha": alpha,
    "alpha": alpha,
}
_METRICS = {"log10_interval": "log_interval", "interval_log10": "log_interval", "log_interval": "log_interval",
            "nominal": "nominal", "ordinal": "ordinal", "interval": "interval", "ratio": "ratio",
            "jaccard": "jaccard", "masi": "masi"}  # fmt: skip


def coefficient(name: str, data: Coding, given: Input) -> float:
    """A coefficient on coding data by its name; ``given`` may hold a ``category`` or a ``distance``.

    Raises:
        UserError: no coefficient has the name.
        UndefinedError: it has no value on these data.
    """
    if name in _PLAIN:
        return _PLAIN[name](data)
    analytic = re.fullmatch(r"cohen_kappa_(ase|ci_low|ci_high)_analytic(\d+)", name)
    if analytic:
        return _analytic(data, analytic.group(1), float(analytic.group(2)) / 100)
    base, _, variant = name.partition("_category")
    if base in _PLAIN and variant in {"", "_dichotomised"}:
        return _of_category(base, data, _category(data, given["category"]))
    return _weighted(name, data, given)


def _category(data: Coding, wanted: Hashable) -> Hashable:
    return next((each for each in data.categories if each == wanted or str(each) == str(wanted)), wanted)


def _of_category(base: str, data: Coding, category: Hashable) -> float:
    if base.endswith("alpha"):
        return category_alpha(data, category)
    return _PLAIN[base](data.dichotomised(category))


def _weighted(name: str, data: Coding, given: Input) -> float:
    found = re.fullmatch(r"(krippendorff_alpha|alpha|cohen_kappa|kappa|gwet_ac2|ac2)_(\w+)", name)
    if not found:
        raise UserError("no measure is called “%(measure)s”", measure=name)
    base, variant = found.groups()
    if base.endswith("alpha") and variant in _METRICS:
        return alpha(data, _METRICS[variant])
    distances = _distances(variant.removeprefix("weighted_"), data, given)
    if base.endswith("alpha"):
        return matrix_alpha(data, distances)
    return (coefficients.cohen_kappa if base.endswith("kappa") else coefficients.gwet_ac)(data, distances)


def _distances(variant: str, data: Coding, given: Input) -> Floats:
    if "distance" in given:
        return distances_of(given, data)
    if variant not in coefficients.WEIGHTINGS:
        raise UserError("no weighting is called “%(weighting)s”", weighting=variant)
    return coefficients.WEIGHTINGS[variant](data.scores())


def _analytic(data: Coding, which: str, level: float) -> float:
    error = coefficients.kappa_standard_error(data)
    if which == "ase":
        return error
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return coefficients.cohen_kappa(data) + (reach if which == "ci_high" else -reach)


@_family(r"positive_specific_agreement")
def _positive(_found: re.Match[str], given: Input) -> Value:
    if "a" in given and not isinstance(given["a"], (int, float)):
        return exact(*two_layers(given)).f1
    return coefficients.positive_agreement(given["a"], given["b"], given["c"])


@_family(r"token_(\w+)")
def _token(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), token_coding(given), given)


@_family(r"span_semeval_(strict|exact|partial|ent_type|type)")
def _semeval(found: re.Match[str], given: Input) -> Value:
    schema = {"type": "ent_type"}.get(found.group(1), found.group(1))
    return semeval(*two_layers(given), schema).figures()


_F1 = r"span_f1(?:_(?P<how>exact|overlap))?(?:_(?P<labels>labelled|unlabelled))?"


def _counter(found: re.Match[str]) -> Callable[..., Counts]:
    count = overlapping if found.group("how") == "overlap" else exact
    labelled = found.group("labels") != "unlabelled"
    return lambda a, b: count(a, b, labelled=labelled)


@_family(_F1)
def _span_f1(found: re.Match[str], given: Input) -> Value:
    return _counter(found)(*two_layers(given)).f1


@_family(rf"pairwise_{_F1}(?:_matrix)?")
def _matrix(found: re.Match[str], given: Input) -> Value:
    layers = layers_of(given)
    short = all(len(name) == 1 for name in layers)
    counts = pairwise(layers, _counter(found))
    return {("" if short else "-").join(pair): each.f1 for pair, each in counts.items() if each.a + each.b}


@_family(rf"mean_pairwise_{_F1}(?P<each>_per_label)?")
def _mean(found: re.Match[str], given: Input) -> Value:
    layers, count = layers_of(given), _counter(found)
    if not found.group("each"):
        return mean_f1([*pairwise(layers, count).values()])
    labels = sorted({item[2] for spans in layers.values() for item in spans})
    return {label: mean_f1([*pairwise(_only(layers, label), count).values()]) for label in labels}


def _only(layers: Mapping[str, list[Any]], label: str) -> dict[str, list[Any]]:
    return {who: [item for item in spans if item[2] == label] for who, spans in layers.items()}


@_family(r"relation_f1_(strict|aligned)(?:_endpoints)?")
def _relation(found: re.Match[str], given: Input) -> Value:
    one, other, _ = linked_of(given)
    return (strict if found.group(1) == "strict" else aligned)(one, other).f1


@_family(r"relation_(\w+?)_on_aligned_candidate_pairs")
def _candidates(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), candidate_coding(*linked_of(given)), given)


@_family(r"attachment_(\w+)")
def _attachment(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), attachment_coding(*linked_of(given)), given)


@_family(r"attribute_(\w+?)_on_matched_spans")
def _attribute(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), matched_of(given).coding, given)


@_family(r"attribute_coverage")
def _coverage(_found: re.Match[str], given: Input) -> Value:
    return matched_of(given).coverage


@_family(r"span_plus_attribute_f1")
def _joint(_found: re.Match[str], given: Input) -> Value:
    return matched_of(given).joint.f1


@_family(r"alpha_u_1995(_category)?")
def _alpha_u(found: re.Match[str], given: Input) -> Value:
    layers = [[(s, e, label) for s, e, label, *_ in units] for units in layers_of(given).values()]
    if found.group(1) or "category" in given:
        return unitizing_1995.alpha_u_category(layers, *text_of(given), str(given["category"]))
    return unitizing_1995.alpha_u(layers, *text_of(given))


@_family(r"(u|bar_u|cu|ku)_alpha(?:_2016)?")
def _unitizing(found: re.Match[str], given: Input) -> Value:
    begin, length = text_of(given)
    layers = layers_of(given)
    placed = [("", who, [(s - begin, e - begin, label) for s, e, label, *_ in units])
              for who, units in layers.items()]  # fmt: skip
    columns = columns_of(placed, {"": length})
    rows = columns.by_annotator()
    if any((each.start[1:] < np.maximum.accumulate(each.end)[:-1]).any() for each in rows):
        raise UndefinedError(OVERLAPS)
    each = [
        unitizing.unit_statistics(a, b, overlaps(a, b), columns.lengths, len(columns.labels))
        for a, b in combinations(rows, 2)
    ]
    if found.group(1) in {"u", "bar_u"}:
        return _u_alpha(each, len(rows), bar=found.group(1) == "bar_u")
    if found.group(1) == "cu":
        return float(np.mean([unitizing.cu_alpha(pair) for pair in each]))
    return _ku_alpha(each, columns.labels, str(given["category"]))


def _u_alpha(pairs: list[unitizing.UnitStatistics], annotators: int, *, bar: bool) -> float:
    """All annotators at once: coincidences are divided by one less than their number (eq. 1)."""
    features = unitizing.bar_features if bar else unitizing.features
    sums = sum(features(pair).sum(axis=0, keepdims=True) for pair in pairs) / (annotators - 1)
    return unitizing.defined(unitizing.u_alphas(np.asarray(sums)))


def _ku_alpha(pairs: list[unitizing.UnitStatistics], labels: tuple[str, ...], category: str) -> float:
    if category not in labels:
        raise UndefinedError("nobody used %(category)s", category=category)
    return float(np.mean([unitizing.ku_alpha(pair, labels.index(category)) for pair in pairs]))


@_family(r"gamma_positional_dissimilarity")
def _positional(_found: re.Match[str], given: Input) -> Value:
    return gamma_.positional(tuple(given["u"][:2]), tuple(given["v"][:2]))


def _dissimilarity(given: Input) -> gamma_.Dissimilarity:
    return gamma_.Dissimilarity(
        float(given.get("alpha", 1)), float(given.get("beta", 1)), float(given.get("delta_empty", 1))
    )


def _continuum(units: list[Any]) -> list[list[tuple[float, float, str]]]:
    return [[(float(s), float(e), str(category)) for s, e, category, *_ in each] for each in units]


@_family(r"gamma_best_alignment_disorder")
def _disorder(_found: re.Match[str], given: Input) -> Value:
    return gamma_.disorder(_continuum([*layers_of(given).values()]), _dissimilarity(given))


@_family(r"gamma_given_sampled_continua")
def _given_samples(_found: re.Match[str], given: Input) -> Value:
    samples = [_continuum(each) for each in given["sampled"]]
    return gamma_.given_samples(_continuum([*layers_of(given).values()]), samples, _dissimilarity(given))


@_family(r"gamma(?:_stochastic)?")
def _gamma(_found: re.Match[str], given: Input) -> Value:
    samples = max(int(given.get("n_samples", 0)), SAMPLES)
    how = _dissimilarity(given)
    return gamma_.gamma(_continuum([*layers_of(given).values()]), how, sampler=_sampler(given), samples=samples).value


def _sampler(given: Input) -> str:
    return "statistical" if "statistical" in str(given.get("sampler", "")).lower() else "shuffle"


@_family(r"bootstrap_exact_(point|mean|se|p([\d.]+))")
def _bootstrap(found: re.Match[str], given: Input) -> Value:
    sums = np.array(given["docs_tp_nA_nB"], dtype=np.float64)
    if found.group(1) == "point":
        return float(_micro_f1(sums.sum(axis=0, keepdims=True))[0])
    return _read(enumerated(sums, _micro_f1), found.group(1), found.group(2))


def _micro_f1(sums: Floats) -> Floats:
    marked = sums[:, 1] + sums[:, 2]
    return np.where(marked > 0, 2 * sums[:, 0] / np.where(marked > 0, marked, 1), np.nan)


def _read(distribution: Distribution, which: str, percent: str | None) -> float:
    if percent:
        return distribution.percentile(float(percent))
    return distribution.mean if which == "mean" else distribution.standard_error
