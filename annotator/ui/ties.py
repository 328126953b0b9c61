"""What ties marks together, by id and by the marks at either end, kept up to date one tie at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

    def __iter__(self) -> Iterator[R]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def at(self, mark: str) -> list[R]:
        """Those that begin or end at a mark."""
        return self._at.get(mark, [])

    def ids_at(self, marks: Iterable[str]) -> set[str]:
        """The ids of those that begin or end at one of these marks."""
        return {each.id for mark in marks for each in self._at.get(mark, ())}

    def renew(self, touched: Iterable[str], fresh: Mapping[str, R]) -> set[str]:
        """Forget those that were touched, and take in those that are there; the marks at which any went or came."""
        ends: set[str] = set()
        for each in {*touched, *fresh}:
            ends |= self._drop(each)
        for tie in fresh.values():
            self.put(tie)
            ends |= {tie.head, tie.tail}
        return ends

    def renew_all(self, every: Iterable[R]) -> set[str]:
        """Hold these instead; the marks at which any went or came."""
        fresh = {each.id: each for each in every}
        changed = {each for each in self._known.keys() | fresh.keys() if self._known.get(each) != fresh.get(each)}
        return self.renew(changed, {each: fresh[each] for each in changed & fresh.keys()})

    def put(self, tie: R) -> None:
        """Take in one that is not there yet."""
        self._known[tie.id] = tie
        for mark in {tie.head, tie.tail}:
            self._at.setdefault(mark, []).append(tie)

    def _drop(self, identity: str) -> set[str]:
        tie = self._known.pop(identity, None)
        ends = {tie.head, tie.tail} if tie is not None else set()
        for mark in ends:
            self._at[mark] = [each for each in self._at[mark] if each.id != identity]
        return ends
