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
_BLOCK = 16
"""So many units are multiplied before anything is brought back to scale: few enough for no product to run over."""
_NEVER = -1e4
_KEPT = 50_000
"""So many hints are kept with what they weigh."""
_BEFORE, _BEHIND = 2, 2
"""So many places before the first unit and behind the last may have hints."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What one model thinks of each unit: how probable it is that a span begins or goes on there; its likeliest tag."""

    begins: list[float]
    goes_on: list[float]
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
        self._transitions = np.zeros((len(TAGS), len(TAGS), 1, len(models)))
        self._absent = np.zeros((len(TAGS), 1, len(models)))
        for place, model in enumerate(models.values()):
            for (before, tag), weight in model.transitions.items():
                self._transitions[TAGS.index(before), TAGS.index(tag), 0, place] = weight
            self._absent[:, 0, place] = [0.0 if tag in model.tags else _NEVER for tag in TAGS]

    def beliefs(self, observed: Observed) -> dict[str, Belief]:
        """What each label's model thinks of the units of a text."""
        if not observed.units:
            return {label: Belief([], [], "") for label in self.labels}
        scores = self._scores(observed)
        _, begins, goes_on = _chances(scores, self._transitions)
        tags = _likeliest(scores, self._transitions)
        return {
            label: Belief(begins[:, place].tolist(), goes_on[:, place].tolist(), tags[place])
            for place, label in enumerate(self.labels)
        }

    def _scores(self, observed: Observed) -> Table:
        """The sum of the weights of each unit's attributes: by tag, unit and label."""
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
        before, here, following, second = np.split(places, 4, axis=1)
        sums = before[3 : units + 3] + here[2 : units + 2] + following[1 : units + 1] + second[:units]
        return sums.reshape(units, len(TAGS), -1).transpose(1, 0, 2) + self._absent


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


def _chances(scores: Table, transitions: Table) -> Table:
    """How probable each tag of each unit is: the sums from both ends of the row, multiplied."""
    import numpy as np

    units, labels = scores.shape[1:]
    local = np.exp(scores - scores.max(axis=0))
    onward = np.exp(transitions) * local
    onward[:, :, 0] = local[:, 0]  # whatever stands before the first unit
    idle = np.eye(len(TAGS))
    first = np.broadcast_to(idle[:, :, None, None], (len(TAGS), len(TAGS), 1, labels))
    back = np.concatenate([first, onward[:, :, :0:-1].swapaxes(0, 1)], axis=2)  # from the end each sees what follows it
    start = np.concatenate([np.broadcast_to(idle[:, :1], (len(TAGS), labels)), np.ones((len(TAGS), labels))], axis=1)
    steps = np.concatenate([_in_blocks(onward, idle), _in_blocks(back, idle)], axis=-1)
    both = _swept(steps, start, np.multiply, np.add)[:, :units]
    found: Table = both[:, :, :labels] * both[:, ::-1, labels:]
    found /= found.sum(axis=0)
    return found


def _likeliest(scores: Table, transitions: Table) -> list[str]:
    """The likeliest row of tags of each label (Viterbi)."""
    import numpy as np

    steps = transitions + scores
    steps[:, :, 0] = scores[:, 0]
    nowhere = np.where(np.eye(len(TAGS), dtype=bool), 0.0, -np.inf)
    start = np.broadcast_to([[0.0], [-np.inf], [-np.inf]], (3, scores.shape[-1]))
    upto = _swept(_in_blocks(steps, nowhere), start, np.add, np.maximum)[:, : scores.shape[1]]
    before = _best_tag(upto[:, None, :-1] + transitions).transpose(2, 1, 0)
    last = _best_tag(upto[:, -1]).tolist()
    return [_path(tag, ways.tobytes()) for tag, ways in zip(last, before, strict=True)]


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


def _in_blocks(steps: Table, nothing: Table) -> Table:
    """Steps (tag, tag, unit, label) as (place in its block, tag, tag, block, label), filled up with idle steps."""
    import numpy as np

    tags, _, units, labels = steps.shape
    idle = np.broadcast_to(nothing[:, :, None, None], (tags, tags, -units % _BLOCK, labels))
    filled = np.concatenate([steps, idle], axis=2).reshape(tags, tags, -1, _BLOCK, labels)
    return np.ascontiguousarray(filled.transpose(3, 0, 1, 2, 4))


def _swept(blocks: Table, start: Table, along: np.ufunc, over: np.ufunc) -> Table:
    """What all steps up to each unit make of a start (tag, label), by tag, unit and label.

    Args:
        blocks: the steps, as `_in_blocks` gives them.
        start: what stands before the first unit.
        along: how two steps one after the other are joined; ``over``: how the ways between two tags are.
        over: see ``along``. Multiplied and added give chances, added and the greatest of all the best way.
    """
    import numpy as np

    upto = blocks.copy()
    for place in range(1, _BLOCK):
        over.reduce(along(upto[place - 1][:, :, None], blocks[place][None]), axis=1, out=upto[place])
    starts = [start]
    for whole in upto[-1].transpose(2, 0, 1, 3)[:-1]:
        following = over.reduce(along(starts[-1][:, None], whole), axis=0)
        starts.append(following / following.sum(axis=0) if over is np.add else following)
    found: Table = over.reduce(along(np.stack(starts, axis=1)[:, None], upto), axis=1)
    return found.transpose(1, 2, 0, 3).reshape(len(TAGS), -1, blocks.shape[-1])
