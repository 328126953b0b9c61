"""Many at once: everything alike in the document, everything on the screen. One undo step each."""

from __future__ import annotations

from annotator.core.arabic import span_key
from annotator.core.command import AcceptSuggestion, AddSpan, Command
from annotator.core.i18n import N_
from annotator.core.mentions import mentions
from annotator.core.span import Span
from annotator.ui.open_document import OpenDocument, Thing
from annotator.ui.session import Session
from annotator.ui.text.view import TextView


class Alike:
    """Accepts and labels in bulk, only what was looked at: on screen, or the same words and label."""

    def __init__(self, session: Session, view: TextView) -> None:
        self._session = session
        self._view = view

    def accept_screen(self) -> None:
        """Accept the suggestions that lie wholly on the screen."""
        desk = self._session.desk
        if desk is None:
            return
        low, high = self._view.visible_extent()
        seen = [each for each in desk.suggestions.values() if low <= each.start and each.end <= high]
        self._do([AcceptSuggestion(each.id, self._session.annotator) for each in seen])

    def accept_alike(self) -> None:
        """Accept every suggestion with the words and label of the focused mark.

        From a span, the other places with its words that have no span of its label are labelled too.
        """
        desk, focused = self._session.desk, self._session.focused()
        if desk is None or focused is None:
            self._session.tell(N_("Nothing is singled out: go to a span or suggestion first"))
            return
        who = self._session.annotator
        same = [each for each in desk.suggestions.values() if _alike(desk, each, focused)]
        commands: list[Command] = [AcceptSuggestion(each.id, who) for each in same]
        if isinstance(focused, Span):
            taken = {(each.start, each.end) for each in same}
            commands += [
                AddSpan(desk.id, start, end, focused.label, who, attributes=_entity(focused))
                for start, end in mentions(desk.text, span_key(desk.text, focused.start, focused.end))
                if (start, end) not in taken and not _has(desk, start, end, focused.label)
            ]
        self._do(commands)

    def _do(self, commands: list[Command]) -> None:
        if not commands:
            self._session.tell(N_("Nothing to accept here"))
        elif self._session.do(*commands) is not None:
            self._session.tell(N_("Labelled: %(count)s; undo takes all of them back"), count=len(commands))


def _alike(desk: OpenDocument, one: Thing, other: Thing) -> bool:
    return one.label == other.label and span_key(desk.text, one.start, one.end) == span_key(
        desk.text, other.start, other.end
    )


def _entity(span: Span) -> dict[str, str]:
    entity = span.attributes.get("entity")
    return {"entity": str(entity)} if entity else {}


def _has(desk: OpenDocument, start: int, end: int, label: str) -> bool:
    return any(each.label == label for each in desk.spans_touching(start, end))
