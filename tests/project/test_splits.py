from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import UserError
from annotator.project.splits import Split, near_identical, shingles, split

STORY = "أعلنت وزارة الصحة في العاصمة اليوم تسجيل إصابات جديدة بالمرض بعد أسبوع من الهدوء في المدن كلها"


def test_agency_copy_with_small_changes_is_one_group() -> None:
    texts = {"a": STORY, "b": STORY + " بحسب بيان", "c": STORY.replace("الصحة", "الزراعة").replace("المرض", "الجراد"),
             "d": "نص قصير لا شأن له بغيره من النصوص أبدا"}  # fmt: skip
    assert near_identical(texts) == [["a", "b"], ["c"], ["d"]]


def test_folding_hides_marks_and_hamza() -> None:
    assert shingles("أُعلِنَ عن إصابةِ رجلٍ أمس") == shingles("اعلن عن اصابه رجل امس")


@given(
    st.lists(st.integers(0, 8), min_size=1, max_size=40),
    st.floats(0, 0.4),
    st.floats(0, 0.4),
    st.integers(0, 5),
)
def test_near_identical_documents_never_fall_on_two_sides(
    stories: list[int], dev: float, test: float, seed: int
) -> None:
    texts = {f"d{place}": f"{STORY} " * 2 + f"خبر{story} " * 12 for place, story in enumerate(stories)}
    sides = split(texts, Split(dev, test, seed=seed))
    assert set(sides) == set(texts)
    for group in near_identical(texts):
        assert len({sides[name] for name in group}) == 1
    assert sum(side == "test" for side in sides.values()) <= round(test * len(texts))
    assert sides == split(texts, Split(dev, test, seed=seed))


def test_the_newest_go_to_test() -> None:
    texts = {f"d{number}": f"خبر رقم{number} عن شأن{number} في بلد{number} مع وفد{number}" for number in range(10)}
    dates = {name: f"2026-01-{place:02}" for place, name in enumerate(texts, 1)}
    sides = split(texts, Split(0.2, 0.2, by="date"), dates)
    assert [name for name, side in sides.items() if side == "test"] == ["d9", "d8"]
    assert [name for name, side in sides.items() if side == "dev"] == ["d7", "d6"]


def test_a_split_without_dates_or_without_training_is_refused() -> None:
    with pytest.raises(UserError, match="no date"):
        split({"a": STORY}, Split(by="date"))
    with pytest.raises(UserError, match="train"):
        split({"a": STORY}, Split(0.5, 0.5))


def test_many_copies_of_one_agency_report_stay_together() -> None:
    texts = {f"d{number}": f"{STORY} {STORY} مراسل{number}" for number in range(120)}
    texts["own"] = "نص قصير لا شأن له بغيره من النصوص أبدا"
    assert sorted(map(len, near_identical(texts))) == [1, 120]


def test_a_short_text_inside_a_long_one_is_near_identical() -> None:
    long = " ".join(f"كلمة{number}" for number in range(400))
    short = " ".join(long.split()[100:160])
    assert near_identical({"long": long, "short": short}) == [["long", "short"]]


@given(st.lists(st.lists(st.sampled_from("ابجدهوزحطي"), min_size=1, max_size=14), min_size=2, max_size=8))
def test_any_two_that_share_four_fifths_are_in_one_group(stories: list[list[str]]) -> None:
    texts = {f"d{place}": " ".join(words) for place, words in enumerate(stories)}
    groups = {name: place for place, group in enumerate(near_identical(texts)) for name in group}
    marks = {name: shingles(text) for name, text in texts.items()}
    for one in texts:
        for other in texts:
            if len(marks[one] & marks[other]) >= 0.8 * min(len(marks[one]), len(marks[other])):
                assert groups[one] == groups[other]
