"""Linear chains at work: the likeliest tags of a row of units and how probable each is, for several models at once.

What python-crfsuite's tagger says, many times as fast: the weights of all models lie in one table with a row for each
hint, whose rows are added for a whole text at once, and the sums along the chain (Rabiner 1989, A tutorial on hidden
Markov models) are taken for blocks of units side by side. Heavy tables are numpy's.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.suggest.crf_file import Weights
from annotator.suggest.hints import Group, Hint, Observed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float64]

TAGS = ("O", "B", "I")
_BLOCK = 8
"""So many units are multiplied before anything is brought back to scale: few enough for no product to run over."""
_NEVER = -1e4
_KEPT = 50_000
"""So many hints are kept with what they weigh."""
_BEFORE, _BEHIND = 2, 2
"""So many places before the first unit and behind the last may have hints."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What one model thinks of each unit: how probable it is that a span begins or goes on there; its likeliest tag.

    ``continues`` is how probable it is that a span which holds a unit holds the next one, too.
    """

    begins: list[float]
    goes_on: list[float]
    continues: list[float]
    best: str
    """A letter for each unit."""


class Chains:
    """The models of several labels over the same attributes.

    Args:
        models: the weights of each label's model; its tags are among `TAGS`.
    """

    def __init__(self, models: Mapping[str, Weights]) -> None:
        import numpy as np

        self.labels = tuple(models)
        self._sums = _Sums(models)
        transitions = np.zeros((len(TAGS), len(TAGS), len(models), 1))
        self._absent = np.zeros((len(TAGS), len(models), 1))
        for place, model in enumerate(models.values()):
            for (before, tag), weight in model.transitions.items():
                transitions[TAGS.index(before), TAGS.index(tag), place, 0] = weight
            self._absent[:, place, 0] = [0.0 if tag in model.tags else _NEVER for tag in TAGS]
        self._sweep = _Sweep(transitions)

    def beliefs(self, observed: Observed) -> dict[str, Belief]:
        """What each label's model thinks of the units of a text."""
        if not observed.units:
            return {label: Belief([], [], [], "") for label in self.labels}
        (_, begins, goes_on), tags = self._sweep.over(self._scores(observed))
        continues = _continuing(begins, goes_on)
        return {
            label: Belief(begins[place].tolist(), goes_on[place].tolist(), continues[place].tolist(), tags[place])
            for place, label in enumerate(self.labels)
        }

    def _scores(self, observed: Observed) -> Table:
        """The sum of the weights of each unit's attributes: by tag, label and unit."""
        import numpy as np

        self._sums.thin()
        units = observed.units
        places = np.zeros((_BEFORE + units + _BEHIND, self._sums.width))
        for column in observed.columns:
            rows = np.fromiter(map(self._sums.__getitem__, column.hints), np.intp, len(column.hints))
            at = column.places
            if isinstance(at, range):  # one hint at every place: no need to gather where they go
                places[at.start + _BEFORE : at.stop + _BEFORE] += self._sums.of(rows)
            elif at:
                places[np.array(at) + _BEFORE] += self._sums.of(rows)
        unit = places.shape[1] // 4
        sums = places[3 : units + 3, :unit] + places[2 : units + 2, unit : 2 * unit]
        sums += places[1 : units + 1, 2 * unit : 3 * unit]
        sums += places[:units, 3 * unit :]
        return sums.reshape(units, len(TAGS), -1).transpose(1, 2, 0) + self._absent


class _Sums(dict[Hint, int]):
    """The row of each hint in a table of what it weighs, by unit (before, here, next, second), tag and label.

    Rows are made when they are asked for.
    """

    def __init__(self, models: Mapping[str, Weights]) -> None:
        super().__init__()
        self._weights: dict[str, list[tuple[int, float]]] = {}
        for place, model in enumerate(models.values()):
            for name, by_tag in model.states.items():
                known = self._weights.setdefault(name, [])
                known += ((TAGS.index(tag) * len(models) + place, weight) for tag, weight in by_tag.items())
        self._unit = len(TAGS) * len(models)
        self.width = 4 * self._unit
        self._table = array("d")

    def __missing__(self, hint: Hint) -> int:
        for group in (hint.before, hint.here, hint.next, hint.second):
            self._table.extend(self._weighed(group))
        self[hint] = found = len(self)
        return found

    def _weighed(self, group: Group) -> list[float]:
        row = [0.0] * self._unit
        for each in group:
            for place, weight in self._weights.get(each, ()):
                row[place] += weight
        return row

    def of(self, rows: NDArray[np.intp]) -> Table:
        """What rows weigh, one below the other."""
        import numpy as np

        found: Table = np.frombuffer(self._table, np.float64).reshape(-1, self.width).take(rows, axis=0)
        return found

    def thin(self) -> None:
        """Begin anew where too much is kept; rows that were told before count no longer."""
        if len(self) > _KEPT:
            self.clear()
            self._table = array("d")


