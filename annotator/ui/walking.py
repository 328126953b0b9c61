"""Walking: from mark to mark, to the next figure, to the next word with a letter. Looking never decides."""

from __future__ import annotations

from collections.abc import Callable

from annotator.core.i18n import N_
from annotator.core.suggestion import Suggestion
from annotator.ui.open_document import OpenDocument, Thing
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.words import mention_at, next_number, next_word_with, words_from

_FAR = 1 << 60


class Walking:
    """Moves the caret and the focus. Places are code points."""

    def __init__(self, session: Session, view: TextView) -> None:
        self._session = session
        self._view = view
        self._moving = False
        self.former = ""
        """The mark that was singled out last, also while something else is selected."""
        view.selection_changed.connect(self._on_caret_moved)
        view.span_clicked.connect(session.set_focus)
        session.focus_changed.connect(view.focus_mark)
        session.focus_changed.connect(self._on_focus_changed)

    # ---- where we are --------------------------------------------------------------------------------

    def _on_caret_moved(self, _start: int, _end: int) -> None:
        if not self._moving:
            self._session.set_focus("")

    def _on_focus_changed(self, mark: str) -> None:
        self.former = mark or self.former

    def _desk(self) -> OpenDocument | None:
        return self._session.desk

    def place_caret(self, start: int, end: int) -> None:
        """Select ``[start, end)`` without letting go of the focused mark."""
        self._moving = True
        try:
            self._view.select(start, end)
        finally:
            self._moving = False

    def focus(self, mark: str, *, at_end: bool = False) -> None:
        """Single out a mark and bring the caret to its start (or end)."""
        desk = self._desk()
        thing = desk.thing(mark) if desk else None
        self._session.set_focus(mark if thing else "")
        if thing is not None:
            place = thing.end if at_end else thing.start
            self.place_caret(place, place)
            self._view.focus_mark(mark)

    # ---- marks ---------------------------------------------------------------------------------------

    def _step(self, wanted: Callable[[OpenDocument, str], bool], step: int) -> str:
        desk = self._desk()
        if desk is None:
            return ""
        here = self._session.focused()
        start, end, mark = (here.start, here.end, here.id) if here else self._bare_place(step)
        return desk.next_mark(start, end, mark, lambda each: wanted(desk, each), step)

    def _bare_place(self, step: int) -> tuple[int, int, str]:
        start, end = self._view.selection()
        return (start, _FAR, "") if step > 0 else (end, _FAR, "")

    def next_mark(self) -> None:
        """To the next span or suggestion."""
        self._go(self._step(lambda _desk, _mark: True, 1), N_("Nothing is marked here yet"))

    def previous_mark(self) -> None:
        """To the former span or suggestion."""
        self._go(self._step(lambda _desk, _mark: True, -1), N_("Nothing is marked here yet"))

    def focus_first(self) -> None:
        """To the first suggestion of the document."""
        desk = self._desk()
        mark = desk.next_mark(-1, 0, "", lambda each: each in desk.suggestions, 1) if desk else ""
        if mark:
            self.focus(mark)

    def next_suggestion(self) -> None:
        """To the next suggestion that nobody decided on, past the end from the beginning."""
        self._go(self._step(_is_suggestion, 1), N_("No more suggestions in this document"))

    def previous_suggestion(self) -> None:
        """To the former suggestion."""
        self._go(self._step(_is_suggestion, -1), N_("No more suggestions in this document"))

    def _go(self, mark: str, nothing: str) -> None:
        if mark:
            self.focus(mark)
        elif not isinstance(self._session.focused(), Suggestion):
            self._session.tell(nothing)

    def after_decision(self, thing: Thing) -> None:
        """Go on from a suggestion that has just been decided on."""
        desk = self._desk()
        if desk is None:
            return
        mark = desk.next_mark(thing.start, thing.end, thing.id, lambda each: each in desk.suggestions, 1)
        if mark:
            self.focus(mark)
        else:
            self._session.set_focus("")
            self._session.tell(N_("No more suggestions in this document"))

    def leave(self) -> None:
        """Let go of the focused mark and of the selection."""
        self._session.set_focus("")
        self._view.select(self._view.caret(), self._view.caret())

    # ---- words and figures ---------------------------------------------------------------------------

    def next_figure(self) -> None:
        """To the next number that no span covers: its suggestion, else the number itself, selected."""
        desk = self._desk()
        if desk is None:
            return
        here = self._session.focused()
        place = here.end if here else self._view.selection()[1]
        for start in (place, 0):
            found = next_number(desk.text, start)
            while found and any(desk.spans_touching(*found)):
                found = next_number(desk.text, found[1])
            if found:
                self._show_figure(desk, *found)
                return
        self._session.tell(N_("No figure without a label in this document"))

    def _show_figure(self, desk: OpenDocument, start: int, end: int) -> None:
        for thing in desk.touching(start, end):
            if thing.id in desk.suggestions:
                self.focus(thing.id)
                return
        self._session.set_focus("")
        self._view.select(start, end)

    def jump(self, letters: str, *, extend: bool) -> None:
        """To the next word that begins with one of the letters; ``extend`` selects as far as its end."""
        desk = self._desk()
        if desk is None:
            return
        start, end = self._view.selection()
        found = [hit for each in letters if (hit := next_word_with(desk.text, end if extend else start, each))]
        if not found:
            self._session.tell(N_("No word with this letter further on"))
            return
        first, last = min(found)
        self._session.set_focus("")
        self._view.select(start if extend else first, last if extend else first)

    def grow_selection(self) -> None:
        """Take the next word into the selection; at a bare caret, its own word and the next."""
        desk = self._desk()
        if desk is None:
            return
        start, end = self._view.selection()
        if start == end:
            start, end = mention_at(desk.text, start) or (start, end)
        following = next((stop for _, stop in words_from(desk.text, end)), end)
        self._view.select(start, following)


def _is_suggestion(desk: OpenDocument, mark: str) -> bool:
    return mark in desk.suggestions
