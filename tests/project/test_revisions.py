from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.command import (
    AcceptSuggestion,
    AddDocuments,
    AddRelation,
    AddSpan,
    AddSuggestions,
    Batch,
    ChangeSpan,
    RejectSuggestion,
    RemoveSpan,
    ReviseDocument,
    SetStatus,
)
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.core.revision import Revision
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import export
from annotator.project.project import Project
from annotator.storage.log import Log
from annotator.storage.store import Store
from annotator.storage.writing import folded_state
from tests.conftest import draws
from tests.project.conftest import TEXT

SENTENCE = "😀 أعلن المرصد رقم {n} أن {n} شخصاً قتلوا في بلدة {n} قرب حلب، بحسب وكالة الأنباء.\n"


def exported(project: Project) -> bytes:
    out = project.path.with_suffix(".jsonl")
    export(project, out, format="jsonl")
    return out.read_bytes()


def words(project: Project, document: str = "d1", layer: str = "A") -> list[tuple[str, str]]:
    text = project.queries.document(document).text
    return [(span.label, span.covered(text)) for span in project.queries.spans(document, layer)]


def label(project: Project, word: str, name: str = "ACTOR", who: str = "A", identity: str = "") -> None:
    start = project.queries.document("d1").text.index(word)
    project.execute(AddSpan("d1", start, start + len(word), name, who, id=identity), who)


def correct(project: Project, old: str, new: str, who: str = "A") -> None:
    text = project.queries.document("d1").text
    project.execute(ReviseDocument("d1", text.replace(old, new, 1)), who)


def two_hundred(project: Project) -> tuple[str, list[str]]:
    """A document of 200 spans, and their words in order."""
    text = "".join(SENTENCE.format(n=n) for n in range(100, 150))
    spans = []
    for n in range(100, 150):
        at = text.index(SENTENCE.format(n=n))
        named = ((f"المرصد رقم {n}", "SOURCE"), (f"{n} شخصاً", "FIGURE"), ("حلب", "ACTOR"), ("وكالة", "SOURCE"))
        for word, name in named:
            start = text.index(word, at)
            spans.append((start, start + len(word), name))
    project.execute(AddDocuments((AnnotatedDocument(Document("d200", "كثير", text)),)), "A")
    project.execute(Batch(tuple(AddSpan("d200", *span, "A") for span in spans)), "A")
    return text, [text[start:end] for start, end, _ in sorted(spans)]


def test_a_typo_corrected_under_200_spans_carries_all_and_undo_restores(project: Project) -> None:
    text, before = two_hundred(project)
    first = exported(project)
    project.execute(ReviseDocument("d200", text.replace("بلدة 120", "قرية 120")), "A")
    assert [word for _, word in words(project, "d200")] == before
    assert project.queries.document("d200").text.count("قرية") == 1
    project.undo("A")
    assert exported(project) == first
    project.redo("A")
    assert [word for _, word in words(project, "d200")] == before


def test_a_typo_inside_a_spans_words_is_carried_with_them(project: Project) -> None:
    text, before = two_hundred(project)
    wish = ReviseDocument("d200", text.replace("130 شخصاً", "130 شحصا", 1))
    seen = project.queries.preview_revision(wish)
    assert len(seen.carried) == 199
    assert [each.span.covered(text) for each in seen.changed] == ["130 شخصاً"]
    project.execute(wish, "A")
    now = [word for _, word in words(project, "d200")]
    assert now == ["130 شحصا" if word == "130 شخصاً" else word for word in before]


