from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = str(Path(__file__).parents[2])
Raqim = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def raqim(tmp_path: Path) -> Raqim:
    """Runs one command line in a folder of its own."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "annotator", *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True,
            encoding="utf-8", errors="surrogateescape", check=False,
            env={**os.environ, "PYTHONPATH": ROOT, "RAQIM_CONFIG": str(tmp_path / "config")},
        )  # fmt: skip

    return run


@pytest.fixture
def told(raqim: Raqim) -> Callable[..., Any]:
    """Runs one command line and reads its JSON."""

    def run(*arguments: object) -> Any:
        done = raqim(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