class _Sweep:
    """The sums and the best ways along the chains of several models, side by side.

    Three sweeps go together, as columns of the same tables, since numpy takes hardly longer for three than for one:
    the sums from the front, those from the end, and the best ways from the front (Viterbi), a column for each label.
    Tables of steps are by place in a block of units, tag before, tag, column and block, so that one step of every block
    is taken at once and lies together in memory.

    Args:
        transitions: the weight of each step: by tag before, tag, label and one unit.
    """

    def __init__(self, transitions: Table) -> None:
        import numpy as np

        tags, labels = len(TAGS), transitions.shape[2]
        self._labels = labels
        self._onward = np.exp(transitions)
        self._backward = np.ascontiguousarray(self._onward.swapaxes(0, 1))
        self._idle = np.eye(tags)[..., None]
        self._start = np.zeros((tags, 3 * labels))
        self._start[0] = 1.0  # before the first unit stands no span
        self._start[:, labels : 2 * labels] = 1.0  # behind the last may stand anything

    def over(self, scores: Table) -> tuple[Table, list[str]]:
        """How probable each tag of each unit is, by tag, label and unit, and the likeliest tags of each label."""
        import numpy as np

        labels, units = self._labels, scores.shape[2]
        upto = _in_row(self._swept(self._steps(np.exp(scores - np.maximum.reduce(scores, axis=0))), self._start))
        filled = upto.shape[2]
        behind = upto[:, labels : 2 * labels, filled - units - 1 : filled - 1]  # each without its own unit
        chances = upto[:, :labels, :units] * behind[..., ::-1]
        chances /= np.add.reduce(chances, axis=0)
        return chances, self._likeliest(upto[:, 2 * labels :, :units])

    def _steps(self, local: Table) -> Table:
        """The step onto each unit in blocks, those from the end in turned order, filled up with idle steps."""
        import numpy as np

        labels, units = self._labels, local.shape[2]
        idle = _BLOCK - units % _BLOCK  # at least one: the start of the sweep from the end stands there
        rows = np.ones((len(TAGS), labels, units + idle))
        rows[..., :units] = local
        places = rows.reshape(len(TAGS), labels, -1, _BLOCK).transpose(3, 0, 1, 2)
        steps = np.empty((_BLOCK, len(TAGS), len(TAGS), 3 * labels, places.shape[3]))
        front, end = steps[:, :, :, :labels], steps[:, :, :, labels : 2 * labels]
        np.multiply(self._onward, places[:, None], out=front)
        np.multiply(self._backward, places[::-1, :, None, :, ::-1], out=end)
        front[0, ..., 0] = places[0, ..., 0]  # whatever stands before the first unit
        front[-idle:, ..., -1] = end[:idle, ..., 0] = self._idle
        steps[:, :, :, 2 * labels :] = front
        return steps

    def _swept(self, steps: Table, start: Table) -> Table:
        """What all steps up to each unit make of a start: by place in the block, tag, column and block.

        Steps are joined within blocks, all blocks at once, into their own table; then each block gets its start.
        """
        import numpy as np

        for place in range(1, _BLOCK):
            self._join(steps[place - 1][:, :, None] * steps[place], steps[place])
        found = np.empty((_BLOCK, *steps.shape[2:]))
        self._join(self._starts(steps[-1], start)[:, None] * steps, found)
        return found

    def _starts(self, whole: Table, start: Table) -> Table:
        """What stands before each block, by the steps over whole blocks: one by one, or blocks of blocks if many."""
        import numpy as np

        blocks = whole.shape[3]
        starts = np.empty((len(TAGS), whole.shape[2], blocks))
        starts[..., 0] = start
        if blocks > _BLOCK:
            filled = np.empty((*whole.shape[:3], blocks + -blocks % _BLOCK))
            np.divide(whole, np.maximum.reduce(whole, axis=(0, 1)), out=filled[..., :blocks])
            filled[..., blocks:] = self._idle[..., None]
            together = filled.reshape(*whole.shape[:3], -1, _BLOCK).transpose(4, 0, 1, 2, 3)
            starts[..., 1:] = _in_row(self._swept(np.ascontiguousarray(together), start))[..., : blocks - 1]
            starts /= np.add.reduce(starts, axis=0)
            return starts
        for block in range(1, blocks):
            following = starts[:, :, block : block + 1]
            self._join(starts[:, None, :, block - 1 : block] * whole[..., block - 1 : block], following)
            following /= np.add.reduce(following, axis=0)
        return starts

    def _join(self, ways: Table, found: Table) -> None:
        """Of ways over each tag between (the fourth axis from the end) make one: their sum, or the best of them."""
        import numpy as np

        summed = 2 * self._labels
        np.add.reduce(ways[..., :summed, :], axis=-4, out=found[..., :summed, :])
        np.maximum.reduce(ways[..., summed:, :], axis=-4, out=found[..., summed:, :])

    def _likeliest(self, best: Table) -> list[str]:
        """The likeliest tags of each label, by the weight of the best way up to each tag of each unit."""
        before = _best_tag(best[:, None, :, :-1] * self._onward).transpose(1, 2, 0)
        last = _best_tag(best[:, :, -1]).tolist()
        return [_path(tag, ways.tobytes()) for tag, ways in zip(last, before, strict=True)]


def _in_row(table: Table) -> Table:
    """A table by place in the block, tag, column and block as one by tag, column and unit."""
    return table.transpose(1, 2, 3, 0).reshape(*table.shape[1:3], -1)


def _continuing(begins: Table, goes_on: Table) -> Table:
    """How probable it is that a span which holds a unit holds the next one, too; never behind the last."""
    import numpy as np

    inside = (begins + goes_on)[:, :-1]
    found = np.zeros(begins.shape)
    np.divide(goes_on[:, 1:], inside, out=found[:, :-1], where=inside > 0)
    return np.minimum(found, 1.0, out=found)


def _best_tag(table: Table) -> NDArray[np.uint8]:
    """The place of the greatest along the first axis, the first of equals; numpy's own is slow on so short an axis."""
    import numpy as np

    outside, begins, goes_on = table
    found = np.where(goes_on > np.maximum(outside, begins), 2, begins > outside)
    return found.astype(np.uint8)


def _path(last: int, before: bytes) -> str:
    """The tags up to the last one, by what best stands before each: a number for each unit and tag."""
    tags = [last]
    for place in range(len(before) - len(TAGS), -1, -len(TAGS)):
        tags.append(before[place + tags[-1]])
    return "".join([TAGS[each] for each in reversed(tags)])
