"""A simulated annotator: brings a document to its gold in the real window with nothing but key events.

It knows the gold, sees what the window shows, and goes as a person would: looks at each suggestion in turn, accepts,
corrects or rejects it, then walks to what is missing by the letter of its first word. A chord counts one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.ui import boundaries, words
from annotator.ui.keyboard import ARABIC_LAYOUT
from annotator.ui.pressing import key_of
from annotator.ui.studio import Studio

Extent = tuple[int, int]
Gold = tuple[int, int, str]
_KEY_OF_LETTER = {letter: name for name, letter in ARABIC_LAYOUT.items()}
_NUDGES = {
    "Alt+Left": ("left", -1, "word"), "Alt+Right": ("left", 1, "word"),
    "Alt+Shift+Right": ("right", 1, "word"), "Alt+Shift+Left": ("right", -1, "word"),
    "Ctrl+Alt+Left": ("left", -1, "letter"), "Ctrl+Alt+Right": ("left", 1, "letter"),
    "Ctrl+Alt+Shift+Right": ("right", 1, "letter"), "Ctrl+Alt+Shift+Left": ("right", -1, "letter"),
}  # fmt: skip


def _edge_moves(text: str, extent: Extent) -> Iterator[tuple[str, Extent]]:
    yield "Minus", boundaries.cycled(text, *extent)
    yield "Equal", boundaries.grown(text, *extent)
    for chord, (side, direction, unit) in _NUDGES.items():
        edge = boundaries.edge_on(text, extent[0], side)  # type: ignore[arg-type]  # words of the table above
        step = boundaries.step_towards(text, extent[0], direction)
        yield chord, boundaries.nudged(text, *extent, edge, step, unit)  # type: ignore[arg-type]  # words of the table above


def plan_edges(text: str, extent: Extent, goal: Extent, longest: int) -> list[str] | None:
    """The fewest edge keys from one extent to another, ``None`` where more than ``longest`` are needed."""
    queue: deque[tuple[Extent, list[str]]] = deque([(extent, [])])
    seen = {extent}
    while queue:
        here, keys = queue.popleft()
        if here == goal:
            return keys
        if len(keys) == longest:
            continue
        for chord, moved in _edge_moves(text, here):
            if moved not in seen:
                seen.add(moved)
                queue.append((moved, [*keys, chord]))
    return None


class Annotator:
    """Presses keys in a window's text and counts them."""

    def __init__(self, studio: Studio, gold: list[Gold]) -> None:
        bench = studio.workbench
        assert bench is not None
        assert bench.tools is not None
        self.view = bench.view
        self.session = bench.session
        self.gold = set(gold)
        self.presses = 0
        self.key_of_label = {label.name: label.key for label in self.session.scheme.labels}

    @property
    def text(self) -> str:
        return self.view.text()

    def press(self, *chords: str) -> None:
        """Press keys, one event each."""
        for chord in chords:
            QTest.keyClick(self.view, *key_of(chord))
            self.presses += 1
        QApplication.processEvents()

    def made(self) -> set[Gold]:
        """The spans that are there."""
        desk = self.session.desk
        assert desk is not None
        return {(each.start, each.end, each.label) for each in desk.spans.values()}

    # ---- suggestions ---------------------------------------------------------------------------------

    def decide_on_suggestions(self) -> None:
        """Look at each suggestion and accept, correct or reject it."""
        while isinstance(thing := self.session.focused(), Suggestion):
            self._decide(thing)

    def _decide(self, thing: Suggestion) -> None:
        missing = self.gold - self.made()
        extent = (thing.start, thing.end)
        if (*extent, thing.label) in missing:
            self.press("Enter")
            return
        for start, end, label in sorted(missing):
            if (start, end) == extent and not self._suggested((start, end, label)):
                self.press(self.key_of_label[label])
                return
        fix = self._fix(thing, missing)
        if fix is None:
            self.press("Delete")
            return
        keys, label = fix
        self.press(*keys)
        if label != thing.label:
            self.press(self.key_of_label[label])
        self.press("Enter")

    def _suggested(self, gold: Gold) -> bool:
        desk = self.session.desk
        assert desk is not None
        return any((each.start, each.end, each.label) == gold for each in desk.suggestions.values())

    def _fix(self, thing: Suggestion, missing: set[Gold]) -> tuple[list[str], str] | None:
        """Edge keys that make a missing gold span of a suggestion, where that is cheaper than anew."""
        best: tuple[list[str], str] | None = None
        for start, end, label in sorted(missing):
            if end <= thing.start or start >= thing.end or self._suggested((start, end, label)):
                continue
            keys = plan_edges(self.text, (thing.start, thing.end), (start, end), 2)
            if keys is not None and (best is None or len(keys) < len(best[0])):
                best = keys, label
        return best

    # ---- what is missing -----------------------------------------------------------------------------

    def label_what_is_missing(self) -> None:
        """Walk through the text once and label by hand."""
        missing = sorted(self.gold - self.made(), key=lambda each: (each[0], -each[1]))
        if not missing:
            return
        done: set[Extent] = set()
        for start, end, label in missing:
            if (start, end) in done:
                self.press("Alt+" + self.key_of_label[label])
                continue
            self._label(start, end, label)
            done.add((start, end))

    def _label(self, start: int, end: int, label: str) -> None:
        self._walk_to(start)
        self._extend_to(end)
        self.press(self.key_of_label[label])
        span = self.session.focused()
        assert isinstance(span, Span)
        keys = plan_edges(self.text, (span.start, span.end), (start, end), 8)
        assert keys is not None, (self.text[start:end], self.text[span.start : span.end])
        self.press(*keys)

    def _walk_to(self, start: int) -> None:
        """By the letter of the word, by words, or by figures, whichever takes fewest presses."""
        word = words.mention_at(self.text, start) or (start, start)
        goal = word[0] if abs(word[0] - start) < 3 else start
        if self.view.selection() == (goal, goal):
            return
        near = (*self._letter_ways(goal), *self._word_ways(goal), *self._figure_ways(goal))
        ways = [way for way in near if way]
        if min(map(len, ways), default=99) > 4:
            ways += self._far_ways(goal)
        self.press(*min(ways, key=len))
        assert self.view.selection()[0] in range(goal - 2, goal + 3), self.text[start : start + 20]

    def _letter_ways(self, goal: int, place: int | None = None) -> Iterator[list[str]]:
        here = self.view.selection()[0] if place is None else place
        if not 0 < goal - here < 400:
            return
        for letter, name in _KEY_OF_LETTER.items():
            if _start(words.next_word_with(self.text, goal - 1, letter)) != goal:
                continue
            keys = _repeated(name, partial(_next_start, self.text, letter), here, goal, 12)
            if keys and name != "Slash":
                yield keys

    def _far_ways(self, goal: int) -> Iterator[list[str]]:
        """By lines or paragraphs, then by letter: tried on the view itself, then put back, uncounted."""
        from annotator.ui.text.motion import Motion

        before, focus = self.view.selection(), self.session.focus
        for first in ([], ["Ctrl+Home"]):
            for chord, motion in (
                ("Down", Motion.LINE_DOWN), ("Up", Motion.LINE_UP),
                ("Ctrl+Down", Motion.PARAGRAPH_DOWN), ("Ctrl+Up", Motion.PARAGRAPH_UP),
            ):  # fmt: skip
                if first:
                    self.view.move_caret(Motion.DOCUMENT_START)
                for count in range(16):
                    if count:
                        self.view.move_caret(motion)
                    if self.view.caret() == goal:
                        yield [*first, *[chord] * count]
                    for keys in self._letter_ways(goal, self.view.caret()):
                        yield [*first, *[chord] * count, *keys]
                self.view.select(*before, reveal=False)
        if focus:
            self.session.set_focus(focus)

    def _word_ways(self, goal: int) -> Iterator[list[str]]:
        here = self.view.selection()[0]
        between = sum(1 for start, _ in words.words_from(self.text, min(here, goal)) if start < max(here, goal))
        for chord in ("Ctrl+Left", "Ctrl+Right"):
            if (goal > here) == (chord == "Ctrl+Left"):
                yield from self._tried(chord, goal, between + 8)

    def _tried(self, chord: str, goal: int, longest: int) -> Iterator[list[str]]:
        """How often a caret key has to be pressed: tried on the view itself, then put back, uncounted."""
        from annotator.ui.text.motion import Motion

        motion = Motion.WORD_LEFT if chord == "Ctrl+Left" else Motion.WORD_RIGHT
        before, here = self.view.selection(), self.view.caret()
        focus = self.session.focus
        for count in range(1, longest + 1):
            self.view.move_caret(motion)
            if self.view.caret() == goal:
                yield [chord] * count
                break
        self.view.select(*before, reveal=False)
        assert self.view.caret() == here
        if focus:
            self.session.set_focus(focus)

    def _figure_ways(self, goal: int) -> Iterator[list[str]]:
        desk = self.session.desk
        assert desk is not None

        def following(at: int) -> int | None:
            found = words.next_number(self.text, at)
            while found and any(desk.spans_touching(*found)):
                found = words.next_number(self.text, found[1])
            return found[1] if found else None

        place, keys = self.view.selection()[1], 0
        while keys < 6:
            found = words.next_number(self.text, place)
            while found and any(desk.spans_touching(*found)):
                found = words.next_number(self.text, found[1])
            if found is None:
                return
            keys += 1
            if found[0] == goal:
                yield ["0"] * keys
            place = found[1]

    def _extend_to(self, end: int) -> None:
        """Select as far as the last word, by its letter or by growing."""
        start, reached = self.view.selection()
        last = next((stop for first, stop in words.words_from(self.text, max(start, end - 40)) if stop >= end), end)
        if start == reached:
            word = words.mention_at(self.text, start)
            if word is None or word[1] >= end:
                return
        if reached >= end:
            return
        ways = [keys for keys in (self._growing(last), *self._letters_to(last)) if keys]
        self.press(*min(ways, key=len, default=[]))

    def _growing(self, last: int) -> list[str]:
        start, reached = self.view.selection()
        if start == reached:
            reached = (words.mention_at(self.text, start) or (start, start))[1]
        ends = [stop for first, stop in words.words_from(self.text, reached) if stop <= last]
        return ["Equal"] * len(ends) if ends and ends[-1] == last else []

    def _letters_to(self, last: int) -> Iterator[list[str]]:
        for letter, name in _KEY_OF_LETTER.items():
            keys = _repeated("Shift+" + name, partial(_next_end, self.text, letter),
                             self.view.selection()[1], last, 6)  # fmt: skip
            if keys and name != "Slash":
                yield keys


def _start(extent: Extent | None) -> int | None:
    return extent[0] if extent else None


def _next_start(text: str, letter: str, place: int) -> int | None:
    return _start(words.next_word_with(text, place, letter))


def _next_end(text: str, letter: str, place: int) -> int | None:
    found = words.next_word_with(text, place, letter)
    return found[1] if found else None


def _repeated(chord: str, step: Callable[[int], int | None], place: int, goal: int, longest: int) -> list[str]:
    """One chord as often as it takes from a place to a goal; nothing where it does not lead there."""
    for count in range(1, longest + 1):
        moved = step(place)
        if moved is None or moved > goal:
            return []
        if moved == goal:
            return [chord] * count
        place = moved
    return []
