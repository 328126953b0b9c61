"""Rule ``guideline``: spans made before their label's guideline or attributes were changed; one finding a layer."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.i18n import N_
from annotator.project.radar.finding import Finding
from annotator.project.radar.sheet import Sheet


def dated(sheet: Sheet) -> Iterator[Finding]:
    """The spans of a layer that were made when their label meant something else, by label."""
    outdated = sheet.ground.outdated
    if not outdated:
        return
    found: dict[str, list[int]] = {}
    for place, span in enumerate(sheet.spans):
        if (span.label, sheet.versions.get(span.id, 0)) in outdated:
            found.setdefault(span.label, []).append(place)
    for label, places in found.items():
        spans = [sheet.spans[place] for place in places]
        yield sheet.finding(
            "guideline", "hint", spans[0],
            N_("made under an older guideline of %(label)s; spans: %(count)s"),
            ("count", len(spans)), ("label", label), key=f"{sheet.layer} {label} {sheet.ground.scheme.version}",
            places=[sheet.place(each) for each in spans],
        )  # fmt: skip
