"""The shipped word tables: plain TSV files that a lead can read and extend.

The first line names the columns; a line that starts with ``#`` is a remark; a missing last cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from annotator.core.resources import resource


def _parsed(text: str) -> Iterator[dict[str, str]]:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    columns = next(lines).split("\t")
    for line in lines:
        cells = line.split("\t")
        yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``resources/lexicons/NAME.tsv``, by column name; read once."""
    return tuple(_parsed(resource("lexicons", f"{name}.tsv").read_text("utf-8")))
