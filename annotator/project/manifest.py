"""The manifest beside an export: what was written, of what, by which versions, with which losses, and how it checked.

Nothing in it depends on the hour, so that the same export gives the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument
from annotator.core.scheme import Scheme, scheme_to_dict
from annotator.formats.atomic import whole_text
from annotator.formats.base import Format, Loss
from annotator.project.intake import text_hash

SUFFIX = ".manifest.json"
_LIBRARIES = {"spacy": "spacy", "formats": "pyarrow"}


@dataclass(slots=True)
class Tally:
    """What goes by while an export is written."""

    documents: list[dict[str, object]] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    holds: Counter[str] = field(default_factory=Counter)
    """How many things need what a format may not keep: by the words of `Format.keeps`."""

    def watch(
        self, documents: Iterable[AnnotatedDocument], sides: Mapping[str, str]
    ) -> Iterator[AnnotatedDocument]:
        """The documents, counted as they go by."""
        for each in documents:
            self.add(each, sides.get(each.document.id, ""))
            yield each

    def add(self, each: AnnotatedDocument, side: str = "") -> None:
        """Count a document."""
        spans = [span for layer in each.layers for span in layer.spans]
        row: dict[str, object] = {
            "id": each.document.id, "name": each.document.name, "sha256": text_hash(each.document.text),
            "layers": [layer.annotator for layer in each.layers], "spans": len(spans),
        }  # fmt: skip
        self.documents.append(row | ({"part": side} if side else {}))
        self.labels.update(span.label for span in spans)
        self.relations.update(one.type for layer in each.layers for one in layer.relations)
        self.holds["attributes"] += sum(bool(span.attributes) for span in spans)
        self.holds["notes"] += sum(bool(span.note or span.unsure) for span in spans)
        self.holds["fragments"] += sum(bool(span.fragments) for span in spans)
        self.holds["entities"] += sum("entity" in span.attributes for span in spans)
        self.holds["relations"] += sum(len(layer.relations) for layer in each.layers)
        self.holds["suggestions"] += sum(len(layer.suggestions) for layer in each.layers)

    def unkept(self, keeps: Iterable[str]) -> dict[str, int]:
        """What there is that a format does not keep, with how many."""
        kept = set(keeps) | ({"entities"} if "attributes" in set(keeps) else set())
        return {name: count for name, count in self.holds.items() if count and name not in kept}


def manifest_path(out: Path) -> Path:
    """Where the manifest of an export lies: beside it."""
    return out.with_name(out.name + SUFFIX)


def versions(chosen: Format) -> dict[str, str]:
    """This program's version, Python's, and that of the library that a format needs."""
    found = {"raqim": _version("raqim"), "python": platform.python_version()}
    library = _LIBRARIES.get(chosen.extra, chosen.extra)
    return found | ({library: _version(library)} if library else {})


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # a frozen application has no metadata
        return ""


def scheme_of(scheme: Scheme) -> dict[str, Any]:
    """A scheme's name, version, labels and the hash of the whole of it."""
    plain = json.dumps(scheme_to_dict(scheme), ensure_ascii=False, sort_keys=True)
    return {
        "name": scheme.name, "version": scheme.version, "labels": [each.name for each in scheme.labels],
        "sha256": text_hash(plain),
    }  # fmt: skip


def losses_of(losses: Sequence[Loss]) -> dict[str, Any]:
    """Losses, counted by what happened and why, and each one."""
    counted = Counter((each.kind, each.action, each.reason) for each in losses)
    rows = [
        {"kind": kind, "action": action, "reason": reason, "count": count}
        for (kind, action, reason), count in sorted(counted.items())
    ]
    return {"count": len(losses), "by_reason": rows, "each": [asdict(each) for each in losses]}


def files_of(paths: Iterable[Path], beside: Path) -> list[dict[str, object]]:
    """Every written file, also inside folders, with its size and SHA-256, named from the manifest's place."""
    every = (file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]))
    return [
        {"file": file.relative_to(beside).as_posix(), "bytes": file.stat().st_size, "sha256": _digest(file)}
        for file in every
        if file.is_file()
    ]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(path: Path, content: Mapping[str, Any]) -> None:
    """Write a manifest, whole or not at all.

    Raises:
        UserError: the place cannot be written.
    """
    with whole_text(path) as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
