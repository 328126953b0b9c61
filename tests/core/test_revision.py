"""Where spans of a text lie in a corrected version of it."""

from __future__ import annotations

import pytest

from annotator.core import revision
from annotator.core.revision import Carried, Revision


def test_a_word_that_is_said_twice_leaves_a_span_its_own_words() -> None:
    assert Revision("في حمص قتلى", "في في حمص قتلى").carry(((0, 11),)) == Carried(((3, 14),))


def test_texts_that_differ_too_much_are_not_compared_further(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = "قتل اثنان في حلب أمس", "زار وفد مدينة حلب صباحاً"
    span = (old.index("حلب"), old.index("حلب") + 3)
    (place,), *_ = [Revision(old, new).carry((span,)).extent]
    assert new[slice(*place)] == "حلب"
    monkeypatch.setattr(revision, "FAR", 2)
    assert Revision(old, new).carry((span,)) == Carried(())


def test_a_stretch_too_large_to_compare_is_not_the_same_span(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = "قال متحدث باسمها", "قال متحادث باسمها"
    assert Revision(old, new).carry(((4, 9),)).extent == ((4, 10),)
    monkeypatch.setattr(revision, "LARGE", 1)
    assert Revision(old, new).carry(((4, 9),)) == Carried(())
