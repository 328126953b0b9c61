"""What the suggestions are worth on the fifth of the corpus that nothing was learnt from: the floors of the product."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from annotator.core.suggestion import Suggestion
from annotator.suggest.calibration import expected_error
from annotator.suggest.ensemble import suggest
from annotator.suggest.figures import suggest_figures
from annotator.suggest.relations import suggest_relations

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles.jsonl"
FLOORS = {"FIGURE": 0.85, "SOURCE": 0.70, "ACTOR": 0.60}
Gold = Mapping[str, Any]


@dataclass(frozen=True)
class Article:
    """A text, its gold, and what is suggested for it."""

    text: str
    gold: Gold
    found: tuple[Suggestion, ...]

    @property
    def places(self) -> set[tuple[int, int, str]]:
        return {(each["start"], each["end"], each["label"]) for each in self.gold["spans"]}


@cache
def held_apart() -> tuple[Article, ...]:
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    held = [row for row in rows if "text" in row and row["metadata"]["split"] == "held"]
    return tuple(
        Article(row["text"], next(each for each in row["layers"] if each["kind"] == "gold"), suggest(row["text"]).spans)
        for row in held
    )


def f1(found: Sequence[object], wanted: Sequence[object]) -> float:
    right = len(set(found) & set(wanted))
    return 2 * right / max(1, len(set(found)) + len(set(wanted)))


@pytest.mark.parametrize("label", FLOORS)
def test_exact_spans_are_above_their_floor(label: str) -> None:
    found = [(place, each.start, each.end) for place, article in enumerate(held_apart())
             for each in article.found if each.label == label]  # fmt: skip
    wanted = [(place, start, end) for place, article in enumerate(held_apart())
              for start, end, kind in article.places if kind == label]  # fmt: skip
    assert f1(found, wanted) >= FLOORS[label]


def scored(label: str = "") -> list[tuple[float, bool]]:
    return [
        (each.score, (each.start, each.end, each.label) in article.places)
        for article in held_apart()
        for each in article.found
        if label in {"", each.label}
    ]


@pytest.mark.parametrize(("label", "most"), [("", 0.08), ("FIGURE", 0.08), ("SOURCE", 0.08), ("ACTOR", 0.12)])
def test_scores_mean_shares(label: str, most: float) -> None:
    """Of 150 actors in ten bins a scorer without any fault shows about .09 by chance alone."""
    assert expected_error(scored(label)) <= most


def test_what_is_accepted_from_nine_tenths_on_is_right() -> None:
    sure = [right for score, right in scored() if score >= 0.9]
    assert len(sure) > 200
    assert sum(sure) / len(sure) >= 0.9


def test_values_and_attributes_of_exact_spans_are_right() -> None:
    share = {"bound": 0.95, "unit": 0.90, "kind": 0.80, "SOURCE kind": 0.80, "named": 0.90}
    right: dict[str, list[bool]] = {}
    for article in held_apart():
        gold = {(each["start"], each["end"], each["label"]): each["attributes"] for each in article.gold["spans"]}
        for each in article.found:
            wanted = gold.get((each.start, each.end, each.label))
            if wanted is None or each.label == "ACTOR":
                continue
            for name in ("bound", "unit", "kind", "named"):
                if name in wanted or name in each.attributes:
                    key = f"{each.label} {name}" if (each.label, name) == ("SOURCE", "kind") else name
                    right.setdefault(key, []).append(wanted.get(name) == each.attributes.get(name))
    assert {name for name, every in right.items() if sum(every) / len(every) < share[name]} == set()


@pytest.mark.parametrize("kind", ["REPORTED_BY", "COUNTS", "PART_OF"])
def test_relations_between_gold_spans_are_found(kind: str) -> None:
    found: list[object] = []
    wanted: list[object] = []
    for place, article in enumerate(held_apart()):
        spans = {each["id"]: (each["start"], each["end"], each["label"]) for each in article.gold["spans"]}
        keys = sorted(spans.values(), key=lambda each: (each[0], -each[1]))
        known = {(each.start, each.end): each for each in suggest_figures(article.text)}
        figures = [
            known.get((start, end), Suggestion(start, end, "FIGURE")) for start, end, label in keys if label == "FIGURE"
        ]
        found += [
            (place, keys[each.head], keys[each.tail])
            for each in suggest_relations(article.text, keys, figures)
            if each.type == kind
        ]
        wanted += [
            (place, spans[each["head"]], spans[each["tail"]])
            for each in article.gold.get("relations", ())
            if each["type"] == kind
        ]
    assert wanted
    assert f1(found, wanted) >= 0.70
