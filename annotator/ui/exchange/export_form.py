"""What an export asks: format, layers, documents, tags, clitics, nesting, split."""

from __future__ import annotations

from importlib.util import find_spec
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from annotator.core.i18n import N_, _
from annotator.formats.base import Clitics, Format, Nested, Tags, WriteOptions
from annotator.formats.registry import FORMATS
from annotator.project.delivery import LOSSLESS
from annotator.project.project import Project
from annotator.project.selection import Choice, Which
from annotator.project.splits import SIDES, Side, Split

TAGS = ("bio", "iob1", "bioes", "bilou")
CLITICS = (("split", N_("split the word")), ("expand", N_("take the whole word")), ("skip", N_("leave the span out")))
NESTED = (("outermost", N_("write the outermost")), ("columns", N_("write a column for each depth")))
WHICH = (("all", N_("all")), ("finished", N_("finished ones")))
BY = (("document", N_("by chance")), ("date", N_("by date, the newest to test")))
TOKENS = frozenset({"conll", "conllu", "spacy", "prodigy", "hf"})
"""Formats whose spans are tokens, so that a clitic glued to a span asks what to do."""
LIBRARIES = {"spacy": "spacy", "formats": "pyarrow"}
"""The library that an extra brings."""


def lacking(chosen: Format) -> str:
    """The extra that a format needs and that is not installed, or nothing."""
    library = LIBRARIES.get(chosen.extra, chosen.extra)
    return chosen.extra if library and find_spec(library) is None else ""


