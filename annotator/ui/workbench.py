"""The workbench: list, text and inspector side by side, wired to one session in one block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.ui.linking import DeskLinks, DeskMarks
from annotator.ui.session import Session
from annotator.ui.text.marks import Mark
from annotator.ui.text.view import TextView

if TYPE_CHECKING:
    from annotator.ui.keymap import Keymap
    from annotator.ui.routing import Run
    from annotator.ui.tools import Tools
    from annotator.ui.touring import Touring

SIZES = (230, 700, 310)


class Workbench(QWidget):
    """Everything around one open project."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view = TextView()
        self.tools: Tools | None = None
        self.touring: Touring | None = None
        self._lay_out()
        session.document_opened.connect(self._show_document)
        session.document_loaded.connect(self._show_marks)
        session.marks_changed.connect(self._on_marks_changed)
        session.links_changed.connect(self.view.renew_links)
        session.scheme_changed.connect(self._on_scheme_changed)
        session.told.connect(self.view.announce)

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.middle = QWidget()
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        column.addWidget(self.pages, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (QWidget(), self.middle, QWidget()):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes(list(SIZES))
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.view.setFrameShape(TextView.Shape.NoFrame)
        self.view.setAccessibleName(_("Text of the document"))

    def complete(self, keymap: Keymap, run: Run) -> Tools:
        """Add panels and keys; the text may stand on the screen before."""
        from annotator.ui.routing import Routing
        from annotator.ui.tools import Tools

        self.tools = tools = Tools(self.session, self.view, self)
        self.routing = Routing(keymap, run, self._jump, self)
        column = self.middle.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, tools.label_bar)
        column.insertWidget(1, tools.find_bar)
        self.pages.addWidget(tools.empty)
        for place, panel in ((0, tools.documents), (2, tools.tabs)):
            old = self.splitter.replaceWidget(place, panel)
            if old is not None:
                old.deleteLater()
        self.splitter.setSizes(list(SIZES))
        self.session.document_closed.connect(lambda: self.pages.setCurrentWidget(tools.empty))
        tools.documents.document_chosen.connect(self._on_document_chosen)
        tools.label_bar.label_chosen.connect(self._on_label_chosen)
        self.view.installEventFilter(self.routing)
        if self.session.desk is None:
            self.pages.setCurrentWidget(tools.empty)
        else:
            tools.walking.focus_first()
        return tools

    # ---- what happens --------------------------------------------------------------------------------

    def _show_document(self) -> None:
        desk = self.session.desk
        if desk is None:
            return
        self.pages.setCurrentWidget(self.view)
        self.view.set_document(desk.text)
        self._show_marks()

    def _show_marks(self) -> None:
        desk = self.session.desk
        if desk is None:
            return
        self.view.set_marks(DeskMarks(self.session))
        self.view.set_links(DeskLinks(self.session))
        if desk.suggestions and self.tools and not self.session.focus and self.view.selection() == (0, 0):
            self.tools.walking.focus_first()

    def _on_marks_changed(self, gone: set[str], come: list[Mark]) -> None:
        self.view.change_marks(gone, come)
        desk = self.session.desk
        fresh = desk is not None and len(come) == len(desk.suggestions) and not gone and not desk.spans
        if fresh and self.tools and not self.session.focus and self.view.caret() == 0:
            self.tools.walking.focus_first()
        elif any(each.id == self.session.focus for each in come):
            self.view.focus_mark(self.session.focus)

    def _on_scheme_changed(self) -> None:
        if self.tools:
            self.tools.label_bar.show_scheme(self.session.scheme)
        self.view.set_marks(DeskMarks(self.session))

    def _on_document_chosen(self, document: str) -> None:
        if self.session.desk is None or self.session.desk.id != document:
            self.session.open_document(document)
        self.view.setFocus()

    def _on_label_chosen(self, label: str) -> None:
        if self.tools:
            self.tools.labelling.give(label)
        self.view.setFocus()

    def _jump(self, letters: str, extend: bool) -> None:
        if self.tools:
            self.tools.walking.jump(letters, extend=extend)

    # ---- asked by the window -------------------------------------------------------------------------

    def open_first(self) -> None:
        """Open the next unfinished document, else the first, so that work can begin."""
        queries = self.session.project.queries
        wanted = queries.next_unfinished(self.session.annotator) or next(iter(queries.document_ids()), None)
        if wanted is not None:
            self.session.open_document(wanted)
            self.view.setFocus()

    def parts(self) -> dict[str, object]:
        """The parts that actions name as handlers."""
        return self.tools.handlers() if self.tools else {}

    def next_pane(self) -> None:
        """Give the keyboard to the next of list, text and tabs."""
        if self.tools is None:
            return
        stops = [self.tools.documents.list, self.view, self.tools.tabs.tabBar()]
        at = next((i for i, stop in enumerate(stops) if stop.hasFocus()), 0)
        stops[(at + 1) % len(stops)].setFocus()

    def window_key(self, event: QKeyEvent) -> bool:
        """A key that no panel wanted; whether it meant anything."""
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.view.setFocus()
            return True
        return self.tools is not None and self.routing.window_key(event)

    def covered(self) -> bool:
        """Whether a page lies over the text, so that nobody sees the document."""
        return self.tools is not None and self.tools.reviewing.in_front()

    def close_session(self) -> None:
        """End the worker and close the project."""
        if self.tools is not None:
            tools = self.tools
            for each in (tools.suggesting, tools.outside, tools.teaching, tools.reviewing, tools.radar, tools.overview):
                each.close()
        self.session.bridge.close()
