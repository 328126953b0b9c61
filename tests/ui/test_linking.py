"""What belongs together is shown together: arcs follow their marks, mentions of one entity are marked as such."""

from __future__ import annotations

from annotator.core.command import AddEntity, AddSuggestions, ChangeSpan, RemoveSpan
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from tests.ui.conftest import Desk

TEXT = "وقال المرصد إن 30 آخرين أصيبوا. وأضاف المرصد أن 12 نزحوا."


def _begin(desk: Desk) -> list[str]:
    """A figure and a source are suggested, and that the source gave the figure; their ids."""
    desk.open_text(TEXT)
    opened = desk.session.desk
    assert opened is not None
    source, figure = TEXT.index("المرصد"), TEXT.index("30")
    spans = (
        Suggestion(source, source + 6, "SOURCE", suggester="test"),
        Suggestion(figure, figure + 2, "FIGURE", suggester="test"),
    )
    relations = (RelationSuggestion("REPORTED_BY", 1, 0),)
    desk.session.project.execute(AddSuggestions(opened.id, Suggested(spans, relations)), "")
    desk.settle()
    return [each.id for each in opened.in_order()]


def _arcs(desk: Desk) -> set[tuple[str, str, bool]]:
    """The arcs that are painted: the words at their ends, and whether they are suggestions."""
    view, opened = desk.bench.view, desk.session.desk
    assert opened is not None

    def words(mark: str) -> str:
        thing = opened.thing(mark)
        return TEXT[thing.start : thing.end] if thing else "?"

    return {
        (words(leg.link.head), words(leg.link.tail), leg.link.suggested)
        for _, layout in view._flow.shown()
        if layout.decoration
        for leg in layout.decoration.legs
    }


def test_a_suggested_arc_stays_while_its_ends_are_accepted_and_goes_with_one_that_is_rejected(desk: Desk) -> None:
    _begin(desk)
    suggested = {("30", "المرصد", True)}
    assert _arcs(desk) == suggested
    desk.press("Enter")
    assert _arcs(desk) == suggested
    desk.press("Delete")
    assert _arcs(desk) == set()
    desk.press("Ctrl+Z")
    assert _arcs(desk) == suggested


def test_an_accepted_arc_is_a_relation_and_undo_makes_it_a_suggestion_again(desk: Desk) -> None:
    _begin(desk)
    desk.press("Enter", "Enter", "Shift+Tab", "Alt+C")
    assert _arcs(desk) == {("30", "المرصد", False)}
    desk.press("Ctrl+Z")
    assert _arcs(desk) == {("30", "المرصد", True)}


def test_an_arc_goes_with_its_span_and_comes_back_with_it(desk: Desk) -> None:
    _begin(desk)
    desk.press("Enter", "Enter", "Shift+Tab", "Alt+C")
    [source, *_] = desk.spans()
    desk.session.do(RemoveSpan(source.id))
    assert _arcs(desk) == set()
    desk.press("Ctrl+Z")
    assert _arcs(desk) == {("30", "المرصد", False)}


def test_an_arc_made_by_keys_is_shown_at_once(desk: Desk) -> None:
    desk.open_text(TEXT)
    desk.caret_to("المرصد")
    desk.press("3")
    desk.caret_to("30")
    desk.press("2", "Alt+R", "Shift+Tab", "Enter")
    assert _arcs(desk) == {("30", "المرصد", False)}


def test_the_text_shows_where_a_relation_starts_until_it_is_made_or_let_go(desk: Desk) -> None:
    desk.open_text(TEXT)
    desk.caret_to("المرصد")
    desk.press("3")
    desk.caret_to("30")
    desk.press("2", "Alt+R")
    figure = desk.session.focus
    origins = []
    for chord in ("Shift+Tab", "Escape", "Tab", "Alt+R", "Shift+Tab", "Enter"):
        desk.press(chord)
        origins.append(desk.bench.view._emphasis().origin)
    assert origins == [figure, "", "", figure, figure, ""]


def test_mentions_of_the_entity_in_focus_carry_its_name_for_the_view(desk: Desk) -> None:
    desk.open_text(TEXT)
    view = desk.bench.view
    for place in (TEXT.index("المرصد"), TEXT.rindex("المرصد")):
        view.select(place, place + 6)
        desk.press("3")
    desk.session.project.execute(AddEntity("المرصد", id="e1"), "سلمى")
    for each in desk.spans():
        desk.session.do(ChangeSpan(each.id, attributes={"entity": "e1"}))
    desk.settle()
    first, second = desk.spans()
    desk.session.set_focus(first.id)
    mark = view._scene.marks.get(second.id)
    assert mark is not None
    assert mark.entity == view._emphasis().entity == "e1"
    desk.session.set_focus("")
    assert view._emphasis().entity == ""


def test_invisible_characters_are_shown_by_key_and_stay_so(desk: Desk) -> None:
    desk.open_text(TEXT)
    assert not desk.bench.view.look().show_invisible
    desk.press("Ctrl+Shift+I")
    assert desk.bench.view.look().show_invisible
    assert desk.studio.settings.get("show_invisible") is True
    desk.press("Ctrl+Shift+I")
    assert not desk.bench.view.look().show_invisible
