"""Layers made for tests and benches: annotators who differ from one truth as people do."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.columns import Columns, columns_of_arrays

LABELS = ("ACTOR", "FIGURE", "SOURCE")


def corpus(
    annotators: int, documents: int, spans: int, *, seed: int = 0, step: int = 40, nested: float = 0.1
) -> Columns:
    """Columns of annotators who miss 8 % of the spans, slip at 10 % of the ends and swap 4 % of the labels."""
    rng = np.random.default_rng(seed)
    size = documents * spans
    document = np.repeat(np.arange(documents), spans)
    start = np.tile(np.arange(spans) * step, documents) + rng.integers(4, 10, size)
    end = start + rng.integers(4, 20, size)
    inside = rng.random(size) < nested
    start = np.where(inside & (np.arange(size) % spans > 0), np.roll(start, 1) + 2, start)
    end = np.where(inside & (np.arange(size) % spans > 0), np.roll(end, 1), end)
    end = np.maximum(end, start + 1)
    label = rng.integers(0, len(LABELS), size)
    parts = [_hand(rng, document, start, end, label) for _ in range(annotators)]
    hand = np.repeat(np.arange(annotators), [len(part[0]) for part in parts])
    whole = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return columns_of_arrays(
        whole[0],
        hand,
        whole[1],
        whole[2],
        whole[3],
        lengths=np.full(documents, spans * step + 40),
        present=np.ones((documents, annotators), dtype=bool),
        annotators=[chr(ord("A") + place) for place in range(annotators)],
        labels=LABELS,
    )


def _hand(
    rng: np.random.Generator, document: NDArray[Any], start: NDArray[Any], end: NDArray[Any], label: NDArray[Any]
) -> list[NDArray[Any]]:
    keep = rng.random(len(start)) > 0.08
    document, start, end, label = document[keep], start[keep], end[keep], label[keep]
    slip = np.where(rng.random(len(start)) < 0.1, rng.integers(1, 4, len(start)), 0)
    swap = rng.random(len(start)) < 0.04
    start = np.minimum(start + slip, end - 1)
    return [document, start, end, np.where(swap, (label + 1) % len(LABELS), label)]
