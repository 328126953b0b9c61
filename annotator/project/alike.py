"""One decision, many cases: what an answer about one cluster means for another one alike. Offsets in code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.project.settling import Draft

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster

NO_ANSWER = Draft((), "", {})
"""Stands for a cluster that has no answer of the kind that is applied to all."""


def alike_answer(cluster: Cluster, model: Cluster, place: int, draft: Draft | None) -> Draft | None:
    """What a decision about one cluster means for another one alike.

    An offered answer stands for the answer of the other cluster with the same label and the same covered edges,
    counted from its own start; an edited one is moved there. `NO_ANSWER` where that is not possible.
    """
    if draft is None:
        return None
    shift = cluster.start - model.start
    moved = tuple((start + shift, end + shift) for start, end in draft.extent)
    for each in cluster.variants:
        if not each.is_none and each.extent == moved and each.label == draft.label:
            same = dict(each.attributes) if place else dict(draft.attributes)
            return Draft(moved, draft.label, same)
    if moved[0][0] >= cluster.start and moved[-1][1] <= cluster.end:
        return Draft(moved, draft.label, dict(draft.attributes))
    return NO_ANSWER
