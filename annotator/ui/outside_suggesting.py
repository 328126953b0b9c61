"""Suggestions of outside programs and camel-tools for the document that was opened, beside our own."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.core.command import AddSuggestions
from annotator.core.i18n import speak
from annotator.project.holding_out import is_held_out
from annotator.project.outside import OutsideSuggesters
from annotator.project.outside_rounds import AllRound
from annotator.ui.session import Session

POLL_MS = 50


class OutsideSuggesting(QObject):
    """Asks them behind the window, once our own have had their say; once for a document while the project is open."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._suggesters: OutsideSuggesters | None = None
        self._asked: tuple[str, AllRound] | None = None
        self._known: set[str] = set()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look)

    def begin_soon(self, _document: str = "") -> None:
        """Ask about the open document as soon as the window has nothing else to do."""
        QTimer.singleShot(0, self, self._begin)

    def ask_again(self, document: str) -> None:
        """A document's suggestions were replaced: the programs' went with them."""
        self._known.discard(document)

    def _begin(self) -> None:
        desk = self._session.desk
        if desk is None or self._asked is not None or desk.id in self._known or self._session.project.read_only:
            return
        if is_held_out(desk.document):
            return
        if self._suggesters is None:
            self._suggesters = OutsideSuggesters.of(self._session.settings, self._session.scheme)
        self._known.add(desk.id)
        if not self._suggesters.suggesters or not desk.text.strip():
            return
        self._asked = (desk.id, self._suggesters.begin(desk.id, desk.text))
        self._poll.start()

    def look(self) -> None:
        """Write what they gave once all have ended; a failed one is told in the status line."""
        if self._asked is None or self._suggesters is None or not self._asked[1].done():
            return
        (document, asked), self._asked = self._asked, None
        self._poll.stop()
        suggested = asked.value
        if suggested.spans:
            self._session.bridge.execute(AddSuggestions(document, suggested, keep=True), "")
        problems = [*asked.problems, *self._suggesters.take_problems()]
        if problems:
            self._session.told.emit(speak(problems[0].message, dict(problems[0].arguments)))
        self.begin_soon()

    def forget(self) -> None:
        """The user registered other suggesters: end the old ones, ask anew."""
        self.close()
        self._suggesters = None
        self._known.clear()

    def close(self) -> None:
        """End their processes."""
        self._poll.stop()
        self._asked = None
        if self._suggesters is not None:
            self._suggesters.close()
