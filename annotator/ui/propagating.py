"""The same mention elsewhere: a word about it after labelling, and by key the list to choose from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.core.span import Span
from annotator.project.propagation import MentionPlace, in_corpus, in_document, labelling
from annotator.ui.session import Session

Choose = Callable[[Span, list[MentionPlace]], list[MentionPlace]]
"""Shows the places and answers those that are to be labelled."""
SHORT = 60_000
"""Up to this length (code points) a text is looked through after each labelling; longer ones only by key."""
MOST = 500


class Propagating(QObject):
    """Offers the other places of the focused mention. Looking decides nothing; labelling is one undo step."""

    def __init__(self, session: Session, choose: Choose, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choose = choose
        self._labelled = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._hint)

    def labelled(self, span: str) -> None:
        """A mention was labelled by hand: say soon whether it stands elsewhere too."""
        self._labelled = span
        self._soon.start(0)

    def _hint(self) -> None:
        desk = self._session.desk
        mention = desk.spans.get(self._labelled) if desk else None
        if desk is None or mention is None or len(desk.text) > SHORT:
            return
        count = sum(1 for _ in self._here(mention))
        if count:
            said = N_("The same words stand elsewhere in the text: %(count)s; Alt+P offers them")
            self._session.tell(said, count=count)

    def _here(self, mention: Span) -> list[MentionPlace]:
        desk = self._session.desk
        if desk is None:
            return []
        return list(
            in_document(
                desk.text, desk.id, mention, desk.spans.values(), desk.suggestions.values(), desk.document.name
            )
        )

    def offer(self) -> None:
        """Show where the focused mention stands elsewhere, in the document first, and label what is chosen."""
        desk, mention = self._session.desk, self._session.focused()
        if desk is None or not isinstance(mention, Span):
            self._session.tell(N_("Go to a span first"))
            return
        try:
            places = self._here(mention)[:MOST]
            others = in_corpus(self._session.project.queries, desk.id, mention, self._session.annotator)
            places += islice(others, MOST - len(places))
        except UserError as error:
            self._session.refused.emit(speak(error.message, error.arguments))
            return
        if not places:
            self._session.tell(N_("These words stand nowhere else without their label"))
            return
        self._label(self._choose(mention, places), mention)

    def _label(self, chosen: list[MentionPlace], mention: Span) -> None:
        if not chosen:
            return
        session = self._session
        commands = labelling(chosen, mention, session.annotator, session.scheme, session.project.queries)
        done: Changes | None = session.do(*commands)
        if done is not None:
            session.tell(N_("Labelled: %(count)s; undo takes all of them back"), count=len(commands))
