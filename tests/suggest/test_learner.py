"""The learner: what it learns, how sure it says it is, and the file in which it is kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.suggest.calibration import expected_error, fitted, logit, probability
from annotator.suggest.features import Units, observations, tags, why_class
from annotator.suggest.hints import Hint, Observed, column, plain
from annotator.suggest.learner import Chances, Diligence, Learner, Lesson, train
from annotator.suggest.learner_material import LabelledText
from annotator.suggest.learner_model import (
    Model,
    ModelError,
    Weighing,
    packed,
    read_model,
    shipped_path,
    unpacked,
    write_model,
)
from annotator.suggest.learner_school import learn
from annotator.suggest.reading import read
from annotator.suggest.rules import rule_spans
from annotator.suggest.shipped import shipped_gazetteer
from annotator.suggest.weathering import weathered

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، وبالمرصد علم مراسل سانا."


def _units(text: str = TEXT) -> Units:
    return Units(read(text, shipped_gazetteer()))


def _toy() -> dict[str, bytes]:
    lessons = [Lesson(list("xyz"), {"A": ["O", "B", "I"]}), Lesson(list("yx"), {"A": ["B", "O"]})]
    return train(lessons, ["A"], Diligence(0.0, 0.1, 30))


def _units_with(attributes: str) -> Observed:
    """Units with one attribute each."""
    return plain(attributes)


def test_a_learner_finds_what_it_was_taught() -> None:
    chances = Learner(_toy()).propose(_units_with("xyzx"))["A"]
    assert chances.is_best(1, 3)
    assert [(each.first, each.last) for each in chances.proposals() if each.best] == [(1, 3)]
    assert chances.of(1, 3) > 0.5 > chances.of(0, 1)


def test_the_same_lessons_give_the_same_bytes() -> None:
    assert _toy() == _toy()


def test_the_chance_of_a_span_is_the_product_along_its_units() -> None:
    chances = Chances([0.8, 0.1, 0.0], [0.6, 0.0, 0.0], "BIO")
    assert chances.of(0, 2) == pytest.approx(0.8 * 0.6)
    assert chances.of(0, 1) == pytest.approx(0.8 * (1 - 0.6))


def test_units_start_behind_clitics() -> None:
    units = _units()
    place = TEXT.index("بالمرصد") + 1
    first, last = units.range_of(place, place + 6)
    assert units.extent(first, last) == (place, place + 6)


def test_of_nested_spans_the_outermost_is_tagged() -> None:
    units = _units("قائد فيلق القدس")
    assert tags(units, [(5, 15), (0, 15)]) == ["B", "I", "I"]


def test_reasons_fall_into_classes_without_what_they_name() -> None:
    assert why_class("reporting verb أفاد") == why_class("reporting verb قال") == "reporting_verb"
    assert why_class("gazetteer: سانا") == "gazetteer"


def test_every_unit_gets_attributes_without_white_space_trouble() -> None:
    units = _units()
    found = observations(units, rule_spans(TEXT))
    assert found.units == len(units.reading.words)
    assert all(each and all(each) for each in found.attributes())


def test_a_hint_speaks_of_its_own_unit_and_of_its_neighbours() -> None:
    seen = Observed(3, (column({1: Hint(("here",), ("next",), ("second",), ("before",)), -1: Hint(second=("edge",))}),))
    assert seen.attributes() == [["before"], ["edge", "here"], ["next"]]


@given(st.text(alphabet="والمرصد قتل3٥،.()\n\u200f😀ab\ud800", max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_read_by_the_learner(text: str) -> None:
    units = _units(text)
    assert observations(units, rule_spans(text)).units == len(units.reading.words)


def test_weathering_loses_some_and_is_the_same_each_time() -> None:
    text = "\n".join(f"قال المرصد السوري لحقوق الإنسان {number} إن الجيش تقدم." for number in range(60))
    units, rules = _units(text), rule_spans(text)
    once = weathered(units, rules, 0)
    assert once == weathered(units, rules, 0) != weathered(units, rules, 1)
    assert 0 < len(once) < len(rules)
    assert {each.start for each in once} <= {each.start for each in rules}


def test_weights_tell_a_good_sign_from_a_bad_one() -> None:
    weights = fitted([({"good": 1.0}, True)] * 30 + [({"bad": 1.0}, False)] * 30 + [({}, True), ({}, False)])
    assert probability(weights, {"good": 1.0}) > 0.8
    assert probability(weights, {"bad": 1.0}) < 0.2
    assert probability(weights, {"never seen": 9.0}) == probability(weights, {})


def test_scores_of_a_fitted_model_are_shares() -> None:
    examples = [({"chance": logit(0.9)}, place % 4 != 0) for place in range(400)]
    weights = fitted(examples)
    assert probability(weights, {"chance": logit(0.9)}) == pytest.approx(0.75, abs=0.01)


def test_the_calibration_error_is_the_gap_between_score_and_share() -> None:
    assert expected_error([(0.95, True)] * 3 + [(0.95, False)]) == pytest.approx(0.2)
    assert expected_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)
    assert expected_error([]) == 0


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    model = Model(_toy(), {}, {"A": Weighing({"chance": 1.0}, 0.4)}, 2)
    write_model(model, tmp_path / "m.zip")
    assert read_model(tmp_path / "m.zip") == model
    assert packed(model) == packed(unpacked(packed(model)))


def test_a_model_that_was_changed_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    write_model(Model(_toy()), path)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError):
        read_model(path)


def test_a_model_without_its_hash_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    path.write_bytes(packed(Model(_toy())))
    with pytest.raises(ModelError):
        read_model(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"{}", packed(Model({}))[:-30]])
def test_rubbish_with_a_right_hash_is_no_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.zip"
    path.write_bytes(content)
    path.with_name("m.zip.sha256").write_text(hashlib.sha256(content).hexdigest())
    with pytest.raises(ModelError):
        read_model(path)


def test_bytes_that_are_no_crf_are_refused_before_they_are_opened() -> None:
    with pytest.raises(ValueError, match="not a model"):
        Learner({"A": b"nothing of the sort"})


def test_the_shipped_model_is_the_one_that_was_written_and_is_small() -> None:
    model = read_model(shipped_path())
    assert set(model.labels) == {"ACTOR", "FIGURE", "SOURCE"}
    assert shipped_path().stat().st_size < 3_000_000


def test_a_label_that_no_rule_knows_is_learnt_too() -> None:
    texts = []
    for place in range(24):
        text = f"زار الوزير مدينة حلب مرة {place} ثم عاد."
        start = text.index("حلب")
        texts.append(LabelledText(text, ((start, start + 3, "TOWN", {}),)))
    model = learn(texts, {})
    assert set(model.labels) == {"TOWN"}
    units = _units(texts[0].text)
    chances = Learner(model.labels).propose(observations(units, rule_spans(texts[0].text)))["TOWN"]
    first, last = units.range_of(17, 20)
    assert chances.is_best(first, last)
