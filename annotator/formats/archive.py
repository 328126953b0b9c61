"""A zip or a folder of files of any known format: each is found out and read, one after the other.

The paths inside a zip are never used as paths; what it unpacks to is limited.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from annotator.core.document import AnnotatedDocument
from annotator.core.errors import UserError, problem
from annotator.core.i18n import N_
from annotator.formats.base import Format, Reading, ReadOptions
from annotator.formats.detection import scores
from annotator.formats.foreign import foreign
from annotator.formats.names import file_name

MOST_FILES = 100_000
MOST_BYTES = 4 << 30
MOST_RATIO = 200
_MANIFEST = ".manifest.json"
"""Ends the name of what an export of ours leaves beside its files."""
_IGNORED = frozenset({".conf", ".cfg", ".ini", ".md", ".ser", ".properties"})
_CHUNK = 1 << 20
_BROKEN = N_("%(file)s is no zip: %(reason)s")


def read(path: Path, options: ReadOptions, formats: Sequence[Format]) -> Reading:
    """Open a zip or a folder."""
    reading = Reading(iter(()))
    reading.documents = _zipped(path, options, formats, reading) if path.is_file() else _folder(
        path, options, formats, reading
    )  # fmt: skip
    return reading


def _zipped(
    path: Path, options: ReadOptions, formats: Sequence[Format], reading: Reading
) -> Iterator[AnnotatedDocument]:
    with tempfile.TemporaryDirectory(prefix="raqim-") as name:
        folder = Path(name)
        unpack(path, folder)
        yield from _folder(folder, options, formats, reading)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip under harmless names, folders kept apart.

    Raises:
        UserError: it is no zip, is encrypted, or holds far more than its size.
    """
    with foreign(_BROKEN, file=path):
        archive = zipfile.ZipFile(path)
    with archive:
        _unpack(path, archive, folder)


def _unpack(path: Path, archive: zipfile.ZipFile, folder: Path) -> None:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) > MOST_FILES:
        raise UserError("%(file)s holds too many files", file=path)
    limit = min(MOST_BYTES, max(1 << 24, MOST_RATIO * path.stat().st_size))
    total = 0
    folders: dict[str, Path] = {}
    for member in members:
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if inside.name.startswith(".") or "__MACOSX" in inside.parts or not inside.name:
            continue
        parent = folders.setdefault(str(inside.parent), folder / f"d{len(folders)}")
        parent.mkdir(exist_ok=True)
        target = parent / f"{file_name(inside.stem)}{file_name(inside.suffix) if inside.suffix else ''}".replace(
            "%2E", "."
        )  # fmt: skip
        with foreign(_BROKEN, file=path), archive.open(member) as stream, target.open("xb") as out:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    raise UserError("%(file)s unpacks to far more than its size", file=path)
                out.write(chunk)


def _folder(
    path: Path, options: ReadOptions, formats: Sequence[Format], reading: Reading
) -> Iterator[AnnotatedDocument]:
    seen: set[str] = set()
    files = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    for file in sorted(each for each in files if not each.name.endswith(_MANIFEST)):
        chosen = _format_of(file, formats)
        if chosen is None:
            if file.suffix.lower() not in _IGNORED:
                reading.problems.append(problem(file.name, "left out: it is of no known format"))
            continue
        inner = chosen.read(file, options)
        for each in inner.documents:
            yield _renamed(each, seen, file)
        reading.problems.extend(inner.problems)
        _remember(reading, inner)
    if not seen:
        raise UserError("%(file)s holds no document of a known format", file=path)


def _remember(reading: Reading, inner: Reading) -> None:
    own, facts = reading.facts, inner.facts
    own.rejected.extend(facts.rejected)
    own.spans += facts.spans
    own.relations += facts.relations
    for name in ("offset_unit", "encoding", "newline", "tags"):
        before, value = getattr(own, name), getattr(facts, name)
        setattr(own, name, value if before in {None, value} or value is None else "mixed")


def _renamed(each: AnnotatedDocument, seen: set[str], file: Path) -> AnnotatedDocument:
    name = each.document.id
    own = name if name not in seen else f"{file.parent.name}/{file.stem}/{name}"
    number = 2
    while own in seen:
        own, number = f"{name}-{number}", number + 1
    seen.add(own)
    return each if own == name else replace(each, document=replace(each.document, id=own))


def _format_of(file: Path, formats: Sequence[Format]) -> Format | None:
    """The likeliest format of a file that belongs to a greater thing or stands alone."""
    if file.suffix == ".txt" and any(file.with_suffix(suffix).exists() for suffix in (".ann", ".a1")):
        return None
    if file.suffix == ".a2" and file.with_suffix(".a1").exists():
        return None
    if not file.stat().st_size and file.suffix not in {".ann", ".a1", ".a2"}:
        return None
    found = scores(file, [each for each in formats if each.name != "archive"])
    return found[0][1] if found and found[0][0] > 0.25 else None


def sniff(path: Path, head: bytes) -> float:
    """A folder, or a zip that is no Word document."""
    if path.is_dir():
        return 0.3
    return 0.8 if head[:4] == b"PK\x03\x04" and path.suffix.lower() != ".docx" else 0.0
