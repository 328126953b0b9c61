"""What was settled last, in words: they can become an example of their label in the guidelines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.core.span import Extent
from annotator.project.settling import Draft

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster


@dataclass(frozen=True, slots=True)
class Settled:
    """The decision made last: label and words that became gold, and those turned down (empty: none)."""

    taken: tuple[str, str] = ("", "")
    refused: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, cluster: Cluster, draft: Draft | None, text: str) -> Settled:
        """What a decision about a cluster took and what it turned down; ``text`` is the document's."""

        def said(label: str, extent: Extent) -> tuple[str, str]:
            return label, " … ".join(text[start:end] for start, end in extent)

        taken = said(draft.label, draft.extent) if draft is not None else ("", "")
        others = (said(each.label, each.extent) for each in cluster.variants if not each.is_none)
        return cls(taken, next((each for each in others if each != taken), ("", "")))
