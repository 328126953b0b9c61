"""Names and texts of documents for a table of conflicts, each read once."""

from __future__ import annotations

from annotator.core.errors import UserError
from annotator.project.queries import Queries


class DocumentTexts:
    """Reads what is asked for, and remembers it for as long as a dialog is open."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._read: dict[str, tuple[str, str]] = {}

    def read(self, document: str) -> tuple[str, str]:
        """A document's name and text; empty where it is not here."""
        if document not in self._read:
            try:
                found = self._queries.document(document)
                self._read[document] = found.name, found.text
            except UserError:
                self._read[document] = "", ""
        return self._read[document]

    def words(self, span: str) -> str:
        """The words of a span as it stands; empty where it is gone."""
        row = self._queries.span(span)
        return "" if row is None else row.span.covered(self.read(row.document)[1]).replace("\n", " ")
