from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from annotator.core.command import AddEntity, AddRelation, ChangeSpan, SetScheme
from annotator.core.scheme import scheme_to_dict
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.structure.claims_dialog import ClaimsDialog
from annotator.ui.structure.claims_model import COLUMNS
from annotator.ui.structure.correct_text import CorrectTextDialog
from annotator.ui.structure.metadata_dialog import MetadataDialog
from annotator.ui.structure.registry_dialog import RegistryDialog
from annotator.ui.structure.scheme_editor import SchemeEditor
from tests.ui.conftest import TEXT, Desk
from tests.ui.structure.labelled import span
from tests.ui.structure.typed_words import type_words

T = TypeVar("T", bound=QDialog)


def opened(desk: Desk, kind: type[T], *chords: str) -> T:
    desk.press(*chords)
    dialogs = desk.studio.window.findChildren(kind)
    assert dialogs
    assert dialogs[-1].isVisible()
    return dialogs[-1]


def meanwhile(act: Callable[[], None]) -> None:
    """Do something while a dialog waits."""
    QTimer.singleShot(0, act)


def modal(kind: type[T]) -> T:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def run(desk: Desk, name: str) -> None:
    from annotator.ui.actions import BY_ID

    desk.studio.run(BY_ID[name])
    desk.settle()


@pytest.fixture
def figures(desk: Desk) -> Desk:
    desk.open_text()
    first = span(desk, "12 جندياً", "FIGURE", value=12, kind="killed")
    source = span(desk, "وكالة سانا", "SOURCE")
    span(desk, "30 آخرين", "FIGURE", value=30, kind="injured")
    desk.session.do(AddRelation("REPORTED_BY", first, source))
    return desk


# ---- claims ----------------------------------------------------------------------------------------------


def cell(dialog: ClaimsDialog, row: int, name: str) -> str:
    column = [each for each, _title in COLUMNS].index(name)
    return str(dialog.matching.index(row, column).data()).strip("\u2067\u2069")


def test_claims_sort_filter_and_jump(figures: Desk) -> None:
    dialog = opened(figures, ClaimsDialog, "Ctrl+Shift+C")
    assert [cell(dialog, row, "reported_by") for row in range(2)] == ["وكالة سانا", ""]
    dialog.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [cell(dialog, row, "value") for row in range(2)] == ["30", "12"]
    type_words(dialog.field, "جنديا سانا")
    assert dialog.matching.rowCount() == 1
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    dialog.table.setCurrentIndex(dialog.matching.index(0, 0))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    if figures.session.focused() is None:
        dialog.span_chosen.emit(dialog.model.claim(0).span)
    focused = figures.session.focused()
    assert focused is not None
    assert focused.attributes["value"] == 12


def test_a_claim_is_corrected_in_its_cell_and_undone(figures: Desk) -> None:
    dialog = opened(figures, ClaimsDialog, "Ctrl+Shift+C")
    index = dialog.matching.index(0, 1)
    dialog.table.setCurrentIndex(index)
    dialog.table.edit(index)
    editor = dialog.table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    type_words(editor, "١٤")
    QTest.keyPress(editor, Qt.Key.Key_Return)  # the release would find the field gone
    figures.settle()
    assert [each.attributes.get("value") for each in figures.spans() if each.label == "FIGURE"] == [14, 30]
    dialog.reload()
    assert cell(dialog, 0, "value") == "14"
    figures.press("Ctrl+Z")
    assert [each.attributes.get("value") for each in figures.spans() if each.label == "FIGURE"] == [12, 30]


# ---- the value beside the text ---------------------------------------------------------------------------


def test_the_written_number_stands_beside_the_typed_one_and_warns(figures: Desk) -> None:
    first = next(each for each in figures.spans() if each.label == "FIGURE")
    figures.session.set_focus(first.id)
    figures.settle()
    hint = figures.tools.inspector.figure
    assert hint.isVisibleTo(figures.tools.inspector)
    assert "12" in hint.text()
    assert "⚠" not in hint.text()
    figures.session.do(ChangeSpan(first.id, attributes={"value": 21}))
    figures.settle()
    assert "⚠" in figures.tools.inspector.figure.text()


def test_a_value_typed_in_the_inspector_is_one_step(figures: Desk) -> None:
    first = next(each for each in figures.spans() if each.label == "FIGURE")
    figures.session.set_focus(first.id)
    figures.settle()
    before = len(figures.session.project.queries.history())
    field = figures.tools.inspector.form.fields["value"]
    assert isinstance(field, QLineEdit)
    figures.press("Alt+A")
    field.setFocus()
    field.selectAll()
    type_words(field, "15")
    QTest.keyPress(field, Qt.Key.Key_Return)
    figures.settle()
    assert len(figures.session.project.queries.history()) == before + 1


# ---- entities --------------------------------------------------------------------------------------------


