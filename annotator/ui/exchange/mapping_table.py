"""A file's labels, attributes and relations, and what each becomes in the scheme."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from annotator.core.errors import UserError
from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.project.mapping import NameMap, Target, target_of
from annotator.project.preview import Preview
from annotator.ui.marking import label_title, relation_title

LABEL, ATTRIBUTE, RELATION = "label", "attribute", "relation"
KEEP = None
"""What a name becomes that is left as it is."""


class MappingTable(QTableWidget):
    """One row per label, attribute or relation type: its name, how many, what it becomes, what it sets."""

    changed = Signal()

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._scheme = scheme
        self._rows: list[tuple[str, str, str]] = []
        self.setHorizontalHeaderLabels([_("In the file"), _("Count"), _("Becomes"), _("Sets attributes")])
        self.setAccessibleName(_("Names of the file and of the scheme"))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def show_names(self, found: Preview, names: NameMap) -> None:
        """Show the names that were found, with what is known of them already."""
        self.setRowCount(0)
        self._rows = []
        for label, count in sorted(found.spans.items()):
            self._add_row(LABEL, label, "", label, count, names.labels.get(label))
            for attribute, used in sorted(found.attributes.get(label, {}).items()):
                own = names.attributes.get((label, attribute))
                target = None if own is None else Target(own)
                self._add_row(ATTRIBUTE, label, attribute, f"  {label} · {attribute}", used, target)
        for kind, count in sorted(found.relations.items()):
            if kind not in found.spans:
                self._add_row(RELATION, kind, "", f"{kind} →", count, names.labels.get(kind))
        self.resizeRowsToContents()

    def _add_row(self, what: str, name: str, attribute: str, title: str, count: int, target: Target | None) -> None:
        row = self.rowCount()
        self.insertRow(row)
        self._rows.append((what, name, attribute))
        for column, text in enumerate((title, str(count))):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(row, column, item)
        box = self._box(what, name, title, target)
        self.setCellWidget(row, 2, box)
        if what == LABEL:
            line = QLineEdit("@".join(str(target).split("@")[1:]) if target else "")
            line.setPlaceholderText("kind=person")
            line.setAccessibleName(_("Sets attributes") + f": {name}")
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            line.editingFinished.connect(self.changed)
            self.setCellWidget(row, 3, line)

    def _box(self, what: str, name: str, title: str, target: Target | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(_("Becomes") + f": {title.strip()}")
        new = self._is_new(what, name)
        box.addItem(_("added to the scheme") if new else _("the same"), KEEP)
        for choice, shown in self._choices(what, name, target):
            box.addItem(shown, choice)
        box.addItem(_("left out"), "")
        place = box.findData(target.label) if target else 0
        if target and place < 0:
            box.addItem(target.label, target.label)
            place = box.count() - 1
        box.setCurrentIndex(max(0, place))
        box.currentIndexChanged.connect(self.changed)
        return box

    def _is_new(self, what: str, name: str) -> bool:
        if what == LABEL:
            return self._scheme.label(self._scheme.present_name(name)) is None
        return what == RELATION and self._scheme.relation(name) is None

    def _choices(self, what: str, name: str, target: Target | None) -> list[tuple[str, str]]:
        if what == RELATION:
            return [(each.name, relation_title(self._scheme, each.name)) for each in self._scheme.relations]
        if what == LABEL:
            return [(each.name, label_title(self._scheme, each.name)) for each in self._scheme.labels]
        del target, name
        every = {each.name: each.name for label in self._scheme.labels for each in label.attributes}
        return sorted(every.items())

    def names(self) -> NameMap:
        """The map as it stands in the table.

        Raises:
            UserError: attributes that are to be set are not of the shape ``name=value``.
        """
        labels: dict[str, Target] = {}
        attributes: dict[tuple[str, str], str] = {}
        for row, (what, name, attribute) in enumerate(self._rows):
            box, line = self.cellWidget(row, 2), self.cellWidget(row, 3)
            chosen = box.currentData() if isinstance(box, QComboBox) else KEEP
            if what == ATTRIBUTE:
                if chosen != KEEP:
                    attributes[name, attribute] = chosen
                continue
            sets = line.text().strip() if isinstance(line, QLineEdit) else ""
            if chosen != KEEP or sets:
                wanted = name if chosen == KEEP else chosen
                labels[name] = target_of(f"{wanted}@{sets}" if sets and wanted else wanted)
        return NameMap(labels, attributes)

    def valid_names(self) -> NameMap | None:
        """The map, or nothing where it cannot be read."""
        try:
            return self.names()
        except UserError:
            return None
