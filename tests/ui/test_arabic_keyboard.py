"""A whole article labelled under an active Arabic layout by the keys of a real keyboard: Xvfb, setxkbmap, xdotool."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.ui.x_server import needs, under_x

needs_x = needs("Xvfb", "xdotool", "setxkbmap")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program at the keyboard wrote down."""
    folder = tmp_path_factory.mktemp("keyboard")
    done = under_x([sys.executable, "-m", "tests.ui.real_keys", str(folder)])
    assert done.returncode == 0, done.stderr
    written: dict[str, Any] = json.loads((folder / "seen.json").read_text("utf-8"))
    return written


@pytest.mark.slow
@needs_x
def test_an_article_is_brought_to_its_gold_under_an_arabic_layout_by_real_keys(seen: dict[str, Any]) -> None:
    assert seen["article"]["made"] == seen["article"]["gold"]
    assert len(seen["article"]["gold"]) > 9
    assert seen["article"]["presses"] > 9


@pytest.mark.slow
@needs_x
def test_every_kind_of_key_does_its_work_under_an_arabic_layout(seen: dict[str, Any]) -> None:
    did = seen["keys"]
    assert did["label"] == "القوات"
    assert did["grow"] == "القوات السورية"
    assert did["left edge in by a word"] == "القوات"
    assert did["left edge out by a word"] == "القوات السورية"
    assert did["left edge in by a letter"] == "القوات السوري"
    assert did["left edge out by a letter"] == "القوات السورية"
    assert (did["clitic"], did["with its clitic"], did["and without"]) == ("القصف", "بالقصف", "القصف")
    assert (did["source"], did["figure"]) == ("المرصد", "30")
    assert did["relations"] == [["REPORTED_BY", "30", "المرصد"]]
    assert did["unsure"] is True
    assert did["note"] == "نت"
    assert [did[each] for each in ("pieces", "pieces after", "pieces again", "pieces at last")] == [2, 1, 2, 1]
    assert did["zoom"] == 1
    assert did["status"] == "done"


@pytest.mark.slow
@needs_x
def test_the_key_sheet_shows_the_letters_of_the_arabic_layout(seen: dict[str, Any]) -> None:
    dialog, undo = seen["keys"]["sheet"]
    assert dialog == "KeySheet"
    assert undo.strip("\u2066\u2069") == "Ctrl+ئ"
    assert seen["layout"] == [True, "ئ"]
