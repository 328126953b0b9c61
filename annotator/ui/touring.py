"""A tour of two minutes that one does: a card asks for the next key and goes on when the real thing happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.i18n import N_
from annotator.ui.panels.tour_card import TourCard
from annotator.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

AT = "tour"
"""The setting that keeps the step one has come to; the tour is taken up there."""
STEPS: tuple[tuple[str, str], ...] = (
    ("accept", N_("The boxed words are a suggestion. Press Enter to accept it.")),
    ("reject", N_("The next suggestion is boxed now. Press Delete to reject it.")),
    ("label", N_("Go to a word with the arrow keys, or click on it, and press 1: it is labelled.")),
    ("boundary", N_("That word has a neighbour that belongs to it: press = and the next word comes in.")),
    ("undo", N_("Nothing is ever lost: press Ctrl+Z, and the last change is taken back.")),
    ("finish", N_("Done with this text? Press Ctrl+Enter: it is finished, and the next one opens.")),
)
"""What happens, and how the card asks for it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step is told by: spans with their extents, how many are one's own, open suggestions, events, status."""

    extents: dict[str, tuple[tuple[int, int], ...]]
    accepted: int
    open: int
    undone: int
    done: int

    @classmethod
    def of(cls, session: Session) -> Seen:
        """What is there now."""
        desk, queries = session.desk, session.project.queries
        spans = desk.spans.values() if desk else ()
        return cls(
            {each.id: each.extent for each in spans}, sum("suggestion" in each.origin for each in spans),
            len(desk.suggestions) if desk else 0,
            sum(each.kind == "undo" for each in queries.history(desk.id if desk else "")),
            queries.finished_count(session.annotator),
        )  # fmt: skip


def happened(step: str, before: Seen, now: Seen) -> bool:
    """Whether what a step asks for was really done between two moments."""
    new = now.extents.keys() - before.extents.keys()
    return {
        "accept": now.accepted > before.accepted,
        "reject": now.open < before.open and now.accepted == before.accepted and not new,
        "label": bool(new) and now.accepted == before.accepted,
        "boundary": any(before.extents.get(each, extent) != extent for each, extent in now.extents.items()),
        "undo": now.undone > before.undone,
        "finish": now.done > before.done,
    }[step]


class Touring(QObject):
    """The tour over one open project; it reads what happened and changes nothing."""

    def __init__(self, session: Session, layout: QBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.card = TourCard()
        layout.addWidget(self.card)
        self.card.hide()
        self.card.left.connect(self.leave)
        self.card.skipped.connect(self._go_on)
        session.bridge.changed.connect(self._on_changed)
        session.document_opened.connect(self._look)
        self.step = -1
        self._before: Seen | None = None

    def begin(self) -> None:
        """Begin, or take the tour up where it was left."""
        kept = self._session.settings.get(AT, 0)
        self._show(kept if isinstance(kept, int) and 0 <= kept < len(STEPS) else 0)

    def leave(self) -> None:
        """Put the card away; the step is kept."""
        self.step = -1
        self.card.hide()

    def _show(self, step: int) -> None:
        self.step = step
        self._session.settings.set(AT, step if step < len(STEPS) else None)
        if step < len(STEPS):
            self.card.show_step(step + 1, len(STEPS), STEPS[step][1])
        else:
            self.card.show_end()
        self.card.show()
        self._look()

    def _look(self) -> None:
        """Look at what is there before the step; finishing opens another document, which is no new beginning."""
        finishing = self.step == len(STEPS) - 1
        if self.step >= 0 and (not finishing or self._before is None):
            self._before = Seen.of(self._session)

    def _go_on(self) -> None:
        self._before = None
        self._show(self.step + 1)

    def _on_changed(self, _changes: object) -> None:
        if not 0 <= self.step < len(STEPS) or self._before is None:
            return
        now, before = Seen.of(self._session), self._before
        if happened(STEPS[self.step][0], before, now):
            self._go_on()
        else:
            self._before = now
