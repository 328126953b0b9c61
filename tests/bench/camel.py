"""Row ``camel``: everything on beside camel-tools' own NERecognizer with a model of BERT-base's size, random weights.

Same text, one core, one run; words a second. What random weights answer means nothing, the time that they take does.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.tokens import tokenize
from annotator.suggest.ensemble import suggest
from tests.bench.suggest import article, texts
from tests.suggest import tiny_camel

WORDS = int(os.environ.get("RAQIM_BENCH_CAMEL_WORDS", "40"))
GOAL = 30.0


def _write_model(folder: Path) -> None:
    """Twelve layers of 768, as BERT-base has; every letter is a word piece of its own."""
    from transformers import BertConfig, BertForTokenClassification

    place = folder / "data" / "ner" / "arabert"
    place.mkdir(parents=True)
    letters = [chr(code) for code in range(0x621, 0x64B)]
    pieces = [*tiny_camel.SPECIAL, *tiny_camel.WORDS, *letters, *("##" + each for each in letters)]
    (place / "vocab.txt").write_text("\n".join(dict.fromkeys(pieces)) + "\n", "utf-8")
    (place / "tokenizer_config.json").write_text('{"do_lower_case": false, "max_len": 512}', "utf-8")
    labels = dict(enumerate(tiny_camel.LABELS))
    config = BertConfig(vocab_size=30_000, id2label=labels, label2id={label: at for at, label in labels.items()})
    BertForTokenClassification(config).save_pretrained(place)


def _words_a_second(words: list[str], folder: Path) -> float:
    os.environ["CAMELTOOLS_DATA"] = str(folder)
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from camel_tools.ner import NERecognizer

    torch.set_num_threads(1)
    recognizer = NERecognizer.pretrained(use_gpu=False)
    recognizer.predict_sentence(words[:5])
    begin = time.perf_counter()
    for first in range(0, len(words), 20):
        recognizer.predict_sentence(words[first : first + 20])
    return len(words) / (time.perf_counter() - begin)


def run() -> Iterator[dict[str, Any]]:
    """One row: our words a second, and camel-tools'."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    text = article(texts())
    suggest(text)
    begin = time.perf_counter()
    suggest(text + "\n")
    ours = len(tokenize(text)) / (time.perf_counter() - begin)
    words = [text[each.start : each.end] for each in tokenize(text)][:WORDS]
    with tempfile.TemporaryDirectory() as folder:
        tiny_camel.write_catalogue(Path(folder))
        _write_model(Path(folder))
        peer = _words_a_second(words, Path(folder))
    ratio = ours / peer
    yield {
        "figure": "everything on", "ours": round(ours), "peer": round(peer, 1), "ratio": round(ratio, 1),
        "peer_name": "camel-tools NERecognizer, BERT-base's size", "unit": "words/s", "goal": GOAL,
        "met": ratio >= GOAL, "n": len(words),
    }  # fmt: skip
