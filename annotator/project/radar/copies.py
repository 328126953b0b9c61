"""Which documents are copies of each other, wholly or in passages: an index of 5-word shingles.

Texts are known by their hash, so that copies to the letter are one text. Of texts with many shingles those whose
hash is even are kept (Broder 1997: sampling by modulus keeps what two texts share); a pair of texts with two such in
common is compared word by word. The index is two sorted arrays, so that ten million words fit; what comes later is
kept beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any

from annotator.project.radar.likeness import Likeness, likeness
from annotator.project.radar.sheet import folded_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.int64]

WORDS = 5
BYTES = 8
FEW = 64
"""Of texts with more shingles every other one is kept."""
CROWD = 20
"""A shingle that more texts share joins each to the next only: a standing phrase, or a much copied text."""
SHARED = 2
STEP = 50
"""After so many comparisons, or texts, it is said how far the index is."""
MANY = 20_000
KEPT = 200_000
"""So many words' numbers are kept at hand."""
_FACTORS = (1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
Pair = tuple[str, str]


class _Numbers(dict[str, int]):
    """A number of 64 bits for each word, the same in every process; those met lately are kept."""

    def __missing__(self, word: str) -> int:
        if len(self) >= KEPT:
            self.clear()
        raw = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = self[word] = int.from_bytes(raw, "little", signed=True)
        return number


_number_of = _Numbers().__getitem__


def sampled(texts: Sequence[str]) -> list[bytes]:
    """The kept shingles of some texts, each a number of 64 bits; one may occur twice. A blank text has none.

    The shingles of all are made in one go; those that reach over the end of a text are left out.
    """
    import numpy as np

    words = [folded_words(each) for each in texts]
    ends = np.cumsum([len(each) for each in words], dtype=np.int64).tolist()
    numbers = np.fromiter(map(_number_of, chain.from_iterable(words)), dtype=np.int64).view(np.uint64)
    count = max(0, len(numbers) - WORDS + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed += numbers[place : place + count] * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    made = mixed.view(np.int64)
    found: list[bytes] = []
    for text, own, end in zip(texts, words, ends, strict=True):
        if len(own) < WORDS:
            found.append(np.int64(_number_of(" ".join(own))).tobytes() if text.strip() else b"")
            continue
        mine = made[end - len(own) : end - WORDS + 1]
        found.append((mine[mine & 1 == 0] if len(mine) > FEW else mine).tobytes())
    return found


class CopyIndex:
    """The texts of a project by what they share. ``pairs`` is what alike texts have in common, by their hashes."""

    def __init__(self) -> None:
        self.pairs: dict[Pair, Likeness] = {}
        self._texts: dict[str, str] = {}
        self._holders: dict[str, list[str]] = {}
        self._fresh: list[tuple[str, bytes]] = []
        self._later: dict[int, list[str]] = {}
        self._base: tuple[Any, Any, list[str]] | None = None
        self._sizes: dict[str, int] = {}
        self._known: dict[str, set[Pair]] = {}

    # ---- documents come and go -----------------------------------------------------------------------

    def add(self, document: str, digest: str, shingles: bytes) -> None:
        """Take a document in, its text by its hash with what was `sampled` of it; one that has it already stays."""
        if self._texts.get(document) == digest:
            return
        self.remove(document)
        self._texts[document] = digest
        self._holders.setdefault(digest, []).append(document)
        if digest not in self._sizes and shingles:
            self._sizes[digest] = len(shingles) // BYTES
            self._fresh.append((digest, shingles))

    def remove(self, document: str) -> None:
        """Take a document out; its text's shingles stay, for it may come back."""
        digest = self._texts.pop(document, None)
        if digest is not None:
            self._holders[digest].remove(document)

    def documents(self, digest: str) -> list[str]:
        """The documents that have this text."""
        return self._holders.get(digest, [])

    def alike(self) -> Iterator[tuple[Pair, Likeness]]:
        """The pairs of texts that documents have, with what they share."""
        for pair, found in self.pairs.items():
            if self.documents(pair[0]) and self.documents(pair[1]):
                yield pair, found

    def pairs_of(self, document: str) -> set[Pair]:
        """The pairs that a document's text is one of."""
        return self._known.get(self._texts.get(document, ""), set())

    def copied(self) -> Iterator[list[str]]:
        """The documents that have one text, where there are several."""
        for documents in self._holders.values():
            if len(documents) > 1:
                yield documents

    # ---- what is alike -------------------------------------------------------------------------------

    def settle(self, text_of: Callable[[str], str]) -> Iterator[tuple[int, int]]:
        """Compare the texts that came since; yields how many pairs of how many were compared.

        ``text_of`` gives the text of a hash.
        """
        candidates = list((yield from self._first() if self._base is None else self._added()))
        self._fresh = []
        for place, (one, other) in enumerate(candidates):
            pair = (one, other) if one < other else (other, one)
            if pair not in self.pairs:
                found = likeness(text_of(pair[0]), text_of(pair[1]))
                if found.near or found.passages:
                    self._keep(pair, found)
            if place % STEP == STEP - 1:
                yield place, len(candidates)

    def _keep(self, pair: Pair, found: Likeness) -> None:
        self.pairs[pair] = found
        for each in pair:
            self._known.setdefault(each, set()).add(pair)

    def _enough(self, counts: Counter[Pair]) -> Iterator[Pair]:
        for pair, count in counts.items():
            if count >= min(SHARED, self._sizes[pair[0]], self._sizes[pair[1]]):
                yield pair

    def _first(self) -> Generator[tuple[int, int], None, Iterable[Pair]]:
        """Make the index, and find the pairs in it; yields nothing done of one, so that it can be stopped."""
        import numpy as np

        if not self._fresh:
            return ()
        names = [digest for digest, _ in self._fresh]
        owners = np.repeat(np.arange(len(names), dtype=np.uint32), [self._sizes[each] for each in names])
        hashes = np.frombuffer(b"".join(each for _, each in self._fresh), dtype=np.int64)
        yield 0, 1
        order = np.argsort(hashes, kind="stable")
        yield 0, 1
        hashes, owners = hashes[order], owners[order]
        self._base = hashes, owners, names
        same = np.flatnonzero(hashes[1:] == hashes[:-1])
        counts: Counter[Pair] = Counter()
        for number, group in enumerate(_runs(same.tolist())):
            if number % MANY == MANY - 1:
                yield 0, 1
            counts.update(_pairs([names[each] for each in sorted(set(owners[group[0] : group[-1] + 2].tolist()))]))
        return self._enough(counts)

    def _added(self) -> Generator[tuple[int, int], None, Iterable[Pair]]:
        """The pairs that texts which came later make with others; yields how many texts were looked at."""
        import numpy as np

        counts: Counter[Pair] = Counter()
        for number, (digest, shingles) in enumerate(self._fresh):
            if number % STEP == STEP - 1:
                yield number, len(self._fresh)
            for each in set(np.frombuffer(shingles, dtype=np.int64).tolist()):
                others = [*self._in_base(each), *self._later.get(each, ())][:CROWD]
                counts.update((other, digest) for other in others if other != digest)
                self._later.setdefault(each, []).append(digest)
        return self._enough(counts)

    def _in_base(self, value: int) -> Iterable[str]:
        assert self._base is not None
        hashes, owners, names = self._base
        first = int(hashes.searchsorted(value))
        while first < len(hashes) and hashes[first] == value:
            yield names[int(owners[first])]
            first += 1


def _runs(places: list[int]) -> Iterator[list[int]]:
    """Runs of numbers that follow each other."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _pairs(owners: list[str]) -> Iterable[Pair]:
    return combinations(owners, 2) if len(owners) <= CROWD else pairwise(owners)
