"""The file of a learnt model: an archive of its parts with its SHA-256 beside it, checked before anything is read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from annotator.core.resources import resource

_FORMAT = 1
_LARGEST = 64_000_000
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same parts make the same file


class ModelError(ValueError):
    """A file that is no model, or not the one that was written."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the signs of one label's candidates are weighed, and the least score that is worth showing."""

    weights: Mapping[str, float]
    least: float = 0.5


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: the models of labels and of attributes, how proposals are weighed, and from how many texts."""

    labels: Mapping[str, bytes]
    attributes: Mapping[str, bytes] = field(default_factory=dict)
    weighing: Mapping[str, Weighing] = field(default_factory=dict)
    texts: int = 0


@cache
def shipped_path() -> Path:
    """The model that ships, learnt from the corpus alone."""
    return resource("models", "news.zip")


def _hash_path(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def packed(model: Model) -> bytes:
    """A model as the bytes of its file; equal models give equal bytes."""
    facts = {
        "format": _FORMAT, "texts": model.texts,
        "weighing": {name: {"weights": dict(each.weights), "least": each.least}
                     for name, each in sorted(model.weighing.items())},
    }  # fmt: skip
    parts = {"model.json": json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1).encode()}
    parts |= {f"labels/{name}": content for name, content in sorted(model.labels.items())}
    parts |= {f"attributes/{name}": content for name, content in sorted(model.attributes.items())}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def unpacked(content: bytes) -> Model:
    """The model in the bytes of a file.

    Raises:
        ModelError: they are none, or of another format.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _LARGEST:
                raise ModelError("too large for a model")
            parts = {name: archive.read(name) for name in archive.namelist()}
        facts = json.loads(parts["model.json"])
        if facts["format"] != _FORMAT:
            raise ModelError("another format of model")
        weighing = {name: Weighing(each["weights"], each["least"]) for name, each in facts["weighing"].items()}
        return Model(_under(parts, "labels/"), _under(parts, "attributes/"), weighing, facts["texts"])
    except (zipfile.BadZipFile, KeyError, TypeError, AttributeError, json.JSONDecodeError, EOFError) as error:
        raise ModelError(f"not a model: {error}") from error


def _under(parts: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): content for name, content in parts.items() if name.startswith(folder)}


def write_model(model: Model, path: Path) -> None:
    """Write a model and its SHA-256, each whole or not at all; the hash last, so that half a model never counts.

    Raises:
        OSError: the place cannot be written.
    """
    content = packed(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, content)
    _replace(_hash_path(path), f"{hashlib.sha256(content).hexdigest()}  {path.name}\n".encode())


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    temporary.replace(path)


def read_model(path: Path) -> Model:
    """The model in a file, once its SHA-256 is right.

    Raises:
        ModelError: there is none, it is not the one that was written, or it is none.
    """
    try:
        content, said = path.read_bytes(), _hash_path(path).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"no model: {error}") from error
    if hashlib.sha256(content).hexdigest() != said.partition(" ")[0].strip():
        raise ModelError(f"not the model that was written: {path.name}")
    return unpacked(content)
