"""Libraries that only some formats need: their rows are skipped where one is absent, unless everything is asked for."""

from __future__ import annotations

import importlib.util
import os

import pytest

ALL = bool(os.environ.get("RAQIM_ALL") or os.environ.get("RAQIM_TEST_ALL"))
NEEDS = {"spacy": "spacy", "docbin": "spacy", "DocBin": "spacy", "seqeval": "seqeval"}
"""What stands in a test's name or row, and the library that it then needs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        row = item.name.partition("[")[2].rstrip("]").rpartition("-")[2]
        for word, library in NEEDS.items():
            asks = row == word or word in item.name.partition("[")[0]
            if asks and not ALL and importlib.util.find_spec(library) is None:
                item.add_marker(pytest.mark.skip(reason=f"{library} is not installed"))
