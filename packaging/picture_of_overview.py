"""The scene of the overview's pictures: the corpus with tags, people and some weeks of work."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from annotator.core.command import AcceptSuggestion, AddSuggestions, Command, RejectSuggestion, SetStatus
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import import_files
from annotator.project.listing import assigned_to, prioritised, tagged
from annotator.project.project import Project
from annotator.storage import log
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PEOPLE = ("سلمى", "نادر", "سمر")
TAGS = ("عاجل", "حلب", "إدلب", "صحة")
PATIENCE = 120.0
DAYS = 70


class _Past(datetime):
    """A clock that is some days late."""

    days = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Past:
        """So many days ago."""
        late = datetime.now(tz) - timedelta(days=max(0, cls.days))
        return cls.fromtimestamp(late.timestamp(), tz)


def show(bench: Workbench, subject: str) -> None:
    """Open a page (``overview-documents``, ``-status``, ``-weeks``, ``-precision``) and wait for its numbers."""
    project = bench.session.project
    import_files(project, [CORPUS], actor="lead")
    log.datetime = _Past  # type: ignore[misc]  # the log asks the clock itself
    work(project)
    log.datetime = datetime  # type: ignore[misc]  # given back
    assert bench.tools is not None
    overview = bench.tools.overview
    overview.documents()
    page = overview.page
    assert page is not None
    end = time.monotonic() + PATIENCE
    while page.numbers is None or page.work.busy:
        assert time.monotonic() < end, "no numbers came"
        QTest.qWait(50)
    page.tabs.setCurrentIndex({"documents": 0, "status": 1, "labels": 2, "weeks": 4, "precision": 5}[
        subject.removeprefix("overview-")
    ])  # fmt: skip


def work(project: Project) -> None:
    """Some weeks in which three people decided on suggestions, tagged and finished."""
    chance = random.Random(7)
    documents = project.queries.document_ids()
    for place, document in enumerate(documents[:45]):
        _Past.days = DAYS - DAYS * place // 40
        who = PEOPLE[place % 3]
        wishes: list[Command] = [assigned_to(document, [who])]
        if place % 4 == 0:
            wishes.append(tagged(document, chance.sample(TAGS, 1 + place % 2)))
        if place % 9 == 0:
            wishes.append(prioritised(document, "high" if place % 2 else "low"))
        wishes += _decided(project, document, who, chance, place) if place < 36 else []
        for each in wishes:
            project.execute(each, who)
    project.add_active_time({(each, PEOPLE[n % 3]): 900.0 + 40 * n for n, each in enumerate(documents[:36])})


def _decided(project: Project, document: str, who: str, chance: random.Random, place: int) -> list[Any]:
    gold = project.queries.spans(document, "gold")[:12]
    found = tuple(Suggestion(each.start, each.end, each.label, suggester="rules") for each in gold)
    project.execute(AddSuggestions(document, Suggested(found)), "lead")
    right = 0.55 + place / 100
    made: list[Any] = [
        AcceptSuggestion(each.id, who) if chance.random() < right else RejectSuggestion(each.id, who)
        for each in project.queries.suggestions(document, who)
    ]
    return [*made, SetStatus(document, who, ("done", "done", "done", "in_progress", "needs_review")[place % 5])]
