"""One table of all rows' newest figures, and what got worse by more than a fifth since the run before.

``python -m tests.bench.trend [FOLDER]`` reads the runs that ``make bench`` kept; exit 1 where something got worse.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

WORSE = 1.2
Line = dict[str, Any]
Key = tuple[str, ...]


def key_of(line: Line) -> Key:
    """What a line measures: the same in every run."""
    return tuple(str(line.get(name) or "") for name in ("row", "text", "figure", "font", "peer_name"))


def runs(folder: Path) -> Iterator[dict[Key, Line]]:
    """The kept runs, oldest first, each by what it measured."""
    for place in sorted(folder.glob("*.jsonl")):
        lines = (json.loads(each) for each in place.read_text("utf-8").splitlines() if each.strip())
        yield {key_of(each): each for each in lines}


def more_is_better(line: Line) -> bool:
    """Shares and speeds grow when they get better; times, sizes and key presses shrink."""
    unit = str(line.get("unit", ""))
    return unit.startswith(("share", "F1")) or unit.endswith("/s") or "per second" in unit


def cost(line: Line) -> float | None:
    """Ours beside the peer's where there is one (a slow machine slows both), turned so that less is better."""
    ours, peer = line.get("ours"), line.get("peer")
    if not ours or isinstance(ours, bool):
        return None
    value = float(ours) / float(peer) if peer else float(ours)
    return 1 / value if more_is_better(line) else value


def worsened(history: Iterable[dict[Key, Line]]) -> list[tuple[Line, float]]:
    """Lines whose newest figure is worse by more than a fifth than the one before it, with how many times."""
    before: dict[Key, Line] = {}
    after: dict[Key, Line] = {}
    for run in history:
        for key, line in run.items():
            if key in after:
                before[key] = after[key]
            after[key] = line
    found = []
    for key, line in after.items():
        old, new = cost(before.get(key, {})), cost(line)
        if old and new and new > WORSE * old:
            found.append((line, new / old))
    return found


def newest(history: Iterable[dict[Key, Line]]) -> list[Line]:
    """The last line of everything that was ever measured."""
    found: dict[Key, Line] = {}
    for run in history:
        found |= run
    return list(found.values())


def table(lines: Iterable[Line]) -> str:
    """A Markdown table."""
    rows = ["| row | figure | ours | peer | | ratio | goal | met |", "|---|---|---|---|---|---|---|---|"]
    for each in lines:
        figure = " ".join(str(each[name]) for name in ("text", "font", "figure") if each.get(name))
        cells = (
            each["row"], figure, f"{_number(each['ours'])} {each['unit']}", _number(each.get("peer")),
            each.get("peer_name") or "", _number(each.get("ratio")), each.get("goal") or "",
            {True: "yes", False: "**no**"}.get(each["met"], ""),
        )  # fmt: skip
        rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(rows)


def _number(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else "" if value is None else str(value)


def main(folder: Path) -> int:
    """Write ``table.md`` beside the runs and say what got worse."""
    history = list(runs(folder))
    (folder / "table.md").write_text(table(newest(history)) + "\n", "utf-8")
    worse = worsened(history)
    for line, times in worse:
        print(f"worse than before, {times:.2f} times: {' · '.join(filter(None, key_of(line)))}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "bench-results")))
