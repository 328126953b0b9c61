"""Row ``keys``: key presses per gold span, from suggestions to gold, in the real window by key events."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.core.command import AddSuggestions
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.project.suggestions import suggestions_for
from tests.bench.annotating import Annotator, Gold

ROOT = Path(__file__).resolve().parents[2]
GOALS = {"with suggestions": 2.0, "without suggestions": 5.0, "with perfect suggestions": 1.2}
HELD_APART = 10
Article = tuple[str, str, list[Gold]]
"""Its name, its text, its gold spans."""


def articles() -> Iterator[Article]:
    """The seed article where it is at hand, and the first of the corpus's held-apart ones."""
    for path in (ROOT / ".." / "shared" / "seed" / "gold.jsonl", ROOT / "corpus" / "articles.jsonl"):
        if path.is_file():
            yield from islice(_chosen(path), 1 if path.name == "gold.jsonl" else HELD_APART)


def _chosen(path: Path) -> Iterator[Article]:
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        if "text" not in data or (path.name == "articles.jsonl" and data["metadata"].get("split") != "held"):
            continue
        spans = data.get("spans") or _gold_layer(data)
        yield data["id"], data["text"], [(each["start"], each["end"], each["label"]) for each in spans]


def _gold_layer(data: dict[str, Any]) -> list[dict[str, Any]]:
    layers = data.get("layers", [])
    return next((layer["spans"] for layer in layers if layer.get("kind") == "gold"), [])


def suggested(kind: str, text: str, gold: list[Gold]) -> Suggested:
    """The suggestions that the annotator starts from."""
    if kind == "with perfect suggestions":
        return Suggested(tuple(Suggestion(start, end, label, suggester="gold") for start, end, label in gold))
    return suggestions_for(text) if kind == "with suggestions" else Suggested()


def presses(kind: str, name: str, text: str, gold: list[Gold]) -> int:
    """How many keys one article takes; the result is checked against the gold."""
    from PySide6.QtWidgets import QApplication

    from annotator.core.settings import Settings
    from annotator.ui.application import furnish, make_application
    from annotator.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(Path(folder) / "settings.json")
        settings.set("annotator", "bench")
        make_application(settings)
        window = MainWindow()
        window.show()
        studio = furnish(window, settings)
        studio.create_project(Path(folder) / "keys.raqim")
        session = studio.session
        assert session is not None
        assert studio.workbench is not None
        assert studio.workbench.tools is not None
        studio.workbench.tools.suggesting.close()
        document = add_text(session.project, name, text, "bench")
        session.project.execute(AddSuggestions(document, suggested(kind, text, gold)), "")
        studio.workbench.tools.suggesting.blockSignals(True)
        session.open_document(document)
        studio.workbench.tools.suggesting.close()
        QApplication.processEvents()
        annotator = Annotator(studio, gold)
        annotator.decide_on_suggestions()
        annotator.label_what_is_missing()
        made = annotator.made()
        assert made == set(gold), made ^ set(gold)
        window.close()
        window.deleteLater()
        QApplication.processEvents()
        return annotator.presses


def run() -> Iterator[dict[str, Any]]:
    """One line per way of beginning, over all articles at hand."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen = list(articles())
    if not chosen:
        return
    for kind, goal in GOALS.items():
        counts = [presses(kind, *article) for article in chosen]
        each = [round(count / len(gold), 2) for count, (_, _, gold) in zip(counts, chosen, strict=True)]
        spans = sum(len(gold) for _, _, gold in chosen)
        reached = sum(counts) / spans
        yield {
            "figure": kind, "ours": round(reached, 3), "peer": None, "peer_name": None, "ratio": None,
            "unit": "key presses per gold span", "goal": goal, "met": reached <= goal, "n": len(chosen),
            "spans": spans, "by_article": each,
        }  # fmt: skip
