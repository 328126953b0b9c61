"""Other people's programs, to compare figures with where they are right."""

from __future__ import annotations

import importlib
import os
import warnings
from typing import Any

import pytest


def oracle(name: str) -> Any:
    """The module, or a skipped test where it is not installed (a failed one where all are asked for)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError:
        if os.environ.get("RAQIM_ALL"):
            pytest.fail(f"{name} is not installed, and RAQIM_ALL asks for every oracle")
        pytest.skip(f"{name} is not installed")