def test_what_does_not_fit_is_listed_left_out_and_kept_in_the_old_revision(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    label(project, "211 شخصاً", "FIGURE", identity="s2")
    project.execute(AddRelation("REPORTED_BY", "s2", "s1"), "A")
    first = exported(project)
    correct(project, "المرصد السوري", "مصدر طبي")
    assert words(project) == [("FIGURE", "211 شخصاً")]
    assert project.queries.relations("d1", "A") == []
    old, new = project.queries.revisions("d1")
    assert (old.text, new.actor) == (TEXT, "A")
    assert [(each.words, each.layer) for each in new.left_out] == [("المرصد السوري", "A")]
    project.undo("A")
    assert exported(project) == first
    assert len(project.queries.revisions("d1")) == 1


def test_a_decision_places_what_did_not_fit(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    text = TEXT.replace("المرصد السوري", "مصدر طبي")
    start = text.index("مصدر طبي")
    near = project.queries.preview_revision(ReviseDocument("d1", text)).left_out[0].near
    assert text[slice(*near)] == "مصدر طبي"
    project.execute(ReviseDocument("d1", text, {"s1": ((start, start + 8),)}), "A")
    assert words(project) == [("SOURCE", "مصدر طبي")]


def test_two_spans_that_would_fall_together_are_one_and_one_is_listed(project: Project) -> None:
    label(project, "القوات السورية", identity="long")
    label(project, "السورية", identity="short")
    correct(project, "القوات السورية", "السورية")
    assert [each.id for each in project.queries.spans("d1", "A")] == ["short"]


def test_search_finds_the_words_of_the_present_revision_only(project: Project) -> None:
    correct(project, "المرصد", "الشبكة")
    assert len(project.queries.search("الشبكة")) == 1
    assert project.queries.search("المرصد") == []
    project.undo("A")
    assert len(project.queries.search("المرصد")) == 1


def test_decisions_on_suggestions_go_with_their_words(project: Project) -> None:
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("211 شخصاً", "المسلحين", "القوات السورية")]
    made = tuple(Suggestion(*place, "ACTOR", suggester="t") for place in places)
    project.execute(AddSuggestions("d1", Suggested(made)), "")
    ids = [each.id for each in project.queries.suggestions("d1", "A")]
    project.execute(AcceptSuggestion(ids[0], "A"), "A")
    project.execute(RejectSuggestion(ids[1], "A"), "A")
    before = exported(project)
    correct(project, "قال", "وقال")
    text = project.queries.document("d1").text
    found = project.queries.suggestions("d1", "A", undecided_only=False)
    assert [(text[each.start : each.end], each.decision) for each in found] == [
        ("211 شخصاً", "accepted"), ("المسلحين", "rejected"),
    ]  # fmt: skip
    span = project.queries.spans("d1", "A")[0]
    assert span.origin["suggestion"] == found[0].id
    again = tuple(Suggestion(each.start + 1, each.end + 1, "ACTOR", suggester="t") for each in made)
    project.execute(AddSuggestions("d1", Suggested(again)), "")
    assert [text[each.start : each.end] for each in project.queries.suggestions("d1", "A")] == ["القوات السورية"]
    project.undo("")
    project.undo("A")
    assert exported(project) == before


def test_the_correction_stands_after_a_restart_and_can_be_taken_back_then(project: Project) -> None:
    label(project, "القوات السورية")
    first = exported(project)
    correct(project, "قال", "ذكر")
    last = exported(project)
    project.close()
    with Project.open(project.path) as again:
        assert exported(again) == last
        again.undo("A")
        assert exported(again) == first
        again.redo("A")
        assert exported(again) == last


def test_work_of_others_on_the_new_text_keeps_the_old_one_from_coming_back(project: Project) -> None:
    correct(project, "قال", "وقد قال")
    label(project, "المسلحين", who="B")
    with pytest.raises(UserError, match="rests on this"):
        project.undo("A")
    assert project.queries.document("d1").text != TEXT
    project.undo("B")
    project.undo("A")
    assert project.queries.document("d1").text == TEXT
    with pytest.raises(UserError, match="corrected since"):
        project.redo("B")
    project.redo("A")
    project.redo("B")
    assert words(project, layer="B") == [("ACTOR", "المسلحين")]


def test_a_span_removed_before_the_correction_never_comes_back_in_the_wrong_place(project: Project) -> None:
    label(project, "المسلحين", identity="s1")
    project.execute(RemoveSpan("s1"), "B")
    correct(project, "قال", "وقد قال")
    with pytest.raises(UserError):
        project.undo("B")
    project.undo("A")
    project.undo("B")
    assert words(project) == [("ACTOR", "المسلحين")]


def test_a_change_of_edges_before_the_correction_is_not_undone_onto_the_new_text(project: Project) -> None:
    label(project, "القوات السورية", identity="s1")
    start = TEXT.index("السورية")
    project.execute(ChangeSpan("s1", extent=((start, start + 7),)), "B")
    correct(project, "قال", "وقد قال")
    with pytest.raises(UserError):
        project.undo("B")


def test_a_locked_layer_loses_no_span(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE")
    project.execute(SetStatus("d1", "A", "locked"), "A")
    with pytest.raises(UserError, match="locked"):
        correct(project, "المرصد السوري", "مصدر")
    correct(project, "شخصاً", "شخصا")
    assert words(project) == [("SOURCE", "المرصد السوري")]


@pytest.mark.parametrize("text", ["", TEXT])
def test_no_text_and_the_same_text_are_no_correction(project: Project, text: str) -> None:
    with pytest.raises(UserError):
        project.execute(ReviseDocument("d1", text), "A")


def test_the_events_alone_say_what_the_tables_say(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    label(project, "القوات السورية")
    correct(project, "المرصد السوري", "مصدر")
    correct(project, "شخصاً", "شخصا")
    project.undo("A")
    path = project.path
    project.close()
    store = Store.open(path)
    log = Log(store)
    for document in ("", "d1"):
        assert folded_state(store, log.ops_of_document(document)) == []
    store.close()


def test_the_history_does_not_carry_texts(project: Project) -> None:
    correct(project, "قال", "ذكر")
    command = project.queries.history(limit=1)[0].command
    assert command == {"command": "revise_document", "document": "d1", "length": len(TEXT)}


WORD = st.sampled_from(["قال", "المرصد", "السوري", "12", "شخصاً", "قتلوا", "حلب،", "😀", "و82", "دمشق.", "\n"])


@settings(max_examples=draws(150), deadline=None)
@given(st.lists(WORD, min_size=6, max_size=60), st.randoms(use_true_random=False), st.text("ابتم ", max_size=4))
def test_spans_that_no_edit_touches_keep_their_words(parts: list[str], chance: random.Random, typed: str) -> None:
    text = " ".join(f"{word}{place}" for place, word in enumerate(parts))  # no word twice: which one went is plain
    start = chance.randrange(len(text))
    end = min(len(text), start + chance.randrange(4))
    corrected = text[:start] + typed + text[end:]
    revision = Revision(text, corrected)
    for _ in range(20):
        first = chance.randrange(len(text))
        last = chance.randrange(first + 1, len(text) + 1)
        carried = revision.carry(((first, last),))
        if not carried.extent or carried.changed:
            assert last > start - 6  # only what lies in or beside the words of the edit is left out or changed
            assert first < end + 6
        elif last <= start or first >= end:
            shift = len(corrected) - len(text) if first >= end else 0
            ((new_first, new_last),) = carried.extent
            assert corrected[new_first:new_last] == text[first:last]
            assert abs(new_first - first - shift) <= len(typed) + end - start
        elif carried.extent and not carried.changed:
            assert corrected[slice(*carried.extent[0])] == text[first:last]


def test_a_text_written_anew_carries_what_is_surely_the_same() -> None:
    old = "قال المرصد إن 12 شخصاً قتلوا في حلب. وأضافت دمشق أن الهجوم فشل."
    new = "وأفاد شاهد أن قصفاً وقع في إدلب. وأضافت دمشق أن الهجوم فشل تماماً."
    revision = Revision(old, new)
    place = old.index("دمشق")
    assert new[slice(*revision.carry(((place, place + 4),)).extent[0])] == "دمشق"
    assert revision.carry(((old.index("12 شخصاً"), old.index(" قتلوا")),)).extent == ()


def test_a_large_correction_is_compared_in_time(tmp_path: Path) -> None:
    import time

    old = " ".join(f"كلمة{n} جملة" for n in range(8000))
    new = old.replace("كلمة77 ", "كلمةً ").replace("كلمة7900 ", "").replace("جملة", "جمله", 3)
    begun = time.process_time()
    revision = Revision(old, new)
    assert new[slice(*revision.carry(((old.index("كلمة4000"), old.index("كلمة4000") + 8),)).extent[0])] == "كلمة4000"
    assert time.process_time() - begun < 20  # of this process alone, so that a busy machine does not matter
