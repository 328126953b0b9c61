"""Teaching from a project's finished documents, and how often each suggester is right."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest

from annotator.core.command import AcceptSuggestion, AddSpan, RejectSuggestion, SetStatus
from annotator.core.errors import UserError
from annotator.project import training
from annotator.project.exchange import add_text
from annotator.project.mate import Mate
from annotator.project.precision import precision_by_suggester
from annotator.project.project import Project
from annotator.project.suggestions import suggest_document, suggestions_for
from annotator.project.training import (
    Finished,
    Teacher,
    book_of,
    corpus_texts,
    finished_documents,
    model_path,
    teach,
    train_project,
)
from annotator.suggest.learner_material import LabelledText
from annotator.suggest.learner_model import packed, read_model
from annotator.suggest.learner_school import learn


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQIM_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    few = corpus_texts()[:3]
    monkeypatch.setattr(training, "corpus_texts", lambda split="train": few)


def _finish(project: Project, document: str = "d1", annotator: str = "A") -> None:
    project.execute(AddSpan(document, 7, 20, "SOURCE", annotator, {"kind": "monitor", "named": "yes"}), annotator)
    project.execute(SetStatus(document, annotator, "done"), annotator)


def test_only_finished_documents_are_learnt_from(project: Project) -> None:
    assert finished_documents(project) == []
    project.execute(AddSpan("d1", 7, 20, "SOURCE", "A"), "A")
    assert finished_documents(project) == []
    project.execute(SetStatus("d1", "A", "done"), "A")
    (found,) = finished_documents(project)
    assert (found.document, found.layer, found.spans[0][:3]) == ("d1", "A", (7, 20, "SOURCE"))
    assert finished_documents(project, "B") == []


def test_with_nothing_finished_there_is_nothing_to_learn_from(project: Project) -> None:
    with pytest.raises(UserError, match="no document is finished"):
        train_project(project)


def test_a_model_goes_to_the_cache_and_never_into_the_project(project: Project, small_corpus: None) -> None:
    _finish(project)
    before = project.path.stat().st_size
    book = train_project(project, "A")
    path = model_path(project.path)
    assert read_model(path).texts == 4
    assert book_of(path) == book
    assert list(book.documents) == ["d1"]
    assert project.path.stat().st_size == before
    assert path.parent != project.path.parent


def test_a_text_of_the_corpus_in_a_project_is_learnt_once(tmp_path: Path, small_corpus: None) -> None:
    article = training.corpus_texts()[0]
    teach([Finished("d", "gold", article.text, article.spans)], tmp_path / "m.zip")
    assert read_model(tmp_path / "m.zip").texts == 3


def test_two_projects_have_two_models(tmp_path: Path) -> None:
    assert model_path(tmp_path / "a.raqim") != model_path(tmp_path / "b.raqim")


def test_the_same_documents_give_the_same_model(tmp_path: Path, small_corpus: None) -> None:
    documents = [Finished("d", "A", "قال المرصد إن 5 قتلوا.", ((4, 10, "SOURCE", {"kind": "monitor"}),))]
    teach(documents, tmp_path / "1.zip")
    teach(documents, tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_two_processes_learn_what_one_learns_and_what_is_kept_changes_nothing() -> None:
    texts = [LabelledText(each.text, each.spans) for each in corpus_texts()[:8]]
    beside = Mate()
    try:
        alone = packed(beside(learn, texts, {})())
        assert packed(learn(texts, {}, beside=beside)) == alone
        changed = [dataclasses.replace(texts[0], spans=texts[0].spans[2:]), *texts[1:]]
        beside.close()  # the next one has kept nothing
        anew = packed(beside(learn, changed, {})())
        assert packed(learn(changed, {})) == anew != alone
    finally:
        beside.close()


def test_a_project_that_has_no_model_uses_the_shipped_one(project: Project) -> None:
    text = project.queries.document("d1").text
    assert suggestions_for(text, (), model_path(project.path)) == suggestions_for(text)


def test_a_model_that_somebody_changed_is_not_used(project: Project) -> None:
    path = model_path(project.path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"lCRF and worse")
    path.with_name(path.name + ".sha256").write_text("0" * 64)
    suggest_document(project, "d1")
    assert project.queries.suggestions("d1", "A")


def _wait_for(teacher: Teacher) -> None:
    end = time.monotonic() + 120
    while not teacher.look():
        assert time.monotonic() < end
        time.sleep(0.02)
    assert teacher.error is None


def test_a_teacher_teaches_when_something_new_is_finished(project: Project) -> None:
    teacher = Teacher(project)
    try:
        teacher.consider()
        _wait_for(teacher)
        assert teacher.book is None
        _finish(project)
        teacher.consider("A")
        _wait_for(teacher)
        assert teacher.book is not None
        assert list(book_of(model_path(project.path)).documents) == ["d1"]
        teacher.consider("A")
        _wait_for(teacher)
        assert teacher.book is None
    finally:
        teacher.close()


def test_what_cannot_be_written_is_said(project: Project, small_corpus: None, tmp_path: Path) -> None:
    _finish(project)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        teach(finished_documents(project), tmp_path / "file" / "m.zip")


def test_precision_is_what_people_accepted(project: Project) -> None:
    suggest_document(project, "d1")
    figures = [each for each in project.queries.suggestions("d1", "A") if each.suggester == "figures"]
    assert len(figures) >= 3
    project.execute(AcceptSuggestion(figures[0].id, "A"), "A")
    project.execute(AcceptSuggestion(figures[1].id, "A"), "A")
    project.execute(RejectSuggestion(figures[2].id, "A"), "A")
    (found,) = precision_by_suggester(project)
    assert dataclasses.astuple(found) == ("figures", "FIGURE", 2, 0, 1)
    assert found.precision == pytest.approx(2 / 3)
    assert precision_by_suggester(project, "B") == []


def test_nothing_decided_has_no_precision(project: Project) -> None:
    add_text(project, "x", "نص", "A")
    assert precision_by_suggester(project) == []
