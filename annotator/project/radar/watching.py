"""The radar at work in a process of its own: what is asked of it, and what it answers.

The worker keeps a survey of each file, so that it is made once. A call takes some time and no more: where the survey
is not up to date by then, it answers how far it is, and the next call goes on from there. So whoever asks shows
progress, and to stop is to ask no more.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.core.command import AddSpan, Command
from annotator.project.radar.conflicts import Topic
from annotator.project.radar.finding import Finding
from annotator.project.radar.survey import Survey, within
from annotator.project.radar.wanted import View, Wanted
from annotator.storage.store import Store, no_rounds


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the survey is: documents looked at, of how many."""

    done: int
    count: int


@dataclass(frozen=True, slots=True)
class Fixes:
    """Ask for the wanted findings that something mends, whole; with ``key`` for the one of that name."""

    wanted: Wanted
    key: str = ""


@dataclass(frozen=True, slots=True)
class Topics:
    """Ask for what is told differently, in a layer."""

    layer: str = ""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Ask for the copies of documents."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One of several documents that are copies of each other; ``share`` is 1 where they are to the letter."""

    group: int
    document: str
    name: str
    share: float
    length: int
    spans: int


Question = Wanted | Fixes | Topics | Duplicates
Answer = View | Progress | list[Finding] | list[Topic] | list[Copy]


class _Desk:
    """The surveys of this process, and those under way."""

    surveys: dict[Path, Survey] = {}  # noqa: RUF012 - what a worker keeps between calls
    under_way: dict[Path, Iterator[tuple[int, int]]] = {}  # noqa: RUF012 - the same


def ask(path: Path, question: Question, seconds: float) -> Answer:
    """Bring the survey of a file up to date, for so long at most, and answer.

    Raises:
        UserError: the file cannot be read.
    """
    survey = _Desk.surveys.setdefault(path, Survey(path))
    steps = _Desk.under_way.pop(path, None) or survey.update()
    try:
        with no_rounds():
            reached = within(steps, seconds)
    except BaseException:
        _Desk.surveys.pop(path, None)  # half a survey is none
        raise
    if reached is not None:
        gc.freeze()  # a survey that takes long is kept: rounds for garbage would look at all of it after each call
        _Desk.under_way[path] = steps
        return Progress(*reached)
    return answer(survey, path, question)


def answer(survey: Survey, path: Path, question: Question) -> Answer:
    """What a survey that is up to date says."""
    if isinstance(question, Wanted):
        return survey.view(question)
    if isinstance(question, Topics):
        return survey.topics(question.layer)
    if isinstance(question, Duplicates):
        return _copies(survey, path)
    with closing(Store.open(path, reading=True)) as store:
        found = list(survey.findings(store, question.wanted))
    chosen = [each for each in found if question.key in ("", each.key)]
    return [each for each in map(survey.whole, chosen[: question.wanted.limit]) if each.fix]


def _copies(survey: Survey, path: Path) -> list[Copy]:
    with closing(Store.open(path, reading=True)) as store:
        groups = survey.duplicates()
        wanted = [name for group in groups for name in group.documents]
        rows = {
            row["id"]: row for row in store.present(
                "documents d", "id, name, (SELECT length FROM texts t WHERE t.hash = d.text) AS length,"
                " (SELECT count(*) FROM layers l JOIN spans s ON s.layer = l.id WHERE l.document = d.id"
                " AND NOT l.deleted AND NOT s.deleted) AS spans", wanted,
            )
        }  # fmt: skip
    return [
        Copy(number, name, rows[name]["name"], group.share, rows[name]["length"], rows[name]["spans"])
        for number, group in enumerate(groups) for name in group.documents if name in rows
    ]  # fmt: skip


def commands(findings: list[Finding]) -> list[Command]:
    """What mends findings, each write once: two lints may ask for the same."""
    found: dict[object, Command] = {}
    for finding in findings:
        for each in finding.fix:
            bare = replace(each, attributes={}) if isinstance(each, AddSpan) else None
            name = repr(each) if bare is None else (bare.document, bare.start, bare.end, bare.label, bare.annotator)
            found.setdefault(name, each)
    return list(found.values())
