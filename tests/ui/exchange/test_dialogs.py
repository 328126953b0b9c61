from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLineEdit

from annotator.core.command import AddSpan
from annotator.core.i18n import use_language
from annotator.project.exchange import add_text
from annotator.project.manifest import manifest_path
from annotator.ui.exchange import export_form
from annotator.ui.exchange.export_dialog import ExportDialog
from annotator.ui.exchange.import_dialog import MEMORY, ImportDialog
from tests.ui.conftest import TEXT, Desk

NEWS = "وقال أحمد علي إن شركة أرامكو خسرت 30 مليوناً."
ROW = {
    "id": "n1", "text": NEWS,
    "spans": [{"start": 5, "end": 13, "label": "PER", "attributes": {"role": "speaker"}},
              {"start": 17, "end": 28, "label": "XYZ"}],
}  # fmt: skip


def wait(ready: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not come"
        QApplication.processEvents()
        time.sleep(0.01)


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def importing(desk: Desk, *paths: Path) -> ImportDialog:
    dialog = ImportDialog(desk.session, paths, desk.bench.view.look(), desk.studio.window)
    dialog.show()
    wait(lambda: dialog.found is not None or "say which" in dialog.told.text() or dialog.problems.count())
    return dialog


def row_named(dialog: ImportDialog, name: str) -> int:
    titles = [dialog.table.item(row, 0) for row in range(dialog.table.rowCount())]
    return next(row for row, item in enumerate(titles) if item is not None and item.text().strip() == name)


def box_of(dialog: ImportDialog, name: str) -> QComboBox:
    box = dialog.table.cellWidget(row_named(dialog, name), 2)
    assert isinstance(box, QComboBox)
    return box


def test_what_comes_is_shown_under_the_schemes_names_before_it_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    dialog = importing(desk, write(tmp_path / "f.jsonl", ROW))
    assert desk.session.project.queries.document_count() == 0
    assert dialog.pane.view.text() == NEWS
    assert "1 document" in dialog.told.text()
    assert "native JSON lines" in dialog.formats.itemText(0)
    assert "utf-8" in dialog.encodings.itemText(0)
    assert "code points" in dialog.units.itemText(0)
    dialog.tabs.setCurrentWidget(dialog.table)
    box = box_of(dialog, "XYZ")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)  # the first label of the scheme
    line = dialog.table.cellWidget(row_named(dialog, "XYZ"), 3)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, "kind=media")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.button, Qt.Key.Key_Space)
    wait(lambda: dialog.result() == ImportDialog.DialogCode.Accepted)
    assert dialog.report.added == ["n1"]
    first, second = desk.session.project.queries.spans("n1", "سلمى")
    assert (first.label, first.attributes["kind"]) == ("ACTOR", "person")
    assert (second.label, second.attributes) == ("ACTOR", {"kind": "media"})
    assert "XYZ=ACTOR@kind=media" in desk.session.settings.get(MEMORY)
    again = importing(desk, write(tmp_path / "g.jsonl", ROW | {"id": "n2"}))
    assert box_of(again, "XYZ").currentData() == "ACTOR"
    assert "in the project already" in again.told.text()
    assert again.pane.list.item(0).text() == "n2 (already there)"
    again.reject()


def test_a_unit_that_cannot_be_told_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    row = {"id": 1, "text": "😊،؛.؟ قال", "label": [[2, 3, "ACTOR"]]}
    dialog = importing(desk, write(tmp_path / "d.jsonl", row))
    assert "say which" in dialog.told.text()
    assert not dialog.button.isEnabled()
    assert dialog.focusWidget() is dialog.units
    dialog.units.setCurrentIndex(dialog.units.findData("utf16"))
    wait(lambda: dialog.found is not None)
    assert dialog.button.isEnabled()
    assert dialog.found is not None
    assert dialog.found.shown[0].layers[0].spans[0].start == 1
    dialog.reject()


