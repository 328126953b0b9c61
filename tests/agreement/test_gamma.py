"""Gamma: best alignments against trying everything, seeds, nested units."""

from __future__ import annotations

from itertools import combinations, product
from math import comb

import numpy as np
import pytest

from annotator.agreement.continua import SAMPLERS, Unit
from annotator.agreement.cover import cheapest_cover
from annotator.agreement.gamma import Dissimilarity, disorder, gamma, positional
from annotator.agreement.undefined import UndefinedError

Layers = list[list[Unit]]


def random_layers(seed: int, annotators: int, units: int) -> Layers:
    rng = np.random.default_rng(seed)
    return [
        [(float(s), float(s + rng.integers(1, 6)), "ab"[rng.integers(2)]) for s in rng.integers(0, 20, units)]
        for _ in range(annotators)
    ]


def pair_cost(one: Unit | None, other: Unit | None, how: Dissimilarity) -> float:
    if one is None or other is None:
        return how.delta
    return how.delta * (how.alpha * positional(one[:2], other[:2]) + how.beta * (one[2] != other[2]))


def cheapest_by_trying_all(layers: Layers, how: Dissimilarity) -> float:
    """The least total cost over all ways to share out the units."""
    pairs = comb(len(layers), 2)

    def best(left: tuple[frozenset[int], ...]) -> float:
        if not any(left):
            return 0.0
        first = next(place for place, each in enumerate(left) if each)
        unit = min(left[first])
        choices = [[None, *sorted(each)] if place != first else [unit] for place, each in enumerate(left)]
        costs = []
        for chosen in product(*choices):
            units = [layers[place][pick] if pick is not None else None for place, pick in enumerate(chosen)]
            cost = sum(pair_cost(a, b, how) for a, b in combinations(units, 2)) / pairs
            rest = tuple(each - {pick} if pick is not None else each for each, pick in zip(left, chosen, strict=True))
            costs.append(cost + best(rest))
        return min(costs)

    return best(tuple(frozenset(range(len(each))) for each in layers))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("annotators", "units"), [(2, 4), (3, 3)])
def test_the_best_alignment_is_the_cheapest_of_all(seed: int, annotators: int, units: int) -> None:
    layers = random_layers(seed, annotators, units)
    how = Dissimilarity(alpha=1 + seed % 3, beta=1 + seed % 2)
    assert disorder(layers, how) * units == pytest.approx(cheapest_by_trying_all(layers, how))


def test_large_components_go_to_the_solver_with_the_same_result() -> None:
    layers = random_layers(1, 3, 9)
    once = disorder(layers, Dissimilarity(alpha=0.3))
    assert disorder(layers[::-1], Dissimilarity(alpha=0.3)) == pytest.approx(once)


def test_the_cheapest_cover_holds_every_element_once() -> None:
    sets = np.array([0, 0, 1, 1, 2, 3, 4, 5])
    elements = np.array([0, 1, 1, 2, 0, 1, 2, 3])
    chosen = cheapest_cover(sets, elements, np.array([1.0, 1.5, 1.0, 1.0, 1.0, 1.0]))
    assert chosen.tolist() == [0, 4, 5]


def test_the_same_seed_gives_the_same_gamma_and_it_says_on_what_it_rests() -> None:
    layers = random_layers(4, 2, 6)
    for sampler in SAMPLERS:
        first, second = (gamma(layers, sampler=sampler, samples=10, seed=7) for _ in range(2))
        assert first == second
        assert first.parameters == {
            "alpha": 1.0, "beta": 1.0, "delta": 1.0, "sampler": sampler, "samples": 10, "seed": 7,
        }  # fmt: skip


def test_full_agreement_is_one_and_nested_units_are_welcome() -> None:
    nested: list[Unit] = [(0, 20, "SOURCE"), (2, 8, "ACTOR"), (30, 40, "FIGURE")]
    assert gamma([nested, nested]).value == pytest.approx(1)


def test_nobody_or_only_one_annotator_has_no_gamma() -> None:
    lonely: list[Layers] = [[], [[(0.0, 5.0, "X")]], [[], []]]
    for layers in lonely:
        with pytest.raises(UndefinedError):
            gamma(layers)


def test_whole_weights_weigh_as_fractions_do() -> None:
    layers = random_layers(3, 3, 4)
    assert disorder(layers, Dissimilarity(3, 1, 1)) == disorder(layers, Dissimilarity(3.0, 1.0, 1.0))


def test_a_silent_annotator_still_has_a_gamma() -> None:
    marked: list[Unit] = [(1.0, 3.0, "a"), (5.0, 7.0, "b")]
    for sampler in SAMPLERS:
        found = gamma([marked, []], sampler=sampler, samples=40)
        assert found.disorder == 2.0
        assert found.value < 1.0
    assert all(any(SAMPLERS["shuffle"]([marked, []], np.random.default_rng(seed))) for seed in range(20))


def test_units_of_no_length_have_no_position() -> None:
    with pytest.raises(UndefinedError, match="no length"):
        disorder([[(3.0, 3.0, "a")], [(3.0, 3.0, "a")]], Dissimilarity())
    with pytest.raises(UndefinedError, match="no length"):
        positional((3.0, 3.0), (3.0, 3.0))


def test_the_statistical_sampler_fits_its_gaps_as_its_original_does() -> None:
    """One gap of zero is always among them; with sixteen units each the published gamma is -0.10 at 30 samples."""
    first = [(10.0 * i + 1, 10.0 * i + 6, "abc"[i % 3]) for i in range(16)]
    second = [(10.0 * i + 2, 10.0 * i + 8, "bca"[i % 3]) for i in range(16)]
    found = gamma([first, second], sampler="statistical", samples=300)
    assert found.disorder == pytest.approx(1 + (3 / 11) ** 2)
    assert found.value == pytest.approx(-0.1008, abs=0.08)
