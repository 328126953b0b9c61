"""The project's own gazetteer: what is suggested because it was labelled, and what no more since it was rejected."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.i18n import _, speak
from annotator.project.jobs import Job, Worker
from annotator.project.names import LABELS, ProjectName, Use, names_in, ruling
from annotator.project.visibility import LEADS
from annotator.ui.marking import label_title
from annotator.ui.models.own_names import OwnNamesModel
from annotator.ui.session import Session

POLL_MS = 50


class OwnNamesDialog(QDialog):
    """Shows names and vetoes, found by a worker, and lets a lead have the last word on each; undo takes it back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Names of this project"))
        self._session = session
        self._worker = Worker()
        self._job: Job | None = None
        self.model = OwnNamesModel(session.scheme)
        self.table = QTableView()
        self.name, self.label = QLineEdit(), QComboBox()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.suggest_button, self.veto_button = QPushButton(_("Suggest")), QPushButton(_("Never suggest"))
        self.leave_button, self.forget_button = QPushButton(_("Leave to the suggesters")), QPushButton(_("Take back"))
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)
        self._fill()
        self._lay_out()
        self._wire()
        self.read()

    # ---- shape ---------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Names of this project"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("Name"))
        self.label.setAccessibleName(_("Label"))
        for each in LABELS:
            if self._session.scheme.label(each):
                self.label.addItem(label_title(self._session.scheme, each), each)

    def _lay_out(self) -> None:
        about = QLabel(_("What was labelled twice, always alike, is suggested; what was rejected twice is not."))
        about.setWordWrap(True)
        form, row = QHBoxLayout(), QHBoxLayout()
        form.addWidget(self.name, 1)
        form.addWidget(self.label)
        for button in self._buttons():
            button.setAutoDefault(False)
            row.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(close)
        self.resize(640, 520)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.suggest_button, self.veto_button, self.leave_button, self.forget_button

    def _wire(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.model.modelReset.connect(self._show_may)
        self.name.textChanged.connect(self._show_may)
        self.suggest_button.clicked.connect(lambda: self._rule("name"))
        self.veto_button.clicked.connect(lambda: self._rule("veto"))
        self.leave_button.clicked.connect(lambda: self._rule("neither"))
        self.forget_button.clicked.connect(lambda: self._rule(None))
        self._session.bridge.changed.connect(self._on_changed)

    # ---- what is shown -------------------------------------------------------------------------------

    def read(self) -> None:
        """Have the worker look through the project."""
        if self._job is None:
            self.told.setText(_("Looking through the project…"))
            self._job = self._worker.submit(names_in, self._session.project.path)
            self._timer.start()

    def look(self) -> None:
        """Show what the worker found, once it has."""
        if self._job is None or not self._job.done():
            return
        job, self._job = self._job, None
        self._timer.stop()
        if job.error is not None:
            self.told.setText(speak(job.error.message, job.error.arguments))
            return
        self.model.show(job.value if isinstance(job.value, list) else [])
        self.told.setText("" if self._may() else _("Only a lead changes this."))

    def _chosen(self) -> ProjectName | None:
        row = self.table.currentIndex().row()
        return self.model.rows()[row] if 0 <= row < len(self.model.rows()) else None

    def _show_chosen(self) -> None:
        each = self._chosen()
        if each is not None:
            self.label.setCurrentIndex(max(0, self.label.findData(each.label, int(Qt.ItemDataRole.UserRole))))
            self.name.setText(each.name)
        self._show_may()

    def _show_may(self) -> None:
        may = self._may() and bool(self.name.text().strip()) and self.label.count() > 0
        for button in self._buttons():
            button.setEnabled(may)
        key = ProjectName(str(self.label.currentData()), self.name.text(), "name").key
        self.forget_button.setEnabled(may and any(each.ruled and each.key == key for each in self.model.rows()))

    def _may(self) -> bool:
        leads = self._session.project.queries.setting(LEADS) or []
        return not self._session.project.read_only and (not leads or self._session.annotator in leads)

    # ---- what happens --------------------------------------------------------------------------------

    def _rule(self, use: Use | None) -> None:
        queries = self._session.project.queries
        command = ruling(queries, str(self.label.currentData()), self.name.text(), use)
        self._session.bridge.execute(command, self._session.annotator)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self.read()

    def done(self, result: int) -> None:
        """The dialog goes, and its worker with it."""
        self._timer.stop()
        self._session.bridge.changed.disconnect(self._on_changed)
        self._worker.kill()
        super().done(result)
