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
    """Run the tests that `make test` has for these floors under coverage; the slow ones are left out as there."""
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.unlink(missing_ok=True)  # what an earlier run found is no answer, should this one break off
    kept = {"QT_QPA_PLATFORM": "offscreen", "COVERAGE_FILE": str(FOUND.with_suffix(".data"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--timeout", "900",
         *(f"tests/{each}" for each in TESTS), *(f"--cov=annotator.{each}" for each in PARTS),
         "--cov-branch", f"--cov-report=json:{FOUND}"],
        cwd=ROOT, check=False, env=os.environ | kept,
    ).returncode  # fmt: skip


def missed(file: dict[str, Any]) -> str:
    """The branches that were not taken, as ``line→line`` (0: the way out)."""
    return " ".join(f"{start}→{max(end, 0)}" for start, end in file["missing_branches"])


def table(part: str, files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """A part's files that lack branches, those that lack most last, and the part as a whole."""
    mine = {name.removeprefix(f"annotator/{part}/"): file for name, file in files.items()
            if name.startswith(f"annotator/{part}/")}  # fmt: skip
    for name, file in sorted(mine.items(), key=lambda each: each[1]["summary"]["missing_branches"]):
        if file["missing_branches"]:
            yield _line(name, [file]) + f"   {missed(file)}"
    yield _line(part, list(mine.values()))


def _line(name: str, files: list[dict[str, Any]]) -> str:
    taken, every = _branches(files)
    return f"{name:28} {taken:5} of {every:5} {100 * taken / every:7.2f} %"


def _branches(files: list[dict[str, Any]]) -> tuple[int, int]:
    sums = [file["summary"] for file in files]
    return sum(each["covered_branches"] for each in sums), sum(each["num_branches"] for each in sums)


def low(part: str, files: dict[str, dict[str, Any]]) -> bool:
    """Whether a part has too few of its branches."""
    taken, every = _branches([file for name, file in files.items() if name.startswith(f"annotator/{part}/")])
    return 100 * taken < WANTED * every


def main(arguments: list[str]) -> int:
    """Run where asked, and say."""
    failed = 0 if "--shown" in arguments else run()
    if not FOUND.is_file():
        print("The tests broke off before anything was measured.")
        return 1
    files = json.loads(FOUND.read_text("utf-8"))["files"]
    for part in PARTS:
        print(*table(part, files), "", sep="\n")
    short = [part for part in PARTS if low(part, files)]
    print(f"Below {WANTED:g} %: {', '.join(short)}." if short else f"Every part has {WANTED:g} % of its branches.")
    return 1 if failed or short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
