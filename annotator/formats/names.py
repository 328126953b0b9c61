"""Names that other programs and file systems can hold: slugs for labels, file names for documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import quote

_SLUG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_\-]*\Z")
_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ى": "a", "ة": "a", "ء": "", "ؤ": "w", "ئ": "y", " ": "_",
}  # fmt: skip


def is_slug(name: str) -> bool:
    """Whether a name is plain ASCII as brat and INCEpTION want it."""
    return _SLUG.match(name) is not None


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A plain ASCII name for each name, no two the same; names that are plain already keep theirs."""
    wanted = list(dict.fromkeys(names))
    taken = {name for name in wanted if is_slug(name)}
    found = {name: name for name in taken}
    for name in wanted:
        if name in found:
            continue
        base = re.sub(r"[^a-zA-Z0-9_-]+", "", "".join(_LATIN.get(c, c) for c in name)).lstrip("-") or "label"
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}_{number}", number + 1
        taken.add(slug)
        found[name] = slug
    return found


def free_file_name(name: str, taken: set[str]) -> str:
    """A file name (no suffix) for a document's id that none has taken, in whatever case; it is taken then."""
    own, number = file_name(name), 2
    while own.lower() in taken:
        own, number = f"{file_name(name)}-{number}", number + 1
    taken.add(own.lower())
    return own


def file_name(name: str) -> str:
    """A document's id as a file name; what file systems cannot hold is percent-encoded."""
    safe = "".join(
        quote(c.encode("utf-8", "surrogatepass"), safe="") if c in '/\\:*?"<>|%' or not c.isprintable() else c
        for c in name
    )
    if safe.startswith("."):
        safe = "%2E" + safe[1:]
    if len(safe.encode("utf-8", "replace")) > 180:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        safe = f"{safe[:50]}-{digest}"
    return safe or "document"
