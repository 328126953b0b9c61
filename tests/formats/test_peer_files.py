"""Files of other tools with their facts; they lie outside the tree, so absent ones are skipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import UserError
from annotator.formats.inspect import inspect

FOLDER = Path(__file__).parents[2] / "../shared/peer-files"
COUNTS = ("documents", "sentences", "tokens", "spans", "relations")


def facts() -> list[dict[str, Any]]:
    path = FOLDER / "facts.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line] if path.exists() else []


@pytest.mark.skipif(not FOLDER.exists(), reason="the peers' files are not here")
def test_the_facts_are_there() -> None:
    assert len(facts()) > 100


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact["file"])
def test_inspect_reports_the_facts_of_a_peers_file(fact: dict[str, Any]) -> None:
    path = FOLDER / fact["file"]
    if fact["expect"] == "reject":
        with pytest.raises(UserError, match=r"line \d+"):
            inspect(path)
        return
    found = inspect(path)
    if fact["expect"] == "warn":
        assert found["warnings"]
        return
    wanted = {name: fact[name] for name in COUNTS if fact.get(name) is not None}
    if isinstance(wanted.get("relations"), int):
        assert sum(found["relations"].values()) == wanted.pop("relations")
    assert {name: found[name] for name in wanted} == wanted
    shown = {(sample["label"], sample["text"]) for sample in found["samples"]}
    assert {(sample["label"], sample["text"]) for sample in fact["samples"]} <= shown
    if fact.get("rejected_rows"):
        assert len(found["rejected"]) == fact["rejected_rows"]
