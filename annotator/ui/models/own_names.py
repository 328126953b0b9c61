"""The project's own names as a table: name, label, what is done with it, how often it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme
from annotator.project.names import USES, ProjectName
from annotator.ui.marking import label_title
from annotator.ui.models.rows import NO_INDEX, Index, RowsModel


class OwnNamesModel(RowsModel):
    """The rows are `ProjectName`; what the lead said is marked."""

    headings: ClassVar[tuple[str, ...]] = (N_("Name"), N_("Labelled as"), N_("What is done"), N_("Seen"))

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._names: list[ProjectName] = []

    def rows(self) -> Sequence[ProjectName]:
        """The names."""
        return self._names

    def show(self, names: Sequence[ProjectName]) -> None:
        """Show other names."""
        self.beginResetModel()
        self._names = list(names)
        self.endResetModel()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """A cell."""
        if not index.isValid() or index == NO_INDEX or role != Qt.ItemDataRole.DisplayRole:
            return None
        each = self._names[index.row()]
        use = _(USES[each.use])
        said = _("%(use)s (the lead's word)") % {"use": use} if each.ruled else use
        return (each.name, label_title(self._scheme, each.label), said, str(each.times))[index.column()]
