"""The way to the overview: its page lies over the workbench in the window, made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.overlay import Overlay
from annotator.ui.search.searching import Searching
from annotator.ui.session import Session
from annotator.ui.text.view import TextView

if TYPE_CHECKING:
    from annotator.ui.overview.overview_page import OverviewPage


class Overviewing(Overlay):
    """Handlers named ``overview.…`` in the action table; the same action again goes back to the text."""

    NEEDED = (
        "annotator.project.progress", "annotator.ui.review.figures_table", "annotator.ui.review.chart",
        "annotator.ui.overview.sections", "annotator.ui.overview.documents_tab", "annotator.ui.overview.overview_page",
    )  # fmt: skip

    def __init__(self, session: Session, view: TextView, searching: Searching, bench: QWidget) -> None:
        super().__init__(session, view, bench)
        self._searching = searching
        self.page: OverviewPage | None = None

    def progress(self) -> None:
        """Show how far the project is, or the text again."""
        self._show(1)

    def documents(self) -> None:
        """Show the table of documents, or the text again."""
        self._show(0)

    def _show(self, tab: int) -> None:
        here = self._is_shown(self.page)
        if self.page is not None and here and (self.page.tabs.currentIndex() == 0) == (tab == 0):
            self.back()
            return
        page = self._made()
        page.tabs.setCurrentIndex(tab)
        self._lay_over(page)
        (page.documents.table if tab == 0 else page.tabs.tabBar()).setFocus()
        if not here:
            page.begin()

    def _made(self) -> OverviewPage:
        if self.page is None:
            from annotator.ui.overview.overview_page import OverviewPage

            self.page = page = OverviewPage(self._session)
            page.document_wanted.connect(self._open)
            page.query_wanted.connect(self._search)
            page.back_wanted.connect(self.back)
        return self.page

    def _search(self, query: str) -> None:
        self.back()
        self._searching.look_for(query)

    def close(self) -> None:
        """Take the page away; the project is about to close."""
        if self.page is not None:
            self.page.close_page()
            self._take_away(self.page)
        self.page = None
