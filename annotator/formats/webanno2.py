"""WebAnno TSV 1 and 2, recognised by ``#id=1``: the older layout, of which the text is read and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import problem
from annotator.formats.base import Facts, Reading
from annotator.formats.source import decode_utf8, newline_kind, read_bytes
from annotator.formats.text import import_facts

_HEAD = re.compile(rb"(?:^|\n)#id=\d+\r?\n#text=")


def is_older(head: bytes) -> bool:
    """Whether a file begins as TSV 1 and 2 do."""
    return _HEAD.search(head[:8192]) is not None and not head.startswith(b"#FORMAT")


def read(path: Path) -> Reading:
    """Read the text, one line per sentence."""
    text, bom = decode_utf8(path, read_bytes(path))
    lines = [line.rstrip("\r")[6:] for line in text.split("\n") if line.startswith("#text=")]
    facts = Facts(encoding="utf-8", newline=newline_kind(text), bom=bom)
    document = Document(path.stem, path.stem, "\n".join(lines), import_facts(path, facts))
    message = "TSV 2 is an older layout: its text is read, its labels are not (export TSV 3 or CAS JSON)"
    return Reading(iter((AnnotatedDocument(document),)), problems=[problem(path.name, message)], facts=facts)
