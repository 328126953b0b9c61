from __future__ import annotations

from collections.abc import Iterator

import pytest

from annotator.core.i18n import use_language
from annotator.project.suggestions import SUGGESTERS, suggestions_for
from annotator.ui.reasons import spoken_reason, suggester_title

TEXT = "قال المرصد السوري إن 12 جندياً قتلوا، وفقاً لوكالة سانا. ونحو 7 ملايين دولار خسرتها دمشق، بحسب مسؤول كبير."


@pytest.fixture(autouse=True)
def _arabic() -> Iterator[None]:
    use_language("ar")
    yield
    use_language("en")


def test_reasons_of_the_shipped_suggesters_are_spoken_in_arabic() -> None:
    reasons = [each.why for each in suggestions_for(TEXT).spans]
    assert reasons
    for reason in reasons:
        assert not any("a" <= letter <= "z" for letter in spoken_reason(reason)), spoken_reason(reason)


def test_what_an_outside_suggester_says_stays_as_it_is() -> None:
    assert spoken_reason("dictionary 7") == "dictionary 7"
    assert spoken_reason("") == ""
    assert suggester_title("my-own") == "my-own"


def test_every_shipped_suggester_has_an_arabic_name() -> None:
    assert all(suggester_title(name) != name for name, _title in SUGGESTERS)
