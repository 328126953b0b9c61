"""The way to the overview: its page lies over the workbench in the window, made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.search.searching import Searching
from annotator.ui.session import Session
from annotator.ui.text.view import TextView

if TYPE_CHECKING:
    from annotator.ui.overview.overview_page import OverviewPage


class Overviewing(QObject):
    """Handlers named ``overview.…`` in the action table; the same action again goes back to the text."""

    def __init__(self, session: Session, view: TextView, searching: Searching, bench: QWidget) -> None:
        super().__init__(bench)
        self._session = session
        self._view = view
        self._searching = searching
        self._bench = bench
        self.page: OverviewPage | None = None

    @property
    def _pages(self) -> QStackedWidget | None:
        parent = self._bench.parentWidget()
        return parent if isinstance(parent, QStackedWidget) else None

    def progress(self) -> None:
        """Show how far the project is, or the text again."""
        self._show(1)

    def documents(self) -> None:
        """Show the table of documents, or the text again."""
        self._show(0)

    def _show(self, tab: int) -> None:
        pages = self._pages
        if pages is None:
            return
        page = self.page
        here = page is not None and pages.currentWidget() is page
        if page is not None and here and (page.tabs.currentIndex() == 0) == (tab == 0):
            self.back()
            return
        page = self._made(pages)
        page.tabs.setCurrentIndex(tab)
        pages.setCurrentWidget(page)
        (page.documents.table if tab == 0 else page.tabs.tabBar()).setFocus()
        if not here:
            page.begin()

    def _made(self, pages: QStackedWidget) -> OverviewPage:
        if self.page is None:
            from annotator.ui.overview.overview_page import OverviewPage

            self.page = page = OverviewPage(self._session)
            page.document_wanted.connect(self._open)
            page.query_wanted.connect(self._search)
            page.back_wanted.connect(self.back)
            pages.addWidget(page)
        return self.page

    def back(self) -> None:
        """Show the text again."""
        if self._pages is not None:
            self._pages.setCurrentWidget(self._bench)
            self._view.setFocus()

    def _open(self, document: str) -> None:
        if self._session.desk is None or self._session.desk.id != document:
            self._session.open_document(document)
        self.back()

    def _search(self, query: str) -> None:
        self.back()
        self._searching.look_for(query)

    def close(self) -> None:
        """Take the page away; the project is about to close."""
        if self.page is not None:
            self.page.close_page()
            if self._pages is not None:
                self._pages.removeWidget(self.page)
            self.page.deleteLater()
        self.page = None
