"""The attribute form by real keys: its fields stay where they are, complete, and say what is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from annotator.core.command import AddEntity, AddSpan, ChangeSpan, SetScheme
from annotator.core.scheme import scheme_to_dict
from annotator.core.span import Value
from annotator.ui.panels.choice_field import ChoiceField
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.line_field import LineField
from tests.ui.conftest import Desk
from tests.ui.structure.typed_words import type_words

popups = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def made(desk: Desk, words: str, label: str, **attributes: Value) -> str:
    opened = desk.session.desk
    assert opened is not None
    start = opened.text.index(words)
    changes = desk.session.do(AddSpan(opened.id, start, start + len(words), label, "سلمى", attributes))
    assert changes is not None
    desk.settle()
    return next(iter(changes.ids["span"]))


def shown(desk: Desk, span: str) -> None:
    desk.session.set_focus(span)
    desk.settle()
    desk.tools.inspector.settle()


def line(desk: Desk, name: str) -> LineField:
    field = desk.tools.inspector.form.fields[name]
    assert isinstance(field, LineField)
    return field


def completer_of(field: QLineEdit) -> QCompleter:
    completer = field.completer()
    assert isinstance(completer, QCompleter)
    return completer


@pytest.fixture
def two(desk: Desk) -> tuple[Desk, str, str]:
    desk.open_text()
    desk.studio.window.activateWindow()
    first = made(desk, "12 جندياً", "FIGURE", value=12, unit="جندي")
    return desk, first, made(desk, "30 آخرين", "FIGURE", value=30)


def test_the_fields_of_a_label_are_made_once_and_keep_the_keyboard(two: tuple[Desk, str, str]) -> None:
    desk, first, second = two
    shown(desk, first)
    desk.press("Alt+A")
    field = line(desk, "value")
    field.setFocus()
    field.selectAll()
    type_words(field, "١٣")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert field.text() == "13"
    assert desk.studio.window.focusWidget() is field
    shown(desk, second)
    assert line(desk, "value") is field
    assert field.text() == "30"
    assert [each.attributes["value"] for each in desk.spans()] == [13, 30]


def test_what_is_being_typed_stays_when_something_else_changes_the_span(two: tuple[Desk, str, str]) -> None:
    desk, first, second = two
    shown(desk, first)
    field = line(desk, "unit")
    field.setFocus()
    field.selectAll()
    type_words(field, "مقات")
    desk.session.project.execute(ChangeSpan(first, attributes={"kind": "killed"}), "سلمى")
    desk.session.bridge.refresh()
    desk.settle()
    assert field.text() == "مقات"
    shown(desk, second)
    assert field.text() == ""
    assert desk.spans()[1].attributes.get("unit") is None


def test_the_written_number_warns_while_the_value_is_typed_and_can_be_taken(two: tuple[Desk, str, str]) -> None:
    desk, first, _second = two
    shown(desk, first)
    figure, field = desk.tools.inspector.figure, line(desk, "value")
    assert "⚠" not in figure.text()
    assert figure.take.isHidden()
    field.setFocus()
    type_words(field, "0")
    assert field.text() == "120"
    assert "⚠" in figure.text()
    assert "120" in figure.text()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert "⚠" not in figure.text()
    type_words(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.spans()[0].attributes["value"] == 120
    assert figure.take.isVisibleTo(desk.tools.inspector)
    figure.take.setFocus()
    QTest.keyClick(figure.take, Qt.Key.Key_Space)
    desk.settle()
    assert desk.spans()[0].attributes["value"] == 12
    assert figure.take.isHidden()


@popups
def test_a_text_attribute_completes_from_the_open_document(two: tuple[Desk, str, str]) -> None:
    desk, _first, second = two
    shown(desk, second)
    field = line(desk, "unit")
    field.setFocus()
    desk.settle()
    type_words(field, "جن")
    completer = completer_of(field)
    assert completer.completionCount() == 1
    popup = completer.popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "جندي"
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.spans()[1].attributes["unit"] == "جندي"


@popups
def test_an_entity_is_found_by_folded_letters_of_an_alias(desk: Desk) -> None:
    desk.open_text()
    span = made(desk, "المرصد", "ACTOR")
    desk.session.do(AddEntity("المرصد السوري لحقوق الإنسان", ("مرصد الانسان", "SOHR"), id="e1"))
    desk.session.do(AddEntity("وكالة سانا", id="e2"))
    shown(desk, span)
    field = desk.tools.inspector.form.fields["entity"]
    assert isinstance(field, EntityField)
    field.setFocus()
    type_words(field, "إنسان")
    completer = completer_of(field)
    popup = completer.popup()
    assert popup is not None
    assert popup.model().rowCount() == 1
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    desk.settle()
    assert desk.spans()[0].attributes["entity"] == "e1"
    assert field.text() == "المرصد السوري لحقوق الإنسان"
    field.selectAll()
    type_words(field, "وكاله سانا")
    QTest.keyClick(popup, Qt.Key.Key_Escape)  # the list goes, the words stay
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.spans()[0].attributes["entity"] == "e2"


@popups
def test_a_choice_is_taken_by_its_first_letters(two: tuple[Desk, str, str]) -> None:
    desk, first, _second = two
    shown(desk, first)
    field = desk.tools.inspector.form.fields["kind"]
    assert isinstance(field, ChoiceField)
    field.setFocus()
    QTest.keyClicks(field, field.itemText(2)[:3].lower())
    desk.settle()
    assert desk.spans()[0].attributes["kind"] == field.itemData(2)
    assert desk.studio.window.focusWidget() is field


def test_fields_follow_a_changed_scheme_and_conditions(two: tuple[Desk, str, str]) -> None:
    desk, first, _second = two
    shown(desk, first)
    assert "value_max" not in desk.tools.inspector.form.fields
    desk.session.do(ChangeSpan(first, attributes={"bound": "range"}))
    shown(desk, first)
    fields = desk.tools.inspector.form.fields
    assert fields["value_max"].isVisibleTo(desk.tools.inspector)
    data = scheme_to_dict(desk.session.scheme)
    figure = next(each for each in data["labels"] if each["name"] == "FIGURE")
    figure["attributes"].append({"name": "when", "type": "date", "default": "2014"})
    desk.session.do(SetScheme(data))
    desk.settle()
    shown(desk, first)
    field = line(desk, "when")
    field.setFocus()
    type_words(field, "٥/٣/٢٠١٤")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.spans()[0].attributes["when"] == "2014-03-05"
    said: list[str] = []
    desk.session.refused.connect(said.append)
    field.selectAll()
    type_words(field, "أمس")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(said) == 1
    assert field.text() == "2014-03-05"


def test_a_default_of_the_scheme_is_what_a_new_span_begins_with(desk: Desk) -> None:
    desk.open_text()
    data = scheme_to_dict(desk.session.scheme)
    actor = next(each for each in data["labels"] if each["name"] == "ACTOR")
    actor["attributes"][0]["default"] = "organisation"
    desk.session.do(SetScheme(data))
    desk.caret_to("المرصد")
    desk.press("1")
    assert desk.spans()[0].attributes == {"kind": "organisation"}


def test_idle_time_makes_the_fields_of_every_label(two: tuple[Desk, str, str]) -> None:
    desk, _first, _second = two
    form = desk.tools.inspector.form
    while form.make_ready(desk.session.scheme.labels):
        pass
    before = set(map(id, form.findChildren(QWidget)))
    made(desk, "المرصد", "SOURCE")
    shown(desk, desk.spans()[-1].id)
    assert set(map(id, form.findChildren(QWidget))) - before <= {id(each) for each in form.findChildren(QCompleter)}
