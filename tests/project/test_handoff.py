from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.command import (
    AddDocuments,
    AddSpan,
    AddSuggestions,
    ChangeSpan,
    RejectSuggestion,
    SetSetting,
    SetStatus,
)
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import export
from annotator.project.handoff import Sharing, hand_off, send_back, share
from annotator.project.project import Project

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا"


@pytest.fixture
def lead(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "lead.raqim")
    names = [f"d{number}" for number in range(8)]
    documents = [AnnotatedDocument(Document(name, name, f"{TEXT} {name}")) for name in names]
    project.execute(AddDocuments(tuple(documents)), "lead")
    for name in names:
        project.execute(AddSuggestions(name, Suggested((Suggestion(4, 17, "SOURCE"),))), "")
        project.execute(AddSpan(name, 21, 30, "FIGURE", "old hand"), "old hand")
    return project


def exported(project: Project) -> bytes:
    out = project.path.with_suffix(".jsonl")
    export(project, out, format="jsonl")
    return out.read_bytes()


def test_each_annotator_gets_the_own_documents_and_nobody_elses_labels(lead: Project, tmp_path: Path) -> None:
    files = hand_off(lead, tmp_path / "out", lead.queries.document_ids(), Sharing(("A", "B"), overlap=25, seed=7))
    counts = []
    for name, path in files.items():
        with Project.open(path) as given_file:
            counts.append(given_file.queries.document_count())
            assert given_file.handed_to == name
            assert given_file.queries.stats().spans == 0
            assert given_file.queries.stats().suggestions == counts[-1]
            assert given_file.integrity() == []
            assert len(given_file.queries.search("المرصد")) == counts[-1]
        assert b"old hand" not in path.read_bytes() or given_file.path == path
    assert sum(counts) == 10
    lead.close()


def test_adjudicators_decisions_stay_with_the_lead(lead: Project, tmp_path: Path) -> None:
    lead.execute(SetSetting("adjudication/d0/abc", {"by": "lead"}), "lead")
    lead.execute(SetSetting("team", "desk"), "lead")
    files = hand_off(lead, tmp_path / "out", lead.queries.document_ids(), Sharing(("A",)))
    with Project.open(files["A"]) as given_file:
        assert given_file.queries.setting("adjudication/d0/abc") is None
        assert given_file.queries.setting("team") == "desk"
        assert given_file.integrity() == []
    lead.close()


def test_a_file_without_suggestions_shows_none(lead: Project, tmp_path: Path) -> None:
    sharing = Sharing(("A",), suggestions=False)
    files = hand_off(lead, tmp_path / "out", lead.queries.document_ids(), sharing)
    with Project.open(files["A"]) as given_file:
        assert given_file.queries.stats().suggestions == 0
    lead.close()


def test_documents_stand_in_the_order_drawn_and_in_the_leads_own_order_after_the_merge(
    lead: Project, tmp_path: Path
) -> None:
    before = lead.queries.document_ids()
    sharing = Sharing(("A",), seed=3, calibration=2, drawn=True)
    path = hand_off(lead, tmp_path / "out", before, sharing)["A"]
    with Project.open(path) as mine:
        order = mine.queries.document_ids()
        assert sorted(order) == before
        assert order == share(before, sharing)["A"] != before
        assert mine.queries.next_unfinished("A", order[0]) == order[1]
        mine.execute(AddSpan(order[0], 4, 17, "SOURCE", "A"), "A")
        mine.execute(AddDocuments((AnnotatedDocument(Document("own", "own", TEXT)),)), "A")
        assert mine.queries.document_ids() == [*order, "own"]
        assert mine.integrity() == []
    lead.merge(path, "lead")
    assert lead.queries.document_ids() == [*before, "own"]
    lead.execute(ChangeSpan(lead.queries.spans(order[0], "A")[0].id, unsure=True), "lead")
    with Project.open(path) as mine:
        mine.merge(lead.path, "A")
        assert mine.queries.document_ids() == [*order, "own"]
        assert mine.integrity() == []
    lead.close()


