"""Readers of other projects accept what we write and see the same spans."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from annotator.core.document import Header
from annotator.core.scheme import shipped_scheme
from annotator.formats.base import WriteOptions
from annotator.formats.registry import format_named
from tests.formats.made import article

ALL = bool(os.environ.get("RAQIM_TEST_ALL"))
"""``make test-all``: a reader that is missing is a failure, not a skip."""


def reader(name: str) -> Any:
    return importlib.import_module(name) if ALL else pytest.importorskip(name)


def write(name: str, path: Path) -> Path:
    format_named(name).write([article()], Header(shipped_scheme()), path, WriteOptions())
    return path


def covered(text: str) -> list[tuple[str, str]]:
    return sorted((span.label, span.covered(text)) for span in article().layers[0].spans)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_cassis_reads_our_xmi(tmp_path: Path) -> None:
    cassis = reader("cassis")
    folder = write("uima-xmi", tmp_path / "out")
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_text("utf-8"))
    cas = cassis.load_cas_from_xmi((folder / "مقال-1.xmi").read_text("utf-8"), typesystem=types)
    check_cas(cas)


def test_cassis_reads_our_cas_json(tmp_path: Path) -> None:
    cassis = reader("cassis")
    folder = write("uima-cas-json", tmp_path / "out")
    check_cas(cassis.load_cas_from_json((folder / "مقال-1.json").read_text("utf-8")))


def check_cas(cas: Any) -> None:
    text = article().document.text
    assert cas.sofa_string == text
    spans = cas.select("webanno.custom.Span")
    assert sorted((span.value, span.get_covered_text()) for span in spans) == covered(text)
    links = [(one.value, one.Governor.get_covered_text()) for one in cas.select("webanno.custom.Relation")]
    assert sorted(links) == [("COUNTS", "82"), ("REPORTED_BY", "129 عُنْصُرًا")]
    assert cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")


def test_spacy_reads_our_docbin(tmp_path: Path) -> None:
    spacy = reader("spacy")
    from spacy.training import Corpus

    path = write("spacy", tmp_path / "out.spacy")
    example = next(iter(Corpus(path)(spacy.blank("ar"))))
    text = article().document.text
    assert example.reference.text == text
    assert sorted((each.label_, each.text) for each in example.reference.spans["sc"]) == covered(text)
    entities = {(each.label_, each.text) for each in example.reference.ents}
    assert len(entities) == 7
    assert entities <= set(covered(text))


@pytest.mark.parametrize("scheme", ["bio", "bilou"])
def test_spacy_converts_our_conll(scheme: str, tmp_path: Path) -> None:
    reader("spacy")
    convert: Any = importlib.import_module("spacy.training.converters").conll_ner_to_docs
    path = tmp_path / "out.conll"
    format_named("conll").write([article()], Header(), path, WriteOptions(tags=scheme))  # type: ignore[arg-type]  # one of the two above
    docs = list(convert(path.read_text("utf-8"), no_print=True))
    found = [(each.label_, each.text.replace(" ", "")) for doc in docs for each in doc.ents]
    wanted = {(label, text.replace(" ", "")) for label, text in covered(article().document.text)}
    assert len(found) == 7
    assert set(found) <= wanted


def test_conllu_reads_ours(tmp_path: Path) -> None:
    conllu = reader("conllu")
    sentences = conllu.parse(write("conllu", tmp_path / "out.conllu").read_text("utf-8"))
    text = article().document.text
    forms = [token["form"] for sentence in sentences for token in sentence]
    place = 0
    for form in forms:
        place = text.index(form, place) + len(form)
    opened = "".join((token["misc"] or {}).get("Entity", "") for sentence in sentences for token in sentence)
    assert opened.count("(") == opened.count(")") == len(article().layers[0].spans)


def test_pyarrow_reads_our_parquet_with_its_class_labels(tmp_path: Path) -> None:
    parquet = reader("pyarrow.parquet")
    table = parquet.read_table(write("hf", tmp_path / "out") / "data" / "train.parquet")
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    names = features["ner_tags"]["feature"]["names"]
    row = table.to_pylist()[0]
    text = article().document.text
    assert sorted((each["label"], text[each["start"] : each["end"]]) for each in row["spans"]) == covered(text)
    tags = [names[number] for number in row["ner_tags"]]
    assert len(tags) == len(row["tokens"])
    assert sum(tag.startswith("B-") for tag in tags) == 7


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_datasets_loads_our_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    datasets = reader("datasets")
    found = datasets.load_dataset(str(write("hf", tmp_path / "out")), cache_dir=str(tmp_path / "cache"))
    assert list(found) == ["train"]
    assert "B-ACTOR" in found["train"].features["ner_tags"].feature.names


def test_brats_rules_hold_for_ours(tmp_path: Path) -> None:
    folder = write("brat", tmp_path / "out")
    text = (folder / "مقال-1.txt").read_text("utf-8")
    ids = set()
    for line in (folder / "مقال-1.ann").read_text("utf-8").split("\n")[:-1]:
        fields = line.split("\t")
        ids.add(fields[0])
        if line[0] == "T":
            kind, places = fields[1].split(" ", 1)
            assert kind.isascii()
            pieces = [tuple(map(int, piece.split())) for piece in places.split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == fields[2]
        elif line[0] == "R":
            assert all(end.split(":")[1] in ids for end in fields[1].split(" ")[1:])
    assert "[entities]" in (folder / "annotation.conf").read_text("utf-8")
