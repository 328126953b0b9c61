"""Camel-tools' named entities as suggestions of actors.

`suggest_with_camel` runs in a worker: it imports torch and holds half a gigabyte. It never touches the network.
Offsets are code points of the text, half-open.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.core.suggestion import Suggested
from annotator.suggest.camel_data import NER, camel_is_there, read_catalogue
from annotator.suggest.camel_entities import SKIPPED, suggestions_of
from annotator.suggest.camel_morphology import CliticReader, load_clitics
from annotator.suggest.camel_words import CamelWord, camel_sentences, runs

PIECES = 254
"""What `NERecognizer` puts into one segment: 256 positions without [CLS] and [SEP]."""
BATCH = 16


def camel_hindrance(folder: Path | None = None) -> str:
    """Why camel-tools cannot suggest here, as a gettext id; empty where it can. Imports nothing of it."""
    if not camel_is_there():
        return N_("camel-tools is not installed")
    if read_catalogue(folder).dataset(NER) is None:
        return N_("camel-tools' language data ner-arabert is not installed")
    return ""


class Recognizer:
    """Camel-tools' `NERecognizer`, with a label for every word whatever it skips."""

    def __init__(self, recognizer: Any) -> None:  # noqa: ANN401 - camel-tools has no types
        self._recognizer = recognizer
        self._pieces: dict[str, int] = {}

    @classmethod
    def load(cls, model: str) -> Recognizer:
        """The model of this name in camel-tools' catalogue; its files must be there."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from camel_tools.ner import NERecognizer
        from transformers.utils import logging

        quiet: Any = logging.disable_progress_bar
        quiet()  # a window has no terminal
        torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))  # the window keeps a core
        return cls(NERecognizer.pretrained(model, use_gpu=False))

    def pieces(self, word: str) -> int:
        """How many word pieces the model makes of a word."""
        if word not in self._pieces:
            self._pieces[word] = len(self._recognizer.tokenizer.tokenize(word))
        return self._pieces[word]

    def labels(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One label for every word of every sentence; `SKIPPED` for words of no piece, or of more than fit.

        Raises:
            UserError: the model gave another number of labels than words.
        """
        answers = [[SKIPPED] * len(words) for words in sentences]
        places = [(number, run) for number, words in enumerate(sentences) for run in self._runs(words)]
        asked = [[sentences[number][place] for place in run] for number, run in places]
        for (number, run), words, given in zip(places, asked, self._predict(asked), strict=True):
            if len(given) != len(words):
                raise UserError(
                    "camel-tools gave %(labels)s labels for %(words)s words", labels=len(given), words=len(words)
                )
            for place, label in zip(run, given, strict=True):
                answers[number][place] = label
        return answers

    def _runs(self, words: Sequence[str]) -> list[list[int]]:
        """The places of the words that the model reads, in runs that fit into one segment."""
        kept = [place for place, word in enumerate(words) if 0 < self.pieces(word) <= PIECES]
        seen = [words[place] for place in kept]
        cuts = runs(seen, [self.pieces(word) for word in seen], PIECES)
        return [kept[first:last] for first, last in cuts]

    def _predict(self, sentences: list[list[str]]) -> list[list[str]]:
        """In slices, since camel-tools keeps the scores of all that it is given until the end."""
        answers: list[list[str]] = []
        for first in range(0, len(sentences), 8 * BATCH):
            answers += self._recognizer.predict(sentences[first : first + 8 * BATCH], batch_size=BATCH)
        return answers


@lru_cache(maxsize=1)
def _loaded(folder: str) -> tuple[Recognizer, CliticReader | None]:
    place = Path(folder)
    hindrance = camel_hindrance(place)
    if hindrance:
        raise UserError(hindrance)
    os.environ["CAMELTOOLS_DATA"] = folder  # read by camel-tools when it is first imported
    found = read_catalogue(place).dataset(NER)
    assert found is not None
    return Recognizer.load(found[0]), load_clitics(place)


def suggest_with_camel(text: str, folder: str, places: bool = False) -> Suggested:
    """What camel-tools suggests for a text; a pure function for a worker, which keeps the model loaded.

    Args:
        text: the document's text.
        folder: where camel-tools' data lies (`camel_folder`).
        places: whether to suggest places as well.

    Raises:
        UserError: camel-tools or its data is not installed, or does not answer as it should.
    """
    recognizer, reader = _loaded(folder)
    sentences = list(camel_sentences(text))
    labels = recognizer.labels([[word.clean for word in words] for words in sentences])

    def clitics(word: CamelWord) -> int | None:
        return reader.clitics(word, text) if reader is not None else None

    return Suggested(
        tuple(
            each
            for words, given in zip(sentences, labels, strict=True)
            for each in suggestions_of(text, words, given, places=places, clitics=clitics)
        )
    )
