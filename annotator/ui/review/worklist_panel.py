"""The worklist beside the text: filters above, cases below. Selecting a row looks at it and writes nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _, counted
from annotator.ui.marking import label_title
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.review.wording import KINDS
from annotator.ui.review.worklist_cells import WorklistCells
from annotator.ui.review.worklist_model import WorklistModel
from annotator.ui.review.worklist_order import Wanted
from annotator.ui.structure.table import dress_rows


class WorklistPanel(QFrame):
    """Follows the desk's list and the case in front."""

    def __init__(self, desk: CaseDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._desk = desk
        self._following = False
        self.model = WorklistModel(desk)
        self._cells = WorklistCells()
        self.table = QTableView()
        self.orders, self.kinds, self.labels = QComboBox(), QComboBox(), QComboBox()
        self.asked = QToolButton()
        self.only = QToolButton()
        self.count = QLabel()
        self._lay_out()
        self._fill()
        desk.list_changed.connect(self._on_list_changed)
        desk.case_changed.connect(self._on_case_changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        row = QHBoxLayout()
        for box, name, room in (
            (self.orders, _("Order"), 8), (self.kinds, _("Kind of disagreement"), 9), (self.labels, _("Label"), 10),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMinimumContentsLength(5)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(box, room)
        layout.addLayout(row)
        below = QHBoxLayout()
        self.count.setObjectName("Faint")
        below.addWidget(self.count, 1)
        for button, title in ((self.asked, _("Questions")), (self.only, _("All cases"))):
            button.setText(title)
            below.addWidget(button)
        self.asked.setCheckable(True)
        self.only.hide()
        layout.addLayout(below)
        layout.addWidget(self.table)
        self._set_up_table()

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(self._cells)
        dress_rows(self.table, _("Open disagreements"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(0, 118)
        self.table.setColumnWidth(2, max(62, header.sectionSizeHint(2)))
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _fill(self) -> None:
        scheme = self._desk.session.scheme
        for title, value in ((_("By weight"), "impact"), (_("In the text's order"), "text"), (_("A sample"), "sample")):
            self.orders.addItem(title, value)
        self.kinds.addItem(_("All kinds"), "")
        for kind, title in KINDS.items():
            self.kinds.addItem(_(title), kind)
        self.labels.addItem(_("All labels"), "")
        for label in scheme.labels:
            self.labels.addItem(label_title(scheme, label.name), label.name)
        for box in (self.orders, self.kinds, self.labels):
            box.activated.connect(self._on_filter)
        self.asked.clicked.connect(self._on_filter)
        self.only.clicked.connect(self._show_all)

    def _on_filter(self) -> None:
        self._desk.want(
            replace(
                self._desk.wanted, order=self.orders.currentData(), kind=self.kinds.currentData(),
                label=self.labels.currentData(), asked=self.asked.isChecked(),
            )
        )  # fmt: skip

    def _show_all(self) -> None:
        for box in (self.orders, self.kinds, self.labels):
            box.setCurrentIndex(0)
        self.asked.setChecked(False)
        self._desk.want(Wanted())

    def _on_list_changed(self) -> None:
        self._following = True
        self.model.reload()
        self._following = False
        count = counted("%(count)s open case", "%(count)s open cases", len(self._desk.cases))
        reading = "" if self._desk.halted else _("The layers are being read…")
        self.count.setText(count if self._desk.ready else reading)
        self.only.setVisible(self._desk.wanted != Wanted())
        self._on_case_changed()

    def _on_case_changed(self) -> None:
        row = self.model.row_of(self._desk.case)
        self._following = True
        if row >= 0:
            index = self.model.index(row, 0)
            whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, whole)  # selectRow finds no column from right to left
            self.table.scrollTo(index)
        else:
            self.table.clearSelection()
        self._following = False

    def _on_row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        case = self.model.case_at(current.row())
        if not self._following and case is not None and case != self._desk.case:
            self._desk.show(case)
