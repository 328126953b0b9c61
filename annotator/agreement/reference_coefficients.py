"""Coefficients on coding data by the names that published cases give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from statistics import NormalDist
from typing import Any

from annotator.agreement import coefficients
from annotator.agreement.alpha import alpha, category_alpha, matrix_alpha
from annotator.agreement.coding import Coding, Floats
from annotator.agreement.inputs import Input, distances_of, value_of
from annotator.core.errors import UserError

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
_METRICS = frozenset({"nominal", "ordinal", "interval", "ratio", "jaccard", "masi"})


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


def _category(data: Coding, given: Any) -> Hashable:  # noqa: ANN401 - JSON
    wanted = value_of(given)
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
    if base.endswith("alpha") and _metric(variant):
        return alpha(data, _metric(variant))
    distances = _distances(variant.removeprefix("weighted_"), data, given)
    if base.endswith("alpha"):
        return matrix_alpha(data, distances)
    return (coefficients.cohen_kappa if base.endswith("kappa") else coefficients.gwet_ac)(data, distances)


def _metric(variant: str) -> str:
    """The metric of alpha that a name ends with; interval on logarithms is called by many names."""
    if "log" in variant.split("_") or "log10" in variant.split("_"):
        return "log_interval"
    return variant if variant in _METRICS else ""


def _distances(variant: str, data: Coding, given: Input) -> Floats:
    if "distance" in given:
        return distances_of(given, data)
    if variant == "custom_distance":
        raise UserError("a distance of its own is wanted, and the case gives none")
    if variant not in coefficients.WEIGHTINGS:
        raise UserError("no weighting is called “%(weighting)s”", weighting=variant)
    return coefficients.WEIGHTINGS[variant](data.scores())


def _analytic(data: Coding, which: str, level: float) -> float:
    error = coefficients.kappa_standard_error(data)
    if which == "ase":
        return error
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return coefficients.cohen_kappa(data) + (reach if which == "ci_high" else -reach)
