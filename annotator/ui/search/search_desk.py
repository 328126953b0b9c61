"""A search under way: the first page at once, the rest and the counts from a worker, slice after slice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import UserError
from annotator.core.scheme import Scheme
from annotator.project.searching import START, Cursor, Hit, Page, counts_of_file, page_of_file
from annotator.ui.exchange.work import Work
from annotator.ui.session import Session

PAGE = 60
AT_ONCE, SLICE = 0.05, 0.25
"""Seconds: so long the window looks itself, and so long a worker looks before it tells how far it is."""
MOST = 5_000
"""So many hits at most are taken in hand at once."""


class SearchDesk(QObject):
    """Asks for pages and counts. ``begun``: another query; ``found``: more hits; ``rested``: nothing is under way.

    ``counted`` carries hits, documents and whether that is all; ``progressed`` the share that was looked through;
    ``refused`` the `UserError`.
    """

    begun = Signal()
    found = Signal(object)
    counted = Signal(int, int, bool)
    progressed = Signal(float)
    rested = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._work = Work(self)
        self._work.finished.connect(self._on_finished)
        self._work.failed.connect(self._on_failed)
        self.query = ""
        self.hits: list[Hit] = []
        self.done = True
        self._cursor = START
        self._wanted = 0
        self._patterns = False
        self._counting: tuple[int, int, Cursor] | None = None

    @property
    def scheme(self) -> Scheme:
        """The project's scheme."""
        return self._session.scheme

    @property
    def busy(self) -> bool:
        """Whether a worker looks."""
        return self._work.busy

    def ask(self, query: str, wanted: int = PAGE) -> None:
        """Begin a search for so many hits; an empty query ends the former one."""
        self.stop()
        self.query, self.hits, self.done = query, [], not query.strip()
        self._cursor, self._counting = START, None
        self.begun.emit()
        if not self.done:
            try:
                self._patterns = self._session.project.queries.search_needs_worker(query)
            except UserError as error:
                self._on_failed(error)
                return
            self.want(wanted)

    def want(self, count: int) -> None:
        """See to it that so many hits are there, if there are so many."""
        self._wanted = max(self._wanted, count)
        if self.done or len(self.hits) >= self._wanted or (self._work.busy and self._counting is None):
            return
        if self._counting is not None:
            self._work.cancel()
        if not self._patterns:
            try:
                page = self._session.project.queries.search_page(
                    self.query, self._missing(), self._cursor, AT_ONCE, self._session.annotator
                )
            except UserError as error:
                self._on_failed(error)
                return
            self._take(page)
        self._go_on()

    def more(self) -> None:
        """The next page."""
        self.want(len(self.hits) + PAGE)

    def _missing(self) -> int:
        return self._wanted - len(self.hits)

    def _take(self, page: Page) -> None:
        self._cursor, self.done = page.cursor, page.done
        self.hits += page.hits
        self.found.emit(page.hits)
        self.progressed.emit(page.share)

    def _go_on(self) -> None:
        """What is to be done next: the rest of the page, then the counts."""
        path = self._session.project.path
        if not self.done and self._missing() > 0:
            self._counting = None
            self._work.start(
                page_of_file, path, self.query, self._missing(), self._cursor, SLICE, self._session.annotator
            )
        elif self.done:
            self._counting = None
            self.counted.emit(len(self.hits), len({each.document for each in self.hits}), True)
            self.rested.emit()
        else:
            self._counting = (0, 0, START)
            self._count()

    def _count(self) -> None:
        assert self._counting is not None
        session = self._session
        self._work.start(
            counts_of_file, session.project.path, self.query, self._counting[2], SLICE, session.annotator
        )

    def _on_finished(self, value: object) -> None:
        if isinstance(value, Page):
            self._take(value)
            self._go_on()
        elif self._counting is not None and isinstance(value, tuple):
            hits, documents, page = self._counting[0] + value[0], self._counting[1] + value[1], value[2]
            self.counted.emit(hits, documents, page.done)
            self.progressed.emit(page.share)
            self._counting = (hits, documents, page.cursor)
            if page.done:
                self._counting = None
                self.rested.emit()
            else:
                self._count()

    def _on_failed(self, error: UserError) -> None:
        self.done, self._counting = True, None
        self.refused.emit(error)
        self.rested.emit()

    def stop(self) -> None:
        """Stop looking; what was found stays."""
        self._work.cancel()
        self._wanted, self._counting = 0, None
        self.rested.emit()

    def close(self) -> None:
        """End the worker."""
        self._work.close()
