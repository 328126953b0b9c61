"""A DocBin's columns say what spaCy's own documents say."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.base import WriteOptions
from annotator.formats.registry import format_named
from tests.formats.made import document

spacy: Any = pytest.importorskip("spacy")
WORDS = ("قال", "المرصد", "السوري", " ", "129", "عنصراً", "😊", "\n\n", "قُتلوا", ".")


def made(doc: Any) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]] | None]:
    """Text, words and sentences as spaCy has them."""
    words = [(each.idx, each.idx + len(each)) for each in doc if not each.is_space]
    cut = doc.has_annotation("SENT_START")
    return doc.text, words, [(one.start_char, one.end_char) for one in doc.sents] if cut else None


def read(docs: Sequence[Any], path: Path, **kept: Any) -> list[AnnotatedDocument]:
    docbin = spacy.tokens.DocBin(docs=docs, **kept)
    docbin.to_disk(path)
    return list(format_named("spacy").read(path).documents)


def tree(count: int, chance: random.Random) -> list[int]:
    """Heads of words in trees that do not cross: each stretch hangs from its first word, or a word from the last."""
    heads: list[int] = []
    while len(heads) < count:
        root, size = len(heads), min(chance.randint(1, 4), count - len(heads))
        top = root + chance.randrange(size)
        heads += [top] * size
    return heads


def doc_of(vocab: Any, chance: random.Random) -> Any:
    count = chance.randint(1, 12)
    words = [chance.choice(WORDS) for _ in range(count)]
    kind = chance.randrange(4)
    more: dict[str, Any] = {}
    if kind == 0:
        more = {"heads": tree(count, chance), "deps": ["dep"] * count}
    elif kind == 1:
        more = {"sent_starts": [chance.choice((True, False)) for _ in words]}
    spaces = None if kind == 2 else [chance.choice((True, False)) for _ in words]
    doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces, **more)
    cuts = sorted(chance.sample(range(count + 1), min(2 * chance.randint(0, 3), (count + 1) // 2 * 2)))
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    doc.ents = [spacy.tokens.Span(doc, a, b, label=chance.choice(("PERSON", "جهة")), kb_id="Q1") for a, b in pairs]
    doc.cats = {"خبر": 1.0} if kind == 3 else {}
    return doc


def test_documents_of_spacy_are_read_as_spacy_reads_them(tmp_path: Path) -> None:
    chance, vocab = random.Random(3), spacy.blank("ar").vocab
    docs = [doc_of(vocab, chance) for _ in range(120)]
    for doc, each in zip(docs, read(docs, tmp_path / "a.spacy"), strict=True):
        text, words, sentences = made(doc)
        assert (each.document.text, list(each.tokens or ())) == (text, words)
        assert each.sentences is None or list(each.sentences) == sentences
        assert each.sentences is not None or sentences is None or len(sentences) == 1
        found = [(one.start, one.end, one.label, one.attributes["entity"]) for one in each.layers[0].spans]
        assert found == [(one.start_char, one.end_char, one.label_, one.kb_id_) for one in doc.ents]
        assert each.document.metadata.get("categories", {}) == doc.cats


def test_without_entities_the_spans_of_every_group_are_read(tmp_path: Path) -> None:
    doc = spacy.tokens.Doc(spacy.vocab.Vocab(), words=["في", "حلب", "اليوم"])
    doc.spans["b"] = [spacy.tokens.Span(doc, 0, 2, label="X"), spacy.tokens.Span(doc, 1, 2, label="Y")]
    doc.spans["a"] = [spacy.tokens.Span(doc, 1, 3, label="Z", kb_id="حلب")]
    (each,) = read([doc], tmp_path / "a.spacy", attrs=["ENT_IOB"])
    assert [(one.start, one.end, one.label) for one in each.layers[0].spans] == [(0, 6, "X"), (3, 6, "Y"), (3, 12, "Z")]
    assert each.layers[0].spans[2].attributes == {"entity": "حلب"}
    assert each.sentences is None


def changed(path: Path, **values: Any) -> None:
    """The DocBin in a file, with some of its parts changed."""
    docbin = spacy.tokens.DocBin(store_user_data=True).from_disk(path)
    for name, value in values.items():
        setattr(docbin, name, value)
    docbin.to_disk(path)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"strings": set()}, "document 1"), ({"flags": []}, "document 1"), ({"span_groups": [b"\xc1"]}, "document 1"),
        ({"span_groups": [b"\x93"]}, "document 1"), ({"user_data": [b"\x81\xa8raqim_id"]}, "document 1"),
    ],
)  # fmt: skip
def test_a_docbin_with_a_broken_part_is_refused_by_the_number_of_the_document(
    broken: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.spacy"
    format_named("spacy").write([document("قال المرصد", (4, 10, "SOURCE"))], Header(), path, WriteOptions())
    changed(path, **broken)
    with pytest.raises(UserError, match=reason):
        list(format_named("spacy").read(path).documents)


@pytest.mark.parametrize(("column", "value"), [("HEAD", 9), ("HEAD", -1), ("ENT_IOB", 1)])
def test_words_that_hang_from_nothing_and_entities_without_a_beginning_are_refused(
    column: str, value: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.spacy"
    format_named("spacy").write([document("قال المرصد")], Header(), path, WriteOptions())
    docbin = spacy.tokens.DocBin(store_user_data=True).from_disk(path)
    ids = spacy.attrs.IDS
    values = docbin.tokens[0].copy()
    values[:, docbin.attrs.index(ids["DEP"])] = 1
    values.view("int64")[0, docbin.attrs.index(ids[column])] = value
    changed(path, tokens=[values], span_groups=[b""])
    with pytest.raises(UserError, match="document 1"):
        list(format_named("spacy").read(path).documents)
