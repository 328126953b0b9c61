"""A made-up language: every word of ours backwards and twice between ⟦ ⟧, what is filled in stands outside of them."""

from __future__ import annotations

import re
from gettext import NullTranslations

OPEN, CLOSE = "⟦", "⟧"
_KEPT = re.compile(r"(%\(\w+\)[-+#0 ]*[\d.]*[a-zA-Z]|%%|<[^<>]+>|&\w+;)")
_OURS = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


def pseudo(message: str) -> str:
    """The message in the made-up language; places, marks of HTML and white space at its ends stay."""
    return "".join(part if _KEPT.fullmatch(part) else _twice(part) for part in _KEPT.split(message))


def _twice(words: str) -> str:
    core = words.strip()
    if not core:
        return words
    before, after = words[: words.index(core)], words[words.index(core) + len(core) :]
    return f"{before}{OPEN}{core[::-1]} {core[::-1]}{CLOSE}{after}"


def not_ours(shown: str) -> str:
    """What is left of a shown text without what the made-up language said."""
    return _OURS.sub("", shown)


class Pseudo(NullTranslations):
    """The catalogue of the made-up language."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)
