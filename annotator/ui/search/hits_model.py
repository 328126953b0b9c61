"""The hits of a search as a table: document, context, what it is labelled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme
from annotator.project.queries import GOLD
from annotator.project.searching import Hit
from annotator.ui.marking import label_title
from annotator.ui.models.rows import NO_INDEX, RowsModel

HIT_ROLE = int(Qt.ItemDataRole.UserRole)
DOCUMENT, CONTEXT, LABEL = range(3)


class HitsModel(RowsModel):
    """One row per hit, in document order; pages are added at the end."""

    headings = (N_("Document"), N_("In context"), N_("Label and layer"))

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[Hit] = []
        self._scheme = Scheme()

    def rows(self) -> Sequence[Hit]:
        """The hits that are shown."""
        return self._hits

    def show_none(self, scheme: Scheme) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._hits, self._scheme = [], scheme
        self.endResetModel()

    def add(self, hits: Sequence[Hit]) -> None:
        """Show more hits below."""
        if hits:
            first = len(self._hits)
            self.beginInsertRows(NO_INDEX, first, first + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """What a cell shows; a screen reader hears the whole context."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(hit, index.column())
        return None

    def _shown(self, hit: Hit, column: int) -> str:
        if column == DOCUMENT:
            return hit.name or hit.document
        if column == CONTEXT:
            return " ".join(f"{hit.before}⟦{hit.text}⟧{hit.after}".split())
        layer = _("Gold") if hit.layer == GOLD else hit.layer
        return f"{label_title(self._scheme, hit.label)} · {layer}" if hit.span else ""
