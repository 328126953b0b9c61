"""No mark changes a letter: the pixels of letters stay, also where a mark cuts a ligature."""

import pytest

from tests.bench.shaping import formats, ours
from tests.ui.text.conftest import MakeView


@pytest.mark.parametrize("family", ["Amiri", "Noto Naskh Arabic"])
def test_marks_inside_words_change_no_letter(make_view: MakeView, family: str) -> None:
    make_view()
    assert ours(family) == 0


def test_character_formats_do_change_letters_which_is_why_they_are_not_used(make_view: MakeView) -> None:
    make_view()
    assert formats("Amiri") > 100
