"""Row ``import``: reading formats beside spaCy, conllu and cassis doing the same work in the same run.

Peers parse the file and find the entities. ``RAQIM_BENCH_TOKENS`` sets the size: 100,000 tokens by default, ten times
that for JSON lines and CoNLL, once each. ``RAQIM_BENCH_FORMATS`` names the formats, ``RAQIM_BENCH_ROUNDS`` how often
each is measured (5). The full size, with half an hour for both rows, most of it the peers':

    RAQIM_BENCH_TOKENS=1000000 RAQIM_BENCH_ROUNDS=1 make bench ROWS=import,export
"""

from __future__ import annotations

import importlib
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.exchange import (
    GOAL_AHEAD,
    GOAL_LIBRARY,
    LONG,
    SUFFIXES,
    alternated,
    corpus,
    flat,
    formats,
    line,
    read_all,
    size,
    tenfold,
    warmed,
    written,
)
from tests.bench.peak import effort


def tokens() -> int:
    """The size of the corpus."""
    return int(os.environ.get("RAQIM_BENCH_TOKENS", "100000"))


def spacy_conll(path: Path) -> int:
    convert: Any = importlib.import_module("spacy.training.converters").conll_ner_to_docs
    docs = convert(path.read_text("utf-8"), no_print=True)
    return sum(len(doc.ents) for doc in docs)


def conllu_parse(path: Path) -> int:
    import conllu

    with path.open(encoding="utf-8") as stream:
        return sum(len(sentence) for sentence in conllu.parse_incr(stream))


def cassis_xmi(path: Path) -> int:
    import cassis

    types = cassis.load_typesystem((path / "TypeSystem.xml").read_text("utf-8"))
    count = 0
    for each in path.glob("*.xmi"):
        cas = cassis.load_cas_from_xmi(each, typesystem=types)
        count += len(cas.select("webanno.custom.Span"))
    return count


def spacy_docbin(path: Path) -> int:
    import spacy
    from spacy.tokens import DocBin

    docs = DocBin().from_disk(path).get_docs(spacy.blank("ar").vocab)
    found = [(doc.text, [(one.start_char, one.end_char, one.label_) for one in doc.spans["sc"]]) for doc in docs]
    return sum(len(spans) for _, spans in found)


PEERS: dict[str, tuple[str, Callable[[Path], int], float]] = {
    "conll": ("spaCy conll_ner_to_docs", spacy_conll, GOAL_AHEAD),
    "conllu": ("conllu", conllu_parse, GOAL_AHEAD),
    "uima-xmi": ("cassis", cassis_xmi, GOAL_AHEAD),
    "spacy": ("spaCy DocBin", spacy_docbin, GOAL_LIBRARY),
}


def run() -> Iterator[dict[str, Any]]:
    """A line per format; for JSON lines and CoNLL one of ten times the size, and one about memory."""
    count = tokens()
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = Path(name)
        for chosen in formats():
            peer_name, peer, goal = PEERS.get(chosen, ("", None, GOAL_AHEAD))
            warmed(chosen, peer)
            path = written(chosen, corpus(count), folder)
            work = None if peer is None else partial(peer, path)
            times = alternated(partial(read_all, chosen, path), work)
            yield line(chosen, count, size(path) / 1e6, times, peer_name, goal)
        for chosen in (name for name in LONG if name in formats()):
            path = folder / f"corpus-{chosen}{SUFFIXES[chosen]}"
            long = tenfold(path)
            small, large = effort("import", chosen, path), effort("import", chosen, long)
            yield line(f"{chosen} x10", 10 * count, size(long) / 1e6, (large.seconds, None), "", GOAL_AHEAD)
            yield flat(f"{chosen} x10: memory", small.after, large.after)
