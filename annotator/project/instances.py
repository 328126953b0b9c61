"""The pairs of spans behind the review's figures: everything shown is a `Selection` of them.

The count of a selection is the length of the list that it opens. Offsets in code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.span import Extent
from annotator.project.queries import Queries
from annotator.project.reader import GOLD
from annotator.project.review_columns import review_columns

if TYPE_CHECKING:
    from annotator.agreement.columns import Bools
    from annotator.agreement.comparison import Comparison
    from annotator.agreement.instances import Instances

FURTHEST = 12
"""Boundary slips further than this many code points share a bar."""
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which instances: of a pair of annotators, of labels (``""`` for no span), of documents, of a boundary slip.

    ``part`` is ``all``, ``boundary`` (overlapping with another extent), ``exact`` or ``different`` (not the same
    extent and label). ``slip`` names an edge and a bar of the histogram. ``label`` is either's, ``who`` any side's.
    """

    pair: tuple[str, str] | None = None
    labels: tuple[str, str] | None = None
    label: str = ""
    documents: tuple[str, ...] = ()
    part: str = "all"
    slip: tuple[str, int, bool] | None = None
    who: str = ""
    gold: bool = False
    suggested: bool | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """One instance as it is listed; an empty id is a span that is not there. Offsets in code points."""

    document: str
    name: str
    pair: tuple[str, str]
    start: int
    end: int
    labels: tuple[str, str]
    extents: tuple[Extent, Extent]
    before: str
    text: str
    after: str


