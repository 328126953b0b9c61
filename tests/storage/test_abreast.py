"""A question about two halves of a file is answered as the one about the whole is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.core.errors import UserError
from annotator.project.project import Project
from annotator.storage.abreast import rows_abreast
from annotator.storage.store import Store
from tests.ui.review.noisy import noisy_team

LABELS = "SELECT label, count(*) FROM spans WHERE NOT deleted AND layer >= ? AND layer < ? GROUP BY label, layer"
WHOLE, HALVES = ("", "z"), (("", "m"), ("m", "z"))


@pytest.fixture
def team(tmp_path: Path) -> Path:
    noisy_team(tmp_path / "team.raqim", documents=3).close()
    return tmp_path / "team.raqim"


def test_two_halves_hold_what_the_whole_does(team: Path) -> None:
    with Project.open(team) as project:
        middle = sorted(row.id for row in project.queries.layer_places())[4]
    store = Store.open(team)
    halves = ("", middle), (middle, "z")
    found = rows_abreast(store, LABELS, WHOLE, halves)
    assert sorted(map(tuple, found)) == sorted(map(tuple, store.rows(LABELS, WHOLE)))
    assert all(len(store.rows(LABELS, half)) < len(found) for half in halves)
    store.close()


def test_what_is_not_written_yet_is_seen_in_its_transaction(team: Path) -> None:
    store = Store.open(team)
    store.connection.execute("BEGIN IMMEDIATE")
    store.connection.execute("UPDATE spans SET label = 'NEW'")
    assert {row[0] for row in rows_abreast(store, LABELS, WHOLE, HALVES)} == {"NEW"}
    store.connection.execute("ROLLBACK")
    store.close()


def test_a_file_that_opens_no_second_time_is_read_through_the_first_connection(team: Path) -> None:
    store = Store.open(team)
    expected = list(map(tuple, store.rows(LABELS, WHOLE)))
    store.path = team.with_name("gone.raqim")
    assert list(map(tuple, rows_abreast(store, LABELS, WHOLE, HALVES))) == expected
    store.close()


def test_the_first_connection_says_what_is_wrong(team: Path) -> None:
    store = Store.open(team)
    with pytest.raises((UserError, sqlite3.Error)):
        rows_abreast(store, LABELS.replace("count(*)", "no_such_column"), WHOLE, HALVES)
    store.close()


def test_many_spans_are_packed_as_few_are(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.project import layer_queries

    with Project.open(team) as project:
        alone = project.queries.packed_spans(["ACTOR", "FIGURE", "SOURCE"])
        monkeypatch.setattr(layer_queries, "_WORTH_TWO", 0)
        assert project.queries.packed_spans(["ACTOR", "FIGURE", "SOURCE"]) == alone
        assert alone.layers
