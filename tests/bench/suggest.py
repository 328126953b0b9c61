"""Row ``suggest``: the gazetteer and everything on, beside spaCy's EntityRuler and bare pyahocorasick; one article.

Same texts, same 5,000 names, one core, in alternation, medians. The peers know no clitics and fold nothing.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.tokens import tokenize
from annotator.suggest.ensemble import suggest
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.shipped import shipped_entries

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


def _ruler(entries: Sequence[Entry]) -> Callable[[str], object]:
    import spacy

    pipeline = spacy.blank("ar")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": entry.name} for entry in entries])
    return lambda text: pipeline(text).ents


def _bare(entries: Sequence[Entry]) -> Callable[[str], object]:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for entry in entries:
        automaton.add_word(entry.name, entry.name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def _seconds(work: Callable[[str], object], every: Sequence[str]) -> float:
    begin = time.perf_counter()
    for text in every:
        work(text)
    return time.perf_counter() - begin


def _medians(works: Sequence[Callable[[str], object]], every: Sequence[str]) -> list[float]:
    """Each work's median seconds over all texts, measured in alternation."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(TIMES + 1):  # the first round warms caches and does not count
        for place, work in enumerate(works):
            found[place].append(_seconds(work, every))
    return [statistics.median(each[1:]) for each in found]


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run() -> Iterator[dict[str, Any]]:
    """The rows: gazetteer, everything, and one article."""
    _one_core()
    every, entries = texts(), names()
    tokens = sum(len(tokenize(text)) for text in every)
    ours = Gazetteer(entries)
    gazetteer, everything, ruler, bare = _medians(
        [ours.find, lambda text: suggest(text, None, ours), _ruler(entries), _bare(entries)], every
    )
    for figure, seconds, peer_name, peer, goal in (
        ("gazetteer", gazetteer, "spaCy EntityRuler", ruler, 2.0),
        ("gazetteer", gazetteer, "pyahocorasick, bare", bare, None),
        ("everything on", everything, "spaCy EntityRuler", ruler, 0.15),
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
