"""Which kind of CoNLL a file is: separator, columns, where the tags stand, and how they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.core.errors import UserError
from annotator.formats.base import ReadOptions
from annotator.formats.foreign import natural
from annotator.formats.tags import split_tag

_TAG = re.compile(r"(?:O|[BIESLUMW][-_]\S.*)\Z")
"""A label may have a blank in it, where tabs part the columns."""
_SUFFIXED = re.compile(r"(?:O|\S+-[BIESLUMW])\Z")
_BLANK = re.compile(r"(?:^|\n)[ \t\r]*\n")
_SAMPLE = 2000
BEGIN, FINISH = "#begin document", "#end document"
"""Lines of CoNLL-2012. Its word is column 3, its names are column 10; the number of columns varies after that."""
STOPS = frozenset(".!?؟…。")
GOLD_OF_TWO = "the last two columns hold tags of the same labels: the first of them is taken, as in conlleval"
LAYERS = "every column of tags is taken as one layer of nested spans"
UNBROKEN = "no blank line ends a sentence: sentences are taken to end after a full stop"
RAGGED = "lines have different numbers of columns: every tag is taken, one layer per label"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CoNLL file is laid out. ``inline``: one sentence per line, ``word|tag`` items.

    ``unbroken``: no blank line anywhere, so that sentences are found by their final stops. ``bracketed``: names
    stand in brackets, ``(GPE)``, ``(DATE*`` to ``*)``, as in CoNLL-2012.
    """

    separator: str
    width: int
    token_column: int
    tag_columns: tuple[int, ...]
    suffix: bool = False
    ragged: bool = False
    comments: bool = False
    inline: bool = False
    sure: bool = True
    unbroken: bool = False
    bracketed: bool = False
    remarks: tuple[str, ...] = ()


def dialect_of(path: Path, head: bytes, options: ReadOptions) -> Dialect:
    """The dialect that a file's head shows.

    Raises:
        UserError: the head is not laid out in columns.
    """
    cut = head[: head.rfind(b"\n") + 1] or head
    text = cut.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = [line.rstrip("\r") for line in text.split("\n")[:_SAMPLE]]
    lines = [line for line in lines if line.strip() and not line.startswith("-DOCSTART-")]
    if lines and lines[0].startswith(BEGIN):
        return _bracketed(lines[1:])
    if lines and all(_inline(line) for line in lines):
        return Dialect("|", 2, 0, (1,), inline=True)
    if not lines:
        return Dialect(" ", 4, 0, (3,), sure=False)
    rows, dialect = _laid_out(path, lines, options)
    if _BLANK.search(text.rstrip()) or not _stops_inside(rows, dialect):
        return dialect
    return replace(dialect, unbroken=True, remarks=(*dialect.remarks, UNBROKEN))


def _bracketed(lines: Sequence[str]) -> Dialect:
    """CoNLL-2012; or SemEval-2010, which numbers its words first and has names in the thirteenth column."""
    first = next((line.split() for line in lines if not line.startswith("#")), [])
    if len(first) > 12 and first[0].isdigit() and not first[2].isdigit():
        return Dialect(" ", 12, 1, (12,), bracketed=True)
    return Dialect(" ", 12, 3, (10,), bracketed=True)


def _laid_out(path: Path, lines: Sequence[str], options: ReadOptions) -> tuple[list[list[str]], Dialect]:
    """The lines in columns, parted by tabs or by blanks; by both where tabs alone show no tags."""
    mixed = [[part for part in line.replace("\t", " ").split(" ") if part] for line in lines]
    if not _separated_by_tabs(lines):
        return mixed, _columns(path, mixed, " ", options)
    rows = [line.split("\t") for line in lines]
    dialect = _columns(path, rows, "\t", options)
    if not dialect.sure and any(" " in line for line in lines):
        with suppress(UserError):
            blanks = _columns(path, mixed, " ", options)
            return (mixed, blanks) if blanks.sure else (rows, dialect)
    return rows, dialect


def _stops_inside(rows: Sequence[list[str]], dialect: Dialect) -> bool:
    return any(row[dialect.token_column] in STOPS for row in rows[:-1] if len(row) == dialect.width)


def _inline(line: str) -> bool:
    items = line.split()
    return len(items) > 0 and all(
        item.count("|") >= 1 and _TAG.match(item.rsplit("|", 1)[1]) is not None for item in items
    )


def _separated_by_tabs(lines: Sequence[str]) -> bool:
    return sum("\t" in line for line in lines[:50]) * 2 > len(lines[:50])


