"""The way to a page that lies over the workbench in the window, made when it is first wanted."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.session import Session
from annotator.ui.text.view import TextView

WARM_MS, WARM_PAUSE_MS = 2000, 50
"""When what a page needs is imported, so long after the project was opened, and one thing so long after the other."""


class Overlay(QObject):
    """A page's handlers derive from this. ``NEEDED`` names the modules that its page needs, small ones first."""

    NEEDED: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: Session, view: TextView, bench: QWidget) -> None:
        super().__init__(bench)
        self._session = session
        self._view = view
        self._bench = bench
        self._cold = list(self.NEEDED)
        QTimer.singleShot(WARM_MS, self, self._warm)

    @property
    def warm(self) -> bool:
        """Whether all that the page needs is imported."""
        return not self._cold

    def _warm(self) -> None:
        if self._cold:
            import_module(self._cold.pop(0))
            QTimer.singleShot(WARM_PAUSE_MS, self, self._warm)
        else:
            self._prepare()

    def _prepare(self) -> None:
        """What a page may do ahead once all that it needs is imported: nothing, unless it says what."""

    @property
    def _pages(self) -> QStackedWidget | None:
        parent = self._bench.parentWidget()
        return parent if isinstance(parent, QStackedWidget) else None

    def _is_shown(self, page: QWidget | None) -> bool:
        return page is not None and self._pages is not None and self._pages.currentWidget() is page

    def _lay_over(self, page: QWidget) -> None:
        """Show a page over the text."""
        pages = self._pages
        if pages is not None:
            if pages.indexOf(page) < 0:
                pages.addWidget(page)
            pages.setCurrentWidget(page)

    def back(self) -> None:
        """Show the text again."""
        if self._pages is not None:
            self._pages.setCurrentWidget(self._bench)
            self._view.setFocus()

    def _open(self, document: str) -> None:
        """Show a document's text."""
        if self._session.desk is None or self._session.desk.id != document:
            self._session.open_document(document)
        self.back()

    def _take_away(self, page: QWidget) -> None:
        if self._pages is not None:
            self._pages.removeWidget(page)
        page.deleteLater()
