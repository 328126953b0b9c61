"""``make bench [ROWS=a,b]``: each row prints JSON lines and keeps them under ``bench-results/``."""

from __future__ import annotations

import importlib
import json
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import trend

ROWS = {
    "startup": "startup", "hit-test": "hit_test", "shaping": "shaping", "text-view": "text_view", "keys": "keys",
    "labelling": "labelling", "suggest": "suggest", "camel": "camel", "retrain": "retrain",
    "learning-curve": "learning_curve",
    "store": "store", "merge": "merge", "import": "import_bench", "export": "export_bench", "agreement": "agreement",
    "review": "review", "radar": "radar", "overview": "overview", "search": "search", "package": "package",
    "scheme": "scheme",
}  # fmt: skip
"""The rows there are, and the module of each."""


def lines(row: str) -> Iterator[dict[str, Any]]:
    module = importlib.import_module(f"tests.bench.{ROWS[row]}")
    for line in module.run():
        yield {"row": row, **line, "machine": f"{platform.machine()} {platform.python_version()}"}


def main(asked: str) -> int:
    names = asked.split(",") if asked else list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"there is no row {unknown[0]}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    folder = Path("bench-results")
    folder.mkdir(exist_ok=True)
    kept = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.jsonl"
    with kept.open("w", encoding="utf-8") as file:
        for name in names:
            for line in lines(name):
                text = json.dumps(line, ensure_ascii=False)
                print(text, flush=True)
                file.write(text + "\n")
    trend.main(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
