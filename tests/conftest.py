"""What holds for all tests: that the machine is busy is no failure; how many examples are drawn."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_randomly
from hypothesis import HealthCheck, settings


def draws(full: int) -> int:
    """How many examples a test draws: all of them in `make test-all`, two fifths in `make test`, never the same."""
    return full if os.environ.get("RAQIM_ALL") else full * 2 // 5


settings.register_profile(
    "patient", deadline=None, max_examples=draws(100), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")
# Where spaCy is installed its library registers a seed of its own, and asking for it brings torch into every worker.
pytest_randomly.entrypoint_reseeds = []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of four megabytes, to be filled up."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("NOT SHOWN: a small disk can be mounted as root only")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # a window may still read its last page