def test_a_new_entry_in_one_key_and_the_next_mention_of_it(desk: Desk) -> None:
    desk.open_text()
    first = span(desk, "المرصد", "ACTOR")
    second = span(desk, "المرصد", "ACTOR", TEXT.rindex("المرصد"))
    desk.session.set_focus(first)
    desk.press("Alt+Shift+E")
    entity = desk.session.project.queries.entities()[0]
    assert entity.name == "المرصد"
    desk.session.do(ChangeSpan(second, attributes={"entity": entity.id}))
    desk.press("Alt+M")
    assert desk.session.focus == second
    desk.press("Ctrl+Z", "Ctrl+Z")
    assert desk.session.project.queries.entities() == []


def test_the_registry_links_merges_and_splits_with_undo(desk: Desk) -> None:
    desk.open_text()
    first = span(desk, "المرصد", "ACTOR")
    span(desk, "المرصد", "ACTOR", TEXT.rindex("المرصد"))
    desk.session.do(AddEntity("المرصد", id="e1"))
    desk.session.do(AddEntity("مرصد حقوق الإنسان", id="e2"))
    dialog = opened(desk, RegistryDialog, "Ctrl+Shift+E")
    dialog.choose("e1")
    assert dialog.unlinked.count() == 2
    QTest.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert dialog.mentions.count() == 2
    dialog.mentions.setCurrentRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.session.project.queries.entities()) == 3
    desk.press("Ctrl+Z")
    dialog.reload()
    dialog.choose("e1")
    dialog.entries.selectAll()
    QTest.keyClick(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.session.project.queries.entities()) == 1
    assert first in {each.span.id for each in desk.session.project.queries.mentions("e1")} | {
        each.span.id for each in desk.session.project.queries.mentions("e2")
    }
    desk.press("Ctrl+Z")
    assert len(desk.session.project.queries.entities()) == 2


# ---- the scheme ------------------------------------------------------------------------------------------


def test_the_editor_renames_a_label_in_scheme_and_spans(figures: Desk) -> None:
    def edit() -> None:
        editor = modal(SchemeEditor)
        editor.choose("SOURCE")
        line = editor.page.widgets["name",]
        assert isinstance(line, QLineEdit)
        line.selectAll()
        type_words(line, "VOICE")
        QTest.keyClick(line, Qt.Key.Key_Return)

    meanwhile(edit)
    run(figures, "scheme")
    assert ("وكالة سانا", "VOICE") in figures.labelled()
    assert figures.session.scheme.present_name("SOURCE") == "VOICE"
    assert figures.session.scheme.relations[0].tails == ("VOICE",)
    figures.press("Ctrl+Z")
    assert ("وكالة سانا", "SOURCE") in figures.labelled()


def test_removing_a_label_asks_what_becomes_of_its_spans(figures: Desk) -> None:
    def answer() -> None:
        QTest.keyClick(modal(ChoiceDialog), Qt.Key.Key_1)

    def edit() -> None:
        editor = modal(SchemeEditor)
        editor.choose("SOURCE")
        meanwhile(answer)
        editor.remove()
        editor.accept() if editor.commands else editor.buttons.accepted.emit()

    meanwhile(edit)
    run(figures, "scheme")
    assert ("وكالة سانا", "ACTOR") in figures.labelled()
    figures.press("Ctrl+Z")
    assert ("وكالة سانا", "SOURCE") in figures.labelled()


def test_a_conditional_attribute_and_a_relation_are_made_in_the_editor(figures: Desk) -> None:
    def edit() -> None:
        editor = modal(SchemeEditor)
        editor.choose("FIGURE")
        editor.add_attribute()
        box = editor.page.widgets["shown_when",]
        assert isinstance(box, QPlainTextEdit)
        type_words(box, "kind = killed, injured")
        editor.choose("REPORTED_BY")
        editor.add()
        editor.buttons.accepted.emit()

    meanwhile(edit)
    run(figures, "scheme")
    label = figures.session.scheme.label("FIGURE")
    assert label is not None
    assert dict(label.attributes[-1].shown_when) == {"kind": ("killed", "injured")}
    assert [each.name for each in figures.session.scheme.relations][-1].startswith("RELATION")
    assert figures.session.scheme.version == 2


# ---- the text and what is known of it --------------------------------------------------------------------


def test_a_corrected_text_is_shown_with_its_spans_and_undone(figures: Desk) -> None:
    def edit() -> None:
        dialog = modal(CorrectTextDialog)
        dialog.text.setPlainText(TEXT.replace("أعلنت", "وأعلنت"))
        dialog.look()
        dialog.accept()

    before = figures.labelled()
    meanwhile(edit)
    run(figures, "correct_text")
    assert figures.bench.view.text().startswith("وأعلنت")
    assert figures.labelled() == before
    figures.press("Ctrl+Z")
    assert figures.bench.view.text() == TEXT
    assert figures.labelled() == before


