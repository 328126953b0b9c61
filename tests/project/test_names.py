"""A project's own gazetteer: names that grow with decisions, vetoes, and the lead's word on both."""

from __future__ import annotations

from annotator.core.command import AcceptSuggestion, AddSpan, AddSuggestions, RejectSuggestion, RemoveSpan
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.project.names import own_names, own_names_in, project_names, ruling
from annotator.project.project import Project
from annotator.project.suggestions import suggest_document, suggestions_for
from annotator.suggest.gazetteer import Entry
from annotator.suggest.own_names import OwnNames, with_own_names

TEXT = "اجتمع تجمع السنابل أمس. وغادر تجمّع السنابل القاعة."
NAME = "تجمع السنابل"
FIRST = TEXT.index(NAME)
SECOND = TEXT.index("تجمّع السنابل")


def _label(project: Project, document: str, start: int, length: int, label: str = "ACTOR") -> str:
    project.execute(AddSpan(document, start, start + length, label, "A", {"kind": "other"}), "A")
    return next(each.id for each in project.queries.spans(document, "A") if each.start == start)


def _named(project: Project, use: str) -> list[tuple[str, str, int]]:
    return [(each.label, each.name, each.times) for each in project_names(project.queries) if each.use == use]


def test_what_was_labelled_twice_is_a_name_and_what_was_labelled_once_is_none(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    _label(project, document, FIRST, len(NAME))
    assert _named(project, "name") == []
    _label(project, document, SECOND, len(NAME) + 1)
    ((label, name, times),) = _named(project, "name")
    assert (label, times) == ("ACTOR", 2)
    assert name in {NAME, "تجمّع السنابل"}


def test_a_place_that_two_annotators_labelled_counts_once(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    for who in "AB":
        project.execute(AddSpan(document, FIRST, FIRST + len(NAME), "ACTOR", who), who)
    assert _named(project, "name") == []


def test_another_label_contradicts_a_name_and_a_removed_span_takes_it_back(project: Project) -> None:
    document = add_text(project, "t", TEXT + " قال تجمع السنابل", "A")
    _label(project, document, FIRST, len(NAME))
    second = _label(project, document, SECOND, len(NAME) + 1)
    third = _label(project, document, len(TEXT) + 5, len(NAME), "SOURCE")
    assert _named(project, "name") == []
    project.execute(RemoveSpan(third), "A")
    assert len(_named(project, "name")) == 1
    project.execute(RemoveSpan(second), "A")
    assert _named(project, "name") == []


def _proposed(project: Project, document: str) -> list[str]:
    spans = (
        Suggestion(FIRST, FIRST + len(NAME), "ACTOR"), Suggestion(SECOND, SECOND + len(NAME) + 1, "ACTOR"),
    )  # fmt: skip
    project.execute(AddSuggestions(document, Suggested(spans)), "")
    return [each.id for each in project.queries.suggestions(document, "A")]


def test_what_was_rejected_twice_is_vetoed_unless_it_is_labelled_anywhere(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    one, other = _proposed(project, document)
    project.execute(RejectSuggestion(one, "A"), "A")
    assert _named(project, "veto") == []
    project.execute(RejectSuggestion(other, "A"), "A")
    assert [each[0] for each in _named(project, "veto")] == ["ACTOR"]
    _label(project, document, FIRST, len(NAME))
    assert _named(project, "veto") == []


def test_what_was_accepted_and_removed_again_counts_as_rejected(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    for each in _proposed(project, document):
        project.execute(AcceptSuggestion(each, "A"), "A")
    assert _named(project, "veto") == []
    for span in project.queries.spans(document, "A"):
        project.execute(RemoveSpan(span.id), "A")
    assert len(_named(project, "veto")) == 1


def test_a_name_that_was_undone_is_neither_name_nor_veto(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    for each in _proposed(project, document):
        project.execute(AcceptSuggestion(each, "A"), "A")
    project.undo("A")
    project.undo("A")
    assert project_names(project.queries) == []


def test_the_lead_adds_vetoes_and_takes_away_and_each_can_be_undone(project: Project) -> None:
    project.execute(ruling(project.queries, "ACTOR", " تجمع   السنابل ", "name"), "A")
    assert _named(project, "name") == [("ACTOR", NAME, 0)]
    project.execute(ruling(project.queries, "ACTOR", "تجمّع السنابل", "veto"), "A")
    assert _named(project, "name") == []
    assert len(_named(project, "veto")) == 1
    project.undo("A")
    assert _named(project, "name") == [("ACTOR", NAME, 0)]
    project.execute(ruling(project.queries, "ACTOR", NAME, None), "A")
    assert project_names(project.queries) == []


def test_the_leads_word_stands_over_what_was_derived(project: Project) -> None:
    document = add_text(project, "t", TEXT, "A")
    _label(project, document, FIRST, len(NAME))
    _label(project, document, SECOND, len(NAME) + 1)
    project.execute(ruling(project.queries, "ACTOR", NAME, "neither"), "A")
    assert not own_names(project_names(project.queries))


def test_a_name_of_the_project_is_suggested_in_the_next_document_behind_a_clitic_too(project: Project) -> None:
    text = "ووصل المدعوون، وحضر بتجمّع السنابل ضيوف."
    document, following = add_text(project, "t", TEXT, "A"), add_text(project, "u", text, "A")
    _label(project, document, FIRST, len(NAME))
    _label(project, document, SECOND, len(NAME) + 1)
    suggest_document(project, following)
    at = text.index("تجمّع")
    found = [each for each in project.queries.suggestions(following, "A") if each.start == at]
    assert [(text[each.start : each.end], each.label, each.attributes.get("kind")) for each in found] == [
        ("تجمّع السنابل", "ACTOR", "other")
    ]
    assert own_names_in(project.path) == own_names(project_names(project.queries))


def test_a_veto_takes_a_suggestion_with_its_relations_and_leaves_the_rest() -> None:
    text = "قالت وكالة سانا إن 12 شخصاً قتلوا."
    spans = (Suggestion(5, 15, "SOURCE"), Suggestion(19, 26, "FIGURE"))
    suggested = Suggested(spans, (RelationSuggestion("REPORTED_BY", 1, 0),))
    own = OwnNames((), frozenset({("SOURCE", "وكاله سانا")}))
    assert with_own_names(text, suggested, own) == Suggested((spans[1],))
    assert with_own_names(text, suggested, OwnNames()) is suggested


def test_a_name_stands_back_where_something_is_suggested_and_relations_keep_their_ends() -> None:
    text = "حضر الفوج وقالت وكالة سانا إن 12 شخصاً قتلوا."
    spans = (Suggestion(16, 26, "SOURCE"), Suggestion(30, 37, "FIGURE"))
    suggested = Suggested(spans, (RelationSuggestion("REPORTED_BY", 1, 0),))
    own = OwnNames((Entry("الفوج", "ACTOR"), Entry("سانا", "ACTOR")))
    found = with_own_names(text, suggested, own)
    assert [(each.start, each.label) for each in found.spans] == [(4, "ACTOR"), (16, "SOURCE"), (30, "FIGURE")]
    assert found.relations == (RelationSuggestion("REPORTED_BY", 2, 1),)


def test_without_names_of_its_own_a_project_gets_what_is_suggested_anyway() -> None:
    text = "قالت وكالة سانا إن 12 شخصاً قتلوا."
    assert suggestions_for(text, (), None, OwnNames()) == suggestions_for(text)
