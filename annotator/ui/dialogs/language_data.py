"""Camel-tools' language data: what there is, what is installed, and installing it while the window goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, language, speak
from annotator.project.language_data import Installation, language_data, state_sentence
from annotator.suggest.camel_data import Package, description_of
from annotator.ui.languages import shown_size

POLL_MS = 100
COLUMNS = (N_("Package"), N_("What it is for"), N_("Size"), N_("Licence"), N_("State"))


class LanguageDataDialog(QDialog):
    """Lists packages; fetches one at a time in the background. Nothing is fetched until a button is pressed."""

    def __init__(self, installation: Installation | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Language data"))
        self.installation = installation or Installation()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName(_("Language data"))
        self.tree.setHeaderLabels([_(each) for each in COLUMNS])
        for at, each in enumerate(COLUMNS):
            self.tree.headerItem().setToolTip(at, _(each))
        self.tree.currentItemChanged.connect(lambda *_items: self._enable())
        self.bar = QProgressBar()
        self.refresh_button = QPushButton(_("Fetch the list"))
        self.install_button = QPushButton(_("Install"))
        self.stop_button = QPushButton(_("Stop"))
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()
        self.show_packages()

    def _lay_out(self) -> None:
        self.refresh_button.clicked.connect(lambda: self._begin(self.installation.refresh))
        self.install_button.clicked.connect(lambda: self._begin(lambda: self.installation.install(self.chosen())))
        self.stop_button.clicked.connect(self._stop)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.refresh_button, self.install_button, self.stop_button):
            row.addWidget(button)
        row.addWidget(self.bar, 1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        for widget in (self.told, self.tree):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.resize(820, 460)

    # ---- what is shown -------------------------------------------------------------------------------

    def show_packages(self) -> None:
        """Read anew what there is; those that a suggester uses come first."""
        chosen = self.chosen()
        self.told.setText(_(state_sentence(self.installation.folder)))
        self.tree.clear()
        for each in sorted(language_data(self.installation.folder).packages, key=lambda each: not each.used):
            item = QTreeWidgetItem(self._cells(each))
            item.setData(0, Qt.ItemDataRole.UserRole, each.name)
            self.tree.addTopLevelItem(item)
            if each.name == chosen:
                self.tree.setCurrentItem(item)
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._enable()

    def _cells(self, package: Package) -> list[str]:
        state = _("installed") if package.installed else _("by hand only") if package.by_hand else _("not installed")
        size = shown_size(package.size)
        return [package.name, description_of(package, language()), size, package.licence, state]

    def chosen(self) -> str:
        """The name of the chosen package."""
        item = self.tree.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _enable(self) -> None:
        busy = self.installation.busy
        known = language_data(self.installation.folder)
        package = known.package(self.chosen())
        free = package is not None and not package.installed and not package.by_hand
        self.refresh_button.setEnabled(not busy)
        self.install_button.setEnabled(not busy and known.fetched and free)
        self.stop_button.setEnabled(busy)
        self.bar.setVisible(busy)

    # ---- what happens --------------------------------------------------------------------------------

    def _begin(self, work: object) -> None:
        assert callable(work)
        try:
            work()
        except UserError as error:
            self.told.setText(speak(error.message, error.arguments))
            return
        self.told.setText(_("Fetching…"))
        self.bar.setRange(0, 0)
        self._timer.start()
        self._enable()

    def look(self) -> None:
        """Show how far it is, or how it ended."""
        if not self.installation.done():
            self._show_step()
            return
        self._timer.stop()
        error = self.installation.error
        self.show_packages()
        if error is not None:
            self.told.setText(speak(error.message, error.arguments))

    def _show_step(self) -> None:
        step = self.installation.step()
        if step is None:
            return
        said = N_("Fetching %(package)s…") if step.stage == "download" else N_("Unpacking %(package)s…")
        self.told.setText(_(said) % {"package": step.package})
        if step.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(1000 * step.done // step.total)

    def _stop(self) -> None:
        self.installation.cancel()
        self.look()

    def done(self, result: int) -> None:
        """The dialog goes: what is under way ends."""
        self._timer.stop()
        self.installation.close()
        super().done(result)
