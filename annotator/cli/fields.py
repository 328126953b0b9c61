"""What the fields of a report are called, for people; JSON keeps their own names."""

from __future__ import annotations

from annotator.core.i18n import _

TITLES: dict[str, str] = {
    "accepted": "accepted", "agreement": "agreement", "annotator": "annotator", "as_is": "as it is",
    "assigned": "assigned", "bom": "byte order mark",
    "by": "by", "by_label": "by label", "by_layer": "by layer", "by_status": "by status", "changed": "changed",
    "characters": "characters", "corrected": "corrected", "cut": "cut", "decisions": "decisions",
    "documents": "documents", "documents_per_hour": "documents in an hour", "done": "done", "dropped": "left out",
    "encoding": "encoding", "entities": "entities", "events": "events", "file": "file", "finished": "finished",
    "format": "format", "hours": "hours", "in_progress": "in progress", "layers": "layers", "left": "left to do",
    "links": "links", "locked": "locked", "merged": "merged", "moved": "moved", "needs_review": "needs review",
    "new": "new", "newline": "line ends", "offset_unit": "unit of offsets", "per_day": "in a day",
    "precision": "precision", "rejected": "rejected", "relations": "relations", "repairs": "repairs",
    "samples": "samples", "sentences": "sentences", "spans": "spans", "spans_per_hour": "spans in an hour",
    "speed": "speed", "statuses": "statuses", "suggestions": "suggestions", "tags": "tags", "tokens": "tokens",
    "untouched": "untouched", "until": "until", "warnings": "warnings", "weeks": "weeks", "attributes": "attributes",
    "fragments": "fragments", "nesting": "nesting", "notes": "notes", "skipped": "skipped",
    "begin": "begin", "label": "label", "suggester": "suggester", "offsets": "offsets", "text": "text",
    "error": "mistake", "hint": "hint",
}  # fmt: skip
"""By the name that the JSON has."""


def title_of(name: str) -> str:
    """A field's name in the language in use; one that is not known stays."""
    return _(TITLES.get(name, name))


def spoken(value: object) -> str:
    """A value of a report in words: names and counts with colons, lists with commas, a dash for nothing."""
    if value is None or value in ("", {}, []):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(f"{title_of(str(name))}: {_inner(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_inner, value))
    return str(value)


def _inner(value: object) -> str:
    """A value inside of another, in brackets where it has parts itself."""
    return f"({spoken(value)})" if isinstance(value, dict) and value else spoken(value)
