"""What one document gives to the survey, as plain values: made in this process, or in another beside it.

Nothing here rests on a process: no number comes from Python's own ``hash`` of words, which is another one each time.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.project.radar import conflicts
from annotator.project.radar.conflicts import Report
from annotator.project.radar.copies import sampled
from annotator.project.radar.kinds import Fact, facts_of
from annotator.project.radar.lints import LINTS, Asked, asked, marks
from annotator.project.radar.mentions_index import Labelled, labelled_in
from annotator.project.radar.reading import Page, pages
from annotator.project.radar.sheet import Ground
from annotator.storage.store import Store

CODES = {each.id: place for place, each in enumerate(LINTS)}
"""A rule's number: the upper half of the code that a finding is kept with."""
GRAVE = 1 << 31
"""What tells an error from a hint, beside the rule (above) and the layer (below)."""


@dataclass(slots=True)
class Harvest:
    """What the lints and indexes take from one document.

    ``marks`` are its own findings by layer: of each its code, still without the layer's number, and its mark.
    ``shingles`` are what the index of copies keeps of its text.
    """

    document: str
    digest: str
    marks: list[tuple[str, array[int]]]
    mentions: list[Labelled]
    kinds: list[Fact]
    reports: list[Report]
    shingles: bytes


def harvested(store: Store, ground: Ground, documents: Sequence[str]) -> list[Harvest]:
    """What the documents of these ids give, as far as they are there."""
    found, lints = list(pages(store, ground, documents)), asked(ground)
    made = [_of_page(page, lints) for page in found]
    for each, shingles in zip(made, sampled([page.text for page in found]), strict=True):
        each.shingles = shingles
    return made


def _of_page(page: Page, lints: Sequence[Asked]) -> Harvest:
    own: list[tuple[str, array[int]]] = []
    for sheet in page.sheets:
        kept = array("Q")
        for rule, severity, mark in marks(sheet, lints):
            kept.append(CODES[rule] << 32 | (GRAVE if severity == "error" else 0))
            kept.append(mark)
        if kept:
            own.append((sheet.layer, kept))
    return Harvest(
        page.document, page.digest, own, [labelled_in(sheet) for sheet in page.sheets], facts_of(page),
        conflicts.reports_of(page), b"",
    )  # fmt: skip
