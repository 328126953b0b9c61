"""Which branches of core, formats, agreement and storage the tests below the window never take: `make coverage`.

    python packaging/branches.py            run the tests of those floors, of suggest, project and cli, and say
    python packaging/branches.py --shown    say again what the last run found

Exit 1 where a part has less than 95 % of its branches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("core", "formats", "agreement", "storage")
TESTS = ("core", "storage", "agreement", "formats", "suggest", "corpus", "project", "cli")
WANTED = 95.0
FOUND = ROOT / "build" / "branches.json"


def run() -> int:
    """Run the tests under coverage; nothing is said of branches yet."""
    FOUND.parent.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--timeout", "900",
         *(f"tests/{each}" for each in TESTS), *(f"--cov=annotator.{each}" for each in PARTS),
         "--cov-branch", f"--cov-report=json:{FOUND}"],
        cwd=ROOT, check=False, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ).returncode  # fmt: skip


def missed(file: dict[str, Any]) -> str:
    """The branches that were not taken, as ``line→line`` (0: the way out)."""
    return " ".join(f"{start}→{max(end, 0)}" for start, end in file["missing_branches"])


def report(files: dict[str, dict[str, Any]]) -> Iterator[tuple[str, int, int]]:
    """Every part with its branches taken and all; the files that lack some are printed."""
    for part in PARTS:
        mine = {name: file for name, file in files.items() if name.startswith(f"annotator/{part}/")}
        taken = sum(file["summary"]["covered_branches"] for file in mine.values())
        for name, file in sorted(mine.items(), key=lambda each: each[1]["summary"]["missing_branches"]):
            if file["missing_branches"]:
                print(f"{name}: {missed(file)}")
        yield part, taken, sum(file["summary"]["num_branches"] for file in mine.values())


def main(arguments: list[str]) -> int:
    """Run where asked, and say."""
    failed = 0 if "--shown" in arguments else run()
    parts = list(report(json.loads(FOUND.read_text("utf-8"))["files"]))
    for part, taken, every in parts:
        print(f"{part:10} {100 * taken / every:6.2f} % of {every} branches")
    return 1 if failed or any(100 * taken < WANTED * every for _, taken, every in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
