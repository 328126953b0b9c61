"""What can be asked of documents: the list, a page of it, one document, what is to be done next."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from annotator.core.document import Document
from annotator.project.asking import Asking
from annotator.project.query_rows import (
    DocumentRow,
)
from annotator.project.reader import (
    live_document,
)

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    from annotator.core.command import ReviseDocument
    from annotator.project.revisions import Preview, TextRevision

Json = Any  # a plain JSON value

BY_UNCERTAINTY = "next_by_uncertainty"
"""The setting by which the lead wishes the least sure suggestions to be worked on first (true or false)."""
AHEAD = 25
"""Among so many documents that are next in order the least sure one is sought."""

_ROW = """
SELECT d.id, d.name, d.position, t.length, coalesce(l.status, 'new') AS status,
  (SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted) AS spans,
  (SELECT count(*) FROM suggestions g WHERE g.document = d.id AND NOT g.deleted AND NOT EXISTS
    (SELECT 1 FROM decisions c WHERE c.suggestion = g.id AND c.annotator = :annotator AND NOT c.deleted))
    AS suggestions
FROM (%s) p JOIN documents d ON d.id = p.id JOIN texts t ON t.hash = d.text
LEFT JOIN layers l ON l.id = d.id || '/' || :annotator AND NOT l.deleted
ORDER BY d.position, d.id
"""
_PAGE = (
    "SELECT id FROM documents d INDEXED BY documents_in_order WHERE NOT d.deleted%s"
    " ORDER BY position, id LIMIT :limit OFFSET :offset"
)
"""Which documents: found in the index alone, in order, before anything is counted."""
_FEW = 0.02
"""Below this share of the documents those of a status are looked up and sorted, not sought along the whole list."""


class DocumentQueries(Asking):
    """Questions on documents."""

    def document_count(self) -> int:
        """How many documents there are."""
        return int(self._store.one("SELECT count(*) FROM documents WHERE NOT deleted"))

    def document_rows(
        self, annotator: str = "", *, offset: int = 0, limit: int = -1, contains: str = "", status: str = ""
    ) -> list[DocumentRow]:
        """The document list as one annotator sees it, in order; ask for a page, not for all."""
        parameters: dict[str, object] = {"annotator": annotator, "offset": offset, "limit": limit}
        condition = ""
        if contains:
            condition, parameters["like"] = _containing(contains)
        page = _PAGE % condition
        if status:
            page = self._page_of_status(condition, status, parameters)
        return [DocumentRow(*row) for row in self._store.rows(_ROW % page, cast("Any", parameters))]

    def _page_of_status(self, condition: str, status: str, parameters: dict[str, object]) -> str:
        parameters["status"] = status
        own = "SELECT 1 FROM layers y WHERE y.id = d.id || '/' || :annotator AND NOT y.deleted AND y.status"
        if status == "new":
            return _PAGE % f"{condition} AND NOT EXISTS ({own} <> 'new')"
        few = _FEW * self.document_count()
        whose = "FROM layers y WHERE y.annotator = :annotator AND NOT y.deleted AND y.status = :status"
        if self._store.one(f"SELECT count(*) {whose}", cast("Any", parameters)) > few:
            return _PAGE % f"{condition} AND EXISTS ({own} = :status)"
        return (
            f"SELECT d.id FROM (SELECT y.document {whose}) y CROSS JOIN documents d ON d.id = y.document"  # noqa: S608 - our own words only
            f" WHERE NOT d.deleted{condition} ORDER BY d.position, d.id LIMIT :limit OFFSET :offset"
        )

    def document_row(self, document: str, annotator: str = "") -> DocumentRow | None:
        """The line of one document, if it is there: what a change of it asks for."""
        page = "SELECT :document AS id WHERE EXISTS (SELECT 1 FROM documents WHERE id = :document AND NOT deleted)"
        found = self._store.rows(_ROW % page, cast("Any", {"annotator": annotator, "document": document}))
        return DocumentRow(*found[0]) if found else None

    def document_ids(self) -> list[str]:
        """Every document's id, in order."""
        found = self._store.rows("SELECT id FROM documents WHERE NOT deleted ORDER BY position, id")
        return [row["id"] for row in found]

    def document(self, document: str) -> Document:
        """A document with its text.

        Raises:
            UserError: there is no such document.
        """
        row = live_document(self._store, document)
        return Document(row["id"], row["name"], self._store.text(row["text"]), json.loads(row["metadata"]))

    def texts(self, documents: Iterable[str]) -> dict[str, str]:
        """The texts of some documents, read in one go; one that is not there is left out."""
        found = self._store.rows(
            "SELECT d.id, t.text FROM json_each(?) wanted JOIN documents d ON d.id = wanted.value"
            " JOIN texts t ON t.hash = d.text WHERE NOT d.deleted",
            (json.dumps(list(documents)),),
        )
        return {row[0]: row[1] for row in found}

    def document_named(self, name_or_id: str) -> str | None:
        """The id of the document that has this id or, if none has, this name."""
        found = self._store.rows(
            "SELECT id FROM documents WHERE NOT deleted AND (id = ? OR name = ?) ORDER BY id <> ?, position",
            (name_or_id, name_or_id, name_or_id),
        )
        return found[0]["id"] if found else None

    def document_with_text(self, digest: str) -> str | None:
        """The id of a document whose text has this SHA-256."""
        found = self._store.rows(
            "SELECT id FROM documents WHERE text = ? AND NOT deleted ORDER BY position LIMIT 1", (digest,)
        )
        return found[0]["id"] if found else None

    def next_unfinished(self, annotator: str, after: str = "") -> str | None:
        """The next document, after one and round to it, that the annotator has not finished.

        Where the lead wishes (`BY_UNCERTAINTY`), of the next `AHEAD` the one whose suggestions are least sure.
        """
        wished = self._store.one("SELECT value FROM settings WHERE id = ? AND NOT deleted", (BY_UNCERTAINTY,))
        following = self._unfinished(annotator, after, AHEAD if wished == "true" else 1)
        if len(following) < 2:
            return next(iter(following), None)
        return max(following, key=self._uncertainty)

    def _unfinished(self, annotator: str, after: str, count: int) -> list[str]:
        here = self._store.rows("SELECT position, id FROM documents WHERE id = ?", (after,))
        place = tuple(here[0]) if here else (-1, "")
        found: list[str] = []
        for beyond, begin in ((">", place), ("<", place)):
            rows = self._store.rows(
                "SELECT id FROM documents d INDEXED BY documents_in_order WHERE NOT d.deleted"  # noqa: S608 - our own words only
                f" AND (position, id) {beyond} (?, ?) AND NOT EXISTS (SELECT 1 FROM layers y WHERE"
                " y.id = d.id || '/' || ? AND NOT y.deleted AND y.status IN ('done', 'locked'))"
                " ORDER BY position, id LIMIT ?",
                (*begin, annotator, count - len(found)),
            )
            found += (str(row[0]) for row in rows)
            if len(found) >= count:
                break
        return found

    def _uncertainty(self, document: str) -> float:
        """The mean of ``p (1 - p)`` over a document's scores; 0 where it has no suggestions."""
        found = self._store.one(
            "SELECT avg(score * (1 - score)) FROM suggestions WHERE document = ? AND NOT deleted", (document,)
        )
        return float(found or 0.0)

    def revisions(self, document: str) -> list[TextRevision]:
        """Every text that a document had, the first one first, with the spans that corrections left out."""
        from annotator.project.revisions import text_revisions

        return text_revisions(self._store, document)

    def preview_revision(self, wish: ReviseDocument) -> Preview:
        """What correcting a text would do to the spans on it."""
        from annotator.project.revisions import preview

        return preview(self._store, wish)


def _containing(text: str) -> tuple[str, str]:
    """A condition on names and ids, with its parameter; without Latin letters there is no case to look past."""
    if any(each.isascii() and each.isalpha() for each in text):
        return " AND (d.name LIKE :like ESCAPE '\\' OR d.id LIKE :like ESCAPE '\\')", f"%{_escaped(text)}%"
    escaped = "".join(f"[{each}]" if each in "*?[" else each for each in text)
    return " AND (d.name GLOB :like OR d.id GLOB :like)", f"*{escaped}*"  # a third quicker than instr


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
