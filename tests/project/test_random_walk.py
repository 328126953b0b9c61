"""Undo all gives the first state, redo all the last, byte for byte, whatever was done and whenever one restarted."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.command import (
    AcceptSuggestion,
    AddDocuments,
    AddEntity,
    AddRelation,
    AddSpan,
    AddSuggestions,
    ChangeDocument,
    ChangeSpan,
    Command,
    RejectSuggestion,
    RemoveDocument,
    RemoveSpan,
    RenameLabel,
    SetStatus,
)
from annotator.core.document import STATUSES, AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import export
from annotator.project.project import Project
from annotator.storage.writing import folded_state
from tests.conftest import draws

TEXT = "😀 قال المرصد\r\nإن 211 شخصاً \u202bقُتلوا\u202c"
WHO = st.sampled_from("AB")
PLACE = st.integers(0, len(TEXT) - 1)
PICK = st.integers(0, 50)

STEP = st.one_of(
    st.tuples(st.just("add"), WHO, PLACE, st.integers(1, 8), st.sampled_from(["ACTOR", "FIGURE", "SOURCE"])),
    st.tuples(st.just("pieces"), WHO, PLACE),
    st.tuples(st.just("change"), PICK, st.sampled_from(["ACTOR", "SOURCE"])),
    st.tuples(st.just("note"), PICK, st.text(max_size=5)),
    st.tuples(st.just("edge"), PICK, PLACE),
    st.tuples(st.just("remove"), PICK),
    st.tuples(st.just("relate"), PICK, PICK),
    st.tuples(st.just("status"), WHO, st.sampled_from([each for each in STATUSES if each != "locked"])),
    st.tuples(st.just("suggest"), PLACE),
    st.tuples(st.just("accept"), WHO, PICK),
    st.tuples(st.just("reject"), WHO, PICK),
    st.tuples(st.just("entity"), st.sampled_from(["e1", "e2"])),
    st.tuples(st.just("document"), st.sampled_from(["d1", "d2"])),
    st.tuples(st.just("drop"), st.sampled_from(["d2"])),
    st.tuples(st.just("name"), st.text(max_size=4)),
    st.tuples(st.just("rename"), st.sampled_from(["SOURCE", "VOICE"]), st.sampled_from(["SOURCE", "VOICE"])),
    st.tuples(st.just("restart")),
)


def command(project: Project, step: tuple[object, ...]) -> Command | None:
    kind, *rest = step
    spans = [each for who in "AB" for each in project.queries.spans("d1", who)]
    ids = [each.id for each in project.queries.suggestions("d1", "", undecided_only=False)]
    match kind, *rest:
        case "add", str(who), int(start), int(length), str(name):
            return AddSpan("d1", start, min(len(TEXT), start + length), name, who)
        case "pieces", str(who), int(start):
            return AddSpan("d1", 0, 0, "ACTOR", who, fragments=((start, start + 1), (start + 2, start + 3)))
        case "status", str(who), str(status):
            return SetStatus("d1", who, status)  # type: ignore[arg-type]  # drawn from the statuses
        case "suggest", int(start):
            return AddSuggestions("d1", Suggested((Suggestion(start, start + 1, "FIGURE", {"value": start}),)))
        case ("accept" | "reject"), str(who), int(pick) if ids:
            make = AcceptSuggestion if kind == "accept" else RejectSuggestion
            return make(ids[pick % len(ids)], who)
    whole = project_command(kind, rest)
    return whole or (span_command([each.id for each in spans], kind, rest) if spans else None)


def project_command(kind: object, rest: list[object]) -> Command | None:
    match kind, *rest:
        case "entity", str(identity):
            return AddEntity("كيان", id=identity)
        case "document", str(identity):
            return AddDocuments((AnnotatedDocument(Document(identity, identity, TEXT)),))
        case "drop", str(identity):
            return RemoveDocument(identity)
        case "name", str(name):
            return ChangeDocument("d1", name=name, metadata={"tag": name})
        case "rename", str(old), str(new):
            return RenameLabel(old, new)
    return None


def span_command(spans: list[str], kind: object, rest: list[object]) -> Command | None:
    def one(pick: object) -> str:
        assert isinstance(pick, int)
        return spans[pick % len(spans)]

    match kind, *rest:
        case "change", pick, str(name):
            return ChangeSpan(one(pick), label=name, attributes={"kind": "other"})
        case "note", pick, str(note):
            return ChangeSpan(one(pick), note=note, unsure=bool(note))
        case "edge", pick, int(start):
            return ChangeSpan(one(pick), extent=((start, start + 1),))
        case "remove", pick:
            return RemoveSpan(one(pick))
        case "relate", first, second:
            return AddRelation("REPORTED_BY", one(first), one(second))
    return None


def exported(project: Project) -> bytes:
    out = project.path.with_suffix(".jsonl")
    export(project, out, format="jsonl")
    return out.read_bytes()


def walk(steps: list[tuple[object, ...]], folder: str) -> None:
    path = Path(folder) / "p.raqim"
    project = Project.create(path)
    try:
        project.execute(AddDocuments((AnnotatedDocument(Document("d1", "d1", TEXT)),)), "A")
        for step in steps:
            if step[0] == "restart":
                project.close()
                project = Project.open(path)
                continue
            wish = command(project, step)
            try:
                if wish is not None:
                    project.execute(wish, "A")
            except UserError:
                continue
        last = exported(project)
        undone = 0
        while project.next_undo() is not None:
            project.undo()
            undone += 1
        first = exported(project)
        assert first.count(b"\n") == 1  # the header alone
        for _ in range(undone):
            project.redo()
        assert exported(project) == last
        assert project.integrity() == []
        for document in ("", "d1", "d2"):  # what stands in the tables is what the log says
            assert folded_state(project._store, project._log.ops_of_document(document)) == []
    finally:
        project.close()


@settings(max_examples=draws(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=25))
def test_undo_all_gives_the_first_state_and_redo_all_the_last(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        walk(steps, folder)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=60))
def test_undo_and_redo_hold_over_long_walks(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        walk(steps, folder)
