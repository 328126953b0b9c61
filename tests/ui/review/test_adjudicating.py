"""The acceptance tests of the adjudication, by real key events on a real project file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.agreement.report import measure
from annotator.core.command import AddSpan, ChangeSpan, SetStatus
from annotator.core.i18n import use_language
from annotator.core.span import Relation, Span
from annotator.project.adjudication import adjudicate
from annotator.project.agreement import layers_of
from annotator.project.decisions import decisions
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.ui.panels import work_line
from annotator.ui.pressing import key_of
from annotator.ui.review import case_list
from annotator.ui.review.adjudication_page import AdjudicationPage
from annotator.ui.review.answer_row import AnswerRow
from annotator.ui.review.lanes import lane_of
from annotator.ui.review.rules_dialog import RulesDialog
from tests.ui.review.team import LEAD, corpus_team, document, project_with, session_of, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، وقالت الوزارة لوكالة Reuters إن 40 جندياً انسحبوا من حلب."
Open = Callable[[Project], AdjudicationPage]


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens the page on a project, as the window does."""
    use_language("en")
    pages: list[AdjudicationPage] = []

    def open_(project: Project) -> AdjudicationPage:
        page = AdjudicationPage(session_of(project, tmp_path / "settings.json"))
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        page.begin()
        QApplication.processEvents()
        pages.append(page)
        return page

    yield open_
    for page in pages:
        shut(page)


def shut(page: AdjudicationPage) -> None:
    if page in CLOSED:
        return
    CLOSED.append(page)
    page.close_page()
    page.session.bridge.close()


CLOSED: list[AdjudicationPage] = []


def press(page: AdjudicationPage, *chords: str) -> None:
    for chord in chords:
        QTest.keyClick(page.view, *key_of(chord))
        QApplication.processEvents()


def one_missed(path: Path) -> Project:
    """Two annotators agree on one span; one of them has another one beside it."""
    both = [span(f"{who}1", TEXT, "المرصد السوري", "SOURCE") for who in "AB"]
    extra = span("A2", TEXT, "حلب", "ACTOR")
    return project_with(path, document("d", TEXT, {"A": [both[0], extra], "B": [both[1]]}))


def gold(page: AdjudicationPage, name: str = "d") -> list[str]:
    text = page.session.project.queries.document(name).text
    return [each.covered(text) for each in page.session.project.queries.spans(name, GOLD)]


def status(project: Project, name: str = "d") -> str:
    return next(row.status for row in project.queries.layers(name) if row.annotator == GOLD)


