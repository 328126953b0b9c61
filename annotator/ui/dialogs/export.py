"""Export: which format, whose layer, and what would be lost, before anything is written."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, counted, speak
from annotator.formats.base import Clitics, Format, Tags, WriteOptions
from annotator.formats.registry import FORMATS
from annotator.project.exchange import LOSSLESS, preview_export
from annotator.project.project import Project
from annotator.ui.models.losses import LossesModel

TAGS = ("bio", "iob1", "bioes", "bilou")
CLITICS = (("split", N_("split the word")), ("expand", N_("take the whole word")), ("skip", N_("leave the span out")))
AT_ONCE = 200
"""Up to so many documents the losses are counted as soon as something is chosen."""


class ExportDialog(QDialog):
    """Chooses format, layer and options, and shows the losses."""

    def __init__(self, project: Project, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export"))
        self._project = project
        self.formats, self.layers = QComboBox(), QComboBox()
        self.tags, self.clitics = QComboBox(), QComboBox()
        self._said = QLabel()
        self._count = QPushButton(_("Count the losses"))
        self.model = LossesModel()
        self.table = QTableView()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._form = QFormLayout()
        self._fill(annotator)
        self._set_up()
        self._on_format()

    def _fill(self, annotator: str) -> None:
        for each in FORMATS:
            if each.writes:
                self.formats.addItem(each.title, each.name)
        self.layers.addItem(_("everything"), "")
        names = self._project.queries.annotators()
        for name in dict.fromkeys([*([annotator] if annotator in names else []), *names]):
            self.layers.addItem(name, name)
        self.layers.addItem(_("gold"), "gold")
        self.layers.addItem(_("suggestions"), "suggestion")
        for tags in TAGS:
            self.tags.addItem(tags.upper(), tags)
        for value, title in CLITICS:
            self.clitics.addItem(_(title), value)
        self._own = annotator

    def _set_up(self) -> None:
        for title, box in (
            (_("Format"), self.formats), (_("Layer"), self.layers), (_("Tags"), self.tags),
            (_("Where a clitic is glued to a span"), self.clitics),
        ):  # fmt: skip
            box.setAccessibleName(title)
            self._form.addRow(title, box)
            box.currentIndexChanged.connect(self._on_format if box is self.formats else self._on_option)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What is lost"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._said.setWordWrap(True)
        self._count.clicked.connect(self.count_losses)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        for widget in (self._said, self._count, self.table, self._buttons):
            layout.addWidget(widget)
        self.resize(760, 520)

    # ---- choices -------------------------------------------------------------------------------------

    def _on_format(self) -> None:
        conll = self.format_name() == "conll"
        for box in (self.tags, self.clitics):
            self._form.setRowVisible(box, conll)
        whole = self.format_name() in LOSSLESS
        self.layers.blockSignals(True)
        self.layers.setCurrentIndex(0 if whole else max(1, self.layers.findData(self._own)))
        self.layers.blockSignals(False)
        self._on_option()

    def _on_option(self) -> None:
        self.model.show_losses([])
        few = self._project.queries.document_count() <= AT_ONCE
        self._count.setVisible(not few)
        self._said.setText("")
        if few:
            QTimer.singleShot(0, self, self.count_losses)

    def count_losses(self) -> None:
        """Find out what the export would lose, and show it."""
        try:
            report = preview_export(
                self._project, format=self.format_name(), layer=self.layer(), options=self.options()
            )
        except UserError as error:
            self._said.setText(speak(error.message, error.arguments))
            self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(False)
            return
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(True)
        self.model.show_losses(report.losses)
        self.table.setVisible(bool(report.losses))
        spans = counted("%(count)s span", "%(count)s spans", report.spans)
        lost = counted("%(count)s cannot be written as it is", "%(count)s cannot be written as they are",
                       len(report.losses))  # fmt: skip
        self._said.setText(f"{spans} · {lost if report.losses else _('nothing is lost')}")

    def format_name(self) -> str:
        """The chosen format's name."""
        return str(self.formats.currentData())

    def format(self) -> Format:
        """The chosen format."""
        return next(each for each in FORMATS if each.name == self.format_name())

    def layer(self) -> str:
        """The chosen layer; empty for everything."""
        return str(self.layers.currentData() or "")

    def options(self) -> WriteOptions:
        """The chosen options."""
        return WriteOptions(
            tags=cast("Tags", self.tags.currentData()), clitics=cast("Clitics", self.clitics.currentData())
        )