class ReviewState:
    """Columns, comparison and instances of one state of a project, gold as one annotator more."""

    def __init__(self, queries: Queries) -> None:
        from annotator.agreement.comparison import Comparison

        self.queries = queries
        read = review_columns(queries)
        self.comparison, self.suggested = Comparison(read.columns), read.suggested
        people = read.columns.annotators
        self.gold = people.index(GOLD) if GOLD in people else -1

    @cached_property
    def people(self) -> Comparison:
        """The comparison of annotators alone, gold left out."""
        from dataclasses import replace

        import numpy as np

        from annotator.agreement.comparison import Comparison, rows_of

        if self.gold < 0:
            return self.comparison
        columns = rows_of(self.comparison.columns, np.asarray(self.comparison.columns.annotator != self.gold))
        kept = [n for n in range(len(columns.annotators)) if n != self.gold]  # gold is the last
        return Comparison(
            replace(columns, present=columns.present[:, kept], annotators=tuple(columns.annotators[n] for n in kept))
        )

    @cached_property
    def instances(self) -> Instances:
        """The instances of all pairs, those with gold too."""
        from annotator.agreement.instances import instances

        return instances(self.comparison)

    @cached_property
    def among(self) -> Bools:
        """Instances between annotators, none of them gold."""
        import numpy as np

        with_gold = np.array([self.gold in pair for pair in self.instances.pairs], dtype=bool)
        if not len(with_gold):
            return np.zeros(0, dtype=bool)
        return np.asarray(~with_gold[self.instances.pair])

    @cached_property
    def clitics(self) -> Bools:
        """Boundary slips of clitics alone; texts are read for the documents that may have such."""
        import numpy as np

        from annotator.agreement.clitics import LONGEST, is_clitic

        found, columns = self.instances, self.comparison.columns
        slips = np.zeros(len(found), dtype=bool)
        near = found.boundary & (found.start_delta != 0) & (found.end_delta == 0)
        places = np.flatnonzero(near & (np.abs(found.start_delta) <= LONGEST))
        starts = columns.start[found.a[places]]
        others = starts + found.start_delta[places]
        lows, highs = np.minimum(starts, others).tolist(), np.maximum(starts, others).tolist()
        document, text = -1, ""
        order = np.argsort(found.document[places], kind="stable")
        for number, at in zip(order.tolist(), found.document[places[order]].tolist(), strict=True):
            if at != document:
                document, text = at, self.queries.document(columns.documents[at]).text
            low, high = lows[number], highs[number]
            slips[places[number]] = is_clitic(text[low:high]) and not (low and text[low - 1].isalnum())
        return slips

    def mask(self, wanted: Selection) -> Bools:
        """Which instances a selection holds."""
        import numpy as np

        found, columns = self.instances, self.comparison.columns
        keep = self.among.copy() if wanted.pair is None and not wanted.gold else np.ones(len(found), dtype=bool)
        if wanted.pair is not None:
            keep &= np.array([self.names(pair) == wanted.pair for pair in found.pairs], dtype=bool)[found.pair]
        if wanted.labels is not None:
            one, other = (self._label(name) for name in wanted.labels)
            keep &= (found.label_a == one) & (found.label_b == other)
        if wanted.label:
            keep &= (found.label_a == self._label(wanted.label)) | (found.label_b == self._label(wanted.label))
        if wanted.documents:
            keep &= np.isin(found.document, [columns.documents.index(name) for name in wanted.documents])
        if wanted.part != "all":
            keep &= {"boundary": found.boundary, "exact": found.same, "different": ~found.same}[wanted.part]
        if wanted.who:
            keep &= self.of_pairs(wanted.who, wanted.gold)
        if wanted.slip is not None:
            keep &= self._slip(*wanted.slip)
        if wanted.suggested is not None:
            keep &= self.either_suggested if wanted.suggested else ~self.either_suggested
        return np.asarray(keep)

    def of_pairs(self, who: str, gold: bool) -> Bools:
        """The instances of the pairs that somebody is in (of the pair with gold alone)."""
        import numpy as np

        chosen = [who in self.names(pair) and (not gold or self.gold in pair) for pair in self.instances.pairs]
        return np.asarray(np.array(chosen, dtype=bool)[self.instances.pair])

    def _slip(self, edge: str, delta: int, clitic: bool) -> Bools:
        import numpy as np

        found = self.instances
        values = found.start_delta if edge == "start" else found.end_delta
        clipped = np.clip(values, -FURTHEST, FURTHEST)
        return np.asarray(found.boundary & (clipped == delta) & (values != 0) & (self.clitics == clitic))

    @cached_property
    def either_suggested(self) -> Bools:
        """Instances with a span that began as a suggestion."""
        import numpy as np

        found = self.instances
        one = np.where(found.a >= 0, self.suggested[found.a], False) if len(self.suggested) else found.a < -1
        other = np.where(found.b >= 0, self.suggested[found.b], False) if len(self.suggested) else found.b < -1
        return np.asarray(one | other)

    def _label(self, name: str) -> int:
        labels = self.comparison.columns.labels
        return labels.index(name) if name in labels else len(labels)

    def names(self, pair: tuple[int, int]) -> tuple[str, str]:
        """The names of a pair."""
        one, other = (self.comparison.columns.annotators[each] for each in pair)
        return one, other

    def listed(self, wanted: Selection, limit: int = SHOWN) -> tuple[int, list[InstanceRow]]:
        """How many instances a selection holds, and the first of them in text order."""
        import numpy as np

        found, columns = self.instances, self.comparison.columns
        chosen = np.flatnonzero(self.mask(wanted))
        total = len(chosen)
        first = np.where(found.a[chosen] >= 0, found.a[chosen], found.b[chosen])
        order = np.lexsort((columns.start[first], found.document[chosen]))
        return total, [self._row(int(at)) for at in chosen[order][:limit]]

    def _row(self, at: int) -> InstanceRow:
        found, columns = self.instances, self.comparison.columns
        document = columns.documents[int(found.document[at])]
        whole = self._document(document)
        extents, labels = [], []
        for row in (int(found.a[at]), int(found.b[at])):
            there = row >= 0
            bounds = ((int(columns.start[row]), int(columns.end[row])),) if there else ()
            extents.append(columns.pieces.get(int(columns.shape[row]), bounds) if there else ())
            labels.append(columns.labels[int(columns.label[row])] if there else "")
        start = min(extent[0][0] for extent in extents if extent)
        end = max(extent[-1][1] for extent in extents if extent)
        return InstanceRow(
            document, whole[0], self.names(found.pairs[int(found.pair[at])]), start, end, (labels[0], labels[1]),
            (extents[0], extents[1]), whole[1][max(0, start - 40) : start], whole[1][start:end],
            whole[1][end : end + 40],
        )  # fmt: skip

    def _document(self, document: str) -> tuple[str, str]:
        whole = self.queries.document(document)
        return whole.name, whole.text
