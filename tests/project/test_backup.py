"""Automatic backups, what stays of them, restoring one, and saving what a damaged file still holds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.core.command import AddSpan
from annotator.core.errors import UserError
from annotator.project.backup import Policy, backups, folder_of, keep, restore
from annotator.project.project import Project
from annotator.project.salvage import salvage
from tests.project.big_project import fill

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.raqim"
    with Project.create(made) as project:
        fill(project, 40, batch=8)
    return made


def label(path: Path, start: int) -> None:
    with Project.open(path) as project:
        project.execute(AddSpan("n1-000000", start, start + 1, "ACTOR", "A"), "A")


def test_a_backup_is_made_where_something_was_written_and_only_there(path: Path) -> None:
    assert keep(path, "open", now=NOW) is not None
    assert keep(path, "open", now=NOW + timedelta(hours=1)) is None
    label(path, 0)
    assert keep(path, "daily", now=NOW + timedelta(hours=2)) is None
    assert keep(path, "merge", now=NOW + timedelta(hours=3)) is not None
    assert [each.reason for each in backups(path)] == ["merge", "open"]


def test_two_backups_of_one_second_are_both_kept(path: Path) -> None:
    first = keep(path, "merge", now=NOW)
    label(path, 0)
    second = keep(path, "merge", now=NOW)
    assert first is not None
    assert second is not None
    assert first != second
    assert len(backups(path)) == 2


def test_the_policy_keeps_the_newest_and_one_a_day_and_one_a_week(path: Path) -> None:
    policy = Policy(newest=2, days=3, weeks=3)
    for hour in range(0, 24 * 20, 8):
        label(path, hour // 8)
        keep(path, "open", now=NOW + timedelta(hours=hour), policy=policy)
    left = [each.time for each in backups(path)]
    assert left == sorted(left, reverse=True)
    assert len({each.date() for each in left}) >= 3
    assert len({each.isocalendar()[1] for each in left}) == 3
    assert len(left) <= 8


def test_a_backup_is_restored_and_what_lay_there_is_kept(path: Path) -> None:
    kept = keep(path, "open", now=NOW)
    assert kept is not None
    label(path, 0)
    aside = restore(kept, path)
    with Project.open(path) as project:
        assert project.integrity() == []
        assert project.queries.spans("n1-000000", "A") == []
    assert aside is not None
    with Project.open(aside) as project:
        assert len(project.queries.spans("n1-000000", "A")) == 1


def test_a_damaged_backup_is_not_restored(path: Path) -> None:
    kept = keep(path, "open", now=NOW)
    assert kept is not None
    kept.write_bytes(kept.read_bytes()[:5000])
    before = path.read_bytes()
    with pytest.raises(UserError):
        restore(kept, path)
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == [folder_of(path).name, path.name]


def test_over_a_damaged_project_a_backup_is_restored_and_the_damage_is_kept(path: Path) -> None:
    kept = keep(path, "open", now=NOW)
    assert kept is not None
    damaged = path.read_bytes()[:9000]
    path.write_bytes(damaged)
    aside = restore(kept, path)
    assert aside is not None
    assert aside.read_bytes() == damaged
    with Project.open(path) as project:
        assert project.queries.document_count() == 40


def test_a_whole_file_is_salvaged_whole(path: Path, tmp_path: Path) -> None:
    found = salvage(path, tmp_path / "saved.raqim")
    with Project.open(path) as one, Project.open(found.path) as other:
        for each in one.queries.document_ids():
            assert one.queries.annotated(each) == other.queries.annotated(each)
        assert one.queries.history() == other.queries.history()
        assert [hit.document for hit in one.queries.search("المرصد")] == [
            hit.document for hit in other.queries.search("المرصد")
        ]


@pytest.mark.parametrize("seed", range(6))
def test_of_a_damaged_file_the_undamaged_pages_are_saved(path: Path, tmp_path: Path, seed: int) -> None:
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    pages = len(data) // 4096
    for page in chance.sample(range(pages // 2, pages), 3):
        data[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
    damaged = tmp_path / "damaged.raqim"
    damaged.write_bytes(data)
    found = salvage(damaged, tmp_path / "saved.raqim")
    assert damaged.read_bytes() == data
    assert found.documents >= 20
    assert found.spans >= 200
    with Project.open(found.path) as project, Project.open(path) as whole:
        for each in project.queries.document_ids():
            document = project.queries.document(each)
            assert document.text == whole.queries.document(each).text
            for layer in project.queries.layers(each):
                wanted = {span.id: span for span in whole.queries.spans(each, layer.annotator)}
                for span in project.queries.spans(each, layer.annotator):
                    assert wanted[span.id].extent == span.extent
        project.execute(AddSpan(project.queries.document_ids()[0], 0, 1, "ACTOR", "A"), "A")


def test_what_is_past_saving_is_said_in_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    wreck = tmp_path / "wreck.raqim"
    wreck.write_bytes(b"SQLite format 3\x00" + random.Random(1).randbytes(20_000))
    with pytest.raises(UserError, match="wreck"):
        salvage(wreck, tmp_path / "saved.raqim")
    assert [each.name for each in tmp_path.iterdir()] == ["wreck.raqim"]
