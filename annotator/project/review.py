"""The review in a worker: numbers and instances of a project's file, read anew where it has changed since."""

from __future__ import annotations

from pathlib import Path

from annotator.core.i18n import N_
from annotator.project.agenda import Question, agenda
from annotator.project.feedback import Lesson, lessons
from annotator.project.instances import SHOWN, InstanceRow, ReviewState, Selection
from annotator.project.jobs import Course
from annotator.project.project import Project
from annotator.project.review_numbers import MATCHING, STEPS, ReviewNumbers, review_numbers_of

READING = N_("The layers are being read…")
GATHERING = N_("Disagreements are being gathered…")


class _Kept:
    """The worker's own state of the project that was asked about last."""

    project: Project | None = None
    state: ReviewState | None = None


def _state_of(path: str, course: Course) -> ReviewState:
    """The state of a file, read anew where it has changed since: the first step of every course."""
    course.begin(READING)
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
    course = Course(1 + STEPS)
    return review_numbers_of(_state_of(path, course), seed=seed, bootstrap=bootstrap, heard=course.begin)


def review_instances(path: str, wanted: Selection, limit: int = SHOWN) -> tuple[int, list[InstanceRow]]:
    """How many instances a selection holds, and the first of them; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    course = Course(2)
    state = _state_of(path, course)
    course.begin(MATCHING)
    return state.listed(wanted, limit)


def review_lessons(path: str, who: str) -> list[Lesson]:
    """Where an annotator's work differs from finished gold; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    course = Course(2)
    state = _state_of(path, course)
    course.begin(GATHERING)
    return lessons(state.queries, who)


def review_agenda(path: str) -> list[Question]:
    """The questions for the next meeting; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.project.disagreements import Disagreements

    course = Course(2)
    _state_of(path, course)
    assert _Kept.project is not None
    course.begin(GATHERING)
    return agenda(Disagreements(_Kept.project))


def all_measures(path: str, seed: int = 0, bootstrap: int = 2000) -> list[dict[str, object]]:
    """Every default measure, those of attributes, numbers and relations too; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.agreement.report import DEFAULT
    from annotator.project.agreement import agreement

    course = Course(1 + 2 * len(DEFAULT))
    _state_of(path, course)
    assert _Kept.project is not None
    return agreement(_Kept.project, seed=seed, bootstrap=bootstrap, heard=course.begin)
