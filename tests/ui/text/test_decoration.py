"""Chips, lanes, legs: everything around the letters keeps clear of everything else."""

from itertools import combinations, pairwise

from PySide6.QtGui import QColor

from annotator.ui.text.inks import Inks, contrast
from annotator.ui.text.look import SAFE_COLOURS, THEMES, Look, score_text
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.view import TextView
from tests.bench.texts import ARTICLE, marks_for
from tests.ui.text.conftest import MakeView, mark_of

NESTED = [
    Mark(f"n{start}-{depth}", start, start + 30 - depth * 8, "x", chip="جهة فاعلة") for start in range(0, 240, 12)
    for depth in range(3)
]  # fmt: skip


def _chips(view: TextView, marks: list[Mark]) -> list[tuple[str, float, float, float, float]]:
    rects = {each.id: view.chip_rect(each.id) for each in marks}
    return [(name, r.left(), r.top(), r.right(), r.bottom()) for name, r in rects.items() if not r.isEmpty()]


def test_chips_never_overlap_and_stay_inside_the_view(make_view: MakeView) -> None:
    view = make_view(ARTICLE, width=500, height=2000)
    view.set_marks(NESTED)
    chips = _chips(view, NESTED)
    assert len(chips) == len(NESTED)
    for (_, left, top, right, bottom), (_, left2, top2, right2, bottom2) in combinations(chips, 2):
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
    assert all(left >= 0 and right <= view.viewport().width() for _, left, _, right, _ in chips)


def test_no_chip_covers_a_letter(make_view: MakeView) -> None:
    view = make_view(ARTICLE, width=500, height=2000)
    view.set_marks(NESTED)
    bands = [
        (y + line.text_top, y + line.text_top + line.text_height)
        for y, layout in view._flow.shown()
        for line in layout.lines
    ]
    for _, _, top, _, bottom in _chips(view, NESTED):
        assert all(bottom <= upper or top >= lower for upper, lower in bands)


def test_lines_never_overlap(make_view: MakeView) -> None:
    view = make_view(ARTICLE, width=500, height=2000)
    view.set_marks(NESTED)
    view.set_links([Link(f"r{n}", a.id, b.id, "جزء") for n, (a, b) in enumerate(pairwise(NESTED[::5]))])
    for _, layout in view._flow.shown():
        for one, other in pairwise(layout.lines):
            assert one.text_top + one.text_height <= one.bottom <= other.top < other.text_top


def test_overlapping_marks_lie_in_different_lanes(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([Mark("a", 0, 20, "x"), Mark("b", 5, 30, "x"), Mark("c", 10, 12, "x"), Mark("d", 20, 25, "x")])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    lanes = {each.mark.id: each.lane for each in decoration.pieces}
    assert len({lanes["a"], lanes["b"], lanes["c"]}) == 3
    assert lanes["d"] == lanes["a"]


def test_the_first_mark_moves_no_letter(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    before = [line.text_top for line in view._scene.layout(0).lines]
    view.set_marks([Mark("a", 0, 9, "x"), Mark("b", 3, 9, "x")])
    assert [line.text_top for line in view._scene.layout(0).lines] == before


def test_fragments_share_a_chip_and_a_bridge(make_view: MakeView) -> None:
    view = make_view("وزير الخارجية الروسي لافروف")
    view.set_marks([Mark("m", 0, 27, "x", pieces=((0, 4), (14, 20)))])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    assert [each.bridge for each in decoration.pieces] == [False, True, False]
    assert len(decoration.chips) == 1
    assert len(view.mark_rects("m")) == 2


def test_a_mark_over_several_paragraphs_has_one_chip(make_view: MakeView) -> None:
    text = "أول سطر\nثاني سطر\nثالث سطر"
    view = make_view(text)
    view.set_marks([Mark("m", 4, len(text), "x")])
    decorations = [layout.decoration for _, layout in view._flow.shown()]
    assert sum(len(each.chips) for each in decorations if each) == 1
    assert len(view.mark_rects("m")) == 3


def test_a_mark_that_begins_with_a_line_feed_still_has_its_chip(make_view: MakeView) -> None:
    view = make_view("أول\nثان")
    view.set_marks([Mark("m", 3, 7, "x")])
    assert not view.chip_rect("m").isEmpty()


def test_a_mark_over_hung_spaces_only_can_be_seen(make_view: MakeView) -> None:
    view = make_view("كلمة   ")
    view.set_marks([Mark("m", 4, 7, "x")])
    assert view.mark_rects("m")[0].width() >= 2


def test_chips_tell_score_doubt_and_kind(make_view: MakeView) -> None:
    text = "المرصد السوري"
    view = make_view(text, look=Look(digits="arab"))
    view.set_marks([mark_of(text, "المرصد", kind="suggestion", score=0.834, chip="مصدر", unsure=True)])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    assert decoration.chips[0].text == "مصدر ؟ ٨٣٪"
    assert "83%" in score_text(0.834, "latn")


def test_an_arc_has_one_leg_on_a_line_or_two_on_two(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([Mark("a", 0, 5, "x"), Mark("b", 12, 20, "x"), Mark("c", 150, 160, "x")])
    view.set_links([Link("same", "a", "b", "جزء"), Link("far", "a", "c", "نقله"), Link("out", "a", "gone", "؟")])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    ends = sorted((each.link.id, each.end) for each in decoration.legs)
    assert ends == [("far", "head"), ("far", "tail"), ("out", "head"), ("same", "whole")]
    first_line = [each.row for each in decoration.legs if each.line == 0]
    assert len(set(first_line)) == len(first_line)


def test_arcs_are_painted_whatever_is_in_view(make_view: MakeView) -> None:
    marks = marks_for(ARTICLE * 6)
    view = make_view(ARTICLE * 6, height=300)
    view.set_marks(marks)
    view.set_links([Link(f"r{n}", a.id, b.id, "جزء", suggested=n % 2 == 0)
                    for n, (a, b) in enumerate(zip(marks, marks[9:], strict=False))])  # fmt: skip
    for value in range(0, view.verticalScrollBar().maximum(), 137):
        view.verticalScrollBar().setValue(value)
        assert not view.grab().isNull()


def test_letters_and_chips_can_be_read_in_every_theme() -> None:
    for theme in THEMES:
        inks = Inks(Look(theme=theme))
        assert contrast(inks.text, inks.paper) >= 12
        assert contrast(inks.focus, inks.paper) >= 7
        for colour in SAFE_COLOURS:
            ink = inks.of(colour)
            assert contrast(ink.chip_text, ink.chip) >= 4.5, (theme, colour)
            assert contrast(ink.line.color(), inks.paper) >= 3, (theme, colour)
            ground = QColor(*(
                round(a * ink.fill.alphaF() + b * (1 - ink.fill.alphaF()))
                for a, b in zip(ink.fill.getRgb()[:3], inks.paper.getRgb()[:3], strict=True)  # type: ignore[index]
            ))  # fmt: skip
            assert contrast(inks.text, ground) >= 4.5, (theme, colour)
