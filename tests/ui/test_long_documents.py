"""A long document is read in stretches: the window works on, and nobody ever acts on a part for the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.command import AcceptSuggestion, AddRelation, AddSpan, AddSuggestions, ChangeSpan
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.project.project import Project
from annotator.ui import session
from annotator.ui.actions import BY_ID
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.index import LONG
from annotator.ui.text_order import TextOrder
from tests.ui.conftest import Desk

WORDS = 60
TEXT = "كلمة " * WORDS
WHO = "سلمى"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(Project.create(tmp_path / "long.raqim")) as made:
        yield made


def _fill(project: Project) -> str:
    """A text with a suggestion on every other word, relations between them, some of all accepted."""
    document = add_text(project, "long", TEXT, WHO)
    spans = tuple(Suggestion(5 * place, 5 * place + 4, "FIGURE") for place in range(0, WORDS, 2))
    ties = tuple(RelationSuggestion("PART_OF", place, (place * 7 + 3) % len(spans)) for place in range(0, 30, 3))
    project.execute(AddSuggestions(document, Suggested(spans, ties)), "")
    every = project.queries.suggestions(document, WHO)
    for each in every[::4]:
        project.execute(AcceptSuggestion(each.id, WHO), WHO)
    mine = project.queries.spans(document, WHO)
    project.execute(AddRelation("PART_OF", mine[-1].id, mine[0].id), WHO)
    project.execute(AddRelation("PART_OF", mine[1].id, mine[2].id), WHO)
    return document


def _read(desk: OpenDocument) -> tuple[object, ...]:
    marks = [each.id for each in desk.in_order()]
    ties = {
        mark: {each.id for each in desk.relations_at(mark)} | {each.id for each in desk.suggested_relations_at(mark)}
        for mark in marks
    }
    return desk.in_order(), {each.id: each for each in desk.relations}, desk.accepted, ties


@pytest.mark.parametrize("stretch", [1, 7, 64, 299, 300])
def test_what_is_read_in_stretches_is_what_is_read_at_once(project: Project, stretch: int) -> None:
    document = project.queries.document(_fill(project))
    whole, parts = OpenDocument(document, WHO), OpenDocument(document, WHO)
    whole.load(project.queries)
    steps = 0
    while not parts.loaded:
        parts.read_on(project.queries, stretch)
        steps += 1
    assert (steps, _read(parts)) == (-(-len(TEXT) // stretch), _read(whole))
    assert (len(whole.relations), len(whole.spans), len(whole.suggestions)) == (2, 8, 22)


def test_the_order_finds_what_a_walk_over_everything_finds() -> None:
    chance = random.Random(4)
    places = [
        (start, -(start + chance.choice((1, 3, 40, LONG, LONG + 1, 3 * LONG))), f"m{number}")
        for number, start in enumerate(sorted(chance.randrange(9000) for _ in range(120)))
    ]
    order = TextOrder()
    order.extend(places[:60])
    order.extend(places[60:100])
    for each in places[100:]:
        order.add(each)
    for each in (gone := chance.sample(places, 30)):
        order.remove(each)
    left = sorted(set(places) - set(gone))
    assert list(order) == [name for _, _, name in left]
    for _ in range(200):
        start = chance.randrange(12000)
        end = start + chance.choice((1, 50, 2000))
        assert list(order.touching(start, end)) == [
            name for begin, negative, name in left if begin < end and -negative > start
        ]


@pytest.fixture
def long_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A window in whose project a text lies that counts as long; reading it stops behind the first stretch."""
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    document = _fill(desk.session.project)
    monkeypatch.setattr(session, "SHORT", 50)
    monkeypatch.setattr(session, "STRETCH", 100)
    monkeypatch.setattr(session, "FRAME_MS", 60_000)
    assert desk.session.open_document(document)
    return desk


def _opened(desk: Desk) -> OpenDocument:
    opened = desk.session.desk
    assert opened is not None
    return opened


def test_the_first_marks_of_a_long_text_are_shown_with_it(long_desk: Desk) -> None:
    opened, view = _opened(long_desk), long_desk.bench.view
    assert not opened.loaded
    assert max(each.end for each in opened.in_order()) <= 104
    assert all(view.mark_rects(each.id) for each in opened.in_order())


def test_an_action_reads_the_rest_first(long_desk: Desk) -> None:
    long_desk.studio.run(BY_ID["next_suggestion"])
    assert _opened(long_desk).loaded
    assert len(_opened(long_desk).in_order()) == 30


def test_what_changes_while_a_text_is_read_is_there_as_it_is(long_desk: Desk) -> None:
    opened = _opened(long_desk)
    mine = next(iter(opened.spans.values()))
    project = long_desk.session.project
    project.execute(ChangeSpan(mine.id, extent=((255, 259),)), WHO)  # from the part that was read to one that was not
    project.execute(AddSpan(opened.id, 5, 9, "SOURCE", WHO), WHO)
    assert opened.loaded
    fresh = OpenDocument(opened.document, WHO)
    fresh.load(project.queries)
    assert _read(opened) == _read(fresh)
    view = long_desk.bench.view
    view.reveal(255, 259)
    assert view.mark_rects(mine.id)
    assert [each.label for each in opened.touching(5, 9)] == ["SOURCE"]
