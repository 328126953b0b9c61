"""What is no project is refused in a sentence with its place."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.core.errors import UserError
from annotator.storage.files import create, cut_short
from annotator.storage.migrations import STEPS
from annotator.storage.store import Store


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        Store.open(path)
    return refused.value.message


def made(path: Path) -> Path:
    create(path)
    return path


def test_a_project_is_made_neither_over_another_nor_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    made(tmp_path / "a.raqim")
    for place, said in ((tmp_path / "a.raqim", "there already"), (tmp_path / "no" / "a.raqim", "no folder")):
        with pytest.raises(UserError) as refused:
            made(place)
        assert said in refused.value.message


def test_folders_missing_files_and_other_files_are_no_projects(tmp_path: Path) -> None:
    (tmp_path / "b.raqim").write_text("نص")
    assert "folder" in refusal(tmp_path)
    assert "there is no project" in refusal(tmp_path / "a.raqim")
    assert "not a Raqim project" in refusal(tmp_path / "b.raqim")


def test_a_database_of_something_else_or_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.raqim")
    other.execute("CREATE TABLE t(x)")
    other.close()
    assert "not a Raqim project" in refusal(tmp_path / "other.raqim")
    newer = sqlite3.connect(made(tmp_path / "newer.raqim"))
    newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    newer.close()
    assert "newer Raqim" in refusal(tmp_path / "newer.raqim")


def test_nothing_is_written_where_a_project_is_only_read(tmp_path: Path) -> None:
    store = Store.open(made(tmp_path / "a.raqim"), reading=True)
    with pytest.raises(UserError, match="only be read"), store.transaction():
        pass
    store.close()


def test_a_text_of_no_document_is_asked_for_in_vain(tmp_path: Path) -> None:
    store = Store.open(made(tmp_path / "a.raqim"))
    with pytest.raises(UserError, match="there is no document"):
        store.document_text("d")
    store.close()


def test_a_file_that_was_cut_is_shorter_than_it_says(tmp_path: Path) -> None:
    place = made(tmp_path / "a.raqim")
    assert cut_short(place) == []
    place.write_bytes(place.read_bytes()[:-10])
    assert len(cut_short(place)) == 1
