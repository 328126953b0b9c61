"""DocBins as spaCy writes them, not as we do: read as spaCy reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.inspect import inspect
from tests.formats.test_readers import reader

TEXT = "قال عمر بن زيد في 😊 بيروت ."
ATTRIBUTES = (None, ["ENT_IOB", "ENT_TYPE"], ["ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SENT_START"])


def span_of(doc: Any, first: int, last: int, label: str, entity: str = "") -> Any:
    from spacy.tokens import Span

    return Span(doc, first, last, label, kb_id=entity)


def entities(doc: Any) -> None:
    doc.set_ents([span_of(doc, 1, 4, "PER", "Q1"), span_of(doc, 4, 5, "X"), span_of(doc, 6, 7, "LOC")])


def groups(doc: Any) -> None:
    doc.spans["a"] = [span_of(doc, 0, 2, "S"), span_of(doc, 1, 3, "S")]
    doc.spans["b"] = []


def group_of_ours(doc: Any) -> None:
    entities(doc)
    groups(doc)
    doc.spans["sc"] = [span_of(doc, 2, 3, "T")]


def tree(doc: Any) -> None:
    for place, head in enumerate((1, 1, 1, 1, 5, 5, 5, 5)):
        doc[place].head = doc[head]
        doc[place].dep_ = "dep"


def starts(doc: Any) -> None:
    for token in doc:
        token.is_sent_start = token.i in {0, 4}


def plain(doc: Any) -> None:
    doc.cats = {"x": 0.5}


MAKERS: tuple[Callable[[Any], None], ...] = (entities, groups, group_of_ours, tree, starts, plain)


@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=["all", "tutorial", "few"])
@pytest.mark.parametrize("make", MAKERS)
def test_what_spacy_wrote_is_read_as_it_reads_it(
    make: Callable[[Any], None], attributes: list[str] | None, tmp_path: Path
) -> None:
    spacy = reader("spacy")
    reader("spacy.tokens")
    options = {} if attributes is None else {"attrs": attributes}
    docbin = spacy.tokens.DocBin(**options)
    doc = spacy.tokens.Doc(spacy.vocab.Vocab(), words=TEXT.split(" "), spaces=[True] * 7 + [False])
    make(doc)
    docbin.add(doc)
    docbin.to_disk(tmp_path / "a.spacy")
    (theirs,) = spacy.tokens.DocBin(**options).from_disk(tmp_path / "a.spacy").get_docs(spacy.vocab.Vocab())
    spans = list(theirs.spans["sc"]) if "sc" in theirs.spans else list(theirs.ents)
    spans = spans or [span for group in theirs.spans.values() for span in group]
    found = inspect(tmp_path / "a.spacy")
    assert found["spans"] == Counter(span.label_ for span in spans)
    assert {sample["text"] for sample in found["samples"]} == {span.text for span in spans}
    assert (found["documents"], found["tokens"]) == (1, 8)
    told = theirs.has_annotation("SENT_START")
    assert found["sentences"] == (len(list(theirs.sents)) if told else None)
