"""Clitic boundaries by camel-tools' morphological disambiguation, where its data is installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.core.arabic import fold_with_offsets
from annotator.suggest.camel_data import DISAMBIGUATION, MORPHOLOGY, read_catalogue
from annotator.suggest.camel_words import CamelWord

_CONJUNCTIONS = {"wa": "و", "fa": "ف"}
_PREPOSITIONS = {"bi": "ب", "ka": "ك", "li": "ل", "la": "ل", "libi": "لب"}


class CliticReader:
    """Reads the clitics of words off their likeliest analysis."""

    def __init__(self, disambiguator: Any) -> None:  # noqa: ANN401 - camel-tools has no types
        self._disambiguator = disambiguator
        self._known: dict[str, str | None] = {}

    def clitics(self, word: CamelWord, text: str) -> int | None:
        """How many code points of the word are clitics; ``None`` where the database does not know the word."""
        if word.clean not in self._known:
            self._known[word.clean] = self._letters(word.clean)
        letters = self._known[word.clean]
        if letters is None:
            return None
        folded = fold_with_offsets(text[word.start : word.end])
        if not folded.text.startswith(letters) or len(folded.text) - len(letters) < 2:
            return None
        return folded.offsets[len(letters)]

    def _letters(self, word: str) -> str | None:
        analyses = self._disambiguator.disambiguate([word])[0].analyses
        return clitic_letters(analyses[0].analysis) if analyses else None


def clitic_letters(analysis: Mapping[str, str]) -> str | None:
    """The clitics that an analysis finds, as letters; ``None`` where it is a guess about an unknown word."""
    if analysis.get("source") == "backoff":
        return None
    conjunction = analysis.get("prc2", "0").partition("_")[0]
    particle, _, role = analysis.get("prc1", "0").partition("_")
    preposition = _PREPOSITIONS.get(particle, "") if role == "prep" else ""
    return _CONJUNCTIONS.get(conjunction, "") + preposition


def load_clitics(folder: Path | None = None) -> CliticReader | None:
    """The reader, where database and disambiguation model are both installed; else nothing is imported."""
    catalogue = read_catalogue(folder)
    model = catalogue.dataset(DISAMBIGUATION)
    if model is None or catalogue.dataset(MORPHOLOGY) is None:
        return None
    from camel_tools.disambig.mle import MLEDisambiguator

    return CliticReader(MLEDisambiguator.pretrained(model[0]))
