"""What a widget and all in it say to people, and which of it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QStyle,
    QStyleOptionHeader,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

ROWS = 30
"""So many rows of a table are looked at: the others are made by the same code."""
_TAG = re.compile(r"<[^<>]+>")
SLACK = 2
"""Pixels that a rounded metric may be off."""


class Said(NamedTuple):
    """A text and where it stands."""

    text: str
    place: str


def said(root: QWidget) -> Iterator[Said]:
    """Everything that a window says, hidden pages and tool tips included."""
    if root.isWindow():
        yield Said(root.windowTitle(), "window title")
    for each in _everything(root):
        where = f"{type(each).__name__} {each.objectName()}".strip()
        for text in (each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.whatsThis()):
            yield Said(text, f"{where}: tool tip or accessible name")
        for text in _own_words(each):
            yield Said(_TAG.sub(" ", text), where)


def _everything(root: QWidget) -> list[QWidget]:
    """The widget and those in it that are no windows of their own, nor inner parts that Qt speaks for."""
    inside = (each for each in root.findChildren(QWidget) if each.window() is root.window())
    return [root, *(each for each in inside if not isinstance(each.parentWidget(), QTabBar))]


def _own_words(each: QWidget) -> Iterator[str]:
    for kind, words in _WORDS:
        if isinstance(each, kind):
            yield from words(each)
            return


def _words_of_button(each: QAbstractButton) -> Iterator[str]:
    yield each.text()
    menu = each.menu() if isinstance(each, QToolButton) else None
    for action in menu.actions() if menu is not None else ():
        yield from _menu(action)


def _words_of_tabs(each: QTabBar) -> Iterator[str]:
    for at in range(each.count()):
        yield from (each.tabText(at), each.tabToolTip(at))


def _words_of_bar(each: QMenuBar) -> Iterator[str]:
    for action in each.actions():
        yield from _menu(action)


def _menu(action: QAction) -> Iterator[str]:
    yield action.text().split("\t")[0]
    inner = action.menu()
    if isinstance(inner, QMenu):
        for each in inner.actions():
            yield from _menu(each)


def _headers(header: QHeaderView) -> Iterator[str]:
    model, across = header.model(), header.orientation()
    for at in range(header.count() if model is not None and header.isVisible() else 0):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.headerData(at, across, role) or "")


def _cells(model: QAbstractItemModel | None) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    if model is None:
        return
    for row in range(min(ROWS, model.rowCount())):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            for role in roles:
                found = model.index(row, column).data(role)
                yield found if isinstance(found, str) else ""


_WORDS: tuple[tuple[type[QWidget], Callable[[Any], Iterable[str]]], ...] = (
    (QLabel, lambda each: [each.text()]),
    (QAbstractButton, _words_of_button),
    (QGroupBox, lambda each: [each.title()]),
    (QLineEdit, lambda each: [each.placeholderText()]),
    (QPlainTextEdit, lambda each: [each.placeholderText()]),
    (QTextEdit, lambda each: [each.placeholderText(), each.toPlainText() if each.isReadOnly() else ""]),
    (QTabBar, _words_of_tabs),
    (QComboBox, lambda each: map(each.itemText, range(each.count()))),
    (QProgressBar, lambda each: [each.text()]),
    (QHeaderView, _headers),
    (QAbstractItemView, lambda each: _cells(each.model())),
    (QMenuBar, _words_of_bar),
)


# ---- what does not fit -----------------------------------------------------------------------------------


def clipped(root: QWidget) -> Iterator[Said]:
    """The texts on the screen that have less room than they need, where no tool tip gives them whole."""
    for each in _everything(root):
        if not each.isVisibleTo(root) or not each.width() or not each.height():
            continue
        for text, fits in _fitting(each):
            if text.strip() and not fits:
                yield Said(text, f"{type(each).__name__} {each.objectName()} {each.width()}×{each.height()}")


def _fitting(each: QWidget) -> Iterator[tuple[str, bool]]:
    if isinstance(each, QLabel):
        yield each.text(), bool(each.toolTip()) or _label_fits(each)
    elif isinstance(each, QAbstractButton):
        yield each.text(), bool(each.toolTip()) or each.width() + SLACK >= min(
            each.sizeHint().width(), _width(each, each.text()) + 24
        )
    elif isinstance(each, QComboBox):
        wanted = _width(each, each.currentText()) + 30  # the arrow's room
        yield each.currentText(), bool(each.toolTip()) or each.isEditable() or each.width() + SLACK >= wanted
    elif isinstance(each, QAbstractSpinBox):
        yield each.text(), each.lineEdit().width() + SLACK >= _width(each, each.text())
    elif isinstance(each, QLineEdit):
        inside = not isinstance(each.parentWidget(), QComboBox | QAbstractItemView)
        fits = each.width() + SLACK >= _width(each, each.placeholderText()) + 18
        yield each.placeholderText() if inside and not each.text() else "", bool(each.toolTip()) or fits
    elif isinstance(each, QHeaderView) and each.orientation() == Qt.Orientation.Horizontal:
        yield from _sections(each)


def _label_fits(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() + SLACK >= label.heightForWidth(label.width())
    return label.width() + SLACK >= label.minimumSizeHint().width()


def _width(each: QWidget, text: str) -> int:
    return max(map(each.fontMetrics().horizontalAdvance, text.replace("&", "").split("\n")), default=0)


def _sections(header: QHeaderView) -> Iterator[tuple[str, bool]]:
    model = header.model()
    for at in range(header.count() if model is not None else 0):
        if header.isSectionHidden(at):
            continue
        text = str(model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        tip = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        option = QStyleOptionHeader()
        margin = header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, option, header)
        yield text, bool(tip) or header.sectionSize(at) + SLACK >= _width(header, text) + 2 * margin
