"""Documents without suggestions, and suggested entity links."""

from __future__ import annotations

from annotator.core.command import AcceptSuggestion, AddEntity, AddSpan, AddSuggestions
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.agreement import agreement
from annotator.project.exchange import add_text
from annotator.project.holding_out import drawn, hold_out, is_held_out
from annotator.project.project import Project
from annotator.project.suggestions import PART, PIECE, joined, parts, pieces, suggest_all, suggest_document

TEXT = "قال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا."


def test_a_document_that_is_held_out_gets_no_suggestions_and_loses_undecided_ones(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    suggest_document(project, document)
    first = project.queries.suggestions(document, "A")[0]
    project.execute(AcceptSuggestion(first.id, "A"), "A")
    assert hold_out(project, [document], "A") == 1
    assert is_held_out(project.queries.document(document))
    assert project.queries.suggestions(document, "A") == []
    assert len(project.queries.spans(document, "A")) == 1
    suggest_document(project, document)
    suggest_all(project, [document])
    assert project.queries.suggestions(document, "A") == []
    assert hold_out(project, [document], "A", held=False) == 1
    suggest_document(project, document)
    assert project.queries.suggestions(document, "A")


def test_a_share_of_documents_is_drawn_by_their_ids_whatever_their_order() -> None:
    every = [f"d{number}" for number in range(40)]
    few = drawn(every, 0.25)
    assert len(few) == 10
    assert set(drawn(every[::-1], 0.25)) == set(few)
    assert set(drawn(every, 0.5)) > set(few)


def test_a_suggestion_proposes_the_entry_whose_name_it_has(project: Project) -> None:
    text = "وسانا قالت للنظام السوري"
    document = add_text(project, "t", text, "A")
    project.execute(AddEntity("وكالة سانا", aliases=("سانا",), id="e1"), "A")
    project.execute(AddEntity("النظام السوري", id="e2"), "A")
    at = text.index("لنظام")
    spans = (Suggestion(1, 5, "SOURCE"), Suggestion(at, at + 12, "ACTOR"), Suggestion(6, 10, "ACTOR"))
    project.execute(AddSuggestions(document, Suggested(spans)), "")
    found = {each.start: each for each in project.queries.suggestions(document, "A")}
    assert [found[place].attributes.get("entity") for place in (1, at, 6)] == ["e1", "e2", None]
    project.execute(AcceptSuggestion(found[1].id, "A"), "A")
    assert [each.attributes["entity"] for each in project.queries.spans(document, "A")] == ["e1"]


def test_words_that_two_entries_share_propose_none(project: Project) -> None:
    document = add_text(project, "t", "قال المرصد", "A")
    project.execute(AddEntity("المرصد", id="e1"), "A")
    project.execute(AddEntity("المرصد السوري", aliases=("المرصد",), id="e2"), "A")
    project.execute(AddSuggestions(document, Suggested((Suggestion(4, 10, "SOURCE"),))), "")
    assert "entity" not in project.queries.suggestions(document, "A")[0].attributes


def test_pieces_of_a_text_follow_each_other_and_end_where_lines_do() -> None:
    text = ("كلمة " * 50 + "\n") * (3 * PIECE // 250)
    cuts = pieces(text)
    assert len(cuts) > 2
    assert [start for start, _ in cuts[1:]] == [end for _, end in cuts[:-1]]
    assert (cuts[0][0], cuts[-1][1]) == (0, len(text))
    assert all(end - start <= PIECE and text[end - 1] == "\n" for start, end in cuts)
    assert pieces("ا" * (2 * PIECE)) == [(0, PIECE), (PIECE, 2 * PIECE)]


def test_suggestions_in_parts_are_the_same_as_at_once(project: Project) -> None:
    text = "\n".join(f"قال المصدر رقم إن {number} شخصاً قتلوا." for number in range(3, 3 + 3 * PART))
    document = add_text(project, "t", text, "A")
    suggest_document(project, document)
    once = [(each.id, each.score) for each in project.queries.suggestions(document, "A")]
    links = {(each.head, each.tail) for each in project.queries.suggested_relations(document)}
    from annotator.project.suggestions import suggestions_for

    project.execute(AddSuggestions(document, Suggested((Suggestion(0, 3, "ACTOR", why="stale"),))), "")
    commands = parts(document, joined([(0, suggestions_for(text))]), (0, len(text)))
    assert len(commands) > 2
    for command in commands:
        project.execute(command, "")
    assert [(each.id, each.score) for each in project.queries.suggestions(document, "A")] == once
    assert {(each.head, each.tail) for each in project.queries.suggested_relations(document)} == links
    assert links


def test_agreement_is_split_by_the_documents_without_suggestions(project: Project) -> None:
    seen, unseen = (add_text(project, name, TEXT, "A") for name in "tu")
    hold_out(project, [unseen], "A")
    for document, ends in ((seen, {"A": 3, "B": 3}), (unseen, {"A": 3, "B": 10})):
        for who, end in ends.items():
            project.execute(AddSpan(document, 0, end, "ACTOR", who), who)

    def exact(held: bool | None) -> object:
        (found,) = agreement(project, ["A", "B"], measures=["f1_exact"], bootstrap=10, held_out=held)
        return found["value"]

    assert (exact(held=None), exact(held=True), exact(held=False)) == (0.5, 0.0, 1.0)
