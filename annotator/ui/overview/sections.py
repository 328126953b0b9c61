"""The numbers of a project as the sections of the overview show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from PySide6.QtCore import QDate, QLocale

from annotator.core.document import STATUSES
from annotator.core.i18n import N_, _, language, right_to_left
from annotator.core.scheme import Scheme
from annotator.project.listing import Wish
from annotator.project.progress import Decided, Progress, Week
from annotator.ui.languages import window_locale
from annotator.ui.marking import label_title
from annotator.ui.models.documents import status_title
from annotator.ui.overview.section import Shown, turned
from annotator.ui.reasons import suggester_title
from annotator.ui.review.chart import Bar, Dot
from annotator.ui.review.figures_table import Cell
from annotator.ui.theme import Colours

WEEKS = 16
"""So many weeks stand in a chart; the table has all."""
TITLES = (N_("Status"), N_("Labels"), N_("Documents by week"), N_("Spans by week"), N_("Precision of suggestions"))
_PALETTES = {
    "light": ("#b9b4a8", "#d98a1f", "#a5429b", "#1d5fbf", "#1a7a3c"),
    "dark": ("#5d6168", "#e0a44d", "#d08bcb", "#6ea8fe", "#7bd89a"),
    "high_contrast": ("#8a8a8a", "#ffb000", "#ff7af5", "#66b3ff", "#00ff00"),
}
_ORDER = ("new", "in_progress", "needs_review", "done", "locked")


def person(annotator: str) -> str:
    """An annotator's name; the gold layer by its own."""
    return _("Gold") if annotator == "gold" else annotator or _("(nobody)")


def share(value: float | None) -> str:
    """A share as people read it."""
    return "—" if value is None else f"{value:.1%}"


def day(iso: str, *, year: bool = False) -> str:
    """An ISO date in the language in use."""
    date = QDate.fromString(iso, "yyyy-MM-dd")
    shape = QLocale.FormatType.LongFormat if language() == "ar" else QLocale.FormatType.ShortFormat
    month = window_locale().monthName(date.month(), shape)
    return f"{date.day()} {month} {date.year()}" if year else f"{date.day()}{_blank()}{month}"


def _blank() -> str:
    """A blank that a chart's axis draws, too: between a number and Arabic letters it loses a bare one."""
    return "\u200f \u200f" if right_to_left() else " "


def sections(numbers: Progress, scheme: Scheme, colours: Colours, theme: str) -> list[Shown]:
    """What each section shows, in the order of `TITLES`."""
    palette = _PALETTES.get(theme, _PALETTES["light"])
    return [
        _statuses(numbers, dict(zip(_ORDER, palette, strict=True))), _labels(numbers, scheme, colours),
        _finished(numbers.weeks, palette[::-1]), _spans(numbers.weeks, scheme), _precision(numbers, scheme),
    ]  # fmt: skip


def _stack(at: int, parts: Sequence[tuple[str, int, str, object]]) -> list[Bar]:
    """Bars on each other at a place: name, height, colour and what each opens."""
    bases = accumulate((height for _name, height, _colour, _opens in parts), initial=0)
    return [
        Bar(turned(at), height, colour, opens, base, name)
        for (name, height, colour, opens), base in zip(parts, bases, strict=False) if height
    ]  # fmt: skip


def _statuses(numbers: Progress, colours: Mapping[str, str]) -> Shown:
    """Documents by annotator and status; those that somebody has no layer on are new to them."""
    rows, bars = [], []
    people = sorted(numbers.statuses, key=lambda who: who == "gold")
    for at, who in enumerate(people):
        counts = numbers.statuses[who]
        rows.append((person(who), [
            Cell(f"{counts.get(status, 0):,}", Wish(who, status=status, begun=True) if counts.get(status) else None)
            for status in STATUSES
        ]))  # fmt: skip
        bars += _stack(at, [
            (status_title(each), counts.get(each, 0), colours[each], Wish(who, status=each, begun=True))
            for each in _ORDER
        ])  # fmt: skip
    return Shown(
        [status_title(each) for each in STATUSES], rows, _("Nobody has begun a document yet."),
        ("", _("Documents")), [person(each) for each in people], bars,
    )  # fmt: skip


def _query(label: str, who: str) -> str:
    return f'label:{label} by:"{who}"'


