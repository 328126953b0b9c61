"""The small closed lists of words that the rules ask for, from ``resources/lexicons/cue_words.tsv``."""

from __future__ import annotations

from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import fold


@cache
def cue_words(name: str) -> frozenset[str]:
    """The folded words of one list.

    Raises:
        KeyError: the table has no such list.
    """
    found = frozenset(fold(row["word"]) for row in lexicon.rows("cue_words") if row["set"] == name)
    if not found:
        raise KeyError(name)
    return found
