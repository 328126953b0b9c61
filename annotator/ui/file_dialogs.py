"""Asking for files and folders: the system's own dialogs where it has some, else Qt's, made to fit both languages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeView, QWidget

ROOM = (860, 540)
"""So wide and high that every column of Qt's own dialog is seen whole."""


def ask_open(parent: QWidget | None, title: str, start: str, kinds: str = "") -> Path | None:
    """A file to open, out of the folder ``start``; ``None`` when nothing was chosen."""
    return next(iter(_chosen(_dialog(parent, title, start, kinds, QFileDialog.FileMode.ExistingFile))), None)


def ask_open_many(parent: QWidget | None, title: str, start: str, kinds: str = "") -> list[Path]:
    """Files to open, out of the folder ``start``; none when nothing was chosen."""
    return _chosen(_dialog(parent, title, start, kinds, QFileDialog.FileMode.ExistingFiles))


def ask_save(
    parent: QWidget | None, title: str, proposed: str, kinds: str = "", *, warn: bool = True
) -> Path | None:
    """Where to write; ``proposed`` is a name or a whole path. ``warn`` of a file that is there already."""
    dialog = _dialog(parent, title, str(Path(proposed).parent), kinds, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not warn)
    dialog.selectFile(Path(proposed).name)
    return next(iter(_chosen(dialog)), None)


def ask_folder(parent: QWidget | None, title: str, start: str) -> Path | None:
    """A folder that is there; ``None`` when none was chosen."""
    dialog = _dialog(parent, title, start, "", QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_chosen(dialog)), None)


def _dialog(parent: QWidget | None, title: str, start: str, kinds: str, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, "" if start == "." else start, kinds)
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # a line of *.endings is cut off, and mixed in Arabic
    _fit(dialog)
    return dialog


def _fit(dialog: QFileDialog) -> None:
    """In Qt's own dialog: sizes and dates that are not cut off."""
    table = dialog.findChild(QTreeView, "treeView")
    if not isinstance(table, QTreeView):
        return  # the system's own
    header = table.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    dialog.resize(*ROOM)


def _chosen(dialog: QFileDialog) -> list[Path]:
    chosen = [Path(each) for each in dialog.selectedFiles()] if dialog.exec() else []
    dialog.deleteLater()
    return chosen
