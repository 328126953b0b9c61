"""How likely a file is of each format: by its path and its head, or by more than that where a head tells too little."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.formats.base import Format
from annotator.formats.jsontext import DECODER, REFUSED, first_objects
from annotator.formats.source import as_utf8, head_of

_SURE = 0.9
_HEAD = 1 << 16
_MOST = 1 << 26
"""So far a first object of JSON is looked through. Beyond, its keys in the head must do."""
_KEPT_TEXT, _KEPT_ITEMS = 200, 20


def scores(path: Path, formats: Iterable[Format]) -> list[tuple[float, Format]]:
    """Formats with how sure each is of a file, surest first; those that are sure of nothing are left out.

    Raises:
        UserError: it cannot be read.
    """
    readable = [each for each in formats if each.reads]
    head = b"" if path.is_dir() else as_utf8(head_of(path, _HEAD))
    found = _scored(path, head, readable)
    if not found or found[0][0] < _SURE:
        shortened = _shortened_head(path, head)
        found = _scored(path, shortened, readable) if shortened else found
    return found


def _scored(path: Path, head: bytes, formats: Iterable[Format]) -> list[tuple[float, Format]]:
    pairs = ((each.sniff(path, head), each) for each in formats)
    return sorted((pair for pair in pairs if pair[0] > 0), key=lambda pair: -pair[0])


def _shortened_head(path: Path, head: bytes) -> bytes:
    """The first value of JSON with its texts and lists cut short, where it is longer than a head; else nothing.

    What tells the format, such as its labels, may stand behind a long text.
    """
    mark = head.removeprefix(BOM_UTF8).lstrip()[:1]
    if len(head) < _HEAD or mark not in {b"{", b"["} or first_objects(head, 1):
        return b""
    start = as_utf8(head_of(path, _MOST)).decode("utf-8", "ignore").removeprefix("\ufeff").lstrip().removeprefix("[")
    try:
        value, _ = DECODER.raw_decode(start.lstrip())
    except REFUSED:
        return b""
    text = json.dumps(_shortened(value), ensure_ascii=False)
    return (f"[{text}]" if mark == b"[" else text).encode("utf-8", "replace")


def _shortened(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value[:_KEPT_TEXT]
    if isinstance(value, list):
        return [_shortened(each) for each in value[:_KEPT_ITEMS]]
    return {key: _shortened(each) for key, each in value.items()} if isinstance(value, dict) else value