def test_another_encoding_is_read_anew(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(NEWS.encode("cp1256"))
    dialog = importing(desk, path)
    assert "1256" in dialog.encodings.itemText(0)
    dialog.found = None
    dialog.encodings.setCurrentIndex(dialog.encodings.findData("iso-8859-6"))
    wait(lambda: dialog.problems.count() or dialog.found is not None)
    assert dialog.pane.view.text() != NEWS
    dialog.reject()


def test_a_file_that_names_its_annotators_keeps_them_unless_told_otherwise(desk: Desk, tmp_path: Path) -> None:
    layers = [{"annotator": name, "spans": [{"start": 5, "end": 13, "label": "ACTOR"}]} for name in ("X", "Y")]
    dialog = importing(desk, write(tmp_path / "f.jsonl", {"id": "n", "text": NEWS, "layers": layers}))
    assert "X, Y" in dialog.layers.currentText()
    dialog.layers.setCurrentIndex(dialog.layers.findData("gold"))
    assert dialog.wish().kind == "gold"
    dialog.layers.setCurrentIndex(0)
    dialog.bring()
    wait(lambda: dialog.result() == ImportDialog.DialogCode.Accepted)
    assert [row.annotator for row in desk.session.project.queries.layers("n")] == ["X", "Y"]


def test_of_several_files_a_bad_one_is_told_and_the_rest_come(desk: Desk, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a.jsonl", ROW), tmp_path / "b.jsonl"
    bad.write_text('{"id": "b", "text": "قصير", "spans": [{"start": 0', "utf-8")
    dialog = importing(desk, good, bad)
    assert dialog.problems.count() == 1
    dialog.bring()
    wait(lambda: dialog.result() == ImportDialog.DialogCode.Accepted)
    assert dialog.report.added == ["n1"]
    assert len(dialog.report.problems) >= 1


def test_an_import_that_is_stopped_leaves_whole_files_only(desk: Desk, tmp_path: Path) -> None:
    paths = []
    for part in range(3):
        rows = [{"id": f"{part}-{row}", "text": f"{NEWS} {part} {row}", "spans": []} for row in range(300)]
        paths.append(write(tmp_path / f"{part}.jsonl", *rows))
    dialog = importing(desk, *paths)
    dialog.bring()
    wait(lambda: len(dialog.report.added) >= 300)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == ImportDialog.DialogCode.Rejected
    desk.session.bridge.refresh()
    assert desk.session.project.queries.document_count() % 300 == 0
    assert not desk.session.project.read_only


def test_the_column_of_texts_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("first,second\n1,خبر\n", "utf-8")
    dialog = importing(desk, path)
    wait(dialog.column.isVisible)
    assert not dialog.button.isEnabled()
    assert not dialog.texts.isVisible()
    dialog.column.setFocus()
    QTest.keyClicks(dialog.column, "second")
    QTest.keyClick(dialog.column, Qt.Key.Key_Return)
    wait(lambda: dialog.found is not None)
    assert dialog.pane.view.text() == "خبر"
    dialog.bring()
    wait(lambda: dialog.result() == ImportDialog.DialogCode.Accepted)
    assert len(dialog.report.added) == 1


def test_texts_that_stand_off_are_joined_with_those_of_a_folder(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    exported = exporting(desk, tmp_path, "jsonl")
    exported.form.bare.setChecked(True)
    wait(lambda: exported.preview is not None)
    exported.write(out)
    wait(lambda: exported.report is not None)
    assert TEXT not in out.read_text("utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, "utf-8")
    dialog = importing(desk, out)
    wait(dialog.texts.isVisible)
    dialog.take_texts_from(tmp_path / "texts")
    wait(lambda: dialog.found is not None)
    assert dialog.pane.view.text() == TEXT
    dialog.reject()


# ---- out -------------------------------------------------------------------------------------------------


def exporting(desk: Desk, tmp_path: Path, format_name: str) -> ExportDialog:
    project = desk.session.project
    document = add_text(project, "خبر", TEXT, "سلمى")
    project.execute(AddSpan(document, 7, 16, "SOURCE", "سلمى", {"kind": "news_agency"}), "سلمى")
    project.execute(AddSpan(document, 7, 16, "ACTOR", "سلمى"), "سلمى")
    dialog = ExportDialog(project, "سلمى", tmp_path, desk.studio.window)
    dialog.show()
    dialog.form.formats.setCurrentIndex(dialog.form.formats.findData(format_name))
    wait(lambda: dialog.preview is not None)
    return dialog


def save_button(dialog: ExportDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()


def test_every_loss_stands_in_the_table_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    dialog = exporting(desk, tmp_path, "conll")
    assert dialog.model.rowCount() == 1
    assert "attributes (1)" in dialog.unkept.text()
    assert not list(tmp_path.glob("*conll*"))
    out = tmp_path / "o.conll"
    dialog.write(out)
    wait(lambda: dialog.report is not None)
    assert dialog.report is not None
    assert dialog.report.differences == []
    assert len(dialog.report.losses) == 1
    assert json.loads(manifest_path(out).read_text("utf-8"))["reread"][0]["equal"]
    assert not list(tmp_path.glob(".*.part"))


def test_options_belong_to_formats_and_count_anew(desk: Desk, tmp_path: Path) -> None:
    dialog = exporting(desk, tmp_path, "conll")
    form = dialog.form
    assert form.tags.isVisible()
    assert form.clitics.isVisible()
    form.which.setCurrentIndex(form.which.findData("finished"))
    assert not save_button(dialog)
    wait(lambda: dialog.preview is not None)
    assert dialog.preview is not None
    assert dialog.preview.documents == 0
    form.which.setCurrentIndex(0)
    QTest.keyClick(form.splits, Qt.Key.Key_Space)
    assert form.seed.isVisible()
    form.test.setValue(90)
    form.dev.setValue(90)
    wait(lambda: "train" in dialog.told.text())
    assert not save_button(dialog)
    form.formats.setCurrentIndex(form.formats.findData("jsonl"))
    assert not form.tags.isVisible()
    dialog.reject()


def test_a_format_whose_library_is_missing_names_the_extra(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_form, "find_spec", lambda _name: None)
    dialog = ExportDialog(desk.session.project, "سلمى", tmp_path, desk.studio.window)
    dialog.form.formats.setCurrentIndex(dialog.form.formats.findData("spacy"))
    assert "pip install raqim[spacy]" in dialog.told.text()
    assert not save_button(dialog)
    dialog.reject()


def test_an_impossible_place_is_told_and_the_dialog_stays(desk: Desk, tmp_path: Path) -> None:
    dialog = exporting(desk, tmp_path, "jsonl")
    dialog.write(tmp_path)
    wait(lambda: "folder" in dialog.told.text())
    assert dialog.isVisible()
    assert save_button(dialog)
    dialog.reject()


def test_the_dialogs_run_from_right_to_left_in_arabic(desk: Desk, tmp_path: Path) -> None:
    use_language("ar")
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        dialog = importing(desk, write(tmp_path / "f.jsonl", ROW))
        assert dialog.layoutDirection() == Qt.LayoutDirection.RightToLeft
        form = dialog.formats.mapTo(dialog, dialog.formats.rect().center()).x()
        other = dialog.layers.mapTo(dialog, dialog.layers.rect().center()).x()
        assert form > other
        dialog.reject()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        use_language("en")
