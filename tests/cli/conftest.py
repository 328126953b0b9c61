from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.parser import run

ROOT = str(Path(__file__).parents[2])
Raqim = Callable[..., subprocess.CompletedProcess[str]]


def here(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One command line in this process, which starts no interpreter; what a process adds, `process` tries."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = run(list(map(str, arguments)))
        except SystemExit as leaving:  # as argparse refuses
            code = int(leaving.code or 0)
    return subprocess.CompletedProcess(list(map(str, arguments)), code, said.getvalue(), complained.getvalue())


def process(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One command line as its users give it: a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
        encoding="utf-8", errors="surrogateescape", check=False, env={**os.environ, "PYTHONPATH": ROOT},
    )  # fmt: skip


@pytest.fixture
def raqim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Raqim:
    """Runs one command line in a folder of its own."""
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path / "config"))
    return functools.partial(here, cwd=tmp_path)


@pytest.fixture
def told(raqim: Raqim) -> Callable[..., Any]:
    """Runs one command line and reads its JSON."""

    def tell(*arguments: object) -> Any:
        done = raqim(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return tell
