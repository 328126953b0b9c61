"""Chips, lanes, legs: everything around the letters keeps clear of everything else."""

from itertools import combinations, pairwise
from random import Random
from typing import Literal

import pytest
from PySide6.QtGui import QColor, QImage

from annotator.ui.text.decoration import Chip
from annotator.ui.text.inks import Inks, contrast
from annotator.ui.text.legs import Leg, legs_of
from annotator.ui.text.look import SAFE_COLOURS, THEMES, Look, score_text
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import metrics_of
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
    view = make_view(text, look=Look(doubt="؟"))
    view.set_marks([mark_of(text, "المرصد", kind="suggestion", score=0.834, chip="مصدر", unsure=True)])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    assert decoration.chips[0].text == f"مصدر ؟ {score_text(0.83)}"
    assert "83%" in score_text(0.834)


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


@pytest.mark.parametrize("seed", range(5))
def test_arcs_over_a_line_that_would_meet_run_at_different_heights_shorter_ones_below(seed: int) -> None:
    chance = Random(seed)
    chips = {
        f"m{n}": Chip(Mark(f"m{n}", n, n + 1, "x"), 0, 0, 80.0 * n, 80.0 * n + 40, 80.0 * n + 40, "x")
        for n in range(10)
    }
    ends = [chance.sample([*chips, "elsewhere"], 2) for _ in range(8)]
    legs = legs_of([Link(f"r{n}", a, b, "جزء") for n, (a, b) in enumerate(ends)], chips, lambda _: 30.0, 800.0)
    for one, other in combinations(legs, 2):
        (a, b), (c, d) = sorted((one.x, one.other_x)), sorted((other.x, other.other_x))
        if a <= d and c <= b:
            assert one.row != other.row
        if a < c and d < b:
            assert one.row > other.row


@pytest.mark.parametrize("outgoing", [True, False])
def test_arcs_of_one_chip_and_several_of_another_line_lie_within_each_other(outgoing: bool) -> None:
    one = Chip(Mark("one", 0, 1, "x"), 0, 0, 700.0, 740.0, 740.0, "x")
    many = [Chip(Mark(f"m{n}", 9, 10, "x"), 1, 0, 200.0 * n, 200.0 * n + 40, 200.0 * n + 40, "x") for n in range(3)]
    links = [Link(f"r{n}", "one", f"m{n}", "جزء") for n in range(3)]
    if outgoing:
        links = [Link(each.id, each.tail, each.head, each.name) for each in links]
    legs = legs_of(links, {each.mark.id: each for each in (one, *many)}, lambda _: 30.0, 800.0)
    above = [leg.link.id for leg in sorted(legs, key=lambda each: each.row) if leg.line == 0]
    below = [leg.link.id for leg in sorted(legs, key=lambda each: each.row) if leg.line == 1]
    assert below == ["r2", "r1", "r0"]
    assert above == below[::-1]


def test_the_name_of_an_arc_stands_on_a_leg_that_has_room_for_it() -> None:
    metrics = metrics_of(Look(), "")
    width = metrics.chip_metrics.horizontalAdvance("Reported by the ministry")
    short, long = _leg("tail", 560, 606, width), _leg("head", 100, 606, width)
    assert not short.carries_label
    assert long.carries_label


def _leg(end: Literal["head", "tail"], x: float, gutter: float, width: float) -> Leg:
    mark = Mark(end, 0, 3, "x")
    chip = Chip(mark, 0, 0, x - 20, x + 20, x + 20, "x")
    other = "tail" if end == "head" else "head"
    ends = {"head": end, "tail": other} if end == "head" else {"head": other, "tail": end}
    [leg] = legs_of([Link("r", ends["head"], ends["tail"], "name")], {end: chip}, lambda _: width, gutter - 6)
    return leg


