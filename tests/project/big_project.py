"""A project as large as the largest corpora: made of the same seed, the same anywhere, and in ordinary Arabic words.

``make(path)`` writes 100,000 documents of 100 words with ten spans each: 10 M words, 1 M spans, in batches of one
event each. Offsets are code points.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice, pairwise
from pathlib import Path

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Relation, Span, Value
from annotator.project.project import Project

DOCUMENTS = 100_000
WORDS = 100
SPANS = 10
BATCH = 5_000
ANNOTATORS = ("سمر", "نادر")
_LETTERS = "اببتتثجحخدرزسشصضطعغفقكللمممننهوي"
_COMMON = (
    "قال", "في", "من", "إلى", "على", "أن", "إن", "المرصد", "السوري", "القوات", "الحكومية", "المسلحين", "قتلوا",
    "شخصاً", "مدنياً", "وأضاف", "بينهم", "منظمة", "الصحة", "العالمية", "أعلنت", "وزارة", "الداخلية", "مساء",
    "الاثنين", "نقلت", "وكالة", "عن", "مصدر", "مسؤول", "ارتفاع", "عدد", "الضحايا", "جراء", "القصف", "ريف", "حلب",
)  # fmt: skip


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Words by rank: the common ones first, then made-up ones of three to six letters."""
    made = ("".join(chance.choices(_LETTERS, k=chance.randint(3, 6))) for _ in range(size))
    return [*_COMMON, *dict.fromkeys(made)]


def documents(count: int, *, words: int = WORDS, spans: int = SPANS, seed: int = 1) -> Iterator[AnnotatedDocument]:
    """That many documents, each with one annotator's layer; the same for the same arguments."""
    chance = random.Random(seed)
    known = vocabulary(30_000, chance)
    for number in range(count):
        yield _document(f"n{seed}-{number:06}", number, known, words, spans, chance)


def _document(
    identity: str, number: int, known: list[str], words: int, spans: int, chance: random.Random
) -> AnnotatedDocument:
    chosen = [known[int(len(known) ** chance.random()) - 1] for _ in range(words)]
    marked = sorted(chance.sample(range(words - 1), spans))
    for place in marked[1::3]:
        chosen[place] = f"{chance.randint(2, 9999)}"
    starts = [0]
    for word in chosen:
        starts.append(starts[-1] + len(word) + 1)
    found = tuple(_span(identity, place, chosen, starts, chance) for place in marked)
    layer = Layer(ANNOTATORS[number % 2], status="done", spans=found, relations=tuple(_relations(identity, found)))
    return AnnotatedDocument(Document(identity, f"خبر {number + 1:06}", " ".join(chosen)), (layer,))


def _span(identity: str, place: int, chosen: list[str], starts: list[int], chance: random.Random) -> Span:
    last = place + chance.randint(0, 1)
    start, end = starts[place], starts[last] + len(chosen[last])
    attributes: dict[str, Value]
    if chosen[place].isdigit():
        label, attributes = "FIGURE", {"value": int(chosen[place]), "bound": "exact"}
    else:
        label, attributes = chance.choice(("ACTOR", "SOURCE")), {}
    return Span(f"{identity}.{place}", start, end, label, attributes)


def _relations(identity: str, spans: tuple[Span, ...]) -> Iterator[Relation]:
    """Each figure with the first span after it."""
    for head, tail in pairwise(spans):
        if head.label == "FIGURE" and tail.label != "FIGURE":
            kind = "COUNTS" if tail.label == "ACTOR" else "REPORTED_BY"
            yield Relation(f"{head.id}>{tail.id}", kind, head.id, tail.id)


def fill(project: Project, count: int = DOCUMENTS, *, batch: int = BATCH, seed: int = 1) -> None:
    """Take that many documents in, in batches of one event each."""
    source = documents(count, seed=seed)
    while some := tuple(islice(source, batch)):
        project.execute(AddDocuments(some), ANNOTATORS[0])


def at_hand(folder: Path, count: int = DOCUMENTS) -> Path:
    """The project that ``RAQIM_BENCH_BIG`` names, where it was made in the present shape; else one made in a folder."""
    kept = Path(os.environ.get("RAQIM_BENCH_BIG", ""))
    if kept.is_file() and _shape(kept) == _shape(make(folder / "shape.raqim", 0)):
        return kept
    return make(folder / "big.raqim", count)


def _shape(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql").fetchall()


def make(path: Path, count: int = DOCUMENTS, *, seed: int = 1) -> Path:
    """A project file of that many documents."""
    with Project.create(path) as project:
        fill(project, count, seed=seed)
    return path
