"""Every format, in one tuple, and finding the one that a file is of."""

from __future__ import annotations

from pathlib import Path

from annotator.core.errors import UserError
from annotator.formats import (
    archive,
    brat,
    cas_json,
    conll,
    conllu,
    docbin,
    doccano,
    hf,
    label_studio,
    native,
    page,
    prodigy,
    spacy_json,
    table,
    text,
    webanno,
    word,
    xmi,
)
from annotator.formats.base import Format, Reading, ReadOptions
from annotator.formats.detection import scores


def _read_archive(path: Path, options: ReadOptions) -> Reading:
    return archive.read(path, options, FORMATS)


FORMATS: tuple[Format, ...] = (
    native.LINES,
    native.JSON,
    conll.FORMAT,
    conllu.FORMAT,
    brat.FORMAT,
    webanno.FORMAT,
    xmi.FORMAT,
    cas_json.FORMAT,
    doccano.FORMAT,
    label_studio.FORMAT,
    prodigy.FORMAT,
    docbin.FORMAT,
    spacy_json.FORMAT,
    hf.FORMAT,
    table.FORMAT,
    page.FORMAT,
    word.FORMAT,
    text.FORMAT,
    Format("archive", "zip or folder", (".zip",), archive.sniff, _read_archive, folder=True, aliases=("zip", "folder")),
)
"""GATE, BioC, TEI, REFI-QDA, Web Annotation, PDF and INCEpTION's project zip come here later."""


def format_named(name: str) -> Format:
    """The format of this name.

    Raises:
        UserError: there is none.
    """
    for each in FORMATS:
        if name == each.name or name in each.aliases:
            return each
    raise UserError("there is no format %(name)s", name=name)


def candidates(path: Path) -> list[tuple[float, Format]]:
    """The formats that a file may be of, surest first.

    Raises:
        UserError: it cannot be read.
    """
    if not path.exists():
        raise UserError("there is no file %(file)s", file=path)
    return scores(path, FORMATS)


def detect(path: Path) -> Format:
    """The format that a file is of, by its content.

    Raises:
        UserError: it cannot be read, is of no known format, or two are as likely as each other.
    """
    if path.is_file() and path.stat().st_size == 0 and path.suffix not in brat.SUFFIXES:
        raise UserError("%(file)s is empty", file=path)
    found = candidates(path)
    if not found:
        raise UserError("%(file)s is of no known format", file=path)
    best = [each for score, each in found if score == found[0][0]]
    if len(best) > 1 and found[0][0] > 0.2:
        names = ", ".join(each.name for each in best)
        raise UserError("%(file)s may be of the formats %(formats)s: say which", file=path, formats=names)
    return best[0]
