"""Import: what the files hold, shown before anything is written; then each file whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import LayerKind
from annotator.core.errors import Problem, UserError
from annotator.core.i18n import N_, _, counted, speak
from annotator.formats.registry import FORMATS
from annotator.formats.standoff import NO_TEXTS
from annotator.project.arrivals import ImportReport, Wish, import_into
from annotator.project.mapping import NameMap, proposed, remembered
from annotator.project.preview import Preview, look
from annotator.project.twins import Existing
from annotator.ui.dialogs.report import spoken
from annotator.ui.exchange.mapping_table import MappingTable
from annotator.ui.exchange.preview_pane import PreviewPane
from annotator.ui.exchange.work import Work
from annotator.ui.file_dialogs import ask_folder
from annotator.ui.session import Session
from annotator.ui.text.look import Look

ENCODINGS = ("utf-8", "utf-16", "windows-1256", "iso-8859-6")
UNITS = (
    ("codepoint", N_("code points")), ("utf16", N_("UTF-16 units")), ("grapheme", N_("graphemes")),
    ("byte", N_("bytes")),
)  # fmt: skip
EXISTING = (
    ("update", N_("bring their layers up to date")), ("replace", N_("make their layers as in the file")),
    ("skip", N_("leave them as they are")),
)  # fmt: skip
AS_SAID, GOLD, SUGGESTION = "initial", "gold", "suggestion"  # names that nobody has
MEMORY = "import_names"
MOST_REMEMBERED = 500
MOST_NAMES = 2
"""So many owners of layers stand in their box; all stand in its tip."""


class ImportDialog(QDialog):
    """Shows what would come; accepted, `report` says what came."""

    def __init__(self, session: Session, paths: Sequence[Path], text_look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import"))
        self._session, self._paths = session, list(paths)
        self._left: list[Path] = []
        self._wish = Wish()
        self.report = ImportReport()
        self.found: Preview | None = None
        self.formats, self.encodings, self.units = QComboBox(), QComboBox(), QComboBox()
        self.layers, self.existing = QComboBox(), QComboBox()
        self.column, self.texts = QComboBox(), QPushButton(_("Choose a folder…"))
        self._text_from = ""
        self.told, self.problems, self.bar = QLabel(), QListWidget(), QProgressBar()
        self.table = MappingTable(session.scheme)
        self.pane = PreviewPane(session.scheme, text_look)
        self.tabs = QTabWidget()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = self.buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.texts.setAutoDefault(False)  # hidden at first: as the default it would swallow Enter
        self._looking, self._bringing = Work(self), Work(self)
        self._fill()
        self._lay_out()
        self._wire()
        self.look()

    # ---- shape ---------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.formats.addItem(_("found out"), "")
        for each in FORMATS:
            if each.reads:
                self.formats.addItem(_(each.title), each.name)
        self.encodings.addItem(_("found out"), "")
        for name in ENCODINGS:
            self.encodings.addItem(name, name)
        self.units.addItem(_("found out"), "")
        for unit, title in UNITS:
            self.units.addItem(_(title), unit)
        for mode, title in EXISTING:
            self.existing.addItem(_(title), mode)
        own = self._session.annotator
        self.layers.addItem(_("annotations of %(name)s") % {"name": own}, own)
        for name in self._session.project.queries.annotators():
            if name != own:
                self.layers.addItem(_("annotations of %(name)s") % {"name": name}, name)
        self.layers.addItem(_("gold"), GOLD)
        self.layers.addItem(_("suggestions"), SUGGESTION)

    def _lay_out(self) -> None:
        first, second = QFormLayout(), QFormLayout()
        rows = (
            (first, _("Format"), self.formats), (first, _("Encoding"), self.encodings),
            (first, _("Offsets count"), self.units), (second, _("Becomes the layer"), self.layers),
            (second, _("Texts that are there already"), self.existing),
        )  # fmt: skip
        for form, title, box in rows:
            box.setAccessibleName(title)
            form.addRow(title, box)
        self.column.setEditable(True)
        for title, widget in ((_("Column of the texts"), self.column), (_("The texts are in"), self.texts)):
            widget.setAccessibleName(title)
            first.addRow(title, widget)
            first.setRowVisible(widget, False)
        self._asking = first
        top = QHBoxLayout()
        top.addLayout(first)
        top.addLayout(second)
        self.told.setWordWrap(True)
        self.problems.setWordWrap(True)
        self.problems.setAccessibleName(_("Problems"))
        self.tabs.addTab(self.pane, _("Documents"))
        self.tabs.addTab(self.table, _("Labels"))
        self.tabs.addTab(self.problems, _("Problems"))
        self.bar.hide()
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.told)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.buttons)
        self.button.setDefault(True)
        self.resize(980, 680)

    def _wire(self) -> None:
        for box in (self.formats, self.encodings, self.units):
            box.currentIndexChanged.connect(self.look)
        self.column.activated.connect(self.look)
        self.texts.clicked.connect(self.ask_texts)
        self.table.changed.connect(self._on_names)
        self.buttons.accepted.connect(self.bring)
        self.buttons.rejected.connect(self.reject)
        self._looking.finished.connect(self._on_looked)
        self._looking.failed.connect(self._on_not_looked)
        self._bringing.finished.connect(self._on_brought)
        self._bringing.failed.connect(self._on_not_brought)
        self._bringing.told.connect(self._on_told)

    def _ok(self, on: bool) -> None:
        self.button.setEnabled(on)

    # ---- looking -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look into the files anew, as format, encoding and offsets say."""
        self._looking.cancel()
        self._ok(False)
        self.told.setText(_("Looking into the files…"))
        wish = Wish(
            self.formats.currentData(), encoding=self.encodings.currentData(), offsets=self.units.currentData(),
            text_from=self._text_from, text_column=self.column.currentText(),
        )  # fmt: skip
        self._looking.start(look, self._paths, wish)

    def ask_texts(self) -> None:
        """Ask where the texts are that a file without texts is about."""
        folder = ask_folder(self, _("The texts are in"), str(self._paths[0].parent))
        if folder is not None:
            self.take_texts_from(folder)

    def take_texts_from(self, folder: Path) -> None:
        """Look for the texts there."""
        self._text_from = str(folder)
        self.texts.setText(folder.name or str(folder))
        self.look()

    def _ask_for(self, error: UserError) -> QWidget | None:
        """Show what must be said before the file can be read; the widget that asks for it."""
        said = error.arguments
        if "names" in said:  # a table, and nothing says which column holds the texts
            self._asking.setRowVisible(self.column, True)
            if not self.column.count():
                self.column.addItems(str(said["names"]).split(", "))
                self.column.setCurrentIndex(-1)
            return self.column
        if str(said.get("reason", error)).endswith(NO_TEXTS):
            self._asking.setRowVisible(self.texts, True)
            return self.texts
        return self.units if "units" in said else self.formats if "formats" in said else None

    def _on_looked(self, found: object) -> None:
        assert isinstance(found, Preview)
        self.found = found
        names = self._known_names(found)
        self.table.show_names(found, names)
        self._offer_layers(found)
        there = self._there(found)
        self.pane.show_documents(found.shown, names, there & set(range(len(found.shown))))
        self._show_problems(found.problems)
        self.told.setText(self._summary(found, len(there)))
        titles = {each.name: _(each.title) for each in FORMATS}
        self._show_found(self.formats, [titles.get(name, name) for name in found.formats])
        self._show_found(self.encodings, found.encodings)
        self._show_found(self.units, [_(dict(UNITS).get(unit, unit)) for unit in found.offset_units])
        self._ok(found.documents > 0)

    def _on_not_looked(self, error: object) -> None:
        """A file that cannot be read, or of which something must be said: what, stands at the top of its list."""
        assert isinstance(error, UserError)
        self.found = None
        self.told.setText(speak(error.message, error.arguments))
        self.table.show_names(Preview(), NameMap())
        self.pane.show_documents([], NameMap(), set())
        self._show_problems([Problem("", error.message, tuple(error.arguments.items()))])
        asked = self._ask_for(error)
        if asked is not None:
            asked.setFocus()
        self._ok(False)

    def _known_names(self, found: Preview) -> NameMap:
        old = remembered(self._session.settings.get(MEMORY))
        new = proposed(found.spans, self._session.scheme)
        labels = {name: target for name, target in {**new.labels, **old.labels}.items()
                  if name in found.spans or name in found.relations}  # fmt: skip
        return NameMap(labels, {key: name for key, name in old.attributes.items() if key[0] in found.spans})

    def _offer_layers(self, found: Preview) -> None:
        """Layers that the file names keep their owners unless the user says otherwise."""
        says = sorted(found.people) + [kind for kind in ("gold", "suggestion") if found.kinds[kind]]
        place = self.layers.findData(AS_SAID)
        if place >= 0:
            self.layers.removeItem(place)
        if says:
            names = {"gold": _("gold"), "suggestion": _("suggestions")}
            shown = [names.get(each, each) for each in says]
            short = ", ".join(shown[:MOST_NAMES]) + (" …" if len(shown) > MOST_NAMES else "")
            self.layers.insertItem(0, _("as the file says: %(names)s") % {"names": short}, AS_SAID)
            self.layers.setItemData(0, ", ".join(shown), Qt.ItemDataRole.ToolTipRole)
            self.layers.setCurrentIndex(0)

    def _there(self, found: Preview) -> set[int]:
        queries = self._session.project.queries
        return {place for place, digest in enumerate(found.digests) if queries.document_with_text(digest)}

    def _summary(self, found: Preview, there: int) -> str:
        parts = [counted("%(count)s document", "%(count)s documents", found.documents)]
        if not found.complete:
            parts[0] += " " + _("(the beginning of a long file)")
        if there:
            parts.append(counted("%(count)s is in the project already", "%(count)s are in the project already", there))
        parts += [f"{label} {count}" for label, count in sorted(found.spans.items(), key=lambda pair: -pair[1])[:8]]
        if found.tags:
            parts.append(_("tags: %(tags)s") % {"tags": ", ".join(found.tags)})
        return " · ".join(parts)

    def _show_found(self, box: QComboBox, values: list[str]) -> None:
        said = _("found out: %(value)s") % {"value": ", ".join(values)} if values else _("found out")
        box.setItemText(0, said)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems.clear()
        self.problems.addItems([spoken(each) for each in problems])
        title = _("Problems")
        self.tabs.setTabText(2, f"{title} ({len(problems)})" if problems else title)

    def _on_names(self) -> None:
        names = self.table.valid_names()
        self._ok(names is not None and self.found is not None)
        if names is None:
            self.told.setText(_("Attributes are set as name=value"))
        else:
            self.pane.show_names(names)

    # ---- bringing ------------------------------------------------------------------------------------

    def wish(self) -> Wish:
        """What the dialog says about the files."""
        chosen = str(self.layers.currentData())
        kind = chosen if chosen in {GOLD, SUGGESTION} else "annotation"
        annotator = "" if chosen in {AS_SAID, GOLD, SUGGESTION} else chosen
        return Wish(
            self.formats.currentData(), cast("LayerKind", kind), annotator, self.encodings.currentData(),
            self.units.currentData(), self.table.valid_names() or NameMap(),
            cast("Existing", self.existing.currentData()), self._text_from, self.column.currentText(),
        )  # fmt: skip

    def bring(self) -> None:
        """Take the files in, one after the other, in a worker."""
        if self.found is None or self._bringing.busy:
            return
        self._wish = self.wish()
        self._remember(self._wish.names)
        self._left = list(self._paths)
        self._ok(False)
        for widget in (self.formats, self.encodings, self.units, self.layers, self.existing, self.column, self.texts,
                       self.tabs):  # fmt: skip
            widget.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._next()

    def _remember(self, names: NameMap) -> None:
        if not names:
            return
        old = remembered(self._session.settings.get(MEMORY))
        kept = NameMap({**old.labels, **names.labels}, {**old.attributes, **names.attributes}).to_list()
        self._session.settings.set(MEMORY, kept[-MOST_REMEMBERED:])

    def _next(self) -> None:
        if not self._left:
            self._all_there()
            return
        path = self._left[0]
        self.told.setText(_("Importing %(file)s…") % {"file": path.name})
        self._bringing.start(import_into, self._session.project.path, path, self._wish, self._session.annotator)

    def _on_told(self, done: int, count: int) -> None:
        """So much of the file is read; once all is, it is being written, and nobody knows how long that takes."""
        before = len(self._paths) - len(self._left)
        if done >= count and len(self._left) == 1:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, count * len(self._paths))
            self.bar.setValue(count * before + done)

    def _on_brought(self, part: object) -> None:
        assert isinstance(part, ImportReport)
        self.report += part
        self._left.pop(0)
        self._next()

    def _on_not_brought(self, error: object) -> None:
        assert isinstance(error, UserError)
        self.report.problems.append(Problem(self._left.pop(0).name, error.message, tuple(error.arguments.items())))
        self._next()

    def _all_there(self) -> None:
        self._session.bridge.refresh()
        self.accept()

    def reject(self) -> None:
        """Stop: the file under way leaves nothing, what came before stays."""
        stopped = self._bringing.busy
        self._bringing.cancel()
        if stopped:
            self._session.bridge.refresh()
        super().reject()

    def done(self, result: int) -> None:
        """The dialog goes, and its workers with it."""
        self._looking.close()
        self._bringing.close()
        super().done(result)
