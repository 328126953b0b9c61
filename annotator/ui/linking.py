"""The arcs of the open document, for the text view: worked out for the marks that it shows, and for no others."""

from __future__ import annotations

from annotator.ui.marking import links_at
from annotator.ui.session import Session
from annotator.ui.text.marks import Link


class DeskLinks:
    """What lies on the desk as a source of links: it keeps nothing, so that nothing has to be kept up to date."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __bool__(self) -> bool:
        desk = self._session.desk
        return desk is not None and bool(desk.relations or desk.suggested_relations)

    def of(self, mark_id: str) -> list[Link]:
        """The links that begin or end at a mark."""
        desk = self._session.desk
        return links_at(self._session.scheme, desk, mark_id) if desk is not None else []
