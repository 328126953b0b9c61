"""The review in a worker: numbers and instances of a project's file, read anew where it has changed since."""

from __future__ import annotations

from pathlib import Path

from annotator.project.agenda import Question, agenda
from annotator.project.feedback import Lesson, lessons
from annotator.project.instances import SHOWN, InstanceRow, ReviewState, Selection
from annotator.project.project import Project
from annotator.project.review_numbers import ReviewNumbers, review_numbers_of


class _Kept:
    """The worker's own state of the project that was asked about last."""

    project: Project | None = None
    state: ReviewState | None = None


def _state_of(path: str) -> ReviewState:
    """The state of a file, read anew where it has changed since."""
    place = Path(path)
    if _Kept.project is None or _Kept.project.path != place:
        if _Kept.project is not None:
            _Kept.project.close()
        _Kept.project, _Kept.state = Project.open(place), None
    changed = bool(_Kept.project.refresh())
    if _Kept.state is None or changed:
        _Kept.state = ReviewState(_Kept.project.queries)
    return _Kept.state


def review_numbers(path: str, seed: int = 0, bootstrap: int = 2000) -> ReviewNumbers:
    """The page's numbers of a project file; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return review_numbers_of(_state_of(path), seed=seed, bootstrap=bootstrap)


def review_instances(path: str, wanted: Selection, limit: int = SHOWN) -> tuple[int, list[InstanceRow]]:
    """How many instances a selection holds, and the first of them; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return _state_of(path).listed(wanted, limit)


def review_lessons(path: str, who: str) -> list[Lesson]:
    """Where an annotator's work differs from finished gold; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return lessons(_state_of(path).queries, who)


def review_agenda(path: str) -> list[Question]:
    """The questions for the next meeting; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.project.disagreements import Disagreements

    _state_of(path)
    assert _Kept.project is not None
    return agenda(Disagreements(_Kept.project))


def all_measures(path: str, seed: int = 0, bootstrap: int = 2000) -> list[dict[str, object]]:
    """Every default measure, those of attributes, numbers and relations too; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.project.agreement import agreement

    _state_of(path)
    assert _Kept.project is not None
    return agreement(_Kept.project, seed=seed, bootstrap=bootstrap)
