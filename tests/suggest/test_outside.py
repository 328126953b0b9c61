"""What an outside program says: what is taken of it, and what is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.suggest.outside import PROBLEMS, SCORE, Answer, parsed, question, together

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا"
SCHEME = shipped_scheme()
DOCS = Path(__file__).parents[2] / "docs"


def answer(data: Any, text: str = TEXT) -> Answer:
    return Answer("mine", "d", text, data, SCHEME)


def span(start: object = 21, end: object = 24, label: object = "FIGURE", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "label": label, **more}


@pytest.mark.parametrize(
    "bad",
    [
        span(-1), span(24, 24), span(30, 21), span(21, 99999), span(21.0), span("21"), span(True, 2), span(3, 4),
        span(label="DATE"), span(label=""), span(label=None), span(text="212"), span(score=1.5), span(score="high"),
        span(score=float("nan")), span(score=True), "FIGURE", None, [21, 24, "FIGURE"], {},
    ],
)  # fmt: skip
def test_a_wrong_span_is_left_out_and_told_and_the_others_stay(bad: object) -> None:
    checked = answer({"spans": [bad, span()]})
    assert [(each.start, each.end) for each in checked.suggested.spans] == [(21, 24)]
    assert len(checked.problems) == 1
    assert str(checked.problems[0]).startswith("mine: d spans[0]: ")


def test_a_span_without_score_and_reason_gets_ours() -> None:
    (each,) = answer({"spans": [span(text="211")]}).suggested.spans
    assert (each.score, each.why) == (SCORE, "mine")


def test_attributes_that_do_not_fit_are_left_out_and_told() -> None:
    given_attributes = {"value": 211, "kind": "killed", "bound": "sort of", "colour": "red", "unit": ["x"]}
    checked = answer({"spans": [span(attributes=given_attributes)]})
    assert checked.suggested.spans[0].attributes == {"value": 211, "kind": "killed"}
    assert len(checked.problems) == 3


def test_relations_keep_their_ends_when_a_span_is_left_out() -> None:
    source = span(4, 17, "SOURCE")
    rows = [
        {"type": "REPORTED_BY", "head": 2, "tail": 1, "score": 0.7},
        {"type": "REPORTED_BY", "head": 0, "tail": 1},
        {"type": "REPORTED_BY", "head": 1, "tail": 2},
        {"type": "MARRIED_TO", "head": 2, "tail": 1},
        {"type": "REPORTED_BY", "head": 2, "tail": 2},
        "REPORTED_BY",
    ]
    checked = answer({"spans": [span(0, 0), source, span()], "relations": rows})
    assert checked.suggested.relations == (RelationSuggestion("REPORTED_BY", 1, 0, 0.7),)
    assert len(checked.problems) == 6


def test_a_renamed_label_lands_under_its_present_name() -> None:
    from annotator.core.scheme import renamed

    checked = Answer("mine", "d", TEXT, {"spans": [span()]}, renamed(SCHEME, "FIGURE", "NUMBER"))
    assert [each.label for each in checked.suggested.spans] == ["NUMBER"]


def test_problems_and_reasons_do_not_grow_without_end() -> None:
    checked = answer({"spans": [span(why="x\n" * 10_000), *[span(-1)] * 10_000]})
    assert len(checked.problems) == PROBLEMS
    assert len(checked.suggested.spans[0].why) <= 300
    assert "\n" not in checked.suggested.spans[0].why


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 40) | st.floats() | st.text(max_size=5) | st.just("FIGURE"),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["start", "end", "label", "score", "attributes", "type", "head", "tail", "value"]), inner
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["spans", "relations"]), JSON))
def test_whatever_a_program_says_what_is_taken_lies_in_the_text(data: dict[str, Any]) -> None:
    suggested = answer(data).suggested
    for each in suggested.spans:
        assert 0 <= each.start < each.end <= len(TEXT)
        assert SCHEME.label(each.label)
        assert 0 <= each.score <= 1
    for relation in suggested.relations:
        assert {relation.head, relation.tail} <= set(range(len(suggested.spans)))


@given(st.binary(max_size=60))
def test_any_bytes_are_an_object_or_refused(line: bytes) -> None:
    try:
        assert isinstance(parsed(line), dict)
    except UserError:
        return


@given(st.text())
def test_a_question_is_one_ascii_line_and_holds_the_text(text: str) -> None:
    line = question("d", text)
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"id": "d", "text": text}


def test_together_the_surest_of_one_extent_and_label_stays_and_relations_follow() -> None:
    figure, source = Suggestion(21, 24, "FIGURE", score=0.6), Suggestion(4, 17, "SOURCE", score=0.7)
    surer = Suggestion(21, 24, "FIGURE", score=0.9, suggester="mine")
    ours = Suggested((figure, source), (RelationSuggestion("REPORTED_BY", 0, 1, 0.5),))
    merged = together([ours, Suggested((surer,))])
    assert merged.spans == (source, surer)
    assert merged.relations == (RelationSuggestion("REPORTED_BY", 1, 0, 0.5),)


def test_the_example_of_the_documentation_is_a_right_answer() -> None:
    page = (DOCS / "en" / "extending.md").read_text("utf-8")
    asked, answered = (json.loads(each) for each in re.findall(r"```json\n(.*?)\n```", page, re.DOTALL))
    checked = Answer("mine", asked["id"], asked["text"], answered, SCHEME)
    assert not checked.problems
    assert [asked["text"][each.start : each.end] for each in checked.suggested.spans] == ["211", "المرصد السوري"]
    assert checked.suggested.relations == (RelationSuggestion("REPORTED_BY", 0, 1, 0.7),)