def _columns(path: Path, rows: Sequence[list[str]], separator: str, options: ReadOptions) -> Dialect:
    numbered = _numbered([row for row in rows if not row[0].startswith("#")])
    comments = options.comments or (numbered and any(row[0].startswith("#") for row in rows)) or _commented(rows)
    most = Counter(len(row) for row in rows if not row[0].startswith("#")).most_common(1)
    usual = most[0][0] if most else 0
    rows = [row for row in rows if not (comments and row[0].startswith("#")
                                        and (options.comments or is_comment(row, usual)))]  # fmt: skip
    if not rows:
        raise UserError("%(file)s has no tokens", file=path)
    widths = Counter(len(row) for row in rows)
    width = widths.most_common(1)[0][0]
    token = 1 if numbered and width > 2 else 0
    suffix = _suffixed(rows)
    least = min(widths)
    if len(widths) > 1 and least > token + 1 and _all_tags(rows, token + 1, suffix):
        return Dialect(
            separator, width, token, (), suffix, ragged=True, comments=comments, remarks=(RAGGED,)
        )
    if width < 2:
        raise UserError("%(file)s is not laid out in columns", file=path)
    tagged = [column for column in range(token + 1, width) if _is_tags(rows, column, suffix, width)]
    chosen, remarks = _chosen(rows, tagged, token, suffix, width)
    sure = bool(tagged) and widths[width] > 0.98 * len(rows)
    return Dialect(
        separator, width, token, chosen or (width - 1,), suffix, comments=comments, sure=sure, remarks=remarks
    )


def _numbered(rows: Sequence[list[str]]) -> bool:
    """Whether rows begin with their numbers, and not with tokens that are numbers: in each sentence from 0 or 1 on."""
    before = -1
    for row in rows:
        number = natural(row[0])
        if number is None or number not in {0, 1, before + 1}:
            return False
        before = number
    return not rows or any(row[1:2] != ["-X-"] for row in rows)  # ours have that behind the token


def _commented(rows: Sequence[list[str]]) -> bool:
    """Whether some lines that begin with ``#`` are no tokens, where all other lines have one width."""
    widths = {len(row) for row in rows if not row[0].startswith("#")}
    return len(widths) == 1 and any(is_comment(row, min(widths)) for row in rows)


def is_comment(row: Sequence[str], width: int) -> bool:
    """Whether a line that begins with ``#`` is laid out otherwise than tokens are."""
    return row[0].startswith("#") and (len(row) != width or _TAG.match(row[-1]) is None)


def _suffixed(rows: Sequence[list[str]]) -> bool:
    last = [row[-1] for row in rows if len(row) > 1]
    styled = [tag for tag in last if tag != "O"]
    return bool(styled) and all(_SUFFIXED.match(tag) for tag in styled) and not all(map(_TAG.match, styled))


def _all_tags(rows: Sequence[list[str]], first: int, suffix: bool) -> bool:
    pattern = _SUFFIXED if suffix else _TAG
    tags = [tag for row in rows for tag in row[first:]]
    return sum(pattern.match(tag) is not None for tag in tags) > 0.98 * len(tags)


def _is_tags(rows: Sequence[list[str]], column: int, suffix: bool, width: int) -> bool:
    pattern = _SUFFIXED if suffix else _TAG
    tags = [row[column] for row in rows if len(row) == width]
    return sum(pattern.match(tag) is not None for tag in tags) > 0.95 * len(tags)


def _labels(rows: Sequence[list[str]], column: int, suffix: bool, width: int) -> set[str]:
    return {split_tag(row[column], suffix)[1] for row in rows if len(row) == width} - {""}


def _chosen(
    rows: Sequence[list[str]], tagged: Sequence[int], token: int, suffix: bool, width: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The tag columns that count: all where they follow the token, the gold one of two, else the last."""
    if len(tagged) < 2:
        return tuple(tagged), ()
    if tagged[0] == token + 2 and all(row[1] == "-X-" and row[2] == "O" for row in rows if len(row) == width):
        return tuple(tagged[1:]), (LAYERS,) if len(tagged) > 2 else ()  # as we write nesting layers
    after_token = list(tagged) == list(range(token + 1, width))
    labels = [_labels(rows, column, suffix, width) for column in tagged]
    if after_token and (token or labels[0] & labels[-1] or not labels[-1] or width - token > 3):
        return tuple(tagged), (LAYERS,)
    if not after_token and _alike(labels[-2], labels[-1]):
        return _of_two(tagged, labels)
    return (tagged[-1],), ()


def _alike(first: set[str], second: set[str]) -> bool:
    return bool(first) and bool(second) and len(first & second) * 2 >= min(len(first), len(second))


def _of_two(tagged: Sequence[int], labels: Sequence[set[str]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    if len(tagged) == 2:
        return (tagged[0],), (GOLD_OF_TWO,)
    layers = tuple(
        column for column, own in zip(tagged, labels, strict=True) if not own or _alike(own, labels[-1])
    )
    return layers, (LAYERS,)