def test_what_does_not_fit_can_be_placed_by_a_decision(figures: Desk) -> None:
    def edit() -> None:
        dialog = modal(CorrectTextDialog)
        dialog.text.setPlainText(TEXT.replace("وكالة سانا", "صحيفة تشرين"))
        dialog.look()
        assert dialog.left.rowCount() == 1
        box = dialog.left.cellWidget(0, 2)
        assert box is not None
        QTest.keyClick(box, Qt.Key.Key_Down)
        dialog.accept()

    meanwhile(edit)
    run(figures, "correct_text")
    assert ("صحيفة تشرين", "SOURCE") in figures.labelled()


def test_metadata_is_kept_and_undone(figures: Desk) -> None:
    def edit() -> None:
        dialog = modal(MetadataDialog)
        outlet, tags = dialog.fields["outlet"], dialog.fields["tags"]
        type_words(outlet, "سانا")
        type_words(tags, "حرب، سوريا")
        QTest.keyClick(outlet, Qt.Key.Key_Return)

    meanwhile(edit)
    run(figures, "metadata")
    desk = figures.session.desk
    assert desk is not None
    known = figures.session.project.queries.document(desk.id).metadata
    assert (known["outlet"], known["tags"]) == ("سانا", ["حرب", "سوريا"])
    figures.press("Ctrl+Z")
    assert "outlet" not in figures.session.project.queries.document(desk.id).metadata


# ---- guidelines, relations -------------------------------------------------------------------------------


def test_the_guidelines_follow_the_focus_and_take_settled_cases(figures: Desk) -> None:
    panel = figures.tools.guidelines
    source = next(each for each in figures.spans() if each.label == "SOURCE")
    figures.session.set_focus(source.id)
    assert "من يُنسب إليه الخبر" in panel.page.toPlainText()
    panel.settle(good=True)
    label = figures.session.scheme.label("SOURCE")
    assert label is not None
    assert "وكالة سانا" in label.examples
    assert "وكالة سانا" in panel.page.toPlainText()


def test_a_relation_is_removed_by_key(figures: Desk) -> None:
    source = next(each for each in figures.spans() if each.label == "SOURCE")
    figures.session.set_focus(source.id)
    figures.press("Alt+Shift+R")
    desk = figures.session.desk
    assert desk is not None
    assert not desk.relations
    figures.press("Ctrl+Z")
    assert len(desk.relations) == 1


@pytest.mark.parametrize(("level", "wanted"), [("", 1), ("hint", 2), ("off", 2)])
def test_one_at_most_is_held_as_the_scheme_says(figures: Desk, level: str, wanted: int) -> None:
    data = scheme_to_dict(figures.session.scheme)
    data["rules"] = {"relation": level} if level else {}
    next(each for each in data["relations"] if each["name"] == "REPORTED_BY")["one_tail"] = True
    figures.session.do(SetScheme(data))
    other = span(figures, "المرصد", "SOURCE")
    said: list[str] = []
    figures.session.told.connect(said.append)
    figures.session.set_focus(next(each.id for each in figures.spans() if each.label == "FIGURE"))
    figures.press("Alt+R")
    figures.session.set_focus(other)
    figures.press("Enter")
    desk = figures.session.desk
    assert desk is not None
    assert len(desk.relations) == wanted
    assert ("only" in said[-1]) == (level != "off")


# ---- looks -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_dialog_opens_in_both_languages_and_themes(figures: Desk, language: str, theme: str) -> None:
    import os
    from pathlib import Path

    figures.studio.change_setting("theme", theme)
    figures.studio.change_setting("language", language)
    figures.settle()
    session, window = figures.session, figures.studio.window
    desk = session.desk
    assert desk is not None
    queries = session.project.queries
    session.do(AddEntity("وكالة سانا", ("سانا",), "news_agency", "Q1", "e1"))
    editor = SchemeEditor(session.scheme, {}, window)
    editor.choose("FIGURE")
    correct = CorrectTextDialog(desk.document, queries, session.scheme, window)
    correct.text.setPlainText(TEXT.replace("وكالة سانا", "صحيفة تشرين"))
    correct.look()
    dialogs = {
        "scheme": editor, "claims": ClaimsDialog(session, window), "entities": RegistryDialog(session, window),
        "text": correct, "metadata": MetadataDialog(desk.document, session.scheme, window),
    }  # fmt: skip
    for name, dialog in dialogs.items():
        dialog.show()
        figures.settle()
        _reachable(dialog)
        if os.environ.get("RAQIM_PICTURES"):
            dialog.grab().save(str(Path(os.environ["RAQIM_PICTURES"]) / f"structure-{name}-{language}-{theme}.png"))
        dialog.close()


def _reachable(dialog: QWidget) -> None:
    """Tab comes round to where it began, past several stops, and every stop has a name for screen readers."""
    seen: list[QWidget] = []
    here: QWidget | None = dialog
    for _ in range(200):
        here = here.nextInFocusChain() if here else None
        if here is None or here is dialog:
            break
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisibleTo(dialog):
            seen.append(here)
    assert len(seen) >= 3
