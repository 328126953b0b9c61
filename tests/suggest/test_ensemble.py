"""The ensemble: one suggestion per extent and label, rescored, with a reason; rules alone where nothing can learn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.suggestion import Suggestion
from annotator.suggest import ensemble
from annotator.suggest.candidates import Candidate, chosen
from annotator.suggest.ensemble import suggest
from annotator.suggest.rules import suggest_all

TEXT = (
    "بيروت - رويترز\nقال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا، بينهم 129 من المسلحين. "
    "وأكد مصدر عسكري أن القوات السورية تصدت للهجوم، وفق وكالة سانا."
)


def _candidate(start: int, end: int, *, rule: bool = False, label: str = "ACTOR") -> Candidate:
    found = Suggestion(start, end, label) if rule else None
    return Candidate(label, start, end, start, end, found, 0.5, best=False)


def test_every_suggestion_has_a_score_a_suggester_and_a_reason() -> None:
    for each in suggest(TEXT).spans:
        assert 0 < each.score < 1
        assert each.suggester in {"figures", "sources", "actors", "learner"}
        assert each.why
        assert TEXT[each.start : each.end] == TEXT[each.start : each.end].strip()


def test_where_rule_and_learner_agree_the_reason_names_both() -> None:
    whys = {each.why for each in suggest(TEXT).spans if each.label == "SOURCE"}
    assert any(why.startswith("reporting verb قال; learner ") for why in whys)


def test_there_is_one_suggestion_per_extent_and_label() -> None:
    found = [(each.start, each.end, each.label) for each in suggest(TEXT).spans]
    assert len(set(found)) == len(found)


def test_the_same_text_gets_the_same_suggestions() -> None:
    assert suggest(TEXT) == suggest(TEXT)


def test_marks_and_tatweel_change_nothing_but_offsets() -> None:
    plain = "قال المرصد السوري إن الجيش تقدم"
    marked = "قالَ المَرصَدُ السّوريّ إنّ الجـيش تقدّم"
    assert [(e.label, e.score) for e in suggest(plain).spans] == [(e.label, e.score) for e in suggest(marked).spans]


def test_relations_join_the_spans_that_remain() -> None:
    found = suggest(TEXT)
    assert found.relations
    for each in found.relations:
        assert found.spans[each.head].label == "FIGURE"
        assert each.tail < len(found.spans)


def test_of_crossing_candidates_the_surest_stays() -> None:
    one, other = _candidate(0, 10), _candidate(5, 15)
    assert chosen([(one, 0.6), (other, 0.7)], {"ACTOR": 0.5}) == [(other, 0.7)]


def test_a_span_inside_another_stays_where_the_rules_found_both() -> None:
    outer, inner = _candidate(0, 10, rule=True), _candidate(5, 10, rule=True)
    assert [each for each, _ in chosen([(outer, 0.9), (inner, 0.6)], {})] == [outer, inner]
    assert [each for each, _ in chosen([(outer, 0.9), (_candidate(5, 10), 0.6)], {})] == [outer]


def test_spans_of_different_labels_may_share_words() -> None:
    pair = [(_candidate(0, 10), 0.9), (_candidate(0, 10, label="SOURCE"), 0.9)]
    assert len(chosen(pair, {})) == 2


def test_a_candidate_below_its_labels_threshold_goes() -> None:
    assert not chosen([(_candidate(0, 3), 0.39)], {"ACTOR": 0.4})


def test_what_is_learnt_works_without_python_crfsuite(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = suggest(TEXT)
    ensemble._judge_at.cache_clear()
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    assert suggest(TEXT) == with_it != suggest_all(TEXT)


def test_a_broken_model_falls_back_to_the_shipped_one(tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK nothing")
    assert suggest(TEXT, broken) == suggest(TEXT)


def test_with_no_model_at_all_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ensemble, "shipped_path", lambda: tmp_path / "none.zip")
    assert suggest(TEXT) == suggest_all(TEXT)


def test_an_empty_text_gets_nothing() -> None:
    assert suggest("").spans == ()
    assert suggest(" \n\u200f").spans == ()


@given(st.text(alphabet="قال المرصد السوري 211 قتيلا و«»().،\n😀\u200f\ud800ab", max_size=80))
@settings(deadline=None, max_examples=60)
def test_offsets_of_any_text_are_inside_it_and_spans_of_a_label_never_cross(text: str) -> None:
    found = suggest(text).spans
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        for other in found:
            if one.label == other.label:
                assert not one.start < other.start < one.end < other.end


@pytest.mark.parametrize("text", ["٠٦ ٢٠٧٠ ٢٢٢٠", "الثلاثين"])
def test_numbers_that_the_grammar_will_not_read_are_no_figures_of_the_learner_either(text: str) -> None:
    assert [each for each in suggest(text).spans if each.label == "FIGURE"] == []


@pytest.mark.parametrize("lone", ["ـ", "ً", "ـً", "ّ", "\u200f", "ء", "\ufeff"])
def test_letters_that_fold_to_nothing_stand_anywhere_without_harm(lone: str) -> None:
    text = f"{lone} وصلت البوينغ 737 {lone} 500 وعلى متنها 63 شخصا {lone} قال المدير {lone} إن {lone}"
    plain = text.replace(lone, "-")
    assert [(text[s.start : s.end], s.label) for s in suggest(text).spans if s.label == "FIGURE"] == [
        (plain[s.start : s.end], s.label) for s in suggest(plain).spans if s.label == "FIGURE"
    ]


@pytest.mark.parametrize("text", ["نشرت الصورة في صفحة 89", "صدر الإعلان رقم 47 من ديوان الحاكم العسكري."])
def test_a_number_that_the_grammar_would_not_have_is_no_figure_whatever_the_learner_says(text: str) -> None:
    assert not [each for each in suggest(text).spans if each.label == "FIGURE"]
