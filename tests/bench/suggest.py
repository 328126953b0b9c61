"""Row ``suggest``: the gazetteer and everything on, beside spaCy's EntityRuler and bare pyahocorasick; one article.

Same texts, same 5,000 names, one core, one run. Ours and the peers are treated alike (`tests.bench.sides`): each in a
process of its own whose set-up is frozen, in turns text by text, the best of all rounds for each text. Speeds are by
the clock; everything on is told by the processor's time, too. The peers know no clitics and fold nothing.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.tokens import tokenize
from annotator.suggest.ensemble import suggest
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.shipped import shipped_entries
from tests.bench.sides import Work, efforts

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "7"))
NAMES = 5_000
ARTICLE_WORDS = 500
ARTICLE_GOAL_MS = 50.0


def texts() -> list[str]:
    lines = (ROOT / "corpus" / "articles.jsonl").read_text("utf-8").splitlines()
    return [row["text"] for row in map(json.loads, lines) if "text" in row]


def names() -> list[Entry]:
    """The first names that ship and, where they are too few, those with a number behind."""
    shipped = list({entry.name: entry for entry in shipped_entries()}.values())
    more = (Entry(f"{entry.name} {number}") for number in itertools.count(2) for entry in shipped)
    return [*shipped, *itertools.islice(more, max(0, NAMES - len(shipped)))][:NAMES]


def article(every: Sequence[str]) -> str:
    """The first words of the texts as one article, their lines kept."""
    lines: list[str] = []
    for line in "\n".join(every).splitlines():
        lines.append(line)
        if sum(len(each.split()) for each in lines) >= ARTICLE_WORDS:
            break
    return "\n".join(lines)


def _gazetteer() -> Work:
    return Gazetteer(names()).find


def _everything() -> Work:
    ours = Gazetteer(names())
    return lambda text: suggest(text, None, ours)


def _ruler() -> Work:
    import spacy

    pipeline = spacy.blank("ar")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": entry.name} for entry in names()])
    return lambda text: pipeline(text).ents


def _bare() -> Work:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for entry in names():
        automaton.add_word(entry.name, entry.name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run() -> Iterator[dict[str, Any]]:
    """The rows: gazetteer, everything, and one article."""
    _one_core()
    every = texts()
    tokens = sum(len(tokenize(text)) for text in every)
    gazetteer, everything, ruler, bare = efforts([_gazetteer, _everything, _ruler, _bare], every, TIMES)
    for figure, seconds, peer_name, peer, goal in (
        ("gazetteer", gazetteer.clock, "spaCy EntityRuler", ruler.clock, 2.0),
        ("gazetteer", gazetteer.clock, "pyahocorasick, bare", bare.clock, None),
        ("everything on", everything.clock, "spaCy EntityRuler", ruler.clock, 0.15),
        ("everything on, processor's time", everything.processor, "spaCy EntityRuler", ruler.processor, 0.15),
    ):
        ratio = peer / seconds
        yield {
            "figure": figure, "ours": round(tokens / seconds), "peer": round(tokens / peer), "peer_name": peer_name,
            "ratio": round(ratio, 3), "unit": "tokens/s", "goal": goal, "met": goal is None or ratio >= goal,
            "n": TIMES,
        }  # fmt: skip
    yield _article_row(article(every))


def _article_row(text: str) -> dict[str, Any]:
    """One article of 500 words in a warm worker's process, a little different each time so that nothing is kept."""
    suggest(text)
    times = []
    for place in range(TIMES * 3):
        changed = text + "\n" * (place + 1)
        begin = time.perf_counter()
        suggest(changed)
        times.append((time.perf_counter() - begin) * 1000)
    median = statistics.median(times)
    return {
        "figure": "article of 500 words", "ours": round(median, 1), "peer": None, "peer_name": "", "ratio": None,
        "unit": "ms", "goal": ARTICLE_GOAL_MS, "met": median <= ARTICLE_GOAL_MS, "n": len(times),
    }  # fmt: skip
