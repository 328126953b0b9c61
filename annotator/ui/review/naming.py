"""What annotators, labels and documents of a session are called on the review's pages, and in which colours."""

from __future__ import annotations

from annotator.core.i18n import _
from annotator.project.reader import GOLD
from annotator.ui.marking import label_title
from annotator.ui.session import Session
from annotator.ui.theme import Colours, colours


class Naming:
    """Says names of one session; those of documents are read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._documents: dict[str, str] = {}

    @property
    def colours(self) -> Colours:
        """The theme's colours."""
        return colours(str(self._session.settings.get("theme", "light")))

    def who(self, name: str) -> str:
        """An annotator, or gold."""
        return _("gold") if name == GOLD else name

    def label(self, name: str) -> str:
        """A label's title; none where there is no span."""
        return label_title(self._session.scheme, name) if name else _("none")

    def document(self, identity: str) -> str:
        """A document's name."""
        if identity not in self._documents:
            self._documents[identity] = self._session.project.queries.document(identity).name
        return self._documents[identity]
