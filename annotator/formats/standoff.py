"""Stand-off without text: how copyrighted news is published. Hash and length stand for the text; joined again here.

A document's value has ``sha256`` and ``length`` where native JSON has ``text``; names, metadata, notes and other
free text that could quote it stay out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.formats.jsontext import loads
from annotator.formats.source import Lines
from annotator.formats.text import read_plain

NO_TEXTS = N_("this file holds no texts: say where they are")
HASH, LENGTH = "sha256", "length"


def digest(text: str) -> str:
    """The hash that stands for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def without_text(value: dict[str, Any]) -> dict[str, Any]:
    """A document's value with the hash and length in the place of its text."""
    text = value["text"]
    kept = {key: part for key, part in value.items() if key not in {"text", "metadata", "split_pairs", "name"}}
    return {"id": kept.pop("id"), HASH: digest(text), LENGTH: len(text), **kept}


class Texts:
    """The texts of a folder of plain texts, of one such file, or of native JSON lines, by hash."""

    def __init__(self, place: str) -> None:
        self.place = Path(place)
        self._known: dict[str, str] | None = None

    def text_of(self, value: dict[str, Any]) -> str:
        """The text that a document's value stands off from.

        Raises:
            UserError: no place with texts was named, or none there has the hash.
        """
        if not str(self.place) or str(self.place) == ".":
            raise UserError(NO_TEXTS)
        if self._known is None:
            self._known = {digest(text): text for text in self._texts()}
        try:
            return self._known[str(value[HASH])]
        except KeyError as error:
            message = "no text in %(place)s is that of %(document)s"
            raise UserError(message, place=self.place, document=value.get("id")) from error

    def _texts(self) -> Iterator[str]:
        if not self.place.exists():
            raise UserError("there is no file %(file)s", file=self.place)
        files = sorted(self.place.rglob("*")) if self.place.is_dir() else [self.place]
        for file in files:
            if file.suffix in {".jsonl", ".json"} and file.is_file():
                yield from _native_texts(file)
            elif file.is_file():
                try:
                    yield read_plain(file)[0]
                except UserError:
                    continue  # other files may lie in the folder


def _native_texts(file: Path) -> Iterator[str]:
    for _, line in Lines(file):
        try:
            value = loads(line)
        except UserError:
            return
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            yield value["text"]
