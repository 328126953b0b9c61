"""The registry of entities: names, kinds, mentions; merging, splitting, linking what is not linked yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import AddEntity, ChangeEntity, ChangeSpan, MergeEntities, RemoveEntity, SplitEntity
from annotator.core.entity import Entity
from annotator.core.i18n import N_, _
from annotator.project.entity_links import Mention, Registry, mentions_of, unlinked_mentions
from annotator.project.reader import GOLD
from annotator.ui.marking import kind_title
from annotator.ui.session import Session
from annotator.ui.structure.table import beside

DATA = Qt.ItemDataRole.UserRole
WORDS = int(DATA) + 1
REFRESH_MS = 150
SEVERAL = QListWidget.SelectionMode.ExtendedSelection


class RegistryDialog(QDialog):
    """Entries at one side, the chosen one at the other. ``span_chosen``: go to this mention in the text."""

    span_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Entities"))
        self._session = session
        self._entities: dict[str, Entity] = {}
        self.field, self.entries = QLineEdit(), QListWidget()
        self.name, self.aliases, self.kind, self.wikidata = (QLineEdit() for _each in range(4))
        self.mentions, self.unlinked = QListWidget(), QListWidget()
        self._timer = QTimer(self)
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._wire()
        self.reload()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        self.field.setPlaceholderText(_("Search names and aliases"))
        form = QFormLayout()
        for title, widget in (
            (_("Name"), self.name), (_("Other names (؛ between)"), self.aliases), (_("Kind"), self.kind),
            (_("Wikidata"), self.wikidata),
        ):  # fmt: skip
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        left.addWidget(self.field)
        left.addWidget(self.entries)
        left.addLayout(self._row(("new", N_("New entity"), self.make), ("merge", N_("Merge the chosen"), self.merge),
                                 ("remove", N_("Remove"), self.remove)))  # fmt: skip
        right.addLayout(form)
        for listing, title in ((self.mentions, _("Mentions")), (self.unlinked, _("Not linked yet, alike"))):
            heading = QLabel(title)
            heading.setObjectName("Faint")
            right.addWidget(heading)
            right.addWidget(listing)
            listing.setAccessibleName(title)
            listing.setSelectionMode(SEVERAL)
        right.addLayout(self._row(("split", N_("Split the chosen mentions off"), self.split),
                                  ("link", N_("Link the chosen, or all"), self.link)))  # fmt: skip
        for listing in (self.entries, self.mentions, self.unlinked):
            listing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long names are cut with …
        self.entries.setSelectionMode(SEVERAL)
        self.entries.setAccessibleName(_("Entities"))
        self.field.setAccessibleName(_("Search names and aliases"))
        layout = QHBoxLayout(self)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        self.resize(900, 600)

    def _row(self, *buttons: tuple[str, str, object]) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, title, act in buttons:
            button = QPushButton(_(title))
            button.setAutoDefault(False)
            button.clicked.connect(act)
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _wire(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.reload)
        self.field.textChanged.connect(lambda _words: self._show_entries())
        self.entries.currentItemChanged.connect(lambda _now, _before: self._show_entry())
        for field in (self.name, self.aliases, self.kind, self.wikidata):
            field.editingFinished.connect(self._on_changed)
        for listing in (self.mentions, self.unlinked):
            listing.itemActivated.connect(lambda item: self.span_chosen.emit(str(item.data(DATA))))
        self._session.bridge.changed.connect(self._timer.start)
        self._session.bridge.closing.connect(self._timer.stop)
        self._session.bridge.closing.connect(self.close)

    # ---- content -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the registry again."""
        self._entities = {each.id: each for each in self._session.project.queries.entities()}
        self._show_entries()

    def _show_entries(self) -> None:
        here = self.current()
        found = Registry.of(self._entities.values()).candidates(self.field.text(), limit=500)
        self.entries.blockSignals(True)
        self.entries.clear()
        for each in found:
            item = QListWidgetItem(beside(each.entity.name, kind_title(self._session.scheme, each.entity.kind)))
            item.setData(DATA, each.entity.id)
            self.entries.addItem(item)
        rows = [row for row, each in enumerate(found) if here is not None and each.entity.id == here.id]
        self.entries.setCurrentRow(rows[0] if rows else 0)
        self.entries.blockSignals(False)
        self._show_entry()

    def current(self) -> Entity | None:
        """The entry that one stands on."""
        item = self.entries.currentItem()
        return self._entities.get(str(item.data(DATA))) if item else None

    def choose(self, entity: str) -> None:
        """Stand on an entry."""
        self.field.clear()
        for row in range(self.entries.count()):
            if self.entries.item(row).data(DATA) == entity:
                self.entries.setCurrentRow(row)

    def _show_entry(self) -> None:
        entry = self.current()
        shown = (entry.name, "؛ ".join(entry.aliases), entry.kind, entry.wikidata) if entry else ("", "", "", "")
        for field, value in zip((self.name, self.aliases, self.kind, self.wikidata), shown, strict=True):
            field.setText(value)
            field.setEnabled(entry is not None)
        project = self._session.project
        self._list(self.mentions, mentions_of(project, entry.id) if entry else [])
        self._list(self.unlinked, list(unlinked_mentions(project, entry)) if entry else [])

    @staticmethod
    def _list(listing: QListWidget, mentions: list[Mention]) -> None:
        listing.clear()
        for each in mentions:
            layer = _("Gold") if each.layer == GOLD else each.layer
            item = QListWidgetItem(beside(each.words, "—", each.document_name, layer))
            item.setToolTip(item.text())
            item.setData(DATA, each.span.id)
            item.setData(WORDS, each.words)
            listing.addItem(item)

    # ---- changes -------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        entry = self.current()
        if entry is None:
            return
        aliases = tuple(name for part in self.aliases.text().split("؛") if (name := part.strip()))
        wished = Entity(entry.id, self.name.text().strip() or entry.name, aliases, self.kind.text().strip(),
                        self.wikidata.text().strip())  # fmt: skip
        if wished != entry:
            self._session.do(ChangeEntity(entry.id, wished.name, wished.aliases, wished.kind, wished.wikidata))

    def make(self) -> None:
        """A new entry with the name in the search field."""
        changes = self._session.do(AddEntity(self.field.text().strip() or _("New entity")))
        if changes:
            self.reload()
            self.choose(next(iter(changes.ids["entity"])))
            self.name.setFocus()

    def remove(self) -> None:
        """Take the entry away; its mentions lose their link."""
        entry = self.current()
        if entry is not None and self._session.do(RemoveEntity(entry.id)) is not None:
            self.reload()

    def merge(self) -> None:
        """Make the chosen entries one: the one that one stands on keeps its name."""
        entry = self.current()
        others = tuple(
            str(item.data(DATA)) for item in self.entries.selectedItems() if entry and item.data(DATA) != entry.id
        )
        if entry is None or not others:
            self._session.tell(N_("Choose several entries to merge them"))
        elif self._session.do(MergeEntities(entry.id, others)) is not None:
            self.reload()

    def split(self) -> None:
        """Give the chosen mentions to a new entry."""
        entry = self.current()
        items = self.mentions.selectedItems()
        if entry is None or not items:
            self._session.tell(N_("Choose the mentions that are somebody else"))
            return
        spans = tuple(str(item.data(DATA)) for item in items)
        name = str(items[0].data(WORDS)).replace("\n", " ")
        if self._session.do(SplitEntity(entry.id, name, spans)) is not None:
            self.reload()

    def link(self) -> None:
        """Link the chosen unlinked mentions, or all of them, to the entry, as one step."""
        entry = self.current()
        rows = [self.unlinked.item(row) for row in range(self.unlinked.count())]
        items = self.unlinked.selectedItems() or rows
        if entry is not None and items:
            self._session.do(*(ChangeSpan(str(i.data(DATA)), attributes={"entity": entry.id}) for i in items))
            self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search goes to the list; Ctrl+N makes, Ctrl+M merges, Ctrl+L links."""
        keys = {Qt.Key.Key_N: self.make, Qt.Key.Key_M: self.merge, Qt.Key.Key_L: self.link, Qt.Key.Key_S: self.split}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and Qt.Key(event.key()) in keys:
            keys[Qt.Key(event.key())]()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and self.field.hasFocus():
            self.entries.setFocus()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
