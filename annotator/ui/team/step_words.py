"""What an event did to a span, in words: before and after, from which suggestion, out of which file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.project.provenance import SpanStep
from annotator.ui.models.history import moment, what
from annotator.ui.reasons import spoken_reason, suggester_title
from annotator.ui.team.values import field_title, value_said


def steps_said(steps: Sequence[SpanStep], scheme: Scheme, text: str) -> str:
    """Some steps, each with its lines; ``text`` is the document's, for the words of places."""
    return "\n".join(line for step in steps for line in _step(step, scheme, text))


def _step(step: SpanStep, scheme: Scheme, text: str) -> Iterator[str]:
    yield " · ".join((moment(step.event.time), step.event.actor or _("Raqim"), what(step.event)))
    removed = step.after.get("deleted")
    if removed:
        yield "  " + _("the span was removed")
    made = not removed and step.before.get("deleted", True) is not False and "deleted" in step.after
    for name, value in step.after.items():
        if name != "deleted" and not (made and value in ("", None, {}, False)):
            yield "  " + _field(step, name, made=made, scheme=scheme, text=text)
    yield from _where_from(step)


def _field(step: SpanStep, name: str, *, made: bool, scheme: Scheme, text: str) -> str:
    after = value_said(name, step.after[name], scheme, text)
    said = {"field": field_title(name, scheme), "after": after}
    if made or name not in step.before:
        return _("%(field)s: %(after)s") % said
    said["before"] = value_said(name, step.before[name], scheme, text)
    return _("%(field)s: before “%(before)s”, after “%(after)s”") % said


def _where_from(step: SpanStep) -> Iterator[str]:
    if step.suggestion.get("suggester"):
        score = step.suggestion.get("score")
        yield "  " + _("accepted from a suggestion of %(suggester)s (%(score)s)") % {
            "suggester": suggester_title(str(step.suggestion["suggester"])),
            "score": "—" if score is None else f"{float(score):.2f}",
        }
        why = spoken_reason(str(step.suggestion.get("why") or ""))
        if why:
            yield f"  {why}"
    if step.file:
        yield "  " + _("came with %(file)s, merged %(time)s") % {"file": step.file, "time": moment(step.merged)}
