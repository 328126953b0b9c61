"""The seed article by keyboard alone, with every attribute, relation and entity of its gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit

from annotator.project.claims import claims
from annotator.ui.pressing import key_of
from annotator.ui.structure.entity_picker import EntityPicker
from tests.ui.conftest import Desk
from tests.ui.structure.typed_words import type_words

GOLD = Path(__file__).parents[3] / "../shared/seed/gold.jsonl"
KEYS = {"ACTOR": "1", "FIGURE": "2", "SOURCE": "3"}


class Hands:
    """What an annotator's fingers do."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def quick(self, chord: str) -> None:
        QTest.keyClick(self.desk.bench.view, *key_of(chord))

    def select(self, start: int, end: int) -> None:
        view = self.desk.bench.view
        self.quick("Escape")
        for _ in range(3000):
            at = view.selection()[0]
            if at == start:
                break
            self.quick("Left" if at < start else "Right")
        assert view.selection() == (start, start)
        for _ in range(300):
            if view.selection() == (start, end):
                break
            self.quick("Shift+Left")
        assert view.selection() == (start, end)

    def focus(self, span: str) -> None:
        for _ in range(80):
            if self.desk.session.focus == span:
                return
            self.desk.press("Tab")
        raise AssertionError(span)

    def fill(self, name: str, value: Any) -> None:
        """Put the keyboard into the attributes, walk to one, and set it."""
        form = self.desk.tools.inspector.form
        self.desk.press("Alt+A")
        for _ in range(20):
            here = self.desk.studio.window.focusWidget()
            if here is form.fields[name]:
                break
            assert here is not None
            QTest.keyClick(here, Qt.Key.Key_Tab)
        field = form.fields[name]
        assert self.desk.studio.window.focusWidget() is field, name
        if isinstance(field, QLineEdit):
            field.selectAll()
            type_words(field, str(value))
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif isinstance(field, QComboBox):
            self.choose(field, value)
        else:
            assert isinstance(field, QCheckBox)
            QTest.keyClick(field, Qt.Key.Key_Space)
        self.desk.settle()

    def choose(self, box: QComboBox, value: Any) -> None:
        QTest.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        view = box.view()
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(box.findData(value)):
            QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyPress(view, Qt.Key.Key_Return)  # the release would find the list gone

    def link(self, name: str) -> None:
        """Type a name in the picker and press Enter."""

        def type_it() -> None:
            picker = QApplication.activeModalWidget()
            assert isinstance(picker, EntityPicker)
            picker.field.selectAll()
            type_words(picker.field, name)
            QTest.keyClick(picker.field, Qt.Key.Key_Return)

        QTimer.singleShot(0, type_it)
        self.desk.press("Alt+E")


@pytest.mark.skipif(not GOLD.exists(), reason="the seed article is not here")
@pytest.mark.timeout(400)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_seed_article_is_labelled_by_keyboard_with_everything_of_its_gold(desk: Desk) -> None:
    gold = json.loads(GOLD.read_text("utf-8").splitlines()[0])
    desk.open_text(gold["text"])
    desk.studio.window.activateWindow()
    hands = Hands(desk)
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    desk.press("Ctrl+Home")
    for span in sorted(gold["spans"], key=lambda each: (each["start"], -each["end"])):
        hands.select(span["start"], span["end"])
        desk.press(KEYS[span["label"]])
        ids[span["id"]] = desk.session.focus
        for name, value in span["attributes"].items():
            if name != "entity":
                hands.fill(name, value)
            elif value in names:
                hands.link(names[value])
            else:
                desk.press("Alt+Shift+E")
                names[value] = span["text"]
    for relation in gold["relations"]:
        hands.focus(ids[relation["head"]])
        desk.press("Alt+R")
        hands.focus(ids[relation["tail"]])
        desk.press("Enter")

    opened = desk.session.desk
    assert opened is not None
    assert len(desk.spans()) == len(gold["spans"])
    chains: dict[str, str] = {}
    for span in gold["spans"]:
        made = opened.spans[ids[span["id"]]]
        assert (made.start, made.end, made.label) == (span["start"], span["end"], span["label"])
        wanted = {name: value for name, value in span["attributes"].items() if name != "entity"}
        assert {name: value for name, value in made.attributes.items() if name != "entity"} == wanted
        if "entity" in span["attributes"]:
            entity = str(made.attributes["entity"])
            assert chains.setdefault(span["attributes"]["entity"], entity) == entity, span
    assert len(set(chains.values())) == len(chains)
    found = {(each.type, each.head, each.tail) for each in opened.relations}
    assert found == {(each["type"], ids[each["head"]], ids[each["tail"]]) for each in gold["relations"]}

    six = list(claims(desk.session.project, "سلمى"))
    words = {each["id"]: each["text"] for each in gold["spans"]}
    figures = [each for each in gold["spans"] if each["label"] == "FIGURE"]
    assert len(six) == len(figures) == 6
    for claim, figure in zip(six, sorted(figures, key=lambda each: each["start"]), strict=True):
        told = [getattr(claim, name) for name in ("value", "bound", "unit", "kind")]
        assert told == [figure["attributes"].get(name) for name in ("value", "bound", "unit", "kind")]
        for column, kind in (("counts", "COUNTS"), ("part_of", "PART_OF"), ("reported_by", "REPORTED_BY")):
            tails = {words[r["tail"]] for r in gold["relations"] if (r["head"], r["type"]) == (figure["id"], kind)}
            assert set(getattr(claim, column).split(" · ")) - {""} == tails
