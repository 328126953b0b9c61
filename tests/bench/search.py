"""Row ``search``: the first page of a search in a project of 100,000 documents, beside a LIKE scan with full counts.

Both ask the same file, in alternation. Ours gives the first 50 hits in document order, located exactly, with text
around them; the scan counts all documents (or spans) and gives none. ``cpu`` is the processor time of ours, for loaded
machines; ``first`` the very first asking in the process. ``RAQIM_BENCH_DOCUMENTS`` makes the project smaller,
``RAQIM_BENCH_BIG`` names one that was made before.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from annotator.project.project import Project
from annotator.storage.rows import read_text
from tests.project.big_project import DOCUMENTS, at_hand

COUNT = int(os.environ.get("RAQIM_BENCH_DOCUMENTS", str(DOCUMENTS)))
TIMES = 7
SCANS = 5
PAGE = 50
GOAL = 50
PEER = "sqlite3, LIKE over every text or span, counted in full"

_WORD = "SELECT count(*) FROM documents d JOIN texts t ON t.hash = d.text WHERE NOT d.deleted AND t.text LIKE ?"
_SPAN = "SELECT count(*) FROM spans s JOIN documents d ON d.id = s.document WHERE NOT s.deleted AND NOT d.deleted"
_LAYER = (
    "SELECT count(*) FROM documents d JOIN texts t ON t.hash = d.text JOIN layers l ON l.document = d.id"
    " WHERE NOT d.deleted AND t.text LIKE ?"
)
QUERIES: tuple[tuple[str, str, str, tuple[object, ...]], ...] = (
    ("a very frequent word", "قال", _WORD, ("%قال%",)),
    ("a frequent word", "المرصد", _WORD, ("%المرصد%",)),
    ("a rare word", "{rare}", _WORD, ("%{rare}%",)),
    ("a word that is nowhere", "قسطنطينوبل", _WORD, ("%قسطنطينوبل%",)),
    ("a phrase", '"قال المرصد"', _WORD, ("%قال المرصد%",)),
    ("a beginning", "الم*", _WORD, ("% الم%",)),
    ("a short beginning", "ا*", _WORD, ("% ا%",)),
    ("a word but not another", "المرصد -قال", _WORD + " AND t.text NOT LIKE ?", ("%المرصد%", "%قال%")),
    ("a label", "label:FIGURE", _SPAN + " AND s.label = ?", ("FIGURE",)),
    ("a word and a label", "المرصد label:SOURCE", _SPAN + " AND s.text LIKE ? AND s.label = ?", ("%المرصد%", "SOURCE")),
    ("a rare word and a label", "{rare} label:ACTOR", _SPAN + " AND s.text LIKE ? AND s.label = ?",
     ("%{rare}%", "ACTOR")),
    ("a word, a label and an attribute", "قال label:FIGURE bound:exact",
     _SPAN + " AND s.text LIKE ? AND s.label = ? AND s.attributes ->> 'bound' = ?", ("%قال%", "FIGURE", "exact")),
    ("an attribute's rare value", "value:77", _SPAN + " AND s.attributes ->> 'value' = ?", (77,)),
    ("an attribute's range", "value:9990..9999", _SPAN + " AND s.attributes ->> 'value' BETWEEN ? AND ?", (9990, 9999)),
    ("a label and an attribute that never meet", "label:SOURCE bound:exact",
     _SPAN + " AND s.label = ? AND s.attributes ->> 'bound' = ?", ("SOURCE", "exact")),
    ("a word, a label and a value that never meet", "قال label:ACTOR value:77",
     _SPAN + " AND s.text LIKE ? AND s.label = ? AND s.attributes ->> 'value' = ?", ("%قال%", "ACTOR", 77)),
    ("a frequent word beside a rare value", "text:قال value:77", _SPAN + " AND s.attributes ->> 'value' = ?", (77,)),
    ("a word, an annotator and a status", "حلب by:سمر status:done",
     _LAYER + " AND l.annotator = ? AND l.status = ?", ("%حلب%", "سمر", "done")),
    ("a status that nobody has", "قال status:locked",
     _LAYER + " AND l.status = ?", ("%قال%", "locked")),
)  # fmt: skip


def _rare(peer: sqlite3.Connection) -> str:
    """The word of a text in the middle of the corpus that the fewest documents have."""
    text = peer.execute("SELECT text FROM texts ORDER BY rowid LIMIT 1 OFFSET ?", (COUNT // 2,)).fetchone()[0]
    counted = "SELECT count(*) FROM document_words WHERE document_words MATCH ?"
    words = [word for word in text.split() if len(word) >= 5 and word.isalpha()]
    return str(min(words, key=lambda word: peer.execute(counted, (f'"{word}"',)).fetchone()[0]))


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _line(project: Project, peer: sqlite3.Connection, figure: str, query: str, sql: str, given: Any) -> dict[str, Any]:
    ask = partial(project.queries.search_page, query, PAGE)
    scan = peer.execute
    first, _cpu = _timed(ask)
    ours, cpu, theirs = [], [], []
    for turn in range(TIMES):
        wall, spent = _timed(ask)
        ours.append(wall)
        cpu.append(spent)
        if turn < SCANS:
            theirs.append(_timed(lambda: scan(sql, given).fetchall())[0])
    mine, scanned = statistics.median(ours), statistics.median(theirs)
    return {
        "figure": f"{figure}: {query}", "ours": round(mine, 1), "peer": round(scanned, 1), "peer_name": PEER,
        "ratio": round(scanned / mine, 1), "unit": "ms", "goal": GOAL, "met": mine <= GOAL, "n": TIMES,
        "first": round(first, 1), "cpu": round(statistics.median(cpu), 1), "hits": len(ask().hits), "documents": COUNT,
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def run() -> Iterator[dict[str, Any]]:
    """The lines of the row, each a query."""
    with tempfile.TemporaryDirectory() as folder:
        path = at_hand(Path(folder), COUNT)
        with Project.open(path) as project:
            peer = sqlite3.connect(path)
            peer.text_factory = read_text
            peer.execute("PRAGMA cache_size = -32768")
            rare = _rare(peer)
            for figure, query, sql, given in QUERIES:
                meant = tuple(each.replace("{rare}", rare) if isinstance(each, str) else each for each in given)
                yield _line(project, peer, figure, query.replace("{rare}", rare), sql, meant)
            peer.close()
