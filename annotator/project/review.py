"""The review page's numbers: collected in a worker from the project's file, each with what opens its instances.

Everything that is shown is a `Selection` of instances (pairs of spans that were aligned, or missed), and the count
of a selection is the length of the list that it opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.core.span import Extent
from annotator.project.project import Project
from annotator.project.queries import PackedLayer, Queries
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.columns import Bools
    from annotator.agreement.comparison import Comparison
    from annotator.agreement.instances import Instances

HEADLINE = ("f1_exact", "f1_overlap", "u_alpha", "bar_u_alpha", "cu_alpha", "label_alpha")
"""What the tiles show; all of them come from columns alone."""
FURTHEST = 12
"""Boundary slips further than this many code points share a bar."""
POINTS = 12
RESAMPLES = 500
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


@dataclass(frozen=True, slots=True)
class Point:
    """Some documents of one annotator in the order of work, with F1 against gold, or against the others."""

    who: str
    value: float | None
    ci: tuple[float, float] | None
    documents: tuple[str, ...]
    until: str
    different: int
    alarm: bool = False


@dataclass(slots=True)
class ReviewNumbers:
    """All that the page shows. ``measures`` are as ``agreement --json`` prints them, without gold.

    ``confusion`` maps pairs of names (and ``None`` for all pairs) to ``(counts, boundary)``, rows are the first's
    labels, the last one is no span. ``slips`` maps ``(edge, delta, clitic)`` to counts.
    """

    annotators: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    has_gold: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    measures: list[dict[str, Any]] = field(default_factory=list)
    pairs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    confusion: dict[tuple[str, str] | None, tuple[Any, Any]] = field(default_factory=dict)
    slips: dict[tuple[str, int, bool], int] = field(default_factory=dict)
    documents: list[tuple[str, float | None, int, int]] = field(default_factory=list)
    drift: list[Point] = field(default_factory=list)
    scheme_changes: list[str] = field(default_factory=list)
    suggestions: dict[bool, tuple[int, int]] = field(default_factory=dict)
    open: int | None = None


class ReviewState:
    """Columns, comparison and instances of one state of a project, gold as one annotator more."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self.layers = [row for row in queries.packed_layers() if row.starts or row.status != "new"]
        self.comparison, self.suggested = self._compared(self.layers)
        self.gold = self.comparison.columns.annotators.index(GOLD) if self._has_gold else -1

    @property
    def _has_gold(self) -> bool:
        return GOLD in self.comparison.columns.annotators

    def _compared(self, layers: Sequence[PackedLayer]) -> tuple[Comparison, Bools]:
        import numpy as np

        from annotator.agreement.columns import columns_of_arrays
        from annotator.agreement.comparison import Comparison

        documents = {row.document: row.length for row in layers}
        place = {name: number for number, name in enumerate(documents)}
        people = sorted({row.annotator for row in layers}, key=lambda who: (who == GOLD, who))
        hand = {name: number for number, name in enumerate(people)}
        filled = [row for row in layers if row.starts]
        counts = [row.starts.count(",") + 1 for row in filled]
        words = "\x1f".join(row.labels for row in filled).split("\x1f") if filled else []
        names = sorted(set(words))
        number = {name: at for at, name in enumerate(names)}
        present = np.zeros((len(documents), len(people)), dtype=bool)
        for row in layers:
            present[place[row.document], hand[row.annotator]] = True
        columns = columns_of_arrays(
            np.repeat(np.array([place[row.document] for row in filled], dtype=np.int64), counts),
            np.repeat(np.array([hand[row.annotator] for row in filled], dtype=np.int64), counts),
            _numbers([row.starts for row in filled]), _numbers([row.ends for row in filled]),
            np.fromiter(map(number.__getitem__, words), dtype=np.int64, count=len(words)),
            lengths=np.array(list(documents.values()), dtype=np.int64), present=present, annotators=people,
            labels=names, documents=list(documents),
        )  # fmt: skip
        columns = _with_pieces(columns, self._queries.pieces())
        return Comparison(columns), _numbers([row.suggested for row in filled]).astype(bool)

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
        """Boundary slips of clitics alone; texts are read for the documents that have slips."""
        import numpy as np

        from annotator.agreement.clitics import is_clitic

        found, columns = self.instances, self.comparison.columns
        slips = np.zeros(len(found), dtype=bool)
        texts: dict[int, str] = {}
        for at in np.flatnonzero(found.boundary & (found.start_delta != 0) & (found.end_delta == 0)).tolist():
            document = int(found.document[at])
            if document not in texts:
                texts[document] = self._queries.document(columns.documents[document]).text
            text = texts[document]
            low, high = sorted((int(columns.start[found.a[at]]), int(columns.start[found.b[at]])))
            slips[at] = is_clitic(text[low:high]) and not text[:low][-1:].isalnum()
        return slips

    def mask(self, wanted: Selection) -> Bools:
        """Which instances a selection holds."""
        import numpy as np

        found, columns = self.instances, self.comparison.columns
        keep = self.among.copy() if wanted.pair is None and not wanted.gold else np.ones(len(found), dtype=bool)
        if wanted.pair is not None:
            keep &= np.array([self._names(pair) == wanted.pair for pair in found.pairs], dtype=bool)[found.pair]
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
            keep &= self._of_pairs(wanted.who, wanted.gold)
        if wanted.slip is not None:
            keep &= self._slip(*wanted.slip)
        if wanted.suggested is not None:
            keep &= self._either_suggested if wanted.suggested else ~self._either_suggested
        return np.asarray(keep)

    def _of_pairs(self, who: str, gold: bool) -> Bools:
        import numpy as np

        chosen = [who in self._names(pair) and (not gold or self.gold in pair) for pair in self.instances.pairs]
        return np.asarray(np.array(chosen, dtype=bool)[self.instances.pair])

    def _slip(self, edge: str, delta: int, clitic: bool) -> Bools:
        import numpy as np

        found = self.instances
        values = found.start_delta if edge == "start" else found.end_delta
        clipped = np.clip(values, -FURTHEST, FURTHEST)
        return np.asarray(found.boundary & (clipped == delta) & (values != 0) & (self.clitics == clitic))

    @cached_property
    def _either_suggested(self) -> Bools:
        import numpy as np

        found = self.instances
        one = np.where(found.a >= 0, self.suggested[found.a], False) if len(self.suggested) else found.a < -1
        other = np.where(found.b >= 0, self.suggested[found.b], False) if len(self.suggested) else found.b < -1
        return np.asarray(one | other)

    def _label(self, name: str) -> int:
        labels = self.comparison.columns.labels
        return labels.index(name) if name in labels else len(labels)

    def _names(self, pair: tuple[int, int]) -> tuple[str, str]:
        one, other = (self.comparison.columns.annotators[each] for each in pair)
        return one, other

    # ---- numbers -------------------------------------------------------------------------------------

    def numbers(self, *, seed: int = 0, bootstrap: int = 2000) -> ReviewNumbers:
        """Everything that the page shows."""
        from annotator.agreement.report import measure_comparison

        columns = self.comparison.columns
        numbers = ReviewNumbers(
            tuple(who for who in columns.annotators if who != GOLD), columns.labels, self.gold >= 0,
            {row.document: "" for row in self.layers},
        )  # fmt: skip
        numbers.measures = measure_comparison(self.people, HEADLINE, seed=seed, bootstrap=bootstrap)
        self._add_pairs(numbers, seed, bootstrap)
        self._add_confusion(numbers)
        self._add_slips(numbers)
        self._add_documents(numbers)
        self._add_drift(numbers, seed)
        self._add_suggestions(numbers)
        return numbers

    def _add_pairs(self, numbers: ReviewNumbers, seed: int, bootstrap: int) -> None:
        """Figures of every pair: those of annotators are there already, only those with gold are new."""
        from annotator.agreement.report import measure_comparison

        results = list(numbers.measures[:3])
        for result in results:
            self._take_pairs(numbers, self.people, result)
        if self.gold >= 0:
            fewer = min(bootstrap, RESAMPLES)
            for result in measure_comparison(self.comparison, HEADLINE[:3], seed=seed, bootstrap=fewer):
                self._take_pairs(numbers, self.comparison, result)

    def _take_pairs(self, numbers: ReviewNumbers, compared: Comparison, result: Mapping[str, Any]) -> None:
        for pair in compared.pairs:
            told = result["by_pair"].get(compared.name(pair))
            one, other = (compared.columns.annotators[each] for each in pair)
            if told is not None:
                numbers.pairs.setdefault((one, other), {}).setdefault(result["measure"], told)

    def _add_confusion(self, numbers: ReviewNumbers) -> None:
        import numpy as np

        found, size = self.instances, len(self.comparison.columns.labels) + 1
        cell = (found.pair * size + found.label_a) * size + found.label_b
        shape = len(found.pairs), size, size
        counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
        slips = np.bincount(cell[found.boundary], minlength=int(np.prod(shape))).reshape(shape)
        among = [number for number, pair in enumerate(found.pairs) if self.gold not in pair]
        numbers.confusion[None] = counts[among].sum(axis=0), slips[among].sum(axis=0)
        for number, pair in enumerate(found.pairs):
            numbers.confusion[self._names(pair)] = counts[number], slips[number]

    def _add_slips(self, numbers: ReviewNumbers) -> None:
        import numpy as np

        found = self.instances
        for edge, values in (("start", found.start_delta), ("end", found.end_delta)):
            chosen = self.among & found.boundary & (values != 0)
            clipped = np.clip(values, -FURTHEST, FURTHEST)
            for clitic in (False, True):
                seen, times = np.unique(clipped[chosen & (self.clitics == clitic)], return_counts=True)
                for delta, count in zip(seen.tolist(), times.tolist(), strict=True):
                    numbers.slips[edge, delta, clitic] = count

    def _add_documents(self, numbers: ReviewNumbers) -> None:
        import numpy as np

        found, columns = self.instances, self.comparison.columns
        size = len(columns.documents)
        different = np.bincount(found.document[self.among & ~found.same], minlength=size)
        value = {name: each["value"] for name, each in numbers.measures[0]["by_document"].items()}
        units = {name: each["n_units"] for name, each in numbers.measures[0]["by_document"].items()}
        numbers.documents = sorted(
            ((name, value[name], units[name], int(different[at])) for at, name in enumerate(columns.documents)
             if name in value),
            key=lambda each: -each[3],
        )  # fmt: skip

    def _add_suggestions(self, numbers: ReviewNumbers) -> None:
        """Of instances with a suggested span and of those without: how many, and how many agree."""
        for suggested in (True, False):
            chosen = self.among & (self._either_suggested == suggested)
            numbers.suggestions[suggested] = int(chosen.sum()), int((chosen & self.instances.same).sum())

    # ---- drift ---------------------------------------------------------------------------------------

    def _add_drift(self, numbers: ReviewNumbers, seed: int) -> None:
        times = self._queries.work_times()
        for who in numbers.annotators:
            numbers.drift += self._points(who, times, seed)
        numbers.scheme_changes = [row.time for row in self._queries.history()
                                  if row.command.get("command") == "set_scheme" and row.seq > 1]  # fmt: skip

    def _points(self, who: str, times: Mapping[tuple[str, str], str], seed: int) -> list[Point]:
        import numpy as np

        from annotator.agreement.bootstrap import interval, resamples

        found, columns = self.instances, self.comparison.columns
        keep = self._of_pairs(who, self.gold >= 0) & (self.among if self.gold < 0 else np.ones(len(found), dtype=bool))
        size = len(columns.documents)
        same = np.bincount(found.document[keep & found.same], minlength=size)
        both = keep & (found.a >= 0) & (found.b >= 0)
        spans = np.bincount(found.document[keep], minlength=size) + np.bincount(found.document[both], minlength=size)
        there = np.flatnonzero(spans > 0).tolist()
        there.sort(key=lambda at: (times.get((who, columns.documents[at]), ""), at))
        groups = [group.astype(np.int64) for group in np.array_split(np.array(there), min(POINTS, len(there)) or 1)]
        points = []
        for group in groups:
            if not len(group):
                continue
            draws = resamples(len(group), RESAMPLES, seed)
            figures = 2 * (draws @ same[group]) / np.maximum(draws @ spans[group], 1)
            names = tuple(columns.documents[at] for at in group.tolist())
            different = int((keep & ~found.same & np.isin(found.document, group)).sum())
            points.append(Point(who, float(2 * same[group].sum() / spans[group].sum()), interval(figures), names,
                                times.get((who, names[-1]), ""), different))  # fmt: skip
        return _alarmed(points)

    # ---- instances -----------------------------------------------------------------------------------

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
            document, whole[0], self._names(found.pairs[int(found.pair[at])]), start, end, (labels[0], labels[1]),
            (extents[0], extents[1]), whole[1][max(0, start - 40) : start], whole[1][start:end],
            whole[1][end : end + 40],
        )  # fmt: skip

    def _document(self, document: str) -> tuple[str, str]:
        whole = self._queries.document(document)
        return whole.name, whole.text


