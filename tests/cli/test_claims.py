"""``raqim claims`` over the seed article: its six figures with everything that is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Raqim

GOLD = Path(__file__).parents[2] / "../shared/seed/gold.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the seed article is not here")
def test_the_claims_of_the_seed_article_have_all_their_fields(raqim: Raqim, tmp_path: Path) -> None:
    gold = json.loads(GOLD.read_text("utf-8").splitlines()[0])
    assert raqim("new", "seed.raqim").returncode == 0
    brought = raqim("import", "seed.raqim", GOLD.resolve(), "--as", "gold")
    assert brought.returncode == 0, brought.stderr
    assert raqim("claims", "seed.raqim", "c.json", "--format", "json").returncode == 0
    found = json.loads((tmp_path / "c.json").read_text("utf-8"))
    found = [each for each in found if each["text"] and each["document"] == found[0]["document"]]
    words = {each["id"]: each["text"] for each in gold["spans"]}
    figures = sorted((each for each in gold["spans"] if each["label"] == "FIGURE"), key=lambda each: each["start"])
    assert len(found) == len(figures) == 6
    for claim, figure in zip(found, figures, strict=True):
        assert claim["text"] == figure["text"]
        for name in ("value", "value_max", "bound", "unit", "kind"):
            assert claim[name] == figure["attributes"].get(name)
        for column, kind in (("counts", "COUNTS"), ("part_of", "PART_OF"), ("reported_by", "REPORTED_BY")):
            ends = {words[each["tail"]] for each in gold["relations"]
                    if (each["head"], each["type"]) == (figure["id"], kind)}  # fmt: skip
            assert set(claim[column].split(" · ")) - {""} == ends
        assert claim["text"] in claim["sentence"]
