from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.core import resources


def test_a_frozen_application_finds_its_data_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resources.resource("locale").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource("locale") == tmp_path / "resources" / "locale"
    assert resources.notices() is None
    page = tmp_path / "licences" / "NOTICES.md"
    page.parent.mkdir()
    page.touch()
    assert resources.notices() == page
