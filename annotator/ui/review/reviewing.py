"""The way into the review: its pages lie over the workbench in the window, made when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from annotator.core.i18n import N_
from annotator.ui.overlay import WARM_PAUSE_MS, Overlay
from annotator.ui.session import Session
from annotator.ui.text.view import TextView

if TYPE_CHECKING:
    from annotator.ui.review.adjudication_page import AdjudicationPage
    from annotator.ui.review.reading_ahead import ReadingAhead
    from annotator.ui.review.review_page import ReviewPage


class Reviewing(Overlay):
    """Handlers named ``review.…`` in the action table; the same action again goes back to the text."""

    NEEDED = (
        "numpy", "annotator.agreement.ranking", "annotator.agreement.rules", "annotator.project.adjudication",
        "annotator.ui.review.adjudication_page",
    )  # fmt: skip

    def __init__(self, session: Session, view: TextView, bench: QWidget) -> None:
        super().__init__(session, view, bench)
        self.review_page: ReviewPage | None = None
        self.adjudication_page: AdjudicationPage | None = None
        self.ahead: ReadingAhead | None = None
        self._closed = False
        bench.installEventFilter(self)

    # ---- actions -------------------------------------------------------------------------------------

    def agreement(self) -> None:
        """Show the numbers, or the text again."""
        if self._is_shown(self.review_page):
            self.back()
            return
        if self._hidden():
            return
        if self.review_page is None:
            from annotator.ui.review.review_page import ReviewPage

            self.review_page = page = ReviewPage(self._session)
            page.told.connect(self._session.told)
            page.document_wanted.connect(self._show_document)
            page.adjudication_wanted.connect(self._adjudicate)
        self._show(self.review_page)
        self.review_page.refresh()

    def adjudicate(self) -> None:
        """Show the open disagreements, or the text again."""
        if self._is_shown(self.adjudication_page):
            self.back()
        else:
            self._adjudicate(frozenset())

    def _adjudicate(self, spans: frozenset[str]) -> None:
        if self._hidden():
            return
        if not self._session.annotator:
            self._session.tell(N_("Say who you are first: decisions are kept with a name"))
            return
        page = self._made()
        ahead = self.ahead.take() if self.ahead is not None else None
        if ahead is not None and page.desk.stale:
            page.desk.take(ahead)
        self._show(page)
        page.show_look(self._view.look())
        page.begin(spans)

    def _made(self) -> AdjudicationPage:
        """The adjudication's page, made when it is first wanted."""
        if self.adjudication_page is None:
            from annotator.ui.review.adjudication_page import AdjudicationPage

            self.adjudication_page = page = AdjudicationPage(self._session)
            page.told.connect(self._session.told)
        return self.adjudication_page

    # ---- ahead ---------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        if self._closed:
            return
        from annotator.ui.review.reading_ahead import ReadingAhead

        self.ahead = ReadingAhead(self._session, self._takes_long, self)
        self.ahead.begin()
        if self._takes_long():
            QTimer.singleShot(WARM_PAUSE_MS, self, self._lay_under)

    def _lay_under(self) -> None:
        """Make the page, then put it where it will be shown, unseen."""
        page, pages = self.adjudication_page, self._pages
        if self._closed or pages is None:
            return
        if page is None:
            self._made()
            QTimer.singleShot(WARM_PAUSE_MS, self, self._lay_under)
        elif pages.indexOf(page) < 0:
            pages.addWidget(page)

    def _takes_long(self) -> bool:
        """Whether this annotator may ask for disagreements that are many and not read yet."""
        from annotator.ui.review.case_list import MANY

        who, queries, page = self._session.annotator, self._session.project.queries, self.adjudication_page
        if not who or (page is not None and not page.desk.stale):
            return False
        return queries.more_spans_than(MANY) and queries.sees_all(who) and queries.is_compared()

    def _hidden(self) -> bool:
        """Whether the layers of others are none of this annotator's business; then it is said."""
        hidden = not self._session.project.queries.sees_all(self._session.annotator)
        if hidden:
            self._session.tell(N_("Only a lead sees the layers of others here"))
        return hidden

    # ---- going about ---------------------------------------------------------------------------------

    def _show_document(self, document: str, place: int) -> None:
        self._open(document)
        self._view.select(place, place)

    def case_page(self) -> AdjudicationPage | None:
        """The adjudication, if it lies over the text."""
        return self.adjudication_page if self._is_shown(self.adjudication_page) else None

    def in_front(self) -> bool:
        """Whether one of the pages lies over the text."""
        return self._is_shown(self.review_page) or self._is_shown(self.adjudication_page)

    def _show(self, page: QWidget) -> None:
        self._lay_over(page)
        page.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Dress the pages when the window is dressed anew."""
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._dress)
        return False

    def _dress(self) -> None:
        if self.adjudication_page is not None:
            self.adjudication_page.show_look(self._view.look())
        if self.review_page is not None:
            self.review_page.show_look()

    def close(self) -> None:
        """Take the pages away; the project is about to close."""
        self._closed = True
        if self.ahead is not None:
            self.ahead.close()
        for page in (self.review_page, self.adjudication_page):
            if page is not None:
                page.close_page()
                self._take_away(page)
        self.review_page = self.adjudication_page = None
