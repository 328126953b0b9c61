"""What the rows ``import`` and ``export`` share: a corpus made of articles, timing in alternation, a line."""

from __future__ import annotations

import gc
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Span
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.registry import format_named

ROUNDS = int(os.environ.get("RAQIM_BENCH_ROUNDS", "5"))
SUFFIXES = {
    "jsonl": ".jsonl", "conll": ".conll", "conllu": ".conllu", "brat": "", "webanno-tsv": "", "uima-xmi": "",
    "spacy": ".spacy", "label-studio": ".json",
}  # fmt: skip
GOAL_AHEAD, GOAL_LIBRARY, GOAL_FLAT = 1.0, 1.3, 1.15
LONG = ("jsonl", "conll")
"""Formats that are measured at ten times the size too, with the memory that they take."""
_WORDS = tuple(
    word
    for line in (
        "قال المرصد السوري لحقوق الإنسان إن 129 عنصراً من المسلحين قُتلوا في الاشتباكات الدامية شمال غربي سوريا",
        "وأفادت وكالة الأنباء الرسمية (سانا) بأن القوات تصدت للهجوم ، وأضافت الوكالة أن نحو 3.5% من السكان نزحوا .",
    )
    for word in line.split()
)


def formats() -> list[str]:
    """The formats that are measured."""
    asked = os.environ.get("RAQIM_BENCH_FORMATS", "")
    return asked.split(",") if asked else [name for name in SUFFIXES if name != "label-studio"]


def corpus(tokens: int, seed: int = 0, length: int = 400) -> Iterator[AnnotatedDocument]:
    """Articles of so many tokens each, a tenth of the tokens in spans; ``tokens`` in all."""
    chance = random.Random(seed)
    for number in range(max(1, tokens // length)):
        words: list[str] = []
        spans: list[Span] = []
        place = 0
        while len(words) < length:
            word = chance.choice(_WORDS)
            if len(words) % 10 == 3:
                label = chance.choice(("ACTOR", "FIGURE", "SOURCE"))
                spans.append(Span(f"s{len(spans)}", place, place + len(word), label, {"kind": "other"}))
            words.append(word)
            place += len(word) + 1
            if len(words) % 25 == 0:
                words[-1] += "\n"
                place += 1
        name = f"d{number}"
        yield AnnotatedDocument(Document(name, name, " ".join(words)), (Layer("", spans=tuple(spans)),))


def written(name: str, documents: Iterator[AnnotatedDocument], folder: Path) -> Path:
    """The corpus in a format, without a header."""
    path = folder / f"corpus-{name}{SUFFIXES[name]}"
    from annotator.core.document import Header

    format_named(name).write(documents, Header(), path, WriteOptions())
    return path


def read_all(name: str, path: Path) -> int:
    """Read every document; the number of spans."""
    reading = format_named(name).read(path, ReadOptions())
    return sum(len(layer.spans) for each in reading.documents for layer in each.layers)


def warmed(name: str, peer: Callable[[Path], object] | None = None) -> None:
    """Write and read one small file, so that nobody is measured while libraries are being loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(name, corpus(400), Path(folder))
        read_all(name, path)
        if peer is not None:
            peer(path)


def size(path: Path) -> int:
    """Bytes of a file, or of all in a folder."""
    return path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.rglob("*"))


def seconds(work: Callable[[], object]) -> float:
    """How long the processor is at it, the system's part included: other work on the machine does not count."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def alternated(ours: Callable[[], object], peer: Callable[[], object] | None) -> tuple[float, float | None]:
    """Medians of our and the peer's time, measured in turns."""
    own, other = [], []
    for _ in range(ROUNDS):
        own.append(seconds(ours))
        if peer is not None:
            other.append(seconds(peer))
    return statistics.median(own), statistics.median(other) if other else None


def tenfold(path: Path) -> Path:
    """A file of ten times the size: one of a format by lines may go on after its first line, which may be a head."""
    own = path.with_stem(f"{path.stem}-x10")
    first, _, rest = path.read_bytes().partition(b"\n")
    with own.open("wb") as stream:
        stream.write(first + b"\n")
        for _ in range(10):
            stream.write(rest)
    return own


def flat(what: str, small: float, large: float) -> dict[str, Any]:
    """One line about memory: the megabytes of a work, and of one of ten times the size."""
    ratio = large / small
    return {
        "what": what, "ours": large, "peer": small, "peer_name": "a tenth of the size", "ratio": round(ratio, 3),
        "unit": "MB", "goal": GOAL_FLAT, "met": ratio <= GOAL_FLAT, "n": 1,
    }  # fmt: skip


def line(
    what: str, count: int, megabytes: float, times: tuple[float, float | None], peer_name: str, goal: float
) -> dict[str, Any]:
    """One line of the shape of benchmarks: tokens per second, ours and the peer's; ``ratio`` of the times."""
    ours, peer = times
    ratio = ours / peer if peer else None
    return {
        "what": what,
        "ours": round(count / ours),
        "peer": round(count / peer) if peer else None,
        "peer_name": peer_name,
        "ratio": round(ratio, 3) if ratio is not None else None,
        "unit": "tokens/s",
        "megabytes_per_second": round(megabytes / ours, 2),
        "goal": goal,
        "met": ratio is None or ratio <= goal,
        "n": ROUNDS,
    }
