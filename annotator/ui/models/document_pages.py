"""The documents of a list, read piece by piece as they are looked at."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from annotator.core.errors import UserError
from annotator.project.listing import ListedRow
from annotator.ui.session import Session

PAGE, KEPT = 60, 6000
"""So many lines are read together; so many are kept at hand."""


class DocumentPages(Sequence[ListedRow]):
    """Numbers of documents in order, and the lines of those that were looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.annotator = session.annotator
        self._numbers: array[int] = array("q")
        self._known: dict[int, ListedRow] = {}

    def show(self, numbers: array[int], annotator: str) -> None:
        """Hold other documents, as one annotator sees them."""
        self._numbers, self.annotator = numbers, annotator
        self._known.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> ListedRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[ListedRow]: ...
    def __getitem__(self, place: int | slice) -> ListedRow | list[ListedRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = self._numbers[place]
        if number not in self._known:
            self._read(place % len(self))
        return self._known[number]

    def _read(self, place: int) -> None:
        begin = place - place % PAGE
        wanted = self._numbers[begin : begin + PAGE]
        if len(self._known) > KEPT:
            self._known.clear()
        try:
            found = self._session.project.queries.listed_rows(wanted, self.annotator)
        except UserError:
            found = {}
        for each in wanted:  # one that somebody has just taken away is an empty line until the list is asked anew
            self._known[each] = found.get(each) or ListedRow(each, "", "", 0, "new", 0, 0, 0, (), (), "normal")

    def place_of(self, document: str) -> int:
        """Where a document stands, -1 where it does not."""
        number = self._session.project.queries.number_of(document)
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    def renew(self, place: int) -> None:
        """Read a line anew when it is next looked at."""
        self._known.pop(self._numbers[place], None)

    def put(self, place: int, row: ListedRow) -> None:
        """Hold a line as it is now."""
        self._known[self._numbers[place]] = row
