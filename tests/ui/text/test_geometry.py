"""Exact to the letter, judged by what Qt itself paints for a selection."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from annotator.ui.text.layout import SegmentLayout
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Mark
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.scene import Scene
from annotator.ui.text.view import TextView
from tests.bench.hit_test import ours
from tests.bench.painted import Yardstick, graphemes, painted_graphemes
from tests.bench.texts import ARTICLE, STRESS
from tests.ui.text.conftest import MIXED, MakeView

FONTS = ["Amiri", "Noto Naskh Arabic"]


def _layouts(view: TextView) -> list[SegmentLayout]:
    return [view._scene.layout(number) for number in range(len(view._scene.segments))]


@pytest.mark.parametrize("width", [420, 700])
def test_a_click_in_either_half_of_a_letter_gives_its_edge(make_view: MakeView, width: int) -> None:
    make_view()  # the application
    right, asked = ours(ARTICLE, "Amiri", width)
    assert asked > 1000
    assert right == asked


@pytest.mark.slow
@pytest.mark.parametrize("family", FONTS)
@pytest.mark.parametrize("width", [420, 700, 1000])
def test_clicks_on_the_stress_text_miss_only_inside_ligatures(make_view: MakeView, family: str, width: int) -> None:
    make_view()
    right, asked = ours(STRESS, family, width)
    assert right / asked > 0.97


@pytest.mark.parametrize("family", FONTS)
@pytest.mark.parametrize("text", [ARTICLE, STRESS], ids=["article", "stress"])
def test_neighbouring_cells_meet(make_view: MakeView, family: str, text: str) -> None:
    view = make_view(text, look=Look(family=family))
    for layout in _layouts(view):
        for line in layout.lines:
            for one, other in pairwise(line.geometry.cells):
                assert other.left == pytest.approx(one.right, abs=0.05)


@pytest.mark.parametrize("text", [ARTICLE, STRESS], ids=["article", "stress"])
def test_every_letter_has_a_cell_of_its_own(make_view: MakeView, text: str) -> None:
    view = make_view(text)
    for layout in _layouts(view):
        for line in layout.lines:
            cells = {(each.start, each.end) for each in line.geometry.cells}
            units = layout.text.encode("utf-16-le")
            for start, end in graphemes(layout.layout, line.line, units):
                letter = units[2 * start : 2 * end].decode("utf-16-le")
                assert (start, end) in cells or not any(each.isalnum() for each in letter)


def test_rectangles_of_any_stretch_cover_what_qt_paints_for_it(make_view: MakeView) -> None:
    """Stretches with ends inside ligatures are left out: there Qt paints the whole ligature or nothing."""
    view = make_view(STRESS)
    checked = 0
    for layout in _layouts(view):
        for line in layout.lines:
            stick = Yardstick(layout.layout, view._scene.width)
            letters = painted_graphemes(layout.layout, line.line, layout.text, view._scene.width)
            if any("ـ" in layout.text for _ in letters):
                continue
            for first, last in zip(letters[::3], letters[2::3], strict=False):
                got = line.geometry.rectangles(first.start, last.end)
                for left, right in stick.columns(line.line, first.start, last.end):
                    checked += 1
                    assert any(a - 2 <= left and right <= b + 2 for a, b in got), (layout.text, first, last)
    assert checked > 50


def test_a_mark_across_directions_has_several_rectangles(make_view: MakeView) -> None:
    text = "قال John Smith إن"
    view = make_view(text)
    view.set_marks([Mark("m", text.index("Smith"), len(text), "x")])
    rects = view.mark_rects("m")
    assert len(rects) == 2
    assert rects[0].left() > rects[1].right()


def test_a_mark_never_cuts_a_letter_from_its_marks(make_view: MakeView) -> None:
    text = "مُحَمَّدٌ"
    view = make_view(text)
    view.set_marks([Mark("cut", 1, 2, "x"), Mark("whole", 0, 2, "x")])
    assert view.mark_rects("cut")[0].width() == view.mark_rects("whole")[0].width()


def test_clicks_beside_and_below_the_text_give_its_ends(make_view: MakeView) -> None:
    text = "سطر أول\n\nسطر أخير"
    view = make_view(text)
    assert view.caret_at(QPointF(view.viewport().width() - 2, 30)) == 0
    assert view.caret_at(QPointF(2, 30)) == len("سطر أول")
    assert view.caret_at(QPointF(2, 490)) == len(text)
    assert view.caret_at(QPointF(300, view.caret_rect(8).center().y())) == 8


def test_an_emoji_shifts_no_click_behind_it(make_view: MakeView) -> None:
    text = "😀😀 المرصد السوري"
    view = make_view(text)
    rect = view.caret_rect(text.index("السوري"))
    assert view.caret_at(rect.center()) == text.index("السوري")


def test_the_caret_of_an_empty_document_stands_at_the_start_side(make_view: MakeView) -> None:
    view = make_view("")
    assert view.caret_rect().center().x() == pytest.approx(view.viewport().width() - MARGIN, abs=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=MIXED, width=st.sampled_from([180, 320, 700]))
def test_any_text_has_cells_in_order_that_answer_with_their_own_edges(
    make_view: MakeView, text: str, width: int
) -> None:
    scene = Scene(text, Look(), float(width))
    for number in range(len(scene.segments)):
        layout = scene.layout(number)
        for line in layout.lines:
            for one, other in pairwise(line.geometry.cells):
                assert one.right <= other.left + 0.05
            for cell in line.geometry.cells:
                quarter = (cell.right - cell.left) / 4
                hit = line.geometry.cell_at(cell.left + quarter)
                assert hit == cell
                assert cell.edge(cell.left + quarter) == (cell.end if cell.rtl else cell.start)
                assert layout.place(cell.start) >= layout.start
                assert line.geometry.rectangles(cell.start, cell.end) == [(cell.left, cell.right)]