def _labels(numbers: Progress, scheme: Scheme, colours: Colours) -> Shown:
    """Spans by label and annotator."""
    names = [each.name for each in scheme.labels]
    names += sorted({label for counts in numbers.spans.values() for label in counts} - set(names))
    people = list(numbers.spans)
    rows, bars = [], []
    for at, label in enumerate(names):
        counts = [numbers.spans[who].get(label, 0) for who in people]
        known = scheme.label(label) is not None
        cells = [
            Cell(f"{count:,}", _query(label, who) if count and known else None)
            for who, count in zip(people, counts, strict=True)
        ]  # fmt: skip
        every = f"label:{label}" if known else None
        rows.append((label_title(scheme, label), [*cells, Cell(f"{sum(counts):,}", every)]))
        if sum(counts):
            bars.append(Bar(turned(at), sum(counts), colours.accent, every))
    return Shown(
        [*map(person, people), _("All")], rows if people else (), _("There are no spans yet."), ("", _("Spans")),
        [label_title(scheme, each) for each in names], bars,
    )  # fmt: skip


def _finished(weeks: Sequence[Week], palette: Sequence[str]) -> Shown:
    """Documents that were finished, by week and annotator."""
    people = sorted({who for week in weeks for who in week.finished})
    some = [each for each in weeks if each.finished]
    shades = {who: palette[place % len(palette)] for place, who in enumerate(people)}
    bars = [
        bar for at, week in enumerate(some[-WEEKS:])
        for bar in _stack(at, [
            (person(who), week.finished.get(who, 0), shades[who], Wish(who, status="done", begun=True))
            for who in people
        ])
    ]  # fmt: skip
    rows = [
        (_("week of %(day)s") % {"day": day(week.begin, year=True)},
         [*(Cell(f"{week.finished.get(who, 0):,}") for who in people), Cell(f"{sum(week.finished.values()):,}")])
        for week in reversed(some)
    ]  # fmt: skip
    return Shown(
        [*map(person, people), _("All")], rows,
        _("No document has been finished here yet. What was imported as finished belongs to no week."),
        (_("Week"), _("Finished documents")), [day(each.begin) for each in some[-WEEKS:]], bars,
    )  # fmt: skip


def _spans(weeks: Sequence[Week], scheme: Scheme) -> Shown:
    """Spans that were made, by week and label."""
    some = [each for each in weeks if each.spans]
    labels = [each.name for each in scheme.labels if any(each.name in week.spans for week in some)]
    labels += sorted({label for week in some for label in week.spans} - set(labels))
    colours = {each.name: each.colour for each in scheme.labels}
    bars = [
        bar for at, week in enumerate(some[-WEEKS:])
        for bar in _stack(at, [
            (label_title(scheme, label), week.spans.get(label, 0), colours.get(label, "#777777"), f"label:{label}")
            for label in labels
        ])
    ]  # fmt: skip
    rows = [
        (_("week of %(day)s") % {"day": day(week.begin, year=True)},
         [*(Cell(f"{week.spans.get(label, 0):,}") for label in labels), Cell(f"{sum(week.spans.values()):,}")])
        for week in reversed(some)
    ]  # fmt: skip
    return Shown(
        [*(label_title(scheme, each) for each in labels), _("All")], rows,
        _("No span has been made here yet. What was imported belongs to no week."),
        (_("Week"), _("Spans")), [day(each.begin) for each in some[-WEEKS:]], bars,
    )  # fmt: skip


def interval(hits: int, every: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927, z = 1.96)."""
    z, share_of = 1.96, hits / every
    middle = (share_of + z * z / (2 * every)) / (1 + z * z / every)
    half = z / (1 + z * z / every) * (share_of * (1 - share_of) / every + z * z / (4 * every * every)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _precision(numbers: Progress, scheme: Scheme) -> Shown:
    """How often suggestions were right: by suggester and label, and week by week."""
    weeks = [each for each in numbers.weeks if each.precision is not None]
    dots = [_dot(at, week) for at, week in enumerate(weeks[-WEEKS:])]
    rows = [
        (f"{suggester_title(each.suggester)} · {label_title(scheme, each.label)}", _decided(each))
        for each in numbers.precision
    ]
    rows += [
        (_("week of %(day)s") % {"day": day(week.begin, year=True)}, _decided(week)) for week in reversed(weeks)
    ]
    return Shown(
        [_("Accepted"), _("Corrected"), _("Rejected"), _("Precision")], rows,
        _("Nobody has decided on a suggestion yet."), (_("Week"), _("Precision")),
        [day(each.begin) for each in weeks[-WEEKS:]], line=(_("accepted as it was"), dots),
    )  # fmt: skip


def _dot(at: int, week: Week) -> Dot:
    every = week.accepted + week.corrected + week.rejected
    return Dot(turned(at), week.accepted / every, *interval(week.accepted, every), None)


def _decided(each: Decided | Week) -> list[Cell]:
    counts = (each.accepted, each.corrected, each.rejected)
    return [*(Cell(f"{count:,}") for count in counts), Cell(share(each.precision))]
