"""Row ``hit-test``: of all letters' leading and trailing halves, how many answer a click with their own edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from annotator.ui.text.fonts import text_font
from annotator.ui.text.look import Look
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.view import TextView
from tests.bench.painted import painted_graphemes
from tests.bench.texts import STRESS, application, article

FAMILIES = ("Amiri", "Noto Naskh Arabic")
WIDTHS = (420, 700, 1000)
_TALL = 30_000
_GOAL = 0.99

Place = tuple[int, QTextLayout, QPointF]


def _count(layout: QTextLayout, text: str, width: float, click: Callable[[float, int], int], tally: list[int]) -> None:
    """Click the halves of every letter of a layout; ``click`` answers (x, line number) with a UTF-16 unit."""
    for number in range(layout.lineCount()):
        for each in painted_graphemes(layout, layout.lineAt(number), text, width):
            right = (click(each.leading, number) == each.start) + (click(each.trailing, number) == each.end)
            tally[0] += right
            tally[1] += 2


def ours(text: str, family: str, width: int) -> list[int]:
    """Right answers and questions of the text view."""
    view = TextView()
    view.set_look(Look(family=family))
    view.resize(width, _TALL)
    view.set_document(text)
    view.show()
    tally = [0, 0]
    for y, layout in view._flow.shown():

        def click(x: float, number: int, y: float = y, layout: Any = layout) -> int:
            line = layout.lines[number]
            point = QPointF(x + MARGIN, y + line.text_top + line.text_height / 2)
            return int(layout.unit(view.caret_at(point)))

        _count(layout.layout, layout.text, view._scene.width, click, tally)
    view.close()
    return tally


def _option() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def stock(editor: QTextEdit | QPlainTextEdit, text: str, family: str, width: int) -> list[int]:
    """Right answers and questions of one of Qt's own editors."""
    editor.setFont(text_font(family, Look().size))
    editor.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    editor.document().setDefaultTextOption(_option())
    editor.resize(width, _TALL)
    editor.setPlainText(text)
    editor.show()
    QApplication.processEvents()
    tally = [0, 0]
    block = editor.document().begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        layout = block.layout()
        place = (block.position(), layout, _origin(editor, block))

        def click(x: float, number: int, place: Place = place) -> int:
            start, layout, origin = place
            line = layout.lineAt(number)
            point = QPoint(round(origin.x() + x), round(origin.y() + line.y() + line.height() / 2))
            return editor.cursorForPosition(point).position() - start

        _count(layout, block.text(), width, click, tally)
        block = block.next()
    editor.close()
    return tally


def _origin(editor: QTextEdit | QPlainTextEdit, block: Any) -> QPointF:
    if isinstance(editor, QPlainTextEdit):
        return editor.blockBoundingGeometry(block).translated(editor.contentOffset()).topLeft()
    return editor.document().documentLayout().blockBoundingRect(block).topLeft()


def measure(text: str) -> dict[str, list[int]]:
    """Tallies by view, over all fonts and widths."""
    total: dict[str, list[int]] = {"ours": [0, 0], "QTextEdit": [0, 0], "QPlainTextEdit": [0, 0]}
    for family in FAMILIES:
        for width in WIDTHS:
            found = {
                "ours": ours(text, family, width),
                "QTextEdit": stock(QTextEdit(), text, family, width),
                "QPlainTextEdit": stock(QPlainTextEdit(), text, family, width),
            }
            for name, (right, asked) in found.items():
                total[name][0] += right
                total[name][1] += asked
    return total


def run() -> Iterator[dict[str, object]]:
    """Lines of the row: over the article and the stress text together, beside each of Qt's editors."""
    _application = application()
    totals = {"article": measure(article()), "stress": measure(STRESS)}
    for peer in ("QTextEdit", "QPlainTextEdit"):
        mine, theirs = (_share(totals.values(), view) for view in ("ours", peer))
        yield {
            "row": "hit-test", "ours": mine, "peer": theirs, "peer_name": peer,
            "ratio": round(mine / max(1e-9, theirs), 3), "unit": "share of clicks right", "goal": _GOAL,
            "met": mine >= _GOAL, "n": sum(each["ours"][1] for each in totals.values()),
            "by_text": {name: {"ours": _share([each], "ours"), "peer": _share([each], peer)}
                        for name, each in totals.items()},
        }  # fmt: skip


def _share(tallies: Iterable[dict[str, list[int]]], view: str) -> float:
    pairs = [each[view] for each in tallies]
    return round(sum(right for right, _ in pairs) / max(1, sum(asked for _, asked in pairs)), 4)