def test_nothing_here_completes_the_document(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    assert len(page.desk.cases) == 1
    press(page, "0")
    assert page.desk.cases == []
    assert gold(page) == ["المرصد السوري"]
    assert status(page.session.project) == "done"
    (kept,) = decisions(page.session.project.queries)
    assert (kept.action, kept.by, kept.gold, kept.blind) == ("none", LEAD, (), True)


def test_a_merge_by_rule_changes_none_of_fifty_decisions(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    for place in range(50):
        press(page, ("Enter", "1", "2", "0")[place % 4])
    project = page.session.project
    kept = decisions(project.queries)
    assert len(kept) >= 50
    before = {span.id: span for each in project.queries.document_ids() for span in project.queries.spans(each, GOLD)}
    persons = {identity for identity, each in before.items() if each.origin.get("decided_by")}
    for rule in ("unanimous", "boundary", "majority"):
        adjudicate(project, rule)
    after = {span.id: span for each in project.queries.document_ids() for span in project.queries.spans(each, GOLD)}
    assert decisions(project.queries)[: len(kept)] == kept
    assert {identity: after[identity] for identity in persons} == {identity: before[identity] for identity in persons}
    nothing = {member for each in kept if each.action == "none" for member in each.members}
    assert not any(nothing & set(str(each.origin.get("members", "")).split()) for each in after.values())


def test_looking_never_writes(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    events = page.session.project.queries.stats().events
    press(page, "J", "J", "K", "Shift+J", "Shift+K", "S", "B", "H", "L", "L", "B")
    press(page, "E", "Left", "Escape", "T", "Escape", "W", "Escape")
    for row in range(4):
        page.worklist.table.selectRow(row)
        QTest.mouseMove(page.view.viewport(), QPoint(60 + row, 60))
    page.view.verticalScrollBar().setValue(40)
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    page.worklist.kinds.setCurrentIndex(1)
    QApplication.processEvents()
    assert page.session.project.queries.stats().events == events


def test_the_card_shows_one_case_after_another_in_the_same_rows(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    made = set(page.card.findChildren(AnswerRow))
    for _ in range(8):
        press(page, "J")
        assert [row.key.text().partition(" ")[0] for row in page.card.answers] == [
            str(place) for place, _variant in enumerate(page.desk.variants(), 1)
        ]
        assert [row.property("proposed") for row in page.card.answers].index(True) == page.desk.proposed()
        assert all(row.isVisible() == (row in page.card.answers) for row in page.card.findChildren(AnswerRow))
    assert made <= set(page.card.findChildren(AnswerRow))
    press(page, "E")
    assert [row.property("proposed") for row in page.card.answers] == [*[False] * len(page.desk.variants()), True]


def headline(project: Project) -> float:
    """The mean pairwise exact F1 as if each settled cluster had been agreed on: gold put in the place of answers."""
    from annotator.project.disagreements import Disagreements

    return Disagreements(project).headline()


def test_what_is_gained_is_what_the_headline_grows_by(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    project = page.session.project
    plain = measure(layers_of(project), ["f1_exact"], bootstrap=0)[0]["value"]
    assert headline(project) == pytest.approx(plain)
    total, before = 0.0, headline(project)
    for _ in range(12):
        promised = page.desk.effect()
        press(page, "Enter")
        now = headline(project)
        assert now - before == pytest.approx(promised, abs=1e-12)
        total, before = total + promised, now
    assert before - float(str(plain)) == pytest.approx(total, abs=1e-9)
    assert total > 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_source_round_an_actor_aligns_with_its_like(open_page: Open, tmp_path: Path, turned: bool) -> None:
    outer = [span(f"{who}1", TEXT, "المرصد السوري", "SOURCE") for who in "AB"]
    inner = [span(f"{who}2", TEXT, "المرصد", "ACTOR") for who in "AB"]
    second = [inner[1], outer[1]] if turned else [outer[1], inner[1]]
    page = open_page(project_with(tmp_path / "p.raqim", document("d", TEXT, {"A": [outer[0], inner[0]], "B": second})))
    assert page.desk.cases == []
    assert sorted(gold(page)) == ["المرصد", "المرصد السوري"]


ARABIC_LETTERS = {"E": "ث", "T": "ف", "J": "ت", "K": "ن", "Z": "ئ", "S": "س", "B": "لا", "Q": "ض"}
XCB = 8
SCAN = {"E": 18, "J": 36, "K": 37, "Z": 44, "S": 31, "Q": 16, "1": 2, "0": 11}


def physical(page: AdjudicationPage, name: str, text: str) -> None:
    """A key as an Arabic layout sends it: its place, and the letter that it types."""
    code = ord(text[0]) if text else 0
    event = QKeyEvent(QKeyEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, SCAN[name] + XCB, 0, 0, text)
    QApplication.sendEvent(page.view, event)
    QApplication.processEvents()


def test_keys_work_by_place_under_an_arabic_layout(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    first = page.desk.case
    physical(page, "J", "ت")
    assert page.desk.case == page.desk.cases[1]
    physical(page, "K", "ن")
    assert page.desk.case == first
    physical(page, "E", "ث")
    assert page.desk.draft is not None
    press(page, "Escape")
    physical(page, "1", "١")
    assert first is not None
    assert not page.desk.state.is_open(first.number)
    physical(page, "Z", "ئ")
    assert page.desk.case is not None
    assert page.desk.case.number == first.number
    press(page, "1")
    assert not page.desk.state.is_open(first.number)


def test_a_boundary_slip_is_drawn_on_the_right_letters(open_page: Open, tmp_path: Path) -> None:
    text = "في 2024 أعلنت وكالة Reuters أن الجيش والوزارة نفيا مقتل 1,200 شخص."
    with_clitic = span("A1", text, "والوزارة", "ACTOR")
    without = Span("B1", with_clitic.start + 1, with_clitic.end, "ACTOR", {})
    page = open_page(project_with(tmp_path / "p.raqim", document("d", text, {"A": [with_clitic], "B": [without]})))
    names = page.desk.names()
    wide, narrow = (page.view.mark_rects(lane_of(names[who])) for who in "AB")
    assert len(wide) == len(narrow) == 1
    start, inner, end = (page.view.caret_rect(place).center().x() for place in
                         (with_clitic.start, with_clitic.start + 1, with_clitic.end))  # fmt: skip
    assert wide[0].right() == pytest.approx(start, abs=2)
    assert narrow[0].right() == pytest.approx(inner, abs=2)
    assert inner < start
    for rect in (wide[0], narrow[0]):
        assert rect.left() == pytest.approx(end, abs=2)
    assert page.view.letter_at(QPointF((start + inner) / 2, wide[0].center().y())) == with_clitic.start
    assert any("«\u2068و\u2069»" in row.detail.text() for row in page.card.answers)


def test_a_decision_is_undone_after_a_restart(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    press(page, "0")
    shut(page)
    page = open_page(Project.open(tmp_path / "p.raqim"))
    assert page.desk.cases == []
    press(page, "Z")
    assert len(page.desk.cases) == 1
    assert decisions(page.session.project.queries) == []
    assert status(page.session.project) == "in_progress"
    press(page, "Shift+Z")
    assert page.desk.cases == []
    assert status(page.session.project) == "done"


def test_the_order_of_letters_is_another_one_in_each_document(open_page: Open, tmp_path: Path) -> None:
    names = ("خالد", "ريم", "سلمى")
    documents = [
        document(f"d{n}", TEXT, {
            who: [span(f"s{place}-{n}", TEXT, "المرصد السوري" if who != "ريم" else "المرصد", "SOURCE")]
            for place, who in enumerate(names)
        }) for n in range(12)
    ]  # fmt: skip
    page = open_page(project_with(tmp_path / "p.raqim", *documents))
    orders = {tuple(page.desk.names(f"d{n}")[who] for who in names) for n in range(12)}
    assert len(orders) > 2
    assert all(sorted(each) == ["A", "B", "C"] for each in orders)
    again = page.desk.names("d3")
    shown = [each.title.text() for each in page.card.answers] + [page.lanes.text(), page.foot.text()]
    shown += [mark.chip + mark.tooltip for mark in page.view._scene.marks.touching(0, len(TEXT))]
    assert not any(name in words for name in names for words in shown)
    colours = {mark.colour for mark in page.view._scene.marks.touching(0, len(TEXT)) if mark.id.startswith("lane:")}
    assert len(colours) == 1  # colours are the labels', never an annotator's
    press(page, "1")
    span_made = next(each for n in range(12) for each in page.session.project.queries.spans(f"d{n}", GOLD))
    assert not any(name in str(span_made.origin) for name in names)
    press(page, "B")
    assert any(name in each.title.text() for each in page.card.answers for name in names)
    press(page, "B")
    assert page.desk.names("d3") == again


def test_a_third_annotator_opens_only_what_was_touched(open_page: Open, tmp_path: Path) -> None:
    words = ("المرصد السوري", "211 شخصاً", "40 جندياً")
    labels = ("SOURCE", "FIGURE", "FIGURE")
    layers = {who: [span(f"{who}{n}", TEXT, each, labels[n]) for n, each in enumerate(words)] for who in "AB"}
    layers["B"][1] = span("B1", TEXT, "211", "FIGURE")
    layers["B"].pop()
    page = open_page(project_with(tmp_path / "p.raqim", document("d", TEXT, layers)))
    assert len(page.desk.cases) == 2
    press(page, "Enter", "Enter")
    assert page.desk.cases == []
    project = page.session.project
    third = span("C1", TEXT, "211 شخصاً", "FIGURE")
    project.execute(AddSpan("d", third.start, third.end, "FIGURE", "C", id="C1"), "C")
    project.execute(SetStatus("d", "C", "done"), "C")
    QApplication.processEvents()
    assert [page.desk.state.found[each.number].spans for each in page.desk.cases] == [frozenset({"A1", "B1", "C1"})]
    assert "changed" in page.card.warning.text()


# ---- beyond the twelve -----------------------------------------------------------------------------------


def test_edges_label_and_attributes_are_edited_by_keys(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    press(page, "E", "Ctrl+Right", "T", "3", "Enter")
    assert "SOURCE" in {each.label for each in page.session.project.queries.spans("d", GOLD)}
    (kept,) = decisions(page.session.project.queries)
    assert (kept.action, kept.variant) == ("edit", 0)


def test_an_arrow_moves_the_end_the_way_the_eye_sees(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    start = TEXT.index("حلب")
    press(page, "E", "Right")
    assert page.desk.draft is not None
    assert page.desk.draft.extent == ((start, start + 2),)
    press(page, "Left", "Shift+Right")
    assert page.desk.draft.extent == ((start - 1, start + 3),)
    press(page, "Escape")
    assert page.desk.draft is None


def test_everything_alike_is_one_step_with_its_exceptions(open_page: Open, tmp_path: Path) -> None:
    documents = [
        document(f"d{n}", TEXT, {"A": [span(f"A{n}", TEXT, "حلب", "ACTOR")], "B": []}) for n in range(5)
    ]
    page = open_page(project_with(tmp_path / "p.raqim", *documents))
    events = page.session.project.queries.stats().events
    press(page, "G")
    dialog = page.dialogs.dialog
    assert dialog is not None
    assert page.session.project.queries.stats().events == events
    cases = dialog.list  # type: ignore[union-attr]  # the dialog of the key G
    assert cases.count() == 5
    cases.setCurrentRow(2)
    QTest.keyClick(cases, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert len(page.desk.cases) == 1
    assert page.session.project.queries.stats().events == events + 1
    assert len({each.batch for each in decisions(page.session.project.queries)}) == 1
    press(page, "Z")
    assert len(page.desk.cases) == 5


def test_relations_come_after_their_spans_and_agreed_ones_with_them(open_page: Open, tmp_path: Path) -> None:
    layers = {
        who: [span(f"{who}f", TEXT, "211 شخصاً", "FIGURE"), span(f"{who}s", TEXT, "المرصد السوري", "SOURCE"),
              span(f"{who}w", TEXT, ministry, "SOURCE")]
        for who, ministry in (("A", "الوزارة"), ("B", "وقالت الوزارة"))
    }  # fmt: skip
    relations = {"A": [Relation("rA", "REPORTED_BY", "Af", "As")], "B": [Relation("rB", "REPORTED_BY", "Bf", "Bw")]}
    page = open_page(project_with(tmp_path / "p.raqim", document("d", TEXT, layers, relations)))
    assert [each.kinds for each in page.desk.cases] == [("boundary",)]
    press(page, "1")
    assert [each.kinds for each in page.desk.cases] == [("relation",)]
    press(page, "R")
    offered = [page.card.chooser.list.item(row).text() for row in range(2)]
    assert offered == ["1  المرصد السوري", "2  وقالت الوزارة"]
    press(page, "2")
    (made,) = page.session.project.queries.relations("d", GOLD)
    tail = page.session.project.queries.span(made.tail)
    assert tail is not None
    assert tail.span.covered(TEXT) == "وقالت الوزارة"
    assert page.desk.cases == []
    assert status(page.session.project) == "done"
    press(page, "Z")
    assert len(page.desk.cases) == 1
    press(page, "0")
    assert page.session.project.queries.relations("d", GOLD) == []
    assert page.desk.cases == []


def test_a_question_keeps_the_case_open_with_its_note(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    press(page, "N")
    QTest.keyClicks(page.card.note, "why?")
    QTest.keyClick(page.card.note, Qt.Key.Key_Return)
    press(page, "Q")
    assert len(page.desk.cases) == 1
    (kept,) = decisions(page.session.project.queries)
    assert (kept.action, kept.note) == ("ask", "why?")
    page.desk.show(page.desk.cases[0])
    assert "why?" in page.card.warning.text()
    press(page, "W", "2", "1")
    assert [each.action for each in decisions(page.session.project.queries)] == ["accept"]
    assert decisions(page.session.project.queries)[0].reason == "boundary"


def test_a_rule_shows_what_it_would_do_before_it_does(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    before = len(page.desk.cases)
    events = page.session.project.queries.stats().events
    press(page, "U")
    dialog = page.dialogs.dialog
    assert isinstance(dialog, RulesDialog)
    assert dialog.list.count() > 0
    assert page.session.project.queries.stats().events == events
    promised = dialog.list.count()
    QTest.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Apply), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert page.session.project.queries.stats().events == events + 1
    spans_open = [each for each in page.desk.cases if not each.relation]
    assert len(spans_open) <= before - promised + 20
    press(page, "Z")
    assert len(page.desk.cases) == before


def test_a_decided_case_whose_input_changed_opens_again_and_says_so(open_page: Open, tmp_path: Path) -> None:
    page = open_page(one_missed(tmp_path / "p.raqim"))
    press(page, "1")
    assert page.desk.cases == []
    made = page.session.project.queries.spans("d", GOLD)
    page.session.project.execute(ChangeSpan("A2", attributes={"kind": "person"}), "A")
    QApplication.processEvents()
    assert len(page.desk.cases) == 1
    assert page.session.project.queries.spans("d", GOLD) == made
    assert "changed" in page.card.warning.text()
    press(page, "1")
    assert page.desk.cases == []


def test_many_clusters_are_read_and_merged_in_steps_with_the_same_result(
    open_page: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = open_page(one_missed(tmp_path / "p.raqim"))
    monkeypatch.setattr(case_list, "MANY", 1)
    page = AdjudicationPage(session_of(one_missed(tmp_path / "q.raqim"), tmp_path / "settings.json"))
    qtbot.addWidget(page)
    page.show()
    page.begin()
    assert not page.desk.ready
    QTest.keyClick(page.view, *key_of("0"))  # nothing is there yet that it could mean
    qtbot.waitUntil(lambda: page.desk.ready and not page.desk.busy)
    assert page.desk.cases == at_once.desk.cases
    assert page.desk.case == page.desk.cases[0]
    assert gold(page) == gold(at_once) == ["المرصد السوري"]
    theirs = AddSpan("d", 0, 3, "ACTOR", "B")
    page.session.bridge.execute(theirs, "B")  # other clusters now: read again, and the case found again
    qtbot.waitUntil(lambda: page.desk.ready and not page.desk.busy)
    assert len(page.desk.cases) == 2
    assert page.desk.cluster is not None
    assert page.desk.cluster.spans == {"A2"}
    page.hide()
    page.session.bridge.execute(AddSpan("d", 4, 8, "ACTOR", "A"), "A")
    assert len(page.desk.cases) == 2  # nobody looks: it waits for the next opening
    page.show()
    page.begin()
    qtbot.waitUntil(lambda: page.desk.ready and not page.desk.busy)
    assert len(page.desk.cases) == 3
    shut(page)


def test_the_whole_corpus_is_adjudicated_by_keys(open_page: Open, tmp_path: Path) -> None:
    page = open_page(corpus_team(tmp_path / "p.raqim"))
    presses = 0
    while page.desk.cases:
        press(page, "Enter")
        presses += 1
        assert presses < 200
    project = page.session.project
    assert {status(project, each) for each in project.queries.document_ids()} == {"done"}
    assert "Nothing" in page.card.heading.text()


def test_reading_the_layers_can_be_stopped_and_begun_anew(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language("en")
    monkeypatch.setattr(case_list, "MANY", 1)
    monkeypatch.setattr(work_line, "PATIENCE_MS", 0)
    layers = {who: [span(f"{who}1", TEXT, words, "ACTOR")] for who, words in (("A", "المرصد"), ("B", "الوزارة"))}
    project = project_with(tmp_path / "p.raqim", document("d", TEXT, layers))
    page = AdjudicationPage(session_of(project, tmp_path / "settings.json"))
    qtbot.addWidget(page)
    page.show()
    for way in ("Escape", "Stop"):
        page.begin()
        assert page.desk.reading
        if way == "Escape":
            QTest.keyClick(page.view, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(page.line.stop, Qt.MouseButton.LeftButton)
        assert not page.desk.busy
        qtbot.waitUntil(page.line.again.isVisible, timeout=60_000)
        assert page.foot.text() == "Stopped: no case is listed"
        assert not page.card.where.text()
        assert not page.desk.cases
        assert not page.desk.ready
    QTest.mouseClick(page.line.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.desk.ready and not page.desk.busy, timeout=60_000)
    assert len(page.desk.cases) == 2
    qtbot.waitUntil(page.line.isHidden, timeout=60_000)
    shut(page)
