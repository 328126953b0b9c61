"""The rules of the house, as tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")


def test_the_floors_and_walls_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_qt_loses_no_reference_of_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one on every call that returns nothing, and aborts after some thousands."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


def test_starting_a_worker_imports_no_qt() -> None:
    code = "import sys, annotator.__main__; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(not any(TRACKED), reason="only in a checkout")
def test_no_file_of_the_tree_is_large() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in TRACKED if name and (ROOT / name).is_file()}
    assert not {name: size for name, size in sizes.items() if size > 3_000_000}
