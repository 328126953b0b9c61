"""The open document keeps suggested relations up to date one by one, as if they were read whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.changes import Changes
from annotator.core.command import AcceptSuggestion, AddSuggestions, RejectSuggestion
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
    spans = tuple(Suggestion(5 * place, 5 * place + 4, "ACTOR") for place in places)
    ends = {tuple(chance.sample(range(COUNT), 2)) for _ in range(8)}
    return Suggested(spans, tuple(RelationSuggestion("PART_OF", head, tail) for head, tail in sorted(ends)))


def _ties(desk: OpenDocument) -> dict[str, set[str]]:
    marks = [each.id for each in desk.in_order()]
    return {mark: {each.id for each in desk.suggested_relations_at(mark)} for mark in marks}


@pytest.mark.parametrize("seed", range(4))
def test_relations_read_one_by_one_are_those_that_are_read_whole(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    document = add_text(project, "t", TEXT, "A")
    desk = OpenDocument(project.queries.document(document), "A")
    desk.load(project.queries)

    def renew(changes: Changes) -> None:
        desk.update(project.queries, changes)

    project.subscribe(renew)
    seen = 0
    for _ in range(30):
        step = chance.choice(("suggest", "part", "accept", "reject", "undo"))
        waiting = sorted(desk.suggestions)
        if step == "undo" and project.queries.spans(document, "A"):
            project.undo("A")
        elif step in {"accept", "reject"} and waiting:
            command = AcceptSuggestion if step == "accept" else RejectSuggestion
            project.execute(command(chance.choice(waiting), "A"), "A")
        else:
            within = (100, 200) if step == "part" else None
            project.execute(AddSuggestions(document, _suggested(chance), within=within), "")
        whole = OpenDocument(project.queries.document(document), "A")
        whole.load(project.queries)
        assert _ties(desk) == _ties(whole)
        seen += any(_ties(desk).values())
    assert seen > 5
