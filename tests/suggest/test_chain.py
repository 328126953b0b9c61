"""Chains say what python-crfsuite's own tagger says."""

from __future__ import annotations

import pytest

from annotator.suggest.chain import Chains
from annotator.suggest.crf_file import weights
from annotator.suggest.features import Units, observations
from annotator.suggest.hints import plain
from annotator.suggest.learner import Diligence, Lesson, train
from annotator.suggest.learner_model import read_model, shipped_path
from annotator.suggest.reading import read
from annotator.suggest.rules import rule_spans
from annotator.suggest.shipped import shipped_gazetteer

SENTENCE = "وقال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا في حلب، بينهم قائد كبير في الجيش. "


@pytest.mark.parametrize("sentences", [1, 3, 40])
def test_tags_and_chances_are_those_of_the_tagger(sentences: int) -> None:
    import pycrfsuite

    text = SENTENCE * sentences
    seen = observations(Units(read(text, shipped_gazetteer())), rule_spans(text))
    models = read_model(shipped_path()).labels
    found = Chains({label: weights(content) for label, content in models.items()}).beliefs(seen)
    for label, content in models.items():
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(content)
        tagger.set(pycrfsuite.ItemSequence(seen.attributes()))
        assert list(found[label].best) == tagger.tag()
        places = range(seen.units)
        assert found[label].begins == pytest.approx([tagger.marginal("B", place) for place in places], abs=1e-9)
        assert found[label].goes_on == pytest.approx([tagger.marginal("I", place) for place in places], abs=1e-9)


def test_a_span_goes_on_as_often_as_the_next_unit_is_inside_of_those_that_hold_this_one() -> None:
    content = read_model(shipped_path()).labels["SOURCE"]
    seen = observations(Units(read(SENTENCE, shipped_gazetteer())), rule_spans(SENTENCE))
    belief = Chains({"SOURCE": weights(content)}).beliefs(seen)["SOURCE"]
    place = belief.best.index("BI")
    inside = belief.begins[place] + belief.goes_on[place]
    assert belief.continues[place] == pytest.approx(belief.goes_on[place + 1] / inside, rel=1e-4)
    assert belief.continues[-1] == 0


def test_a_tag_that_was_never_taught_is_never_found() -> None:
    lessons = [Lesson([["x"], ["y"]], {"A": ["O", "B"]})]
    (content,) = train(lessons, ["A"], Diligence(0.0, 0.1, 30)).values()
    belief = Chains({"A": weights(content)}).beliefs(plain(["y", "z"]))["A"]
    assert belief.goes_on == [0.0, 0.0]
    assert 0 < belief.begins[0] < 1


def test_of_no_units_nothing_is_believed() -> None:
    models = {label: weights(content) for label, content in read_model(shipped_path()).labels.items()}
    assert all(each.best == "" for each in Chains(models).beliefs(plain([])).values())


@pytest.mark.parametrize("content", [b"", b"lCRF", b"lCRF" + bytes(60), b"nothing of the sort" * 9])
def test_bytes_that_are_no_model_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a "):
        weights(content)
