"""Every dialog of this part opened and worked by keys alone, in both languages and themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTreeWidget,
    QWidget,
)

from annotator.core.command import AddEntity, AddRelation, ReviseDocument
from annotator.ui.actions import BY_ID
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.pressing import key_of
from annotator.ui.structure.claims_dialog import ClaimsDialog
from annotator.ui.structure.correct_text import CorrectTextDialog
from annotator.ui.structure.entity_picker import EntityPicker
from annotator.ui.structure.metadata_dialog import MetadataDialog
from annotator.ui.structure.old_texts_dialog import OldTextsDialog
from annotator.ui.structure.registry_dialog import RegistryDialog
from annotator.ui.structure.scheme_editor import SchemeEditor
from annotator.ui.structure.split_dialog import SplitDialog
from annotator.ui.structure.versions_dialog import VersionsDialog
from tests.ui.conftest import TEXT, Desk
from tests.ui.structure.labelled import span
from tests.ui.structure.typed_words import type_words

T = TypeVar("T", bound=QDialog)
popups = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=[
    pytest.param(("ar", "light"), id="ar-light"), pytest.param(("en", "dark"), id="en-dark", marks=pytest.mark.slow),
])  # fmt: skip
def table(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    language, theme = request.param
    desk.studio.change_setting("theme", theme)
    desk.studio.change_setting("language", language)
    desk.open_text()
    desk.studio.window.activateWindow()
    first = span(desk, "12 جندياً", "FIGURE", value=12, kind="killed")
    source = span(desk, "وكالة سانا", "SOURCE")
    span(desk, "30 آخرين", "FIGURE", value=30, kind="injured")
    desk.session.do(AddRelation("REPORTED_BY", first, source))
    assert desk.studio.window.isRightToLeft() == (language == "ar")
    return desk


class Keys:
    """Hands on the keys of one dialog: what has the keyboard gets them."""

    def __init__(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.activateWindow()
        QApplication.processEvents()

    def here(self) -> QWidget:
        return QApplication.focusWidget() or self.dialog.focusWidget() or self.dialog

    def press(self, *chords: str) -> None:
        for chord in chords:
            stroke = QTest.keyClick if chord == "Space" else QTest.keyPress  # of others the release finds nobody
            stroke(self.here(), *key_of(chord))
            QApplication.processEvents()

    def tab_to(self, wanted: QWidget) -> None:
        """Tab until it has the keyboard."""
        for _ in range(80):
            if self.here() is wanted:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted.accessibleName() or wanted}")

    def type(self, words: str) -> None:
        type_words(self.here(), words)

    def button(self, title_part: int) -> QPushButton:
        return self.dialog.findChildren(QPushButton)[title_part]


def once(desk: Desk, kind: type[T], opens: Callable[[], object], act: Callable[[T, Keys], None]) -> None:
    """Open a modal dialog, work it, and see that it is gone."""
    done: list[bool] = []

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, kind), dialog
            act(dialog, Keys(dialog))
            done.append(True)
        finally:
            while not done and (open_yet := QApplication.activeModalWidget()) is not None:
                open_yet.hide()  # ends its loop, so that a failure is one and no endless wait

    QTimer.singleShot(0, work)
    opens()
    desk.settle()
    assert done, "the dialog was not worked to the end"
    assert not [each for each in desk.studio.window.findChildren(kind) if each.isVisible()]


def run(desk: Desk, name: str) -> Callable[[], None]:
    return lambda: desk.studio.run(BY_ID[name])


def ok_of(dialog: QDialog) -> QPushButton:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    return box.button(QDialogButtonBox.StandardButton.Ok)


def named(dialog: QWidget) -> None:
    """Everything that Tab stops at tells a screen reader what it is."""
    for each in dialog.findChildren(QWidget):
        stops = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and each.isVisibleTo(dialog)
        if stops and isinstance(each, QLineEdit | QPlainTextEdit | QComboBox | QTableView | QTreeWidget | QListWidget):
            assert each.accessibleName() or isinstance(each.parent(), QComboBox), each


# ---- Esc -------------------------------------------------------------------------------------------------

MODAL: dict[str, type[QDialog]] = {
    "scheme": SchemeEditor, "scheme_versions": VersionsDialog, "correct_text": CorrectTextDialog,
    "metadata": MetadataDialog, "old_texts": OldTextsDialog, "entity": EntityPicker,
}  # fmt: skip


def test_esc_leaves_every_dialog_and_everything_as_it_was(table: Desk) -> None:
    opened = table.session.desk
    assert opened is not None
    table.session.do(ReviseDocument(opened.id, TEXT.replace("وكالة سانا", "صحيفة تشرين")))
    table.session.set_focus(span(table, "المرصد", "ACTOR"))
    table.settle()
    before = len(table.session.project.queries.history())

    def leave(dialog: QDialog, keys: Keys) -> None:
        named(dialog)
        assert dialog.windowTitle()
        keys.press("Escape")

    for action, kind in MODAL.items():
        once(table, kind, run(table, action), leave)
    for action, view in (("claims", ClaimsDialog), ("registry", RegistryDialog)):
        run(table, action)()
        table.settle()
        dialog = table.studio.window.findChildren(view)[-1]
        closed: list[int] = []
        dialog.finished.connect(closed.append)
        leave(dialog, Keys(dialog))
        assert closed == [QDialog.DialogCode.Rejected.value]
        table.settle()
    assert len(table.session.project.queries.history()) == before


# ---- each worked by keys ---------------------------------------------------------------------------------


def test_the_claims_are_filtered_walked_and_corrected_by_keys(table: Desk) -> None:
    run(table, "claims")()
    table.settle()
    dialog = table.studio.window.findChildren(ClaimsDialog)[-1]
    keys = Keys(dialog)
    keys.tab_to(dialog.field)
    keys.type("اخرين")
    assert dialog.matching.rowCount() == 1
    keys.press("Enter")
    assert keys.here() is dialog.table
    keys.press("Home", "Right" if not dialog.isRightToLeft() else "Left", "F2")
    editor = keys.here()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_words(editor, "٣١")
    keys.press("Enter")
    table.settle()
    assert [each.attributes["value"] for each in table.spans() if each.label == "FIGURE"] == [12, 31]
    dialog.reload()
    keys.tab_to(dialog.table)
    keys.press("Enter")
    focused = table.session.focused()
    assert focused is not None
    assert focused.attributes["value"] == 31
    dialog.close()


def test_an_entry_is_made_named_and_linked_by_keys(table: Desk) -> None:
    span(table, "المرصد", "ACTOR")
    run(table, "registry")()
    table.settle()
    dialog = table.studio.window.findChildren(RegistryDialog)[-1]
    keys = Keys(dialog)
    keys.tab_to(dialog.field)
    keys.type("المرصد")
    keys.press("Ctrl+N")
    assert keys.here() is dialog.name
    keys.press("Tab")
    assert keys.here() is dialog.aliases
    keys.type("مرصد حقوق الإنسان؛ SOHR")
    keys.press("Tab", "Ctrl+L")
    entity = table.session.project.queries.entities()[0]
    assert (entity.name, entity.aliases) == ("المرصد", ("مرصد حقوق الإنسان", "SOHR"))
    assert [each.attributes.get("entity") for each in table.spans() if each.label == "ACTOR"] == [entity.id]
    dialog.close()


def test_a_mention_is_linked_by_keys(table: Desk) -> None:
    table.session.do(AddEntity("المرصد السوري", id="e1"))
    table.session.do(AddEntity("المرصد الأوروبي", id="e2"))
    mention = span(table, "المرصد", "ACTOR")
    table.session.set_focus(mention)
    table.settle()

    def pick(dialog: EntityPicker, keys: Keys) -> None:
        assert keys.here() is dialog.field
        keys.press("Ctrl+A")
        keys.type("الاوروبي")
        keys.press("Down", "Up", "Enter")

    once(table, EntityPicker, lambda: table.press("Alt+E"), pick)
    assert [each.attributes.get("entity") for each in table.spans() if each.id == mention] == ["e2"]


def test_the_scheme_is_changed_and_split_by_keys(table: Desk) -> None:
    def split(dialog: SplitDialog, keys: Keys) -> None:
        keys.tab_to(dialog.attribute)
        keys.press("Home", *["Down"] * dialog.attribute.findData("kind"))
        assert dialog.attribute.currentData() == "kind"
        keys.tab_to(dialog.names["killed"])
        keys.type("DEAD")
        keys.press("Enter")

    def edit(editor: SchemeEditor, keys: Keys) -> None:
        keys.tab_to(editor.tree)
        keys.press("Home")
        for _ in range(40):
            here = editor.tree.currentItem()
            if here is not None and "FIGURE" in here.text(0):
                break
            keys.press("Down")
        assert ("name",) in editor.page.widgets
        button = next(each for each in editor.findChildren(QPushButton) if each.text() in ("Split…", "تقسيم…"))
        keys.tab_to(button)
        once(table, SplitDialog, lambda: keys.press("Space"), split)
        keys.tab_to(ok_of(editor))
        keys.press("Space")

    before = table.labelled()
    once(table, SchemeEditor, run(table, "scheme"), edit)
    assert ("12 جندياً", "DEAD") in table.labelled()
    assert ("30 آخرين", "FIGURE") in table.labelled()
    made = table.session.scheme.label("DEAD")
    assert made is not None
    assert made.attribute("value") is not None
    relation = table.session.scheme.relation("REPORTED_BY")
    assert relation is not None
    assert "DEAD" in relation.heads
    table.press("Ctrl+Z")
    assert table.labelled() == before


def test_an_older_version_becomes_the_newest_by_keys(table: Desk) -> None:
    from annotator.core.command import RenameLabel

    table.session.do(RenameLabel("SOURCE", "VOICE"))
    table.settle()

    def back(dialog: VersionsDialog, keys: Keys) -> None:
        assert dialog.table.rowCount() == 2
        assert dialog.table.model().index(1, 3).data() == "3"
        assert dialog.changes.count() == 1
        keys.tab_to(dialog.table)
        assert not dialog.back.isEnabled()
        keys.press("Down")
        keys.tab_to(dialog.back)
        keys.press("Space")

    once(table, VersionsDialog, run(table, "scheme_versions"), back)
    assert ("وكالة سانا", "SOURCE") in table.labelled()
    assert table.session.scheme.version > 2
    assert table.session.scheme.label("VOICE") is None
    table.press("Ctrl+Z")
    assert ("وكالة سانا", "VOICE") in table.labelled()


def test_a_text_is_corrected_and_the_former_one_read_by_keys(table: Desk) -> None:
    def correct(dialog: CorrectTextDialog, keys: Keys) -> None:
        keys.tab_to(dialog.text)
        keys.press("Ctrl+Home")
        for _ in range(TEXT.index("وكالة سانا")):
            keys.press("Left")
        for _ in "وكالة سانا":
            keys.press("Delete")
        keys.type("صحيفة تشرين")
        dialog.look()
        keys.tab_to(dialog.left)
        keys.tab_to(ok_of(dialog))
        keys.press("Space")

    once(table, CorrectTextDialog, run(table, "correct_text"), correct)
    assert table.bench.view.text() == TEXT.replace("وكالة سانا", "صحيفة تشرين")
    assert [words for words, _label in table.labelled()] == ["12 جندياً", "30 آخرين"]

    def read(dialog: OldTextsDialog, keys: Keys) -> None:
        assert dialog.texts.count() == 2
        assert dialog.text.toPlainText() == TEXT
        assert dialog.text.isReadOnly()
        assert "وكالة سانا" in dialog.left.item(0).text()
        assert [each.cursor.selectedText() for each in dialog.text.extraSelections()] == ["وكالة سانا"]
        keys.tab_to(dialog.texts)
        keys.press("Down")
        assert dialog.left.isHidden()
        assert "صحيفة تشرين" in dialog.text.toPlainText()
        keys.press("Up")
        keys.tab_to(dialog.left)
        keys.press("Escape")

    once(table, OldTextsDialog, run(table, "old_texts"), read)


def test_what_is_known_of_a_document_is_typed_and_checked_by_keys(table: Desk) -> None:
    def fill(dialog: MetadataDialog, keys: Keys) -> None:
        keys.tab_to(dialog.fields["date"])
        keys.type("أمس")
        keys.tab_to(ok_of(dialog))
        keys.press("Space")
        assert dialog.isVisible()
        assert dialog.warning.text()
        assert keys.here() is dialog.fields["date"]
        keys.press("Ctrl+A")
        keys.type("٥/٣/٢٠١٤")
        keys.press("Tab")
        assert keys.here() is dialog.fields["outlet"]
        keys.type("سانا")
        keys.press("Enter")

    once(table, MetadataDialog, run(table, "metadata"), fill)
    opened = table.session.desk
    assert opened is not None
    known = table.session.project.queries.document(opened.id).metadata
    assert (known["date"], known["outlet"]) == ("2014-03-05", "سانا")


def test_a_document_is_held_out_by_keys_and_one_undo_takes_it_back(table: Desk) -> None:
    opened = table.session.desk
    assert opened is not None
    queries = table.session.project.queries

    def fill(dialog: MetadataDialog, keys: Keys) -> None:
        keys.tab_to(dialog.held)
        keys.press("Space")
        keys.tab_to(ok_of(dialog))
        keys.press("Space")

    once(table, MetadataDialog, run(table, "metadata"), fill)
    assert queries.document(opened.id).metadata["held_out"] is True
    assert queries.suggestions(opened.id, table.session.annotator) == []
    table.press("Ctrl+Z")
    assert "held_out" not in queries.document(opened.id).metadata


def test_a_relation_is_chosen_for_removal_by_keys(table: Desk) -> None:
    figures = [each for each in table.spans() if each.label == "FIGURE"]
    source = next(each for each in table.spans() if each.label == "SOURCE")
    table.session.do(AddRelation("REPORTED_BY", figures[1].id, source.id))
    table.session.set_focus(source.id)
    table.settle()

    def choose(_dialog: ChoiceDialog, keys: Keys) -> None:
        keys.press("Down", "Enter")

    once(table, ChoiceDialog, lambda: table.press("Alt+Shift+R"), choose)
    opened = table.session.desk
    assert opened is not None
    assert [each.head for each in opened.relations] == [figures[0].id]


def test_a_settled_case_is_made_an_example_by_keys(table: Desk) -> None:
    source = next(each for each in table.spans() if each.label == "SOURCE")
    table.session.set_focus(source.id)
    panel = table.tools.guidelines
    table.tools.tabs.setCurrentWidget(panel)
    table.settle()
    button = panel.findChildren(QPushButton)[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    table.settle()
    label = table.session.scheme.label("SOURCE")
    assert label is not None
    assert "وكالة سانا" in label.examples
