"""The card of a dataset: what is in it, for people and for the hub."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


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
