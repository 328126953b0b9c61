"""The scheme editor: the parts of the scheme as a tree, each with a page of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import Command
from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, language, speak
from annotator.core.scheme import Scheme, scheme_from_toml, shipped_scheme
from annotator.project.schemes import scheme_to_toml
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.file_dialogs import ask_open, ask_save
from annotator.ui.structure.form_page import FormPage
from annotator.ui.structure.scheme_draft import SchemeDraft
from annotator.ui.structure.scheme_fields import FIELDS
from annotator.ui.structure.split_dialog import SplitDialog, splittable
from annotator.ui.text.inks import readable

DATA = Qt.ItemDataRole.UserRole
LEGIBLE = 4.5
"""The contrast that a label's title has in its colour (WCAG 2.1, AA)."""
_GROUPS = (("labels", N_("Labels")), ("relations", N_("Relations")), ("document_attributes", N_("Labels of documents")))
SHIPPED = (("news", N_("News attribution")), ("entities", N_("Plain named entities")), ("empty", N_("Empty")))


class SchemeEditor(QDialog):
    """``commands`` is what to carry out, as one step, once it is accepted."""

    def __init__(self, scheme: Scheme, counts: Mapping[str, int], parent: QWidget | None = None) -> None:
        """``counts``: how many spans each label has."""
        super().__init__(parent)
        self.setWindowTitle(_("Scheme"))
        self.draft = SchemeDraft(scheme)
        self.commands: list[Command] = []
        self._counts = counts
        self.tree, self.page, self.warning = QTreeWidget(), FormPage(), QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._lay_out()
        self.fill()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Parts of the scheme"))
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_page())
        self.page.changed.connect(self._on_changed)
        self.warning.setWordWrap(True)
        left, columns, layout = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        left.addWidget(self.tree)
        left.addLayout(self._row((N_("Add"), self.add), (N_("Add an attribute"), self.add_attribute)))
        left.addLayout(self._row((N_("Remove"), self.remove), (N_("Split…"), self.split),
                                 (N_("Up"), lambda: self.move_part(-1)),
                                 (N_("Down"), lambda: self.move_part(1))))  # fmt: skip
        columns.addLayout(left, 2)
        columns.addWidget(self.page, 3)
        layout.addLayout(columns)
        layout.addLayout(self._row((N_("From a file…"), self.read_file), (N_("Into a file…"), self.write_file),
                                   (N_("A shipped scheme…"), self.take_shipped)))  # fmt: skip
        layout.addWidget(self.warning)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        self.resize(900, 640)

    def _row(self, *buttons: tuple[str, Callable[[], object]]) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, act in buttons:
            button = QPushButton(_(title))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(button)
        row.addStretch(1)
        return row

    # ---- the tree ------------------------------------------------------------------------------------

    def fill(self, chosen: Any = None) -> None:  # noqa: ANN401 - one of the draft's plain values
        """Show the draft's parts, and stand on one of them."""
        self.tree.clear()
        self._add(None, _("Scheme"), "scheme", self.draft.data, None)
        for part, title in _GROUPS:
            parts = self.draft.data[part]
            group = self._add(None, _(title), part, None, parts)
            for each in parts:
                kind = "attributes" if part == "document_attributes" else part
                item = self._add(group, self._title(each), kind, each, parts)
                for attribute in each.get("attributes", ()):
                    self._add(item, self._title(attribute), "attributes", attribute, each["attributes"])
            group.setExpanded(True)
        self._add(None, _("Rules"), "rules", self.draft.data["rules"], None)
        items = self._items()
        wanted = [item for item in items if chosen is not None and item.data(0, DATA)[1] is chosen]
        self.tree.setCurrentItem((wanted or items)[0])

    def _add(self, parent: QTreeWidgetItem | None, title: str, kind: str, data: Any, siblings: Any) -> QTreeWidgetItem:  # noqa: ANN401 - one of the draft's plain values, and the list that it stands in
        item = QTreeWidgetItem([title])
        item.setData(0, DATA, _Held((kind, data, siblings)))
        if kind == "labels" and data is not None:
            paper = self.tree.palette().color(QPalette.ColorRole.Base)
            item.setForeground(0, readable(QColor(data.get("colour", "#5b8def")), paper, LEGIBLE))
        if parent is None:
            self.tree.addTopLevelItem(item)
        else:
            parent.addChild(item)
        return item

    @staticmethod
    def _title(data: Mapping[str, Any]) -> str:
        title = data.get("titles", {}).get(language())
        return f"{title} ({data['name']})" if title else str(data.get("name", ""))

    def _items(self) -> list[QTreeWidgetItem]:
        return self.tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)

    def choose(self, name: str) -> None:
        """Stand on the first part of this name."""
        for item in self._items():
            data = item.data(0, DATA)[1]
            if isinstance(data, dict) and data.get("name") == name and item.data(0, DATA)[0] != "scheme":
                self.tree.setCurrentItem(item)
                return

    def _here(self) -> tuple[str, Any, Any]:
        item = self.tree.currentItem()
        return item.data(0, DATA) if item else ("", None, None)

    def _show_page(self) -> None:
        kind, data, _siblings = self._here()
        self.page.setVisible(data is not None)
        if data is not None:
            self.page.show_data(data, FIELDS[kind])

    def _on_changed(self) -> None:
        item = self.tree.currentItem()
        kind, data, _siblings = self._here()
        if item is not None and kind not in {"scheme", "rules"}:
            item.setText(0, self._title(data))
        self.warning.clear()

    # ---- parts ---------------------------------------------------------------------------------------

    def add(self) -> None:
        """Another part of the kind that one stands on."""
        kind, _data, siblings = self._here()
        stem = {"labels": "LABEL", "relations": "RELATION"}.get(kind, "attribute")
        parts = siblings if siblings is not None else self.draft.data["labels"]
        self.fill(self.draft.add_to(parts, stem if siblings is not None else "LABEL"))

    def add_attribute(self) -> None:
        """Another attribute of the label that one stands on."""
        kind, data, siblings = self._here()
        if kind == "labels" and data is not None:
            siblings = data.setdefault("attributes", [])
        elif kind != "attributes":
            self.warning.setText(_("Stand on a label first"))
            return
        self.fill(self.draft.add_to(siblings, "attribute"))

    def remove(self) -> None:
        """Take the part away; of a label with spans, ask what becomes of them."""
        kind, data, siblings = self._here()
        if data is None or siblings is None:
            return
        if kind == "labels" and not self._may_go(data):
            return
        siblings[:] = [each for each in siblings if each is not data]
        self.fill()

    def _may_go(self, label: Mapping[str, Any]) -> bool:
        was = label.get("was", "")
        count = self._counts.get(was, 0)
        if not count:
            return True
        others = [each["name"] for each in self.draft.data["labels"] if each.get("was") and each is not label]
        options = [(f"into:{name}", _("They become %(label)s") % {"label": name}) for name in others]
        question = _("%(label)s has %(count)s spans. What becomes of them?") % {"label": was, "count": count}
        dialog = ChoiceDialog(question, [*options, ("drop", _("They are removed"))], self)
        dialog.exec()
        kept = next((each["was"] for each in self.draft.data["labels"] if dialog.chosen == f"into:{each['name']}"), "")
        self.draft.removed[was] = kept
        return bool(dialog.chosen)

    def split(self) -> None:
        """Give some values of an attribute of the label labels of their own; its spans follow."""
        kind, data, _siblings = self._here()
        label = self.draft.before.label(data.get("was", "")) if kind == "labels" and data is not None else None
        attributes = splittable(label) if label is not None else []
        if label is None or not attributes:
            self.warning.setText(_("Only a label that the project has, with an attribute of choices, can be split"))
            return
        dialog = SplitDialog(label, attributes, self)
        if dialog.exec() and dialog.into():
            name = str(dialog.attribute.currentData())
            if self._attempt(lambda: self.draft.split(data, name, dialog.into())):
                self.fill(data)

    def move_part(self, step: int) -> None:
        """Move the part up or down among its like."""
        _kind, data, siblings = self._here()
        if data is None or not siblings:
            return
        place = next(i for i, each in enumerate(siblings) if each is data)
        siblings.insert(max(0, min(len(siblings), place + step)), siblings.pop(place))
        self.fill(data)

    # ---- files ---------------------------------------------------------------------------------------

    def read_file(self) -> None:
        """Take the scheme of a TOML file."""
        place = ask_open(self, _("From a file…"), "", "TOML (*.toml)")
        if place is not None:
            self._attempt(lambda: self.draft.take(scheme_from_toml(place)))
            self.fill()

    def write_file(self) -> None:
        """Write the scheme as TOML."""
        place = ask_save(self, _("Into a file…"), "scheme.toml", "TOML (*.toml)")
        if place is not None:
            self._attempt(lambda: scheme_to_toml(self.draft.scheme(), place))

    def take_shipped(self) -> None:
        """Take one of the schemes that ship."""
        dialog = ChoiceDialog(_("Which scheme?"), [(name, _(title)) for name, title in SHIPPED], self)
        dialog.exec()
        if dialog.chosen:
            self.draft.take(shipped_scheme(dialog.chosen))
            self.fill()

    def _attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except UserError as error:
            self.warning.setText(speak(error.message, error.arguments))
            return False
        return True

    def _finish(self) -> None:
        def take() -> None:
            self.commands = self.draft.commands()

        if self._attempt(take):
            self.accept()


class _Held(tuple[str, Any, Any]):
    """Keeps Qt from copying the draft's values: what the tree holds is edited in place."""

    __slots__ = ()
