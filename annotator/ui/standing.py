"""Where one stands in an open project: kept while the window is built anew in another language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit

if TYPE_CHECKING:
    from annotator.ui.tools import Tools
    from annotator.ui.workbench import Workbench

PAGES = ("agreement", "adjudicate", "findings", "copies", "conflicts")


@dataclass(frozen=True, slots=True)
class Line:
    """A half-typed line: its words, its caret, and whether the keyboard is in it."""

    text: str
    caret: int
    focused: bool

    @classmethod
    def of(cls, field: QLineEdit) -> Line:
        """What stands in a field."""
        return cls(field.text(), field.cursorPosition(), QApplication.focusWidget() is field)

    def restore(self, field: QLineEdit) -> None:
        """Put it back."""
        field.setText(self.text)
        field.setCursorPosition(self.caret)
        if self.focused:
            field.setFocus()


@dataclass(frozen=True, slots=True)
class Standing:
    """Document, mark, place, tab, widths, page and half-typed words of a workbench. Offsets are code points."""

    document: str
    mark: str
    selection: tuple[int, int]
    scroll: int
    tab: int
    sizes: tuple[int, ...]
    page: str
    note: Line
    find: Line | None
    search: str

    @classmethod
    def of(cls, bench: Workbench, tools: Tools) -> Standing:
        """Where one stands now."""
        desk, panel = bench.session.desk, tools.searching.panel
        return cls(
            desk.id if desk else "", bench.session.focus, bench.view.selection(),
            bench.view.verticalScrollBar().value(), tools.tabs.currentIndex(), tuple(bench.splitter.sizes()),
            _page(tools), Line.of(tools.inspector.note),
            None if tools.find_bar.isHidden() else Line.of(tools.find_bar.field),
            panel.field.text() if panel is not None and panel.isVisible() else "",
        )  # fmt: skip

    def restore(self, bench: Workbench, tools: Tools) -> None:
        """Stand there again, as far as it is still there."""
        bench.splitter.setSizes(list(self.sizes))
        tools.tabs.setCurrentIndex(self.tab)
        desk = bench.session.desk
        if desk is not None and desk.id == self.document:
            if desk.loaded:
                self._go_to_mark(bench, tools)
            else:
                bench.session.document_loaded.connect(lambda: self._go_to_mark(bench, tools))
        if self.search:
            tools.searching.look_for(self.search)
        if self.find is not None:
            tools.find_bar.show()
            self.find.restore(tools.find_bar.field)
        if self.page:
            getattr(tools.reviewing if self.page in PAGES[:2] else tools.radar, self.page)()

    def _go_to_mark(self, bench: Workbench, tools: Tools) -> None:
        desk = bench.session.desk
        if desk is None or desk.id != self.document:
            return
        if desk.thing(self.mark) is not None:
            tools.walking.focus(self.mark)
        else:
            bench.session.set_focus("")
            bench.view.select(*self.selection)
        bench.view.verticalScrollBar().setValue(self.scroll)
        if bench.session.focus == self.mark and self.mark:
            tools.inspector.settle()
            self.note.restore(tools.inspector.note)


def _page(tools: Tools) -> str:
    reviewing, radar = tools.reviewing, tools.radar
    if reviewing.in_front():
        return PAGES[1] if reviewing.case_page() is not None else PAGES[0]
    if radar.page is not None and radar.page.isVisible():
        return PAGES[2 + radar.page.tabs.currentIndex()]
    return ""
