"""The figure grammar on the corpus' gold: floors that a change of the rules must not fall under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from annotator.core.resources import corpus_path
from annotator.suggest.figures import suggest_figures

Spans = dict[tuple[int, int], Mapping[str, Any]]


def figures_of(document: Mapping[str, Any]) -> Spans:
    gold = next(layer for layer in document["layers"] if layer["kind"] == "gold")
    return {(s["start"], s["end"]): s["attributes"] for s in gold["spans"] if s["label"] == "FIGURE"}


def documents() -> list[Mapping[str, Any]]:
    path = corpus_path("articles.jsonl")
    if not path.is_file():
        pytest.skip("no corpus beside this installation")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if any(layer["kind"] == "gold" for layer in line.get("layers", ()))]


def test_extents_and_attributes_stay_above_their_floors() -> None:
    wanted = found = same = 0
    agreeing = dict.fromkeys(("value", "bound", "unit", "kind"), 0)
    for document in documents():
        gold = figures_of(document)
        ours = {(s.start, s.end): s.attributes for s in suggest_figures(document["text"])}
        wanted, found, same = wanted + len(gold), found + len(ours), same + len(gold.keys() & ours.keys())
        for extent in gold.keys() & ours.keys():
            for name in agreeing:
                expected, got = gold[extent].get(name) or None, ours[extent].get(name) or None
                agreeing[name] += expected == (pytest.approx(got, rel=1e-2) if name == "value" and got else got)
    assert 2 * same / (wanted + found) >= 0.9
    assert agreeing["value"] / same >= 0.98
    assert agreeing["bound"] / same >= 0.95
    assert agreeing["unit"] / same >= 0.9
    assert agreeing["kind"] / same >= 0.8
