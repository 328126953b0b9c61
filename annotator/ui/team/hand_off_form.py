"""The wishes of a hand-off: who, which documents, how they are shared."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QListView,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import STATUSES
from annotator.core.i18n import N_, _
from annotator.project.handoff import Sharing
from annotator.project.queries import DocumentRow
from annotator.ui.models.documents import status_title
from annotator.ui.team.names_box import NamesBox

CHOSEN, DRAWN = "chosen", "drawn"
ORDERS = (("project", N_("as in the project")), (DRAWN, N_("drawn by the seed")))
SPINS: tuple[tuple[str, str, int, int, str], ...] = (
    ("percent", N_("Share of them"), 100, 100, " %"), ("overlap", N_("Labelled by two people"), 0, 100, " %"),
    ("calibration", N_("Documents for everybody"), 0, 10_000, ""), ("seed", N_("Seed"), 0, 1_000_000, ""),
)  # fmt: skip


class HandOffForm(QWidget):
    """``changed``: something else is wished."""

    changed = Signal()

    def __init__(self, known: Sequence[str], rows: list[DocumentRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.names = NamesBox(known)
        self.which, self.order = QComboBox(), QComboBox()
        self.list = QListView()
        self.spins: Mapping[str, QSpinBox] = {name: QSpinBox() for name, *_rest in SPINS}
        self.suggestions = QCheckBox(_("With suggestions"))
        self._fill()
        self._lay_out()

    def _fill(self) -> None:
        self.which.addItem(_("All documents"), "")
        for status in STATUSES:
            self.which.addItem(status_title(status), status)
        self.which.addItem(_("Those that I choose"), CHOSEN)
        for order, title in ORDERS:
            self.order.addItem(_(title), order)
        self.list.setModel(QStringListModel([row.name for row in self._rows], self))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.hide()
        self.suggestions.setChecked(True)
        for name, _title, value, most, suffix in SPINS:
            self.spins[name].setRange(1 if name == "percent" else 0, most)
            self.spins[name].setValue(value)
            self.spins[name].setSuffix(suffix)
            self.spins[name].valueChanged.connect(lambda _value: self.changed.emit())
        self.names.changed.connect(self.changed)
        self.which.currentIndexChanged.connect(self._on_which)
        self.order.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())

    def _lay_out(self) -> None:
        form = QFormLayout()
        rows: list[tuple[str, QWidget]] = [
            (_("Annotators"), self.names), (_("Documents"), self.which),
            *((_(title), self.spins[name]) for name, title, *_rest in SPINS), (_("Order"), self.order),
        ]  # fmt: skip
        for title, widget in rows:
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        self.list.setAccessibleName(_("Documents to hand out"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.suggestions)
        layout.addWidget(self.list, 1)
        layout.addStretch()

    def _on_which(self) -> None:
        self.list.setVisible(self.which.currentData() == CHOSEN)
        self.changed.emit()

    # ---- the wish ------------------------------------------------------------------------------------

    def sharing(self) -> Sharing:
        """How the documents are shared."""
        value = {name: spin.value() for name, spin in self.spins.items()}
        return Sharing(
            self.names.names(), float(value["overlap"]), value["seed"], value["calibration"],
            self.suggestions.isChecked(), self.order.currentData() == DRAWN,
        )  # fmt: skip

    def documents(self) -> list[str]:
        """The documents that are handed out, by id, in the order of the project."""
        wanted = self.which.currentData()
        if wanted == CHOSEN:
            picked = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
            every = [self._rows[row].id for row in picked]
        else:
            every = [row.id for row in self._rows if wanted in ("", row.status)]
        return self._drawn(every)

    def _drawn(self, every: list[str]) -> list[str]:
        chance = random.Random(self.spins["seed"].value())  # noqa: S311 - repeatable, no secret
        count = max(1, round(len(every) * self.spins["percent"].value() / 100)) if every else 0
        kept = set(chance.sample(every, count))
        return [each for each in every if each in kept]
