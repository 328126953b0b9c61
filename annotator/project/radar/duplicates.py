"""Rule ``duplicate``: groups of documents that are copies of each other, to the letter or nearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.core.i18n import N_
from annotator.project.radar.copies import CopyIndex
from annotator.project.radar.finding import Finding, Place

RULE = "duplicate"


@dataclass(frozen=True, slots=True)
class Copies:
    """Documents that are copies of each other, in the project's order; ``share`` is 1 where all are to the letter.

    Else it is the least share of shingles by which one of them was joined to another.
    """

    documents: tuple[str, ...]
    share: float


def groups(index: CopyIndex, order: Mapping[str, int]) -> list[Copies]:
    """Every group of copies, in the project's order; ``order`` is the place of each document."""
    parent: dict[str, str] = {}
    shares: dict[str, float] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    def join(one: str, other: str, share: float) -> None:
        first, second = root(one), root(other)
        parent[second] = first
        shares[first] = min(shares.get(first, 1.0), shares.get(second, 1.0), share)

    for documents in index.copied():
        for other in documents[1:]:
            join(documents[0], other, 1.0)
    for (one, other), found in index.alike():
        if found.near:
            join(index.documents(one)[0], index.documents(other)[0], min(found.share, 0.9999))
    members: dict[str, list[str]] = {}
    for name in list(parent):
        members.setdefault(root(name), []).append(name)
    made = [
        Copies(tuple(sorted(each, key=lambda name: order.get(name, 0))), shares[first])
        for first, each in members.items() if len(each) > 1
    ]  # fmt: skip
    return sorted(made, key=lambda each: order.get(each.documents[0], 0))


def finding(group: Copies, names: Mapping[str, str]) -> Finding:
    """A group as a finding; what to do with copies a person must say."""
    first = group.documents[0]
    message = (
        N_("the same text, documents: %(count)s (%(names)s)") if group.share == 1
        else N_("nearly the same text, documents: %(count)s (%(names)s)")
    )  # fmt: skip
    shown = ", ".join(names.get(each, each) for each in group.documents[:5])
    return Finding(
        "hint", RULE, " ".join(group.documents), message, (("count", len(group.documents)), ("names", shown)),
        document=first, words=names.get(first, first), key=" ".join(sorted(group.documents)),
        places=_places(group.documents),
    )  # fmt: skip


def _places(documents: Sequence[str]) -> tuple[Place, ...]:
    return tuple(Place(each, "", 0, 0) for each in documents)
