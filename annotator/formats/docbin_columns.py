"""A DocBin's columns taken apart: words, sentences and labelled pieces of each document, without spaCy's own `Doc`.

A `Doc` looks every word up in a vocabulary and makes an object of every token; what is asked for here stands in the
file's arrays. Offsets are code points of the text that words and blanks make up; half-open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING

from annotator.formats.errors import WrongValueError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

Extent = tuple[int, int]
SPAN = Struct(">QQQllll")
"""id, knowledge base's id, label, first token, last token + 1, first and last character, as spaCy packs them."""
_BEGINS, _INSIDE = 3, 1
COLUMNS = ("ORTH", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID")
"""The columns that are read, where a file has them."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span or entity of a document."""

    start: int
    end: int
    label: str
    entity: str = ""


class Strings(dict[int, str]):
    """Texts by their hash: spaCy's own list is asked once for each.

    Raises:
        KeyError: nobody said what text has this hash.
    """

    def __init__(self, store: Mapping[int, str]) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: int) -> str:
        self[key] = text = self._store[key]
        return text


class Columns:
    """One document of a DocBin. ``names`` are those of the columns of ``values``, a row for each token."""

    def __init__(self, names: Mapping[str, int], values: Whole, spaces: NDArray[np.bool_], strings: Strings) -> None:
        import numpy as np

        self._names, self._values, self._strings = names, values, strings
        self.words = [strings[each] for each in values[:, names["ORTH"]].view("uint64").tolist()]
        lengths = np.fromiter(map(len, self.words), np.int64, len(self.words))
        blanks = spaces.ravel().astype(np.int64)
        self.text = "".join(
            [word + " " if blank else word for word, blank in zip(self.words, blanks.tolist(), strict=True)]
        )
        self.ends = (lengths + blanks).cumsum() - blanks
        self.starts = self.ends - lengths

    def tokens(self) -> tuple[Extent, ...]:
        """The words that are no white space."""
        extents = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return tuple([each for each, word in zip(extents, self.words, strict=True) if word and not word.isspace()])

    def sentences(self) -> tuple[Extent, ...] | None:
        """Sentences as trees of words or marks of their own say them; None where nothing does."""
        begins = self._trees()
        if begins is None and self._given("SENT_START"):
            begins = self._column("SENT_START")
        if begins is None or not begins[1:].any():
            return None
        first = [0, *((begins[1:] == 1).nonzero()[0] + 1).tolist()]
        last = [*(place - 1 for place in first[1:]), -1]
        return tuple(zip(self.starts[first].tolist(), self.ends[last].tolist(), strict=True))

    def _given(self, name: str) -> bool:
        return name in self._names and len(self._values) > 0

    def _column(self, name: str) -> Whole:
        return self._values[:, self._names[name]]

    def _trees(self) -> Whole | None:
        """1 at the first word of every tree, -1 elsewhere; None where words do not hang from each other."""
        import numpy as np

        if not (self._given("HEAD") and self._given("DEP") and self._column("DEP").any()):
            return None
        count, heads = len(self._values), self._column("HEAD")
        above = np.arange(count) + heads
        if above.min() < 0 or above.max() >= count:
            raise WrongValueError("a word hangs from one that is not there")
        for _ in range(count.bit_length()):  # twice as high each time, until every word knows its tree's root
            above = above[above]
        roots, first = np.unique(above, return_index=True)
        begins = np.full(count, -1)
        begins[first[(heads[roots] == 0) & (self._column("DEP")[roots] != 0)]] = 1
        return begins

    def entities(self) -> list[Labelled]:
        """The entities that tokens are marked with."""
        if not (self._given("ENT_IOB") and self._given("ENT_TYPE")):
            return []
        marks, kinds = self._column("ENT_IOB").tolist(), self._column("ENT_TYPE").view("uint64").tolist()
        found: list[tuple[int, int]] = []
        open_at = -1
        for place, (mark, kind) in enumerate(zip(marks, kinds, strict=True)):
            if mark == _INSIDE:
                if open_at < 0:
                    raise WrongValueError("an entity goes on that has not begun")
                continue
            if open_at >= 0:
                found.append((open_at, place))
            open_at = place if mark == _BEGINS and kind else -1
        if open_at >= 0:
            found.append((open_at, len(marks)))
        return [self._entity(first, last) for first, last in found]

    def _entity(self, first: int, last: int) -> Labelled:
        start, end = int(self.starts[first]), int(self.ends[last - 1])
        return Labelled(start, end, self._string("ENT_TYPE", first), self._string("ENT_KB_ID", first))

    def _string(self, name: str, row: int) -> str:
        return self._strings[int(self._column(name)[row : row + 1].view("uint64")[0])] if name in self._names else ""

    def group(self, pieces: Sequence[bytes]) -> list[Labelled]:
        """The spans of a group, of which each is a piece of bytes."""
        data = b"".join(pieces)
        if len(data) != len(pieces) * SPAN.size:
            raise WrongValueError("a span is not packed as spaCy packs it")
        strings = self._strings
        return [
            Labelled(start, end, strings[label], strings[known])
            for _, known, label, _, _, start, end in SPAN.iter_unpack(data)
        ]
