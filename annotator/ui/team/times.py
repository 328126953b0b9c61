"""Active seconds in words."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.core.i18n import _, counted


def time_said(seconds: float) -> str:
    """Seconds as minutes, or as hours and minutes."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("under a minute")
    said = counted("%(count)s minute", "%(count)s minutes", minutes % 60)
    if minutes < 60:
        return said
    hours = counted("%(count)s hour", "%(count)s hours", minutes // 60)
    return hours if minutes % 60 == 0 else _("%(hours)s and %(minutes)s") % {"hours": hours, "minutes": said}


def times_of(document: str, times: Mapping[tuple[str, str], float]) -> str:
    """Who worked on a document how long, in one line; empty where nothing was counted."""
    mine = {who: seconds for (where, who), seconds in times.items() if where == document and seconds > 0}
    return _(", ").join(f"{who}: {time_said(seconds)}" for who, seconds in sorted(mine.items()))