class ExportForm(QWidget):
    """Says `changed` when anything is chosen."""

    changed = Signal()

    def __init__(self, project: Project, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._own = project, annotator
        self.formats, self.layers, self.which = QComboBox(), QListWidget(), QComboBox()
        self.tags, self.clitics, self.nested = QComboBox(), QComboBox(), QComboBox()
        self.splits, self.dev, self.test = QCheckBox(_("into train, dev and test")), QSpinBox(), QSpinBox()
        self.by, self.seed = QComboBox(), QSpinBox()
        self.bare = QCheckBox(_("offsets and hashes only, for copyrighted news"))
        self.parts = {side: QCheckBox(side) for side in SIDES}
        self._first, self._second = QFormLayout(), QFormLayout()
        self._fill()
        self._lay_out()
        self._on_format()

    def _fill(self) -> None:
        for each in FORMATS:
            if each.writes:
                extra = lacking(each)
                self.formats.addItem(f"{_(each.title)} ({_('not installed')})" if extra else _(each.title), each.name)
        for values, box in ((CLITICS, self.clitics), (NESTED, self.nested), (WHICH, self.which), (BY, self.by)):
            for value, title in values:
                box.addItem(_(title), value)
        for tags in TAGS:
            self.tags.addItem(tags.upper(), tags)
        for share in (self.dev, self.test):
            share.setRange(0, 90)
            share.setValue(10)
            share.setSuffix(" %")
        self.seed.setRange(0, 1_000_000)
        self._fill_layers()

    def _fill_layers(self) -> None:
        self.layers.ensurePolished()  # else the first rows are laid out without the theme's room
        queries = self._project.queries
        names = [each for each in queries.annotators() if not self._own or queries.may_see(self._own, each)]
        by_layer = queries.stats().by_layer
        for name in dict.fromkeys([*([self._own] if self._own in names else []), *names]):
            self._add_layer(name, name)
        if "gold" in by_layer or not names:
            self._add_layer(_("gold"), "gold")
        self._add_layer(_("suggestions"), "suggestion")

    def _add_layer(self, title: str, name: str) -> None:
        item = QListWidgetItem(title, self.layers)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setCheckState(Qt.CheckState.Unchecked)

    def _lay_out(self) -> None:
        for box in self.parts.values():
            box.setChecked(True)
        self.layers.setMaximumHeight(104)
        sizes, sides = QWidget(), QWidget()
        for holder, widgets in ((sizes, (self.dev, self.test)), (sides, tuple(self.parts.values()))):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            for each in widgets:
                row.addWidget(each)
        self._rows: tuple[tuple[QFormLayout, str, QWidget], ...] = (
            (self._first, _("Format"), self.formats), (self._first, _("Layers (none: all)"), self.layers),
            (self._first, _("Documents"), self.which), (self._first, _("Without the texts"), self.bare),
            (self._second, _("Tags"), self.tags),
            (self._second, _("Where a clitic is glued to a span"), self.clitics),
            (self._second, _("Spans inside spans"), self.nested), (self._second, _("Split"), self.splits),
            (self._second, _("Dev and test"), sizes), (self._second, _("Split by"), self.by),
            (self._second, _("Seed"), self.seed), (self._second, _("Write"), sides),
        )  # fmt: skip
        for form, title, widget in self._rows:
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        self.dev.setAccessibleName(_("Part for dev"))
        self.test.setAccessibleName(_("Part for test"))
        self._split_rows = (sizes, self.by, self.seed, sides)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._first, 1)
        layout.addLayout(self._second, 1)
        self._wire()

    def _wire(self) -> None:
        self.formats.currentIndexChanged.connect(self._on_format)
        self.layers.itemChanged.connect(lambda _item: self.changed.emit())
        for box in (self.tags, self.clitics, self.nested, self.which, self.by):
            box.currentIndexChanged.connect(self.changed)
        for spin in (self.dev, self.test, self.seed):
            spin.valueChanged.connect(self.changed)
        for check in (self.bare, *self.parts.values()):
            check.toggled.connect(self.changed)
        self.splits.toggled.connect(self._on_splits)
        self._show_splits()

    def _on_format(self) -> None:
        chosen = self.format()
        self._first.setRowVisible(self.bare, chosen.name in LOSSLESS)
        self._second.setRowVisible(self.tags, chosen.name == "conll")
        self._second.setRowVisible(self.nested, chosen.name == "conll")
        self._second.setRowVisible(self.clitics, chosen.name in TOKENS)
        if not self.chosen_layers() and chosen.name not in LOSSLESS:
            self._check_first()
        self.changed.emit()

    def _check_first(self) -> None:
        """A format of one layer gets one: gold where there is gold, else one's own."""
        items = [self.layers.item(row) for row in range(self.layers.count())]
        named = {str(item.data(Qt.ItemDataRole.UserRole)): item for item in items}
        with QSignalBlocker(self.layers):
            (named.get("gold") or items[0]).setCheckState(Qt.CheckState.Checked)

    def _on_splits(self) -> None:
        self._show_splits()
        self.changed.emit()

    def _show_splits(self) -> None:
        for row in self._split_rows:
            self._second.setRowVisible(row, self.splits.isChecked())

    # ---- what was chosen -----------------------------------------------------------------------------

    def format(self) -> Format:
        """The chosen format."""
        return next(each for each in FORMATS if each.name == self.formats.currentData())

    def chosen_layers(self) -> tuple[str, ...]:
        """The layers that are ticked; none means every one."""
        items = [self.layers.item(row) for row in range(self.layers.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def options(self) -> WriteOptions:
        """How to write."""
        return WriteOptions(
            tags=cast("Tags", self.tags.currentData()), clitics=cast("Clitics", self.clitics.currentData()),
            nested=cast("Nested", self.nested.currentData()),
            without_text=self.bare.isChecked() and self.format().name in LOSSLESS,
        )  # fmt: skip

    def choice(self) -> Choice:
        """What to write."""
        which = cast("Which", self.which.currentData())
        if not self.splits.isChecked():
            return Choice(self.chosen_layers(), which=which)
        by = self.by.currentData()
        how = Split(self.dev.value() / 100, self.test.value() / 100, by, self.seed.value())
        parts: tuple[Side, ...] = tuple(side for side, box in self.parts.items() if box.isChecked())
        return Choice(self.chosen_layers(), which=which, split=how, parts=parts)
