"""The user's own suggesters: outside programs, and camel-tools where it is installed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
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

from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.core.scheme import Scheme
from annotator.core.settings import Settings
from annotator.project.outside import OutsideRound, OutsideSuggester
from annotator.project.outside_registry import (
    Registration,
    joined_command,
    register,
    registrations,
    split_command,
    unregister,
)
from annotator.suggest.camel import camel_hindrance
from annotator.ui.dialogs.report import spoken

SAMPLE = "أفادت وكالة سانا بأن 12 جندياً قتلوا، وقال المرصد السوري لحقوق الإنسان إن 30 آخرين أصيبوا."
POLL_MS = 50


class SuggestersDialog(QDialog):
    """Registers programs in the user's settings, and tries one on a sentence.

    ``names_wanted``: the user would see the project's own names.
    """

    names_wanted = Signal()

    def __init__(self, settings: Settings, scheme: Scheme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Suggesters"))
        self._settings, self._scheme = settings, scheme
        self._tried: tuple[OutsideSuggester, OutsideRound] | None = None
        self.camel = QCheckBox(_("camel-tools: names of persons and organisations"))
        self.places = QCheckBox(_("camel-tools: places too"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Outside suggesters"))
        self.name, self.command, self.seconds = QLineEdit(), QLineEdit(), QDoubleSpinBox()
        self.command.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.seconds.setRange(0.1, 3600.0)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.save_button, self.remove_button = QPushButton(_("Save")), QPushButton(_("Remove"))
        self.try_button = QPushButton(_("Try on a sentence"))
        self.names_button = QPushButton(_("Names of this project…"))
        self.names_button.setAutoDefault(False)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)
        self._set_up_camel()
        self._lay_out()
        self._wire()
        self.show_programs()

    # ---- shape ---------------------------------------------------------------------------------------

    def _set_up_camel(self) -> None:
        hindrance = camel_hindrance()
        for box, name, usual in ((self.camel, "camel", True), (self.places, "camel_places", False)):
            box.setEnabled(not hindrance)
            box.setToolTip(_(hindrance))
            box.setChecked(not hindrance and bool(self._settings.get(name, usual)))
            box.toggled.connect(lambda on, name=name: self._settings.set(name, on))

    def _lay_out(self) -> None:
        warning = QLabel(_("A program that you register runs with your rights and reads your texts."))
        warning.setWordWrap(True)
        form = QFormLayout()
        form.addRow(_("Name"), self.name)
        form.addRow(_("Command"), self.command)
        form.addRow(_("Seconds for a document"), self.seconds)
        row = QHBoxLayout()
        for button in (self.save_button, self.remove_button, self.try_button):
            row.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.names_button, alignment=Qt.AlignmentFlag.AlignLeading)
        for widget in (self.camel, self.places, warning, self.list):
            layout.addWidget(widget)
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(close)
        self.resize(560, 520)

    def _wire(self) -> None:
        self.list.currentItemChanged.connect(lambda *_items: self._show_chosen())
        self.list.itemChanged.connect(self._on_item_changed)
        self.names_button.clicked.connect(self.names_wanted)
        self.save_button.clicked.connect(self._save)
        self.remove_button.clicked.connect(self._remove)
        self.try_button.clicked.connect(self._try)

    # ---- what is shown -------------------------------------------------------------------------------

    def show_programs(self, chosen: str = "") -> None:
        """Read the registered programs anew."""
        self.list.blockSignals(True)
        self.list.clear()
        for each in registrations(self._settings):
            item = QListWidgetItem(each.name, self.list)
            item.setCheckState(Qt.CheckState.Checked if each.enabled else Qt.CheckState.Unchecked)
            if each.name == chosen or self.list.count() == 1:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._show_chosen()

    def _chosen(self) -> Registration | None:
        item = self.list.currentItem()
        name = item.text() if item is not None else ""
        return next((each for each in registrations(self._settings) if each.name == name), None)

    def _show_chosen(self) -> None:
        each = self._chosen()
        self.name.setText(each.name if each else "")
        self.command.setText(joined_command(each.command) if each else "")
        self.seconds.setValue(each.seconds if each else 20.0)
        self.remove_button.setEnabled(each is not None)

    # ---- what happens --------------------------------------------------------------------------------

    def _written(self) -> Registration:
        """The registration as it stands in the form.

        Raises:
            UserError: the command cannot be read.
        """
        former = self._chosen()
        kept = former is None or former.name != self.name.text().strip() or former.enabled
        return Registration(
            self.name.text().strip(), split_command(self.command.text()), self.seconds.value(), enabled=kept
        )

    def _save(self) -> None:
        try:
            written = self._written()
            register(self._settings, written)
        except UserError as error:
            self.told.setText(speak(error.message, error.arguments))
            return
        self.told.setText("")
        self.show_programs(written.name)

    def _remove(self) -> None:
        each = self._chosen()
        if each is not None:
            unregister(self._settings, each.name)
            self.show_programs()

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        each = next((each for each in registrations(self._settings) if each.name == item.text()), None)
        if each is not None:
            on = item.checkState() == Qt.CheckState.Checked
            register(
                self._settings, Registration(each.name, each.command, each.seconds, each.start_seconds, enabled=on)
            )

    def _try(self) -> None:
        self._end_try()
        try:
            suggester = OutsideSuggester(self._written(), self._scheme)
            self._tried = (suggester, suggester.begin("sample", SAMPLE))
        except UserError as error:
            self.told.setText(speak(error.message, error.arguments))
            return
        self.told.setText(_("Waiting for the program…"))
        self._timer.start()

    def look(self) -> None:
        """Show what the program that is being tried said, once it has."""
        if self._tried is None or not self._tried[1].done():
            return
        suggester, asked = self._tried
        if asked.error is not None:
            lines = [speak(asked.error.message, asked.error.arguments)]
        else:
            spans = asked.value.spans if asked.value is not None else ()
            lines = [counted("%(count)s suggestion", "%(count)s suggestions", len(spans))]
            lines += [f"{each.label}: {SAMPLE[each.start : each.end]}" for each in spans[:10]]
        self.told.setText("\n".join([*lines, *map(spoken, suggester.problems[:5])]))
        self._end_try()

    def _end_try(self) -> None:
        self._timer.stop()
        if self._tried is not None:
            self._tried[0].close()
            self._tried = None

    def done(self, result: int) -> None:
        """The dialog goes: a program that is being tried ends."""
        self._end_try()
        super().done(result)
