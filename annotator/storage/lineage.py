"""What a label that somebody wrote is called now: names are followed through the versions of the scheme.

A name means what it meant in the scheme that its writer had. Each version of the scheme grew out of the last one that
its own writer knew, so the versions form a tree: from the writer's version a name is followed back to where that
version and the one that stands part, and forward to the one that stands. Of two people who rename at once one scheme
stands, and what was written under the other's names still finds its label, even where both chose one name for two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.storage.causality import Causality, Stamp
from annotator.storage.store import Store


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the scheme as the log has it: its labels' names, what was ever renamed, whether it stands."""

    stamp: Stamp
    labels: frozenset[str]
    renames: Mapping[str, str]
    stands: bool


def versions(store: Store) -> list[Version]:
    """The versions of a file's scheme in the order of replay, withdrawn ones too; none where no label was renamed."""
    if not any(each.renames for each in _versions(store, '"renames"')):
        return []
    return list(_versions(store, '"scheme"'))


def _versions(store: Store, containing: str) -> Iterator[Version]:
    for identity, chain, number, actor, lamport, withdrawn, packed in store.rows(
        "SELECT e.id, e.chain, e.number, e.actor, e.lamport, e.withdrawn, o.ops FROM event_ops o"
        " JOIN events e ON e.seq = o.event WHERE o.document = '' AND instr(o.ops, ?)"
        " ORDER BY e.lamport, e.chain, e.id",
        (containing,),
    ):
        for kind, _, fields in json.loads(packed):
            if kind == "scheme" and fields.get("content"):
                content = fields["content"]
                labels = frozenset(each["name"] for each in content.get("labels", ()))
                stamp = Stamp(identity, chain, number, actor, lamport)
                yield Version(stamp, labels, content.get("renames", {}), not withdrawn)


class Lineage:
    """The tree of a scheme's versions, and what a name of one of them is called in the one that stands."""

    def __init__(self, found: Sequence[Version], causality: Causality) -> None:
        self._versions = found
        self._causality = causality
        self._stands = max((place for place, each in enumerate(found) if each.stands), default=-1)
        self._parents = [self._newest_known(each.stamp, place) for place, each in enumerate(found)]
        self._seen: dict[str, int] = {}
        self._present: dict[tuple[int, str], str] = {}

    def __bool__(self) -> bool:
        """Whether anything was ever renamed."""
        return self._stands >= 0

    def present(self, name: str, writer: Stamp) -> str:
        """What a label is called now that an event wrote; the same name, where no scheme that it knew had it."""
        seen = self._seen.get(writer.event)
        if seen is None:
            seen = self._seen[writer.event] = self._newest_known(writer, len(self._versions))
        return self._from(seen, name)

    def called_otherwise(self, other: Lineage, further: Iterable[str]) -> set[str]:
        """Names in the present scheme under which something may lie that another lineage calls otherwise.

        ``further``: names that no version of the scheme has.
        """
        if not self:
            return other._moving(further)
        names = set(further).union(*(each.labels for each in self._versions))
        place = {each.stamp.event: number for number, each in enumerate(other._versions)}
        return {
            self._from(seen, name)
            for seen, each in enumerate(self._versions)
            for name in names
            if self._from(seen, name) != other._from(place.get(each.stamp.event, -1), name)
        }

    def _moving(self, further: Iterable[str]) -> set[str]:
        """Names that are not what was written where nothing was ever renamed before."""
        names = set(further).union(*(each.labels for each in self._versions))
        return {
            name for seen in range(len(self._versions)) for name in names if self._from(seen, name) != name
        }

    def _newest_known(self, writer: Stamp, before: int) -> int:
        """The place of the last version, among those before a place, that an event knew; -1 where it knew none."""
        known = (place for place in reversed(range(before)) if self._knew(writer, place))
        return next(known, -1)

    def _knew(self, writer: Stamp, place: int) -> bool:
        return self._causality.knew(writer, self._versions[place].stamp)

    def _from(self, seen: int, name: str) -> str:
        key = (seen, name)
        if key not in self._present:
            self._present[key] = self._followed(seen, name) if seen >= 0 and self else name
        return self._present[key]

    def _followed(self, seen: int, name: str) -> str:
        back = self._upwards(seen)
        # a version that the writer took back again does not have the name that was written
        back = back[next((step for step, each in enumerate(back) if name in self._versions[each].labels), 0) :]
        onward = self._upwards(self._stands)
        meeting = next((each for each in back if each in onward), None)
        if meeting is None:  # two projects that were begun apart
            path = back + onward[::-1]
        else:
            path = back[: back.index(meeting) + 1] + onward[: onward.index(meeting)][::-1]
        for source, target in pairwise(path):
            name = _step(self._versions[source], self._versions[target], name)
        return name

    def _upwards(self, place: int) -> list[int]:
        """A version and those that it grew out of."""
        found = []
        while place >= 0:
            found.append(place)
            place = self._parents[place]
        return found


def _step(source: Version, target: Version, name: str) -> str:
    """What a label of a version is called in the one next to it, the one before or the one after."""
    if name in target.labels:
        return name
    partners = [target.renames.get(name), *sorted(old for old, new in source.renames.items() if new == name)]
    for each in partners:  # what has the one name there has the other here
        if each in target.labels and each not in source.labels:
            return each
    seen = {name}
    now = target.renames.get(name)  # it became a part of a label that was there
    while now is not None and now not in target.labels and now not in seen:
        seen.add(now)
        now = target.renames.get(now)
    return now if now in target.labels else name