def test_an_arc_reaches_a_chip_below_another_without_crossing_it(make_view: MakeView) -> None:
    view = make_view("دمشق وحلب مدينتان")
    name = "جهة فاعلة طويلة الاسم"
    view.set_marks([Mark("outer", 0, 9, "x", chip=name), Mark("inner", 0, 4, "x", chip=name)])
    view.set_links([Link("r", "inner", "outer", "جزء")])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    upper = max(decoration.chips, key=lambda each: each.row)
    lower = min(decoration.chips, key=lambda each: each.row)
    assert upper.row > lower.row
    [leg] = decoration.legs
    foot = leg.x if leg.link.head == lower.mark.id else leg.other_x
    assert lower.left < foot < lower.right
    assert not upper.left < foot < upper.right


@pytest.mark.parametrize("doubt", ["؟", "?"])
def test_doubt_is_asked_in_the_readers_script(make_view: MakeView, doubt: str) -> None:
    view = make_view("المرصد", look=Look(doubt=doubt))
    view.set_marks([Mark("m", 0, 6, "x", chip="مصدر", unsure=True)])
    decoration = view._scene.layout(0).decoration
    assert decoration is not None
    assert decoration.chips[0].text == f"مصدر {doubt}"


def _painted(view: TextView) -> QImage:
    return view.viewport().grab().toImage()


def _differing(one: QImage, other: QImage) -> list[tuple[int, int]]:
    return [
        (x, y) for y in range(one.height()) for x in range(one.width()) if one.pixel(x, y) != other.pixel(x, y)
    ]


def test_other_mentions_of_the_entity_in_focus_are_bracketed_and_nothing_else_is(make_view: MakeView) -> None:
    text = "المرصد قال ثم المرصد نفى ثم سانا"
    first, second, other = text.index("المرصد"), text.rindex("المرصد"), text.index("سانا")

    def shown(entity: str) -> tuple[TextView, QImage]:
        view = make_view(text, width=500, height=120)
        view.clearFocus()
        view.set_marks([
            Mark("a", first, first + 6, "x", entity="E1"), Mark("b", second, second + 6, "x", entity=entity),
            Mark("c", other, other + 4, "x", entity="E2"),
        ])  # fmt: skip
        view.focus_mark("a")
        return view, _painted(view)

    view, together = shown("E1")
    apart = shown("E3")[1]
    changed = _differing(together, apart)
    assert changed
    [rect] = view.mark_rects("b")
    assert all(rect.adjusted(-3, -4, 3, 12).contains(x, y) for x, y in changed)


def test_a_link_follows_its_marks_wherever_they_lie(make_view: MakeView) -> None:
    text = "المرصد قال\nالنظام نفى"
    view = make_view(text)
    found: dict[str, list[Link]] = {"a": [Link("r", "a", "b", "جزء")], "b": [Link("r", "a", "b", "جزء")]}

    class Source:
        def __bool__(self) -> bool:
            return True

        def of(self, mark_id: str) -> list[Link]:
            return found.get(mark_id, [])

    view.set_marks([Mark("a", 0, 6, "x"), Mark("b", 11, 17, "x")])
    view.set_links(Source())

    def legs() -> list[int]:
        return [len(layout.decoration.legs) for _, layout in view._flow.shown() if layout.decoration]

    assert legs() == [1, 1]
    found.clear()
    view.change_marks(["a"], [])
    assert legs() == [0, 0]  # the other end's too
    found.update({each: [Link("r", "a", "b", "جزء")] for each in "ab"})
    view.change_marks([], [Mark("a", 0, 6, "x")])
    assert legs() == [1, 1]
    found.clear()
    assert legs() == [1, 1]
    view.renew_links({"c"})
    assert legs() == [1, 1]  # nobody asked about these
    view.renew_links({"b"})
    assert legs() == [0, 0]


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
                for a, b in zip(ink.fill.getRgb()[:3], inks.paper.getRgb()[:3], strict=True)  # type: ignore[index]  # a colour has four parts
            ))  # fmt: skip
            assert contrast(inks.text, ground) >= 4.5, (theme, colour)