def test_returned_files_merge_in_any_order_twice_and_half_finished(lead: Project, tmp_path: Path) -> None:
    files = hand_off(lead, tmp_path / "out", lead.queries.document_ids(), Sharing(("A", "B"), calibration=2))
    back = []
    for name, path in files.items():
        with Project.open(path) as mine:
            for document in mine.queries.document_ids():
                mine.execute(AddSpan(document, 4, 17, "SOURCE", name), name)
            half = send_back(mine, tmp_path / f"{name}-half.raqim")
            mine.execute(SetStatus("d0", name, "done"), name)
            back += [send_back(mine, tmp_path / f"{name}-done.raqim"), half]
    one, two = (tmp_path / f"{name}.raqim" for name in ("one", "two"))
    lead.copy_to(one)
    lead.copy_to(two)
    with Project.open(one) as first, Project.open(two) as second:
        for path in back:
            first.merge(path, "lead")
        for path in [*reversed(back), *back]:
            second.merge(path, "lead")
        assert exported(first) == exported(second)
        assert first.queries.stats().by_layer["A"]["SOURCE"] + first.queries.stats().by_layer["B"]["SOURCE"] == 10
        assert first.queries.stats().by_layer["old hand"] == {"FIGURE": 8}
        assert first.queries.stats().by_status["A"]["done"] == 1
    lead.close()


def test_a_hand_off_never_writes_over_a_file_or_out_of_its_folder(lead: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    hand_off(lead, out, ["d0"], Sharing(("../A",)))
    assert [path.name for path in out.iterdir()] == [".._A.raqim"]
    with pytest.raises(UserError, match="already"):
        hand_off(lead, out, ["d0"], Sharing(("../A",)))
    lead.close()


@given(st.integers(0, 40), st.integers(1, 5), st.integers(0, 100), st.integers(0, 9), st.integers(0, 5))
def test_sharing_gives_every_document_to_as_many_as_asked(
    count: int, people: int, overlap: int, seed: int, calibration: int
) -> None:
    documents = [f"d{number}" for number in range(count)]
    names = tuple("ABCDE"[:people])
    shares = share(documents, Sharing(names, overlap, seed, calibration))
    holders = {each: sum(each in mine for mine in shares.values()) for each in documents}
    assert all(holders[each] == people for each in documents[:calibration])
    rest = documents[calibration:]
    doubled = round(len(rest) * overlap / 100) if people > 1 else 0
    assert sorted(holders[each] for each in rest) == sorted([2] * doubled + [1] * (len(rest) - doubled))
    assert shares == share(documents, Sharing(names, overlap, seed, calibration))


def test_nothing_that_others_said_or_did_is_in_a_hand_off(lead: Project, tmp_path: Path) -> None:
    lead.execute(ChangeSpan(lead.queries.spans("d0", "old hand")[0].id, note="سرّ مكتوم"), "old hand")
    suggestion = lead.queries.suggestions("d0", "old hand")[0]
    lead.execute(RejectSuggestion(suggestion.id, "old hand"), "old hand")
    imported = AnnotatedDocument(
        Document("d9", "d9", f"{TEXT} d9"), (Layer("old hand", spans=(Span("x1", 0, 3, "ACTOR", note="سرّ مكتوم"),)),)
    )
    lead.execute(AddDocuments((imported,)), "old hand")
    path = hand_off(lead, tmp_path / "out", ["d0", "d9"], Sharing(("A",)))["A"]
    data = path.read_bytes()
    assert "سرّ مكتوم".encode() not in data
    assert [row.annotator for row in lead.queries.layers("d9")] == ["old hand"]
    with Project.open(path) as given_file:
        assert given_file.queries.layers("d9") == []
        assert {event.actor for event in given_file.queries.history()} <= {"", "lead"}
        assert given_file.integrity() + given_file.differences() == []
        given_file.execute(AddSpan("d9", 0, 3, "SOURCE", "A"), "A")
    before = exported(lead)
    lead.merge(path, "lead")
    assert exported(lead) != before
    lead.undo("lead")
    assert exported(lead) == before
    lead.close()
