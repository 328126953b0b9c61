"""Code points, UTF-16 and display copies: the border where other tools lose a letter."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.text.display import display_text, invisible_name
from annotator.ui.text.segments import LONGEST, Segments
from annotator.ui.text.utf16 import Utf16Map

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
LINES = st.lists(st.integers(0, 4 * LONGEST), max_size=5)


@given(ANY_TEXT)
def test_every_code_point_comes_back_from_utf16(text: str) -> None:
    utf16 = Utf16Map(text)
    for place in range(len(text) + 1):
        unit = utf16.to_utf16(place)
        assert unit == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert utf16.to_code_point(unit) == place


def test_the_middle_of_a_pair_is_its_beginning() -> None:
    assert Utf16Map("ا😀ب").to_code_point(2) == 1


@given(ANY_TEXT)
def test_the_display_copy_has_the_same_length_in_code_points_and_utf16(text: str) -> None:
    shown = display_text(text)
    assert len(shown) == len(text)
    assert all((a < "\U00010000") == (b < "\U00010000") for a, b in zip(text, shown, strict=True))


@given(ANY_TEXT)
def test_the_display_copy_survives_qt(text: str) -> None:
    from PySide6.QtGui import QTextLayout

    shown = display_text(text)
    assert QTextLayout(shown).text() == shown


def test_what_qt_would_change_has_a_stand_in_and_a_name() -> None:
    for character in "\ufeff\ufffe\ud83d\r\u2028\u2029\v\f\x00\x85\t\ufffc":
        assert display_text(character) != character
        assert invisible_name(character)



def test_arabic_text_is_displayed_as_it_is() -> None:
    text = "قال «مُحَمَّد» \u200fإن 3.5٪\u00a0و\u200c😀 كـتاب"
    assert display_text(text) == text


@given(ANY_TEXT)
def test_segments_hold_every_character_but_line_feeds(text: str) -> None:
    segments = Segments(text)
    assert "\n".join(segments.string(each) for each in range(len(segments))) == text
    for place in range(len(text) + 1):
        number = segments.at(place)
        assert segments.start(number) <= place <= segments.end(number) or text[place - 1 : place] == "\n"


@given(LINES)
def test_a_long_paragraph_is_cut_into_segments_that_make_it_up(lengths: list[int]) -> None:
    text = "\n".join(("كلمة " * length)[:length] for length in lengths)
    segments = Segments(text)
    strings = [segments.string(each) for each in range(len(segments))]
    assert max(map(len, strings)) <= LONGEST
    assert "".join(each + ("" if segments.is_cut(n) else "\n") for n, each in enumerate(strings)) == text + "\n"


def test_a_paragraph_without_spaces_is_not_cut_inside_a_letter_and_its_marks() -> None:
    text = "بَ" * 4000
    segments = Segments(text)
    assert all(segments.string(each)[0] == "ب" for each in range(len(segments)))


def test_a_range_touches_the_segments_that_it_covers() -> None:
    segments = Segments("أول\nثان\nثالث")
    assert segments.touched(0, 3) == range(1)
    assert segments.touched(1, 5) == range(2)
    assert segments.touched(4, 4) == range(1, 2)
    assert segments.touched(0, 12) == range(3)
