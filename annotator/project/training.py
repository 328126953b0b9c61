"""Teaching the learner from a project's finished documents.

A project's model lies in the user's cache, never in the project's file and is never read from one: a file that comes
from elsewhere brings no model. Beside the model lies a book of what it was learnt from and when.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.core.errors import UserError
from annotator.core.resources import corpus_path
from annotator.core.settings import settings_folder

if TYPE_CHECKING:
    from annotator.project.jobs import Job, Worker
    from annotator.project.project import Project
    from annotator.suggest.learner_material import Beside, LabelledText

GOLD = "gold"
FINISHED = frozenset({"done", "locked"})
_NICE = 10
Json = Any  # a plain JSON value


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished document to learn from: plain values, so that a worker can be sent it."""

    document: str
    layer: str
    text: str
    spans: tuple[tuple[int, int, str, Mapping[str, Json]], ...]

    @property
    def digest(self) -> str:
        """What tells whether it changed."""
        content = json.dumps([self.text, self.spans], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Book:
    """What a project's model was learnt from, and when (ISO, UTC)."""

    documents: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    seconds: float = 0.0


def models_folder() -> Path:
    """Where projects' models lie: ``RAQIM_CACHE``, else the place that the system has for such files."""
    chosen = os.environ.get("RAQIM_CACHE")
    if chosen:
        return Path(chosen) / "models"
    if os.environ.get("RAQIM_CONFIG"):
        return settings_folder() / "models"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Raqim" / "models"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "Raqim" / "models"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "raqim" / "models"


def model_path(project: Path) -> Path:
    """Where the model of the project in this file lies, whether there is one or not."""
    name = hashlib.sha256(str(project.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return models_folder() / f"{name}.zip"


def book_of(path: Path) -> Book:
    """The book beside a model; an empty one where there is none."""
    try:
        found = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return Book(dict(found["documents"]), str(found["when"]), float(found["seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Book()


def finished_documents(project: Project, layer: str = "") -> list[Finished]:
    """The documents that can be learnt from: those of one annotator (or ``gold``) that are finished.

    Without a layer, gold where there is gold and else the first finished layer of a document.
    """
    found = []
    for document in project.queries.document_ids():
        chosen = _layer(project, document, layer)
        if chosen:
            spans = tuple(
                (span.start, span.end, span.label, dict(span.attributes))
                for span in project.queries.spans(document, chosen)
                if not span.fragments
            )
            found.append(Finished(document, chosen, project.queries.document(document).text, spans))
    return found


def _layer(project: Project, document: str, wanted: str) -> str:
    rows = project.queries.layers(document)
    usable = [row.annotator for row in rows if row.status in FINISHED or (row.annotator == GOLD and row.spans)]
    if wanted:
        return wanted if wanted in usable else ""
    return GOLD if GOLD in usable else next(iter(usable), "")


def corpus_texts(split: str = "train") -> list[LabelledText]:
    """The articles that ship, with their gold; none where the corpus is not there."""
    from annotator.suggest.learner_material import LabelledText

    path = corpus_path("articles.jsonl")
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        LabelledText(row["text"], _gold(row), known_to_rules=True)
        for row in rows
        if "text" in row and row.get("metadata", {}).get("split") == split
    ]


def _gold(row: Mapping[str, Json]) -> tuple[tuple[int, int, str, Mapping[str, Json]], ...]:
    return tuple(
        (span["start"], span["end"], span["label"], span["attributes"])
        for layer in row["layers"]
        if layer["kind"] == GOLD
        for span in layer["spans"]
    )


def teach(finished: Sequence[Finished], path: Path, beside: Beside = partial) -> Book:
    """Learn from the corpus and from finished documents, and write the model; a pure function for a worker.

    The weights of the scores are those of the shipped model, which were found by cross-validation. The model is the
    same with and without somebody ``beside``.

    Raises:
        UserError: python-crfsuite is not there, there is nothing to learn from, or the place cannot be written.
    """
    import time

    from annotator.suggest.learner import available
    from annotator.suggest.learner_material import LabelledText
    from annotator.suggest.learner_model import ModelError, read_model, shipped_path, write_model
    from annotator.suggest.learner_school import learn

    if not available():
        raise UserError("python-crfsuite is not installed, so there is nothing that learns")
    if not finished:
        raise UserError("no document is finished yet, so there is nothing to learn from")
    begin = time.monotonic()
    own = [LabelledText(each.text, each.spans) for each in finished]
    texts = {each.text for each in own}
    try:
        weighing = read_model(shipped_path()).weighing
    except ModelError:
        weighing = {}
    model = learn([*own, *(each for each in corpus_texts() if each.text not in texts)], weighing, beside=beside)
    book = Book(
        {each.document: each.digest for each in finished}, datetime.now(UTC).isoformat(timespec="seconds"),
        round(time.monotonic() - begin, 2),
    )  # fmt: skip
    try:
        write_model(model, path)
        path.with_suffix(".json").write_text(json.dumps(asdict(book), indent=1), "utf-8")
    except OSError as error:
        raise UserError("the model cannot be written to %(place)s: %(reason)s", place=path, reason=error) from error
    return book


def train_project(project: Project, layer: str = "") -> Book:
    """Teach the learner from a project's finished documents, here and now.

    Raises:
        UserError: as `teach`.
    """
    return teach(finished_documents(project, layer), model_path(project.path))


def lesson(project: Path, layer: str = "") -> Book | None:
    """Teach from the finished documents of the project in a file, if they changed since the last lesson.

    For a worker: it reads the project by itself, which is not written to, and steps aside for what people wait for.

    Raises:
        UserError: as `teach`, or the project cannot be read.
    """
    from annotator.project.mate import mate

    _step_aside()
    beside = mate()
    if beside is None:
        return _lesson(project, layer, partial)
    beside(made_ready)
    try:
        return _lesson(project, layer, beside)
    except BaseException:
        beside.close()  # it may be at work for what was given up
        raise


def made_ready() -> None:
    """Read the tables that every text is read by, in a process that will read some: an empty text needs them all."""
    from annotator.suggest.learner_material import LabelledText, read_for_learning

    read_for_learning([LabelledText("", ())])


def _lesson(project: Path, layer: str, beside: Beside) -> Book | None:
    from annotator.project.project import Project
    from annotator.storage.store import Store

    reading = Project(Store.open(project, reading=True))
    try:
        finished = finished_documents(reading, layer)
    finally:
        reading.close()
    path = model_path(project)
    if not finished or {each.document: each.digest for each in finished} == book_of(path).documents:
        return None
    return teach(finished, path, beside)


def _step_aside() -> None:
    if hasattr(os, "nice") and os.nice(0) < _NICE:
        os.nice(_NICE)


class Teacher:
    """Teaches in a worker, whenever documents were finished since the last lesson.

    Call `consider` when a document is finished and `look` from a timer; nothing here waits.
    """

    def __init__(self, project: Project, worker: Worker | None = None) -> None:
        from annotator.project.jobs import Worker

        self._path = project.path
        self._worker = worker or Worker(helped=True)
        self._job: Job | None = None
        self._again: str | None = None
        self.error: UserError | None = None
        self.book: Book | None = None
        """What the last lesson was learnt from; none where there was nothing new."""

    @property
    def busy(self) -> bool:
        """Whether a lesson is under way."""
        return self._job is not None

    def consider(self, layer: str = "") -> None:
        """Start a lesson, which ends at once where no finished document changed since the last one."""
        if self._job is not None:
            self._again = layer
            return
        self._job = self._worker.submit(lesson, self._path, layer)

    def look(self) -> bool:
        """Collect a lesson that ended; whether one has just ended. ``error`` says what went wrong."""
        if self._job is None or not self._job.done():
            return False
        self.error, self.book, self._job = self._job.error, self._job.value, None
        if self._again is not None:
            layer, self._again = self._again, None
            self.consider(layer)
        return True

    def close(self) -> None:
        """End the worker."""
        self._worker.kill()
        self._job = None
