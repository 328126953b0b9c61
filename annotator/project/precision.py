"""How often each suggester is right, by what people decided on its suggestions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.core.suggestion import Suggestion
from annotator.project.project import Project


@dataclass(frozen=True, slots=True)
class Precision:
    """The decisions on one suggester's suggestions of one label."""

    suggester: str
    label: str
    accepted: int
    corrected: int
    rejected: int

    @property
    def decided(self) -> int:
        """How many decisions there are."""
        return self.accepted + self.corrected + self.rejected

    @property
    def precision(self) -> float | None:
        """The share that was accepted as it was; none where nothing was decided."""
        return self.accepted / self.decided if self.decided else None


def precision_by_suggester(project: Project, annotator: str = "") -> list[Precision]:
    """The precision of each suggester and label, by one annotator's decisions or by everybody's."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for document in project.queries.document_ids():
        for who in [annotator] if annotator else project.queries.annotators():
            for each in project.queries.suggestions(document, who, undecided_only=False):
                _count(counts, each)
    return [
        Precision(suggester, label, found["accepted"], found["corrected"], found["rejected"])
        for (suggester, label), found in sorted(counts.items())
    ]


def _count(counts: dict[tuple[str, str], Counter[str]], each: Suggestion) -> None:
    if each.decision:
        counts.setdefault((each.suggester, each.label), Counter())[each.decision] += 1
