"""Conflicts of a merge as a table: both values beside each other.

A row is what a merge reports (`annotator.project.merging`, written by stamps) or what a project keeps of it
(`KeptConflict`, written by names); both have document, kind, thing, field, kept, lost, kept_by and lost_by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.team.document_texts import DocumentTexts
from annotator.ui.team.values import THINGS, field_title, value_said


class DisputesModel(RowsModel):
    """One row per conflict."""

    headings = (
        N_("Document"), N_("Of what"), N_("Field"), N_("What stands"), N_("Who"), N_("The other value"), N_("Who"),
    )  # fmt: skip

    def __init__(self, scheme: Scheme, texts: DocumentTexts) -> None:
        super().__init__()
        self._scheme, self._texts = scheme, texts
        self._rows: list[Any] = []
        self._cells: dict[int, tuple[str, ...]] = {}

    def show_disputes(self, disputes: Sequence[Any]) -> None:
        """Show other conflicts."""
        self.beginResetModel()
        self._rows, self._cells = list(disputes), {}
        self.endResetModel()

    def rows(self) -> Sequence[Any]:
        """The rows there are."""
        return self._rows

    def _shown(self, row: int) -> tuple[str, ...]:
        if row not in self._cells:
            self._cells[row] = self._worded(self._rows[row])
        return self._cells[row]

    def _worded(self, each: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dispute with its writers
        name, text = self._texts.read(each.document) if each.document else (_("(the project)"), "")
        return (
            name or each.document, self._thing(each), field_title(each.field, self._scheme),
            value_said(each.field, each.kept, self._scheme, text) if each.kept is not None else _("(removed)"),
            _writer(each.kept_by), value_said(each.field, each.lost, self._scheme, text), _writer(each.lost_by),
        )  # fmt: skip

    def _thing(self, each: Any) -> str:  # noqa: ANN401 - a dispute
        words = self._texts.words(each.thing) if each.kind == "span" else ""
        kind = _(THINGS.get(each.kind, each.kind))
        return f"{kind} «{words}»" if words else kind

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._shown(index.row())[index.column()]


def _writer(stamp: Any) -> str:  # noqa: ANN401 - a name, or a stamp that holds one
    return str(getattr(stamp, "actor", stamp)) or _("Raqim")
