"""Labelling by key: what each key does to the selection, the focused mark or the word at the caret."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.changes import Changes
from annotator.core.command import AcceptSuggestion, AddSpan, ChangeSpan, Command, RejectSuggestion, RemoveSpan
from annotator.core.i18n import N_, speak
from annotator.core.scheme import Label
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.project.reading import read_attributes
from annotator.ui.marking import label_title
from annotator.ui.open_document import Thing
from annotator.ui.propagating import Propagating
from annotator.ui.relating import Relating
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.walking import Walking
from annotator.ui.words import Extent, mention_at


class Labelling:
    """Accept, reject, label, relabel, delete. Each is one command and one undo step."""

    def __init__(
        self, session: Session, view: TextView, walking: Walking, relating: Relating, propagating: Propagating
    ) -> None:
        self._session = session
        self._view = view
        self._walking = walking
        self._relating = relating
        self._propagating = propagating

    def _label(self, number: int) -> Label | None:
        labels = self._session.scheme.labels
        for each in labels:
            if each.key == str(number):
                return each
        if 0 < number <= len(labels) and not labels[number - 1].key.isdigit():
            return labels[number - 1]
        self._session.tell(N_("No label has the key %(key)s"), key=number)
        return None

    def label(self, number: int) -> None:
        """Give a label to the selection, else to the focused mark, else to the word at the caret."""
        label = self._label(number)
        if label is not None:
            self.give(label.name)

    def give(self, label: str) -> None:
        """The same, with the label's name."""
        start, end = self._view.selection()
        focused = self._session.focused()
        if start < end:
            self._label_extent(self._without_spaces(start, end), label)
        elif isinstance(focused, Suggestion):
            self._accept(focused, label)
        elif isinstance(focused, Span):
            self._relabel(focused, label)
        else:
            self._label_word(label)

    def also_label(self, number: int) -> None:
        """Give the words of the focused mark another label beside the one that they have."""
        label, focused = self._label(number), self._session.focused()
        if label is None:
            return
        if focused is None:
            self.give(label.name)
        else:
            self._label_extent((focused.start, focused.end), label.name)

    def _without_spaces(self, start: int, end: int) -> Extent:
        covered = self._view.text()[start:end]
        return start + len(covered) - len(covered.lstrip()), end - len(covered) + len(covered.rstrip())

    def _label_word(self, label: str) -> None:
        extent = mention_at(self._view.text(), self._view.caret())
        if extent is None:
            self._session.tell(N_("There is no word at the caret"))
        else:
            self._label_extent(extent, label)

    def _label_extent(self, extent: Extent, label: str) -> None:
        desk = self._session.desk
        if desk is None or extent[0] >= extent[1]:
            return
        for thing in desk.same_extent(*extent):
            if isinstance(thing, Suggestion) and thing.label == label:
                self._finish(self._session.do(AcceptSuggestion(thing.id, self._session.annotator)))
                return
            if isinstance(thing, Span) and thing.label == label:
                self._walking.focus(thing.id, at_end=True)
                self._session.tell(
                    N_("These words are labelled %(label)s already"), label=label_title(self._session.scheme, label)
                )
                return
        read = read_attributes(self._session.scheme, label, desk.text, *extent)
        self._finish(self._session.do(AddSpan(desk.id, *extent, label, self._session.annotator, attributes=read)))

    def _finish(self, changes: Changes | None) -> None:
        """Single out the span that a command made."""
        desk = self._session.desk
        made = [each for each in (changes.ids.get("span", ()) if changes else ()) if desk and each in desk.spans]
        if made:
            self._walking.focus(made[0], at_end=True)
            self._say(N_("Labelled as %(label)s: %(text)s"), desk.spans[made[0]] if desk else None)
            self._propagating.labelled(made[0])

    def _relabel(self, span: Span, label: str) -> None:
        if span.label != label and self._session.do(ChangeSpan(span.id, label=label)) is not None:
            self._say(N_("Labelled as %(label)s: %(text)s"), replace(span, label=label))

    def _say(self, message: str, thing: Thing | None) -> None:
        """Have a screen reader say what was done to a mark; the eye sees it."""
        desk = self._session.desk
        if desk is not None and thing is not None:
            label = label_title(self._session.scheme, thing.label)
            self._view.announce(speak(message, {"label": label, "text": desk.text[thing.start : thing.end]}))

    # ---- deciding ------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept the focused suggestion and go to the next; with nothing to accept, just go on."""
        focused = self._session.focused()
        if self._relating.head:
            self._relating.confirm()
        elif isinstance(focused, Suggestion):
            self._accept(focused, None)
        else:
            self._walking.next_suggestion()

    def _accept(self, suggestion: Suggestion, label: str | None) -> None:
        other = label if label != suggestion.label else None
        done = N_("Accepted as %(label)s: %(text)s")
        self._decide(suggestion, AcceptSuggestion(suggestion.id, self._session.annotator, label=other), done, other)

    def leave(self) -> None:
        """Let go of the relation in the making; without one, of the focused mark and of the selection."""
        if self._relating.head:
            self._relating.cancel()
            self._session.tell(N_("No relation is being made any more"))
        else:
            self._walking.leave()

    def reject(self) -> None:
        """Reject the focused suggestion and go to the next; delete the focused span."""
        focused = self._session.focused()
        if isinstance(focused, Suggestion):
            done = N_("Rejected as %(label)s: %(text)s")
            self._decide(focused, RejectSuggestion(focused.id, self._session.annotator), done)
        elif isinstance(focused, Span):
            if self._session.do(RemoveSpan(focused.id)) is not None:
                self._session.tell(N_("Deleted; undo brings it back"))
        else:
            self._session.tell(N_("Nothing is singled out: go to a span or suggestion first"))

    def _decide(self, suggestion: Suggestion, command: Command, done: str, label: str | None = None) -> None:
        if self._session.do(command) is not None:
            self._say(done, replace(suggestion, label=label or suggestion.label))
            self._walking.after_decision(suggestion)

    def unsure(self) -> None:
        """Mark the focused span as unsure, or sure again."""
        focused = self._session.focused()
        if isinstance(focused, Span):
            self._session.do(ChangeSpan(focused.id, unsure=not focused.unsure))
        else:
            self._session.tell(N_("Nothing is singled out: go to a span or suggestion first"))
