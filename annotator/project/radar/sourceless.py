"""Rule ``figure_without_source``: nobody is named who reported a figure. Off where the scheme says so."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.i18n import N_
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet


def sourceless(sheet: Sheet) -> Iterator[Finding]:
    """Figures with no source, neither of their own nor of the total that they are part of."""
    severity = sheet.ground.severity("figure_without_source", "hint")
    if severity is None or "REPORTED_BY" not in sheet.ground.relations:
        return
    for span in sheet.spans:
        if span.label != "FIGURE" or (span.id, "REPORTED_BY") in sheet.tails:
            continue
        totals = sheet.tails.get((span.id, "PART_OF"), ())
        if not any((total.id, "REPORTED_BY") in sheet.tails for total in totals):
            yield sheet.finding("figure_without_source", severity, span, N_("no source is given for this figure"))
