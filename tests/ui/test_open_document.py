"""The open document keeps relations up to date one by one, as if they were read whole, and says where any changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from annotator.core.changes import Changes
from annotator.core.command import (
    AcceptSuggestion,
    AddRelation,
    AddSuggestions,
    RejectSuggestion,
    RemoveRelation,
    RemoveSpan,
)
from annotator.core.errors import UserError
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.project.project import Project
from annotator.ui.open_document import OpenDocument

TEXT = "كلمة " * 60
COUNT = 12


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(Project.create(tmp_path / "p.raqim")) as made:
        yield made


def _suggested(chance: random.Random) -> Suggested:
    places = sorted(chance.sample(range(60), COUNT))
    spans = tuple(Suggestion(5 * place, 5 * place + 4, "FIGURE") for place in places)
    ends = {tuple(chance.sample(range(COUNT), 2)) for _ in range(8)}
    return Suggested(spans, tuple(RelationSuggestion("PART_OF", head, tail) for head, tail in sorted(ends)))


def _ties(desk: OpenDocument) -> dict[str, set[str]]:
    marks = [each.id for each in desk.in_order()]
    return {
        mark: {each.id for each in desk.relations_at(mark)} | {each.id for each in desk.suggested_relations_at(mark)}
        for mark in marks
    }


@pytest.mark.parametrize("seed", range(4))
def test_relations_read_one_by_one_are_those_that_are_read_whole(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    document = add_text(project, "t", TEXT, "A")
    desk = OpenDocument(project.queries.document(document), "A")
    desk.load(project.queries)

    told: set[str] = set()

    def renew(changes: Changes) -> None:
        told.update(*desk.update(project.queries, changes))

    project.subscribe(renew)
    seen = 0
    for _ in range(40):
        before = _ties(desk)
        told.clear()
        _do_something(project, desk, chance)
        whole = OpenDocument(project.queries.document(document), "A")
        whole.load(project.queries)
        after = _ties(whole)
        assert _ties(desk) == after
        assert {each for each in after if before.get(each, set()) != after[each]} <= told
        seen += any(after.values())
    assert seen > 5


def _do_something(project: Project, desk: OpenDocument, chance: random.Random) -> None:
    step = chance.choice(("suggest", "part", "accept", "accept", "reject", "undo", "join", "join", "cut", "remove"))
    waiting, mine, joined = sorted(desk.suggestions), sorted(desk.spans), sorted(each.id for each in desk.relations)
    if step == "undo" and mine:
        project.undo("A")
    elif step in {"accept", "reject"} and waiting:
        command = AcceptSuggestion if step == "accept" else RejectSuggestion
        project.execute(command(chance.choice(waiting), "A"), "A")
    elif step == "join" and len(mine) > 1:
        head, tail = chance.sample(mine, 2)
        with suppress(UserError):  # the scheme may allow one only
            project.execute(AddRelation("PART_OF", head, tail), "A")
    elif step == "cut" and joined:
        project.execute(RemoveRelation(chance.choice(joined)), "A")
    elif step == "remove" and mine:
        project.execute(RemoveSpan(chance.choice(mine)), "A")
    else:
        within = (100, 200) if step == "part" else None
        project.execute(AddSuggestions(desk.id, _suggested(chance), within=within), "")
