"""Row ``shaping``: pixels of letters that change when a part of a word is marked; none may."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.ui.text.fonts import text_font
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Mark
from annotator.ui.text.view import TextView
from tests.bench.hit_test import _option
from tests.bench.texts import application

TEXT = "لا لأنقرة والأولى الله لله للمتضررين والسوريين الإسلام لقاءات بالمئة ولبنان وَالْأَمْرُ لِلَّهِ محمد كـتاب"
FAMILIES = ("Amiri", "Noto Naskh Arabic")
_DARK, _LIGHT = 70, 150
_COLOUR = "#2f9fe1"

Cuts = Sequence[tuple[int, int]]


def cuts(text: str) -> Iterator[Cuts]:
    """Marks that begin inside every word: behind its first letter, behind its second, and so on."""
    words = [found.span() for found in re.finditer(r"\S+", text)]
    for depth in range(1, 7):
        yield [(start + depth, end) for start, end in words if start + depth < end]


def _pixels(widget: QWidget) -> NDArray[np.int_]:
    """Lightness of every pixel of a widget."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(np.int_)


def _changed(before: NDArray[np.int_], after: NDArray[np.int_]) -> int:
    """Pixels that were ink and are no more, or became ink: grounds and blurred edges do not count."""
    lost = (before < _DARK) & (after > _LIGHT)
    gained = (before > _LIGHT) & (after < _DARK)
    return int(lost.sum() + gained.sum())


def _bands(view: TextView) -> NDArray[np.bool_]:
    """The rows of the viewport that letters are on: chips and underlines lie outside."""
    mask = np.zeros(view.viewport().height(), dtype=bool)
    for y, layout in view._flow.shown():
        for line in layout.lines:
            mask[max(0, int(y + line.text_top)) : int(y + line.text_top + line.text_height)] = True
    return mask


def ours(family: str) -> int:
    """Changed pixels of the text view, over all cuts."""
    view = TextView()
    view.set_look(Look(family=family))
    view.resize(800, 700)
    view.set_document(TEXT)
    view.show()
    mask = _bands(view)
    before = _pixels(view.viewport())
    total = 0
    for extents in cuts(TEXT):
        view.set_marks([Mark(f"m{start}", start, end, "x", colour=_COLOUR) for start, end in extents])
        total += _changed(before[mask], _pixels(view.viewport())[mask])
    view.close()
    return total


def formats(family: str) -> int:
    """Changed pixels of a QTextEdit that marks by character formats, over all cuts."""
    editor = QTextEdit()
    editor.setFont(text_font(family, Look().size))
    editor.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    editor.document().setDefaultTextOption(_option())
    editor.setCursorWidth(0)
    editor.resize(800, 700)
    editor.setPlainText(TEXT)
    editor.show()
    before = _pixels(editor.viewport())
    total = 0
    for extents in cuts(TEXT):
        _format(editor, [(0, len(TEXT))], QColor("white"))
        _format(editor, extents, QColor(_COLOUR))
        total += _changed(before, _pixels(editor.viewport()))
    editor.close()
    return total


def _format(editor: QTextEdit, extents: Cuts, colour: QColor) -> None:
    form = QTextCharFormat()
    form.setBackground(colour.lighter(150))
    for start, end in extents:
        cursor = QTextCursor(editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)


def run() -> Iterator[dict[str, object]]:
    """One line per font."""
    _application = application()
    for family in FAMILIES:
        mine, theirs = ours(family), formats(family)
        yield {
            "row": "shaping", "font": family, "ours": mine, "peer": theirs,
            "peer_name": "QTextEdit with character formats", "ratio": mine / max(1, theirs),
            "unit": "pixels of letters changed", "goal": 0, "met": mine == 0,
            "n": sum(len(each) for each in cuts(TEXT)),
        }  # fmt: skip
