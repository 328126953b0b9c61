"""The worklist as a table: place, kinds, words, and what settling the case would add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import _
from annotator.project.disagreements import Case
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.review.wording import kinds_title

_IN_HEADLINE = {"label", "boundary", "boundary_clitic", "missing"}
"""Disagreements that the headline sees: it does not look at attributes and relations."""
Index = QModelIndex | QPersistentModelIndex


class WorklistModel(QAbstractTableModel):
    """Rows are the desk's cases, in its order."""

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__()
        self._desk = desk
        self._cases: Sequence[Case] = ()
        self._shown: dict[tuple[int, bool], tuple[str, str, str]] = {}

    def reload(self) -> None:
        """Show the desk's cases as they are now."""
        self.beginResetModel()
        self._cases = list(self._desk.cases)
        self._shown.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many cases are listed."""
        return 0 if parent.isValid() else len(self._cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """What differs, the words, what the headline would gain."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - whatever Qt shows
        """The columns' titles."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation == Qt.Orientation.Horizontal and role in shown:
            return (_("Differs in"), _("Words"), _("Gain"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - whatever Qt shows
        """What a cell shows."""
        if not index.isValid() or index.row() >= len(self._cases):
            return None
        case = self._cases[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row(case)[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tooltip(case)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        return None

    def case_at(self, row: int) -> Case | None:
        """The case of a row."""
        return self._cases[row] if 0 <= row < len(self._cases) else None

    def row_of(self, case: Case | None) -> int:
        """The row of a case, or -1."""
        if case is None:
            return -1
        if case in self._cases:  # far quicker than to compare keys, and mostly so
            return self._cases.index(case)
        key = (case.number, case.relation)
        return next((row for row, each in enumerate(self._cases) if (each.number, each.relation) == key), -1)

    def _row(self, case: Case) -> tuple[str, str, str]:
        key = (case.number, case.relation)
        if key not in self._shown:
            counts = not case.relation and any(each.partition(":")[0] in _IN_HEADLINE for each in case.kinds)
            gain = f"\u2066+{case.effect * 100:.2f}\u2069" if counts else ""
            self._shown[key] = kinds_title(case.kinds, self._desk.session.scheme), self._words(case), gain
        return self._shown[key]

    def _words(self, case: Case) -> str:
        state = self._desk.state
        number = state.relations[case.number].head if case.relation else case.number
        document, start, end = state.bounds(number)
        sign = "؟ " if state.stands(number).asked else ""
        words = state.texts[document][start:end].replace("\n", " ")
        return f"{sign}\u2067{words}\u2069"  # isolated: in an English window a number would leave its noun

    def _tooltip(self, case: Case) -> str:
        return _("effect %(effect)s × severity %(severity)s × reach %(reach)s = %(score)s") % {
            "effect": f"{case.effect:.4f}", "severity": f"{case.severity:g}", "reach": case.reach,
            "score": f"{case.score:.4f}",
        }  # fmt: skip
