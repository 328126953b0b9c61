"""The way to the radar: its page lies over the workbench in the window, made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.project.radar.finding import Place
from annotator.ui.overlay import Overlay
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.walking import Walking

if TYPE_CHECKING:
    from annotator.ui.radar.radar_page import RadarPage


class Radaring(Overlay):
    """Handlers named ``radar.…`` in the action table; the same action again goes back to the text."""

    NEEDED = (
        "annotator.project.radar.lints", "annotator.project.radar.watching", "annotator.ui.radar.findings_tab",
        "annotator.ui.radar.radar_page",
    )  # fmt: skip

    def __init__(self, session: Session, view: TextView, walking: Walking, bench: QWidget) -> None:
        super().__init__(session, view, bench)
        self._walking = walking
        self.page: RadarPage | None = None

    # ---- actions -------------------------------------------------------------------------------------

    def findings(self) -> None:
        """Show what the lints found, or the text again."""
        self._show(0)

    def copies(self) -> None:
        """Show the documents that are copies of others, or the text again."""
        self._show(1)

    def conflicts(self) -> None:
        """Show what sources count differently, or the text again."""
        self._show(2)

    def _show(self, tab: int) -> None:
        if self.page is not None and self._is_shown(self.page) and self.page.tabs.currentIndex() == tab:
            self.back()
            return
        page = self._made()
        page.tabs.blockSignals(True)
        page.tabs.setCurrentIndex(tab)
        page.tabs.blockSignals(False)
        self._lay_over(page)
        (page.findings.table, page.copies.table, page.conflicts.table)[tab].setFocus()
        page.refresh()

    def _made(self) -> RadarPage:
        if self.page is None:
            from annotator.ui.radar.radar_page import RadarPage

            self.page = page = RadarPage(self._session)
            page.place_wanted.connect(self.go_to)
            page.span_wanted.connect(self._go_to_span)
            page.document_wanted.connect(self._open)
            page.back_wanted.connect(self.back)
        return self.page

    # ---- going about ---------------------------------------------------------------------------------

    def go_to(self, place: Place) -> None:
        """Open a place's document and single its span out, or select its words where the span is another's."""
        self._open(place.document)
        desk = self._session.desk
        if desk is None:
            return
        if place.span in desk.spans:
            self._walking.focus(place.span)
        elif place.end:
            self._walking.place_caret(place.start, place.end)

    def _go_to_span(self, span: str) -> None:
        row = self._session.project.queries.span(span)
        if row is not None:
            self.go_to(Place(row.document, row.layer, row.span.start, row.span.end, span))

    def close(self) -> None:
        """Take the page away; the project is about to close."""
        if self.page is not None:
            self.page.close_page()
            self._take_away(self.page)
        self.page = None
