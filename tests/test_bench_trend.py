"""The table of measurements says what got worse."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.trend import main, runs, table, worsened


def line(ours: float, *, peer: float | None = None, unit: str = "ms", row: str = "keys") -> dict[str, object]:
    return {"row": row, "figure": "x", "ours": ours, "peer": peer, "peer_name": "p" if peer else None, "ratio": None,
            "unit": unit, "goal": None, "met": None}  # fmt: skip


def kept(folder: Path, *runs_: dict[str, object]) -> Path:
    for number, each in enumerate(runs_):
        (folder / f"{number}.jsonl").write_text(json.dumps(each) + "\n", "utf-8")
    return folder


def test_a_time_that_grew_by_more_than_a_fifth_is_worse(tmp_path: Path) -> None:
    assert len(worsened(runs(kept(tmp_path, line(10), line(12.5))))) == 1


def test_a_little_more_is_not_worse(tmp_path: Path) -> None:
    assert not worsened(runs(kept(tmp_path, line(10), line(11.5))))


def test_a_slow_machine_that_slows_the_peer_too_is_not_worse(tmp_path: Path) -> None:
    assert not worsened(runs(kept(tmp_path, line(10, peer=20), line(20, peer=40))))


def test_a_speed_that_shrank_is_worse(tmp_path: Path) -> None:
    assert worsened(runs(kept(tmp_path, line(100, unit="tokens/s"), line(50, unit="tokens/s"))))


def test_a_share_that_grew_is_not_worse(tmp_path: Path) -> None:
    assert not worsened(runs(kept(tmp_path, line(0.5, unit="share right"), line(0.9, unit="share right"))))


def test_runs_of_other_rows_lie_between(tmp_path: Path) -> None:
    assert worsened(runs(kept(tmp_path, line(10), line(1, row="store"), line(20))))


def test_the_table_has_a_line_for_everything(tmp_path: Path) -> None:
    assert main(kept(tmp_path, line(10), line(1, row="store"))) == 0
    assert len((tmp_path / "table.md").read_text("utf-8").splitlines()) == 4
    assert "**no**" in table([line(1) | {"met": False}])
