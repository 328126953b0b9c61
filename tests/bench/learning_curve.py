"""Row ``learning-curve``: exact F1 on the corpus' held-apart fifth after learning from 0, 5, 10, 20 and 40 articles.

At 0 the rules stand alone. Each model weighs its scores by its own cross-validation, as the shipped one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.core.suggestion import Suggestion
from annotator.project.training import corpus_texts
from annotator.suggest.calibration import expected_error
from annotator.suggest.ensemble import suggest
from annotator.suggest.features import LABELS
from annotator.suggest.learner_material import LabelledText
from annotator.suggest.learner_model import write_model
from annotator.suggest.learner_school import learn_whole
from annotator.suggest.rules import rule_spans

SIZES = (0, 5, 10, 20, 40, 54)
GOALS = {"ACTOR": 0.6, "FIGURE": 0.85, "SOURCE": 0.7}


def _alternating() -> list[LabelledText]:
    """The articles for training, the two authors' in turn."""
    every = corpus_texts("train")
    half = len(every) // 2
    return [each for pair in zip(every[:half], every[half:], strict=True) for each in pair]


def _suggested(text: str, model: Path | None) -> tuple[Suggestion, ...]:
    return suggest(text, model).spans if model is not None else rule_spans(text)


def measured(model: Path | None, label: str) -> tuple[float, float, float]:
    """Exact F1, calibration error and precision at a score of .9, on the held-apart articles."""
    right = shown = wanted = 0
    scored: list[tuple[float, bool]] = []
    for article in corpus_texts("held"):
        gold = {(start, end) for start, end, name, _ in article.spans if name == label}
        found = [each for each in _suggested(article.text, model) if each.label == label]
        scored += [(each.score, (each.start, each.end) in gold) for each in found]
        right += sum((each.start, each.end) in gold for each in found)
        shown, wanted = shown + len(found), wanted + len(gold)
    sure = [good for score, good in scored if score >= 0.9]
    return 2 * right / (shown + wanted), expected_error(scored), sum(sure) / max(1, len(sure))


def run() -> Iterator[dict[str, Any]]:
    """One row per size and label."""
    articles = _alternating()
    with TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.zip" if size else None
            if path is not None:
                write_model(learn_whole(articles[:size], folds=min(5, size)), path)
            for label in LABELS:
                f1, error, sure = measured(path, label)
                yield {
                    "figure": f"{label} after {size} articles", "ours": round(f1, 3), "peer": None, "peer_name": "",
                    "ratio": None, "unit": "exact F1", "goal": GOALS[label], "met": f1 >= GOALS[label], "n": 14,
                    "calibration_error": round(error, 3), "precision_at_.9": round(sure, 3),
                }  # fmt: skip
