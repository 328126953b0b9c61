"""The review page's numbers, each with what opens its instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.agreement.hearing import Heard, unheard
from annotator.core.i18n import N_
from annotator.project.drift import RESAMPLES, Point, drift
from annotator.project.instances import FURTHEST, ReviewState
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.comparison import Comparison

HEADLINE = ("f1_exact", "f1_overlap", "u_alpha", "bar_u_alpha", "cu_alpha", "label_alpha")
"""What the tiles show; all of them come from columns alone."""
WITH_GOLD = N_("Annotators are being compared with gold…")
MATCHING = N_("Spans are being matched…")
STEPS = 2 * len(HEADLINE) + 2
"""So many steps `review_numbers_of` tells of."""


@dataclass(slots=True)
class ReviewNumbers:
    """All that the page shows. ``measures`` are as ``agreement --json`` prints them, without gold.

    ``confusion`` maps pairs of names (and ``None`` for all pairs) to ``(counts, boundary)``, rows are the first's
    labels, the last one is no span. ``slips`` maps ``(edge, delta, clitic)`` to counts.
    """

    annotators: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    has_gold: bool = False
    measures: list[dict[str, Any]] = field(default_factory=list)
    pairs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    confusion: dict[tuple[str, str] | None, tuple[Any, Any]] = field(default_factory=dict)
    slips: dict[tuple[str, int, bool], int] = field(default_factory=dict)
    documents: list[tuple[str, float | None, int, int]] = field(default_factory=list)
    drift: list[Point] = field(default_factory=list)
    scheme_changes: list[str] = field(default_factory=list)
    suggestions: dict[bool, tuple[int, int]] = field(default_factory=dict)


def review_numbers_of(
    state: ReviewState, *, seed: int = 0, bootstrap: int = 2000, heard: Heard = unheard
) -> ReviewNumbers:
    """Everything that the page shows; ``heard`` is called with what is done next (a gettext id)."""
    from annotator.agreement.report import measure_comparison

    columns = state.comparison.columns
    people = tuple(who for who in columns.annotators if who != GOLD)
    numbers = ReviewNumbers(people, columns.labels, state.gold >= 0)
    numbers.measures = measure_comparison(state.people, HEADLINE, seed=seed, bootstrap=bootstrap, heard=heard)
    heard(WITH_GOLD)
    _add_pairs(state, numbers, seed, bootstrap)
    heard(MATCHING)
    _add_confusion(state, numbers)
    _add_slips(state, numbers)
    _add_documents(state, numbers)
    _add_drift(state, numbers, seed)
    _add_suggestions(state, numbers)
    return numbers


def measure_named(numbers: ReviewNumbers, name: str) -> Mapping[str, Any]:
    """One of the headline measures."""
    return next(each for each in numbers.measures if each["measure"] == name)


def _add_pairs(state: ReviewState, numbers: ReviewNumbers, seed: int, bootstrap: int) -> None:
    """Figures of every pair: those of annotators are there already, only those with gold are new."""
    from annotator.agreement.report import measure_comparison

    for result in numbers.measures[:3]:
        _take_pairs(numbers, state.people, result)
    if state.gold >= 0:
        fewer = min(bootstrap, RESAMPLES)
        for result in measure_comparison(state.comparison, HEADLINE[:3], seed=seed, bootstrap=fewer):
            _take_pairs(numbers, state.comparison, result)


def _take_pairs(numbers: ReviewNumbers, compared: Comparison, result: Mapping[str, Any]) -> None:
    for pair in compared.pairs:
        told = result["by_pair"].get(compared.name(pair))
        one, other = (compared.columns.annotators[each] for each in pair)
        if told is not None:
            numbers.pairs.setdefault((one, other), {}).setdefault(result["measure"], told)


def _add_confusion(state: ReviewState, numbers: ReviewNumbers) -> None:
    import numpy as np

    found, size = state.instances, len(state.comparison.columns.labels) + 1
    cell = (found.pair * size + found.label_a) * size + found.label_b
    shape = len(found.pairs), size, size
    counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    slips = np.bincount(cell[found.boundary], minlength=int(np.prod(shape))).reshape(shape)
    among = [number for number, pair in enumerate(found.pairs) if state.gold not in pair]
    numbers.confusion[None] = counts[among].sum(axis=0), slips[among].sum(axis=0)
    for number, pair in enumerate(found.pairs):
        numbers.confusion[state.names(pair)] = counts[number], slips[number]


def _add_slips(state: ReviewState, numbers: ReviewNumbers) -> None:
    import numpy as np

    found = state.instances
    for edge, values in (("start", found.start_delta), ("end", found.end_delta)):
        chosen = state.among & found.boundary & (values != 0)
        for clitic in (False, True):
            here = np.clip(values[chosen & (state.clitics == clitic)], -FURTHEST, FURTHEST) + FURTHEST
            counts = np.bincount(here, minlength=2 * FURTHEST + 1)
            for at in np.flatnonzero(counts).tolist():
                numbers.slips[edge, at - FURTHEST, clitic] = int(counts[at])


def _add_documents(state: ReviewState, numbers: ReviewNumbers) -> None:
    import numpy as np

    found, columns = state.instances, state.comparison.columns
    size = len(columns.documents)
    different = np.bincount(found.document[state.among & ~found.same], minlength=size)
    value = {name: each["value"] for name, each in numbers.measures[0]["by_document"].items()}
    units = {name: each["n_units"] for name, each in numbers.measures[0]["by_document"].items()}
    numbers.documents = sorted(
        ((name, value[name], units[name], int(different[at])) for at, name in enumerate(columns.documents)
         if name in value),
        key=lambda each: -each[3],
    )  # fmt: skip


def _add_suggestions(state: ReviewState, numbers: ReviewNumbers) -> None:
    """Of instances with a suggested span and of those without: how many, and how many agree."""
    for suggested in (True, False):
        chosen = state.among & (state.either_suggested == suggested)
        numbers.suggestions[suggested] = int(chosen.sum()), int((chosen & state.instances.same).sum())


def _add_drift(state: ReviewState, numbers: ReviewNumbers, seed: int) -> None:
    times = state.queries.work_times()
    for who in numbers.annotators:
        numbers.drift += drift(state, who, times, seed)
    numbers.scheme_changes = [row.time for row in state.queries.history()
                              if row.command.get("command") == "set_scheme" and row.seq > 1]  # fmt: skip
