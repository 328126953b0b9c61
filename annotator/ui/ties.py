"""What ties marks together, by id and by the marks at either end, kept up to date one tie at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from annotator.core.span import Relation
from annotator.project.queries import SuggestedRelationRow

R = TypeVar("R", Relation, SuggestedRelationRow)


class Ties(Generic[R]):
    """Relations of one document. A long text has thousands, so that none is read again without need."""

    def __init__(self, every: Iterable[R] = ()) -> None:
        self._known: dict[str, R] = {}
        self._at: dict[str, list[R]] = {}
        for each in every:
            self.put(each)

    def __bool__(self) -> bool:
        return bool(self._known)

    def at(self, mark: str) -> list[R]:
        """Those that begin or end at a mark."""
        return self._at.get(mark, [])

    def ids_at(self, marks: Iterable[str]) -> set[str]:
        """The ids of those that begin or end at one of these marks."""
        return {each.id for mark in marks for each in self._at.get(mark, ())}

    def renew(self, touched: Iterable[str], fresh: Mapping[str, R]) -> None:
        """Forget those that were touched, and take in those that are there."""
        for each in {*touched, *fresh}:
            self._drop(each)
        for tie in fresh.values():
            self.put(tie)

    def put(self, tie: R) -> None:
        """Take in one that is not there yet."""
        self._known[tie.id] = tie
        for mark in {tie.head, tie.tail}:
            self._at.setdefault(mark, []).append(tie)

    def _drop(self, identity: str) -> None:
        tie = self._known.pop(identity, None)
        if tie is not None:
            for mark in {tie.head, tie.tail}:
                self._at[mark].remove(tie)
