"""The card of a dataset: what is in it, for people and for the hub; and the names of classes that a card tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from annotator.core.errors import UserError
from annotator.formats.errors import MALFORMED
from annotator.formats.jsontext import load_json
from annotator.formats.source import decode_utf8, read_bytes

_FEATURE = re.compile(r"\s*(?:- )?name: *(\S.*)")
_NAME = re.compile(r"""\s*(?:['"]?\d+['"]?: *|- +)(\S.*)""")
_FOLDERS_UP = 2
_MOST_BYTES = 1 << 24
Names = dict[str, list[str]]
"""The names of a feature's classes, in the order of their numbers, by feature."""


def names_beside(path: Path) -> Names:
    """What the dataset's description beside a data file, or up to two folders above it, says its numbers mean.

    Names that differ between a dataset's configurations are left out: which of them holds is not known.
    """
    for folder in path.resolve().parents[: _FOLDERS_UP + 1]:
        for told in (_in_info(folder / "dataset_info.json"), _in_info(folder / "dataset_infos.json"),
                     _in_front_matter(folder / "README.md")):  # fmt: skip
            if found := _agreed(told):
                return found
    return {}


def _agreed(pairs: Iterable[tuple[str, list[str]]]) -> Names:
    found: Names = {}
    for feature, names in pairs:
        found[feature] = names if found.get(feature, names) == names else []
    return {feature: names for feature, names in found.items() if names}


def _in_info(path: Path) -> Iterator[tuple[str, list[str]]]:
    """From the JSON of a saved dataset: of one configuration, or of several by their names."""
    if not path.is_file():
        return
    try:
        value, _ = load_json(path)
        for each in [value] if "features" in value else value.values():
            yield from class_names(each["features"]).items()
    except (UserError, *MALFORMED):
        return  # somebody else's file of this name


def class_names(features: Mapping[str, object]) -> Names:
    """The names of classes that a dataset's features tell."""
    return {key: names for key, each in features.items() if (names := _names(each))}


def _names(feature: object) -> list[str]:
    if isinstance(feature, list) and feature:
        return _names(feature[0])
    if not isinstance(feature, dict):
        return []
    names = feature.get("names")
    if isinstance(names, dict):
        names = list(names.values())
    return [str(name) for name in names] if isinstance(names, list) else _names(feature.get("feature"))


def _in_front_matter(path: Path) -> Iterator[tuple[str, list[str]]]:
    """From a card's front matter, as the hub writes it: a feature's name, and below ``class_label`` its names."""
    if not path.is_file():
        return
    try:
        text, _ = decode_utf8(path, read_bytes(path, _MOST_BYTES))
    except UserError:
        return
    front = text.split("\n---", 1)[0].split("\n") if text.startswith("---") else []
    feature, listing, names = "", False, list[str]()
    for line in [*front, ""]:
        match = _NAME.match(line) if listing and not _FEATURE.match(line) else None
        if match:
            names.append(_bare(match[1]))
            continue
        if names:
            yield feature, names
        listing, names = line.strip() == "names:", []
        if match := _FEATURE.match(line):
            feature = _bare(match[1])


def _bare(text: str) -> str:
    return text.strip().strip("'\"")


def card(name: str, counts: Mapping[str, int], labels: Sequence[str], tags: Sequence[str]) -> str:
    """README.md with the front matter that loaders read: splits and class labels."""
    splits = "".join(f"  - split: {split}\n    path: data/{split}.parquet\n" for split in counts)
    rows = "".join(f"| {split} | {count} |\n" for split, count in counts.items())
    said = ", ".join(f"`{label}`" for label in labels) or "none"
    return (
        "---\n"
        "language:\n- ar\n"
        "task_categories:\n- token-classification\n"
        f"pretty_name: {json.dumps(name, ensure_ascii=False)}\n"
        "configs:\n- config_name: default\n  data_files:\n" + splits + "---\n\n"
        f"# {name}\n\n"
        "Arabic news text with labelled spans. Each row is a document: `text`, `tokens` with `ner_tags` "
        f"({len(tags)} classes, BIO), and `spans` with exact code point offsets, `[start, end)`, into `text`.\n\n"
        f"Labels: {said}.\n\n"
        "| split | documents |\n|---|---|\n" + rows
    )