def _numbers(joined: Sequence[str]) -> Any:  # noqa: ANN401 - a numpy array of whole numbers
    import numpy as np

    if not joined:
        return np.zeros(0, dtype=np.int64)
    return np.fromstring(",".join(joined), dtype=np.int64, sep=",")


def _with_pieces(columns: Any, pieces: Mapping[tuple[str, str, int, int, str], Extent]) -> Any:  # noqa: ANN401 - Columns
    """Columns that tell spans of several pieces apart from whole ones with the same bounds."""
    if not pieces:
        return columns
    from dataclasses import replace

    import numpy as np

    shapes = {extent: number for number, extent in enumerate(sorted(set(pieces.values())), 1)}
    shape = np.zeros(len(columns.document), dtype=np.int64)
    for (document, who, start, end, label), extent in pieces.items():
        if document in columns.documents and who in columns.annotators and label in columns.labels:
            here = (columns.document == columns.documents.index(document)) & (columns.start == start)
            here &= (columns.annotator == columns.annotators.index(who)) & (columns.end == end)
            shape[here & (columns.label == columns.labels.index(label))] = shapes[extent]
    return replace(columns, shape=shape, pieces={number: extent for extent, number in shapes.items()})


def _alarmed(points: list[Point], slack: float = 0.5, limit: float = 4.0) -> list[Point]:
    """Points with an alarm where agreement fell for good: a one-sided CUSUM over the first half's mean and spread.

    Page 1954, Biometrika 41:100-115, with the usual slack of half a deviation and a limit of four.
    """
    from dataclasses import replace
    from statistics import fmean, pstdev

    known = [each.value for each in points if each.value is not None]
    base = known[: max(3, len(known) // 2)]
    if len(known) < 4 or pstdev(base) == 0:
        return points
    mean, spread, fallen, told = fmean(base), pstdev(base), 0.0, []
    for each in points:
        fallen = max(0.0, fallen + (mean - (each.value if each.value is not None else mean)) / spread - slack)
        told.append(replace(each, alarm=fallen > limit))
    return told


class _Kept:
    """The worker's own state of the project that was asked about last."""

    project: Project | None = None
    state: ReviewState | None = None


def _state_of(path: str) -> ReviewState:
    """The state of a file, read anew where it has changed since."""
    place = Path(path)
    if _Kept.project is None or _Kept.project.path != place:
        if _Kept.project is not None:
            _Kept.project.close()
        _Kept.project, _Kept.state = Project.open(place), None
    changed = bool(_Kept.project.refresh())
    if _Kept.state is None or changed:
        _Kept.state = ReviewState(_Kept.project.queries)
    return _Kept.state


def review_numbers(path: str, seed: int = 0, bootstrap: int = 2000) -> ReviewNumbers:
    """The page's numbers of a project file; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return _state_of(path).numbers(seed=seed, bootstrap=bootstrap)


def review_instances(path: str, wanted: Selection, limit: int = SHOWN) -> tuple[int, list[InstanceRow]]:
    """How many instances a selection holds, and the first of them; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return _state_of(path).listed(wanted, limit)


def all_measures(path: str, seed: int = 0, bootstrap: int = 2000) -> list[dict[str, object]]:
    """Every default measure, those of attributes, numbers and relations too; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.project.agreement import agreement

    _state_of(path)
    assert _Kept.project is not None
    return agreement(_Kept.project, seed=seed, bootstrap=bootstrap)
