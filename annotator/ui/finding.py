"""Finding words in the open document: folded, by the exact map back to code points."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.core.arabic import Folded, fold, fold_with_offsets
from annotator.core.i18n import N_
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.words import Extent


def places_of(words: str, folded: Folded) -> list[Extent]:
    """Where folded words stand in a text: extents in code points of the original."""
    wanted = fold(words).strip()
    found: list[Extent] = []
    at = folded.text.find(wanted) if wanted else -1
    while at >= 0:
        found.append(folded.original(at, at + len(wanted)))
        at = folded.text.find(wanted, at + len(wanted))
    return found


class Finding:
    """Serves the find bar."""

    def __init__(self, session: Session, view: TextView, bar: FindBar) -> None:
        self._session = session
        self._view = view
        self._bar = bar
        self._folded: tuple[str, Folded] | None = None
        self._hits: list[Extent] = []
        self._place = 0
        bar.wanted.connect(self._on_wanted)
        bar.stepped.connect(self._step)
        bar.closed.connect(self.close)
        session.document_opened.connect(lambda: self._on_wanted(bar.field.text()) if bar.isVisible() else None)

    def find(self) -> None:
        """Open the bar, with the selected words in it."""
        selected = self._view.selected_text()
        self._bar.show()
        if selected and "\n" not in selected:
            self._bar.field.setText(selected)
        self._bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.field.selectAll()

    def close(self) -> None:
        """Close the bar and return to the text."""
        self._bar.hide()
        self._view.setFocus()

    def find_next(self) -> None:
        """To the next hit."""
        self._step(1)

    def find_previous(self) -> None:
        """To the former hit."""
        self._step(-1)

    def _on_wanted(self, words: str) -> None:
        desk = self._session.desk
        if desk is None:
            return
        if self._folded is None or self._folded[0] != desk.id:
            self._folded = (desk.id, fold_with_offsets(desk.text))
        self._hits = places_of(words, self._folded[1])
        here = self._view.selection()[0]
        self._place = next((i for i, (start, _end) in enumerate(self._hits) if start >= here), 0)
        self._show()

    def _step(self, step: int) -> None:
        if not self._hits:
            if not self._bar.field.text():
                self.find()
            else:
                self._session.tell(N_("not found"))
            return
        self._place = (self._place + step) % len(self._hits)
        self._show()

    def _show(self) -> None:
        self._bar.show_count(self._place, len(self._hits))
        if self._hits:
            self._view.select(*self._hits[self._place])
