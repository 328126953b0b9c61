"""A real X server for tests that need one: its number is the server's own choice, so that several run at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 600
_SCRIPT = """
exec 3>"$SCREEN_NUMBER"
Xvfb -displayfd 3 -screen 0 1400x900x24 2>/dev/null & server=$!
for _ in $(seq 600); do [ -s "$SCREEN_NUMBER" ] && break; sleep 0.1; done
DISPLAY=":$(cat "$SCREEN_NUMBER")" "$@"; code=$?
kill $server; exit $code
"""


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test where programs are missing, unless everything is asked for."""
    missing = [each for each in programs if not _is_there(each)]
    return pytest.mark.skipif(bool(missing) and not os.environ.get("RAQIM_ALL"), reason=f"needs {', '.join(missing)}")


def _is_there(program: str) -> bool:
    if program != "pyatspi":
        return shutil.which(program) is not None
    asked = [SYSTEM_PYTHON, "-c", "import pyatspi"]
    return Path(SYSTEM_PYTHON).exists() and subprocess.run(asked, capture_output=True, check=False).returncode == 0


def under_x(command: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command beside an X server of its own; ``more`` is added to its environment."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT), "SCREEN_NUMBER": str(Path(folder) / "number"), **more,
        }  # fmt: skip
        return subprocess.run(
            ["sh", "-c", _SCRIPT, "sh", *command],
            capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False, cwd=ROOT,
        )  # fmt: skip
