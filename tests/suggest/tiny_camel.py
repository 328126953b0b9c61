"""A tiny model and a tiny database in camel-tools' layout, built by the tests with the real packages.

The checkpoint has no layers: what a word piece is labelled with is written into its embedding, so that the answers
are known beforehand. The functions here run in a worker, as the suggester does.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
WORDS = {
    "سانا": "B-ORG", "وسانا": "B-ORG", "وزارة": "B-ORG", "الدفاع": "I-ORG", "أحمد": "B-PERS", "الشرع": "I-PERS",
    "دمشق": "B-LOC", "(": "I-ORG", ")": "I-ORG", "كأس": "B-MISC", "،": "O", ".": "O", "قال": "O", "في": "O",
}  # fmt: skip
"""What the tiny model says of each word that it knows; of others it says O."""
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CONTINUED = "##ـ"  # never in a cleaned word; keeps the vocabulary like a real one

DATABASE = """###DEFINES###
DEFINE pos pos:noun pos:noun_prop pos:punc pos:digit pos:foreign pos:prep pos:conj
DEFINE diac diac:*open*
DEFINE lex lex:*open*
DEFINE source source:lex source:backoff source:spvar source:punc source:digit source:foreign
DEFINE prc0 prc0:0 prc0:Al_det prc0:na
DEFINE prc1 prc1:0 prc1:bi_prep prc1:na
DEFINE prc2 prc2:0 prc2:wa_conj prc2:na
###DEFAULTS###
DEFAULT pos:noun diac:* lex:* source:lex prc0:0 prc1:0 prc2:0
DEFAULT pos:noun_prop diac:* lex:* source:lex prc0:0 prc1:0 prc2:0
DEFAULT pos:punc diac:* lex:* source:punc prc0:na prc1:na prc2:na
DEFAULT pos:digit diac:* lex:* source:digit prc0:na prc1:na prc2:na
DEFAULT pos:foreign diac:* lex:* source:foreign prc0:na prc1:na prc2:na
###ORDER###
ORDER diac lex pos prc2 prc1 prc0
###TOKENIZATIONS###
TOKENIZATION diac
###STEMBACKOFF###
STEMBACKOFF PROP N
###PREFIXES###
\tP0\tdiac:
و\tPw\tdiac:وَ prc2:wa_conj
ب\tPb\tdiac:بِ prc1:bi_prep
###SUFFIXES###
\tS0\tdiac:
###STEMS###
وزير\tN\tdiac:وَزِير lex:وَزِير pos:noun prc0:0 prc1:0 prc2:0 source:lex
سانا\tN\tdiac:سانا lex:سانا pos:noun_prop prc0:0 prc1:0 prc2:0 source:lex
بلال\tN\tdiac:بِلال lex:بِلال pos:noun_prop prc0:0 prc1:0 prc2:0 source:lex
NOAN\tN\tdiac:NOAN lex:NOAN bw:NOAN/NOUN_PROP gloss:NO_ANALYSIS pos:noun_prop prc0:0 prc1:0 prc2:0 source:backoff
###TABLE AB###
P0 N
Pw N
Pb N
###TABLE BC###
N S0
###TABLE AC###
P0 S0
Pw S0
Pb S0
"""


def catalogue(packages: dict[str, Any] | None = None) -> dict[str, Any]:
    """A catalogue of the shape that camel-tools 1.6 fetches."""
    component = {
        "NamedEntityRecognition": ("arabert", "ner/arabert"),
        "MorphologyDB": ("calima-msa-r13", "morphology_db/calima-msa-r13"),
        "DisambigMLE": ("calima-msa-r13", "disambig_mle/calima-msa-r13"),
    }
    return {
        "version": "1.6.0",
        "packages": packages or {},
        "components": {
            name: {"default": default, "datasets": {default: {"path": path}}}
            for name, (default, path) in component.items()
        },
    }


def write_catalogue(folder: Path, packages: dict[str, Any] | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.json").write_text(json.dumps(catalogue(packages)), "utf-8")


def write_morphology(folder: Path) -> None:
    database = folder / "data" / "morphology_db" / "calima-msa-r13"
    model = folder / "data" / "disambig_mle" / "calima-msa-r13"
    for each in (database, model):
        each.mkdir(parents=True)
    (database / "morphology.db").write_text(DATABASE, "utf-8")
    (model / "model.json").write_text("{}", "utf-8")


def write_model(folder: str) -> None:
    """The checkpoint, saved by transformers as its users save theirs."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    place = Path(folder) / "data" / "ner" / "arabert"
    place.mkdir(parents=True)
    vocabulary = [*SPECIAL, *WORDS, CONTINUED]
    (place / "vocab.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    (place / "tokenizer_config.json").write_text('{"do_lower_case": false, "max_len": 512}', "utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=0, num_attention_heads=2, intermediate_size=16,
        id2label=dict(enumerate(LABELS)), label2id={label: place for place, label in enumerate(LABELS)},
    )  # fmt: skip
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for each in model.parameters():
            each.zero_()
        model.bert.embeddings.LayerNorm.weight.fill_(1.0)
        model.classifier.weight[:, : len(LABELS)] = torch.eye(len(LABELS))
        for number, word in enumerate(vocabulary):
            label = LABELS.index(WORDS.get(word, "O"))
            model.bert.embeddings.word_embeddings.weight[number, label] = 1.0
    model.save_pretrained(place)


def raw_labels(folder: str, words: list[str]) -> list[str]:
    """What the real `NERecognizer` answers, with nothing of ours around it."""
    os.environ["CAMELTOOLS_DATA"] = folder
    from camel_tools.ner import NERecognizer

    answer: list[str] = NERecognizer.pretrained(use_gpu=False).predict_sentence(words)
    return answer


def our_labels(folder: str, sentences: list[list[str]]) -> list[list[str]]:
    os.environ["CAMELTOOLS_DATA"] = folder
    from annotator.suggest.camel import Recognizer

    return Recognizer.load("arabert").labels(sentences)


def our_clitics(folder: str, text: str) -> list[int | None]:
    """What the database says of the clitics of each word."""
    os.environ["CAMELTOOLS_DATA"] = folder
    from annotator.suggest.camel_morphology import load_clitics
    from annotator.suggest.camel_words import camel_words

    reader = load_clitics(Path(folder))
    assert reader is not None
    return [reader.clitics(word, text) for word in camel_words(text, 0, len(text))]


def fetch_from(url: str, folder: str) -> None:
    """The list of packages, by the real downloader, from another address than camel-tools'."""
    from annotator.suggest import camel_install
    from annotator.suggest.camel_data import read_catalogue

    read_before = read_catalogue(Path(folder)).fetched
    camel_install._downloader(Path(folder))
    if not read_before:
        (Path(folder) / "catalogue.json").unlink()
    from camel_tools.data import catalogue as theirs

    theirs.CATALOGUE_URL = url
    camel_install.fetch_catalogue(folder)
