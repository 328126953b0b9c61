"""What lies on the desk as the text view's source of marks and arcs: worked out for what it shows, and no more.

It keeps nothing, so that nothing has to be kept up to date.
"""

from __future__ import annotations

from annotator.ui.marking import links_at, mark_of, marks_of
from annotator.ui.session import Session
from annotator.ui.text.marks import Link, Mark


class DeskMarks:
    """The spans and suggestions on the desk as marks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, mark_id: str) -> Mark | None:
        """The mark of this id, if there is one."""
        desk = self._session.desk
        thing = desk.thing(mark_id) if desk is not None else None
        return mark_of(self._session.scheme, thing) if thing is not None else None

    def touching(self, start: int, end: int) -> list[Mark]:
        """All marks that share a character with ``[start, end)``, by start, outer before inner."""
        desk = self._session.desk
        return marks_of(self._session.scheme, desk.touching(start, end)) if desk is not None else []


class DeskLinks:
    """The relations on the desk, and the suggested ones, as links."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __bool__(self) -> bool:
        desk = self._session.desk
        return desk is not None and bool(desk.relations or desk.suggested_relations)

    def of(self, mark_id: str) -> list[Link]:
        """The links that begin or end at a mark."""
        desk = self._session.desk
        return links_at(self._session.scheme, desk, mark_id) if desk is not None else []
