"""The claims as a table: one row per figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Scheme, title_in
from annotator.core.span import Value
from annotator.project.claims import Claim
from annotator.ui.panels.typed_numbers import read_number, shown_number

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
COLUMNS: tuple[tuple[str, str], ...] = (
    ("text", N_("Figure")), ("value", N_("Value")), ("value_max", N_("Up to")), ("bound", N_("Bound")),
    ("unit", N_("Unit")), ("kind", N_("Kind")), ("counts", N_("Whom")), ("part_of", N_("Part of")),
    ("reported_by", N_("Reported by")), ("document", N_("Document")), ("layer", N_("Layer")),
    ("sentence", N_("Sentence")),
)  # fmt: skip
EDITABLE = ("value", "value_max", "bound", "unit", "kind")
WORDS = ("text", "counts", "part_of", "reported_by", "sentence")
"""Columns with words of the text, isolated: in an English window a number would leave its noun."""
NUMBERS = ("value", "value_max")
SORT_ROLE = int(Qt.ItemDataRole.UserRole)


class ClaimsModel(QAbstractTableModel):
    """``edited`` carries a figure's span, an attribute and its new value; ``refused`` a sentence."""

    edited = Signal(str, str, object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._claims: Sequence[Claim] = ()
        self._scheme = Scheme()

    def show_claims(self, claims: Sequence[Claim], scheme: Scheme) -> None:
        """Show these claims."""
        self.beginResetModel()
        self._claims, self._scheme = claims, scheme
        self.endResetModel()

    def claim(self, row: int) -> Claim:
        """The claim of a row."""
        return self._claims[row]

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._claims)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The headings."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role in shown and orientation == Qt.Orientation.Horizontal:
            return _(COLUMNS[section][1])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What the figure's attributes say can be changed here."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if COLUMNS[index.column()][0] in EDITABLE else flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows, is sorted by, and is edited as."""
        if not index.isValid():
            return None
        name = COLUMNS[index.column()][0]
        value = getattr(self._claims[index.row()], name)
        if role == SORT_ROLE:
            return float(value) if name in NUMBERS and isinstance(value, int | float) else str(value or "")
        if role == Qt.ItemDataRole.EditRole:
            return shown_number(value) if name in NUMBERS else value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._shown(name, value)
        return None

    def _shown(self, name: str, value: Value) -> str:
        if name in NUMBERS:
            return shown_number(value)
        titles = dict(self.choices(name))
        said = titles.get(str(value), str(value if value is not None else "")).replace("\n", " ")
        return f"\u2067{said}\u2069" if name in WORDS and said else said

    def choices(self, name: str) -> list[tuple[str, str]]:
        """The values that an attribute of figures may have, with their titles."""
        label = self._scheme.label("FIGURE")
        attribute = label.attribute(name) if label else None
        if attribute is None:
            return []
        return [
            (each, title_in(attribute.choice_titles.get(each, {}), language(), each)) for each in attribute.choices
        ]

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tell of a new value; the row shows it once the project has it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        name, claim = COLUMNS[index.column()][0], self._claims[index.row()]
        wished: Value = str(value).strip() or None
        if name in NUMBERS:
            try:
                wished = read_number(str(value))
            except ValueError:
                self.refused.emit(_("«%(text)s» is not a number") % {"text": value})
                return False
        if wished != getattr(claim, name):
            self.edited.emit(claim.span, name, wished)
        return True
