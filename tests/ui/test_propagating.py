from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.command import ChangeSpan
from annotator.ui.dialogs.propagation import PropagationDialog
from annotator.ui.pressing import key_of
from tests.ui.conftest import Desk

HERE = "قال المرصد السوري إن 12 جندياً قتلوا. وأضاف المَرصد السوري في بيانه.\nوللمرصد السوري مصادره."
THERE = "نقلت الوكالة عن المرصد السوري نفيه، وبالمرصد السوري استشهد آخرون."


def answer(*chords: str) -> list[list[str]]:
    """Press keys in the dialog that comes, by real events; what it offered lands in the answer."""
    offered: list[list[str]] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PropagationDialog)
        offered.append([dialog.list.item(row).text() for row in range(dialog.list.count())])
        for chord in chords:
            QTest.keyClick(dialog.list, *key_of(chord))

    QTimer.singleShot(50, act)
    return offered


def label_first(desk: Desk, *, other: bool = True) -> None:
    if other:
        desk.studio.files.add_pasted("other", THERE)
    desk.open_text(HERE)
    desk.caret_to("المرصد")
    desk.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "1")
    assert desk.labelled() == [("المرصد السوري", "ACTOR")]


def test_labelling_tells_how_often_the_mention_stands_elsewhere(desk: Desk) -> None:
    told: list[str] = []
    desk.session.told.connect(told.append)
    label_first(desk, other=False)
    desk.settle()
    assert any("2" in each and "Alt+P" in each for each in told)


def test_propagating_labels_document_and_corpus_behind_clitics_in_one_undo_step(desk: Desk) -> None:
    label_first(desk)
    offered = answer("Enter")
    desk.press("Alt+P")
    assert len(offered[0]) == 4
    assert desk.labelled() == [
        ("المرصد السوري", "ACTOR"), ("المَرصد السوري", "ACTOR"), ("لمرصد السوري", "ACTOR")
    ]  # fmt: skip
    queries = desk.session.project.queries
    other = queries.document_named("other")
    assert other is not None
    there = queries.spans(other, desk.session.annotator)
    assert [each.covered(THERE) for each in there] == ["المرصد السوري", "المرصد السوري"]
    desk.press("Ctrl+Z")
    assert desk.labelled() == [("المرصد السوري", "ACTOR")]
    assert queries.spans(other, desk.session.annotator) == []


def test_only_ticked_places_are_labelled_and_looking_writes_nothing(desk: Desk) -> None:
    label_first(desk, other=False)
    answer("Escape")
    desk.press("Alt+P")
    assert len(desk.spans()) == 1
    answer("Space", "Enter")  # the first place unticked
    desk.press("Alt+P")
    assert desk.labelled() == [("المرصد السوري", "ACTOR"), ("لمرصد السوري", "ACTOR")]


def test_propagation_carries_entity_and_kind(desk: Desk) -> None:
    label_first(desk, other=False)
    desk.session.do(ChangeSpan(desk.spans()[0].id, attributes={"kind": "organisation"}))
    answer("Enter")
    desk.press("Alt+P")
    assert [each.attributes.get("kind") for each in desk.spans()] == ["organisation"] * 3


def test_a_figure_labelled_by_hand_reads_its_value(desk: Desk) -> None:
    desk.open_text(HERE)
    desk.caret_to("12")
    desk.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "2")
    attributes = desk.spans()[0].attributes
    assert (attributes["value"], attributes["bound"], attributes["unit"], attributes["kind"]) == (
        12, "exact", "جندي", "killed",
    )  # fmt: skip


def test_the_selection_becomes_a_piece_of_the_span_and_leaves_it_again(desk: Desk) -> None:
    desk.open_text("قتل وزير الدفاع أمس والداخلية في دمشق")
    desk.caret_to("وزير")
    desk.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "1")
    desk.caret_to("الداخلية")
    desk.press("Ctrl+Shift+Left", "Alt+Equal")
    assert desk.labelled() == [("وزير الدفاع الداخلية", "ACTOR")]
    assert len(desk.spans()[0].fragments) == 2
    desk.press("Alt+Left")  # the last edge moves, the pieces stay
    assert desk.labelled() == [("وزير الدفاع الداخلية في", "ACTOR")]
    desk.caret_to("الدفاع")
    desk.press("Ctrl+Shift+Left", "Alt+Minus")
    assert desk.labelled() == [("وزير الداخلية في", "ACTOR")]
    desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert desk.labelled() == [("وزير الدفاع", "ACTOR")]


def test_a_span_never_loses_its_last_word_to_the_key_of_pieces(desk: Desk) -> None:
    desk.open_text("قال المرصد")
    desk.caret_to("المرصد")
    desk.press("1")
    desk.caret_to("المرصد")
    desk.press("Ctrl+Shift+Left", "Alt+Minus")
    assert desk.labelled() == [("المرصد", "ACTOR")]


@pytest.mark.parametrize("words", ["المرصد", "نحو 7 ملايين"])
def test_without_another_place_nothing_is_asked(desk: Desk, words: str) -> None:
    desk.open_text(f"كلمة {words} أخيرة")
    desk.caret_to(words.split(maxsplit=1)[0])
    desk.press("1", "Alt+P")
    assert QApplication.activeModalWidget() is None
    assert len(desk.spans()) == 1
