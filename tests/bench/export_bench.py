"""Row ``export``: writing formats beside spaCy, conllu and cassis writing the same corpus in the same run.

Ours begins with text and spans. So does spaCy's; conllu is given rows
with their tokens, cassis its own documents, ready made.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument
from tests.bench.exchange import (
    GOAL_AHEAD,
    GOAL_LIBRARY,
    LONG,
    alternated,
    corpus,
    flat,
    formats,
    line,
    size,
    warmed,
    written,
)
from tests.bench.import_bench import tokens
from tests.bench.peak import effort


def spacy_docbin(documents: Sequence[AnnotatedDocument], path: Path) -> Callable[[], object]:
    """spaCy does what an export does: texts and spans in, tokens found, a DocBin out."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("ar")
    rows = [(each.document.text, each.layers[0].spans) for each in documents]
    out = path.with_name("peer.spacy")

    def work() -> None:
        docbin = DocBin(store_user_data=True)
        for text, spans in rows:
            doc = nlp(text)
            made = [doc.char_span(one.start, one.end, one.label, alignment_mode="expand") for one in spans]
            found = [one for one in made if one is not None]
            doc.spans["sc"] = found
            doc.set_ents(spacy.util.filter_spans(found))
            docbin.add(doc)
        docbin.to_disk(out)

    return work


def conllu_serialize(documents: Sequence[AnnotatedDocument], path: Path) -> Callable[[], object]:
    """From words to a file: conllu makes its sentences of ready rows and writes them. It need not find tokens."""
    del documents
    import conllu
    from conllu.models import Metadata, Token, TokenList

    ready = [
        (dict(sentence.metadata), [dict(token) for token in sentence])
        for sentence in conllu.parse(path.read_text("utf-8"))
    ]
    out = path.with_name("peer.conllu")

    def work() -> None:
        made = (TokenList([Token(row) for row in rows], Metadata(about)) for about, rows in ready)
        out.write_text("".join(sentence.serialize() for sentence in made), "utf-8")

    return work


def cassis_xmi(documents: Sequence[AnnotatedDocument], path: Path) -> Callable[[], object]:
    """cassis writes what it has read of ours: it need not find tokens or sentences."""
    del documents
    import cassis

    types = cassis.load_typesystem((path / "TypeSystem.xml").read_text("utf-8"))
    every = [cassis.load_cas_from_xmi(each, typesystem=types) for each in sorted(path.glob("*.xmi"))]
    out = path.with_name("peer-xmi")
    out.mkdir()

    def work() -> None:
        for number, cas in enumerate(every):
            cas.to_xmi(out / f"{number}.xmi")

    return work


PEERS: dict[str, tuple[str, Callable[[Sequence[AnnotatedDocument], Path], Callable[[], object]], float]] = {
    "conllu": ("conllu", conllu_serialize, GOAL_AHEAD),
    "uima-xmi": ("cassis", cassis_xmi, GOAL_AHEAD),
    "spacy": ("spaCy DocBin", spacy_docbin, GOAL_LIBRARY),
}


def run() -> Iterator[dict[str, Any]]:
    """Lines as in the row ``import``; ours includes finding tokens and sentences, the peers' do not."""
    count = tokens()
    documents = list(corpus(count))
    for chosen in formats():
        with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            folder = Path(name)
            warmed(chosen)
            path = written(chosen, iter(documents), folder)
            peer_name, make, goal = PEERS.get(chosen, ("", None, GOAL_AHEAD))
            peer = make(documents, path) if make is not None else None
            times = alternated(_again(chosen, documents, folder), peer)
            yield line(chosen, count, size(path) / 1e6, times, peer_name, goal)
            if chosen in LONG:
                small, large = (effort("export", chosen, folder, many) for many in (count, 10 * count))
                took = (large.seconds, None)
                yield line(f"{chosen} x10", 10 * count, 10 * size(path) / 1e6, took, "", GOAL_AHEAD)
                yield flat(f"{chosen} x10: memory", small.after, large.after)


def _again(name: str, documents: Sequence[AnnotatedDocument], folder: Path) -> Callable[[], object]:
    numbers = iter(range(10**6))

    def work() -> None:
        own = folder / f"round-{next(numbers)}"
        own.mkdir()
        written(name, iter(documents), own)

    return work
