"""What a team agrees on and what travels with the project: who leads, who sees what, whether time is counted."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from annotator.core.command import Command, SetSetting
from annotator.core.i18n import _
from annotator.project.active_time import IN_HAND_OFFS
from annotator.project.active_time import SETTING as ACTIVE_TIME
from annotator.project.document_queries import BY_UNCERTAINTY
from annotator.project.project import Project
from annotator.project.visibility import LEADS, OPEN_LAYERS
from annotator.ui.team.names_box import NamesBox


class TeamDialog(QDialog):
    """`wishes` are the commands that keep what was changed."""

    def __init__(self, project: Project, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Team and time"))
        self._project = project
        queries = project.queries
        leads = [str(each) for each in queries.setting(LEADS) or []]
        names = dict.fromkeys([*leads, *queries.annotators(), *([annotator] if annotator else [])])
        self.leads = NamesBox(list(names), leads)
        self.open_layers = QCheckBox(_("Annotators see one another's layers"))
        self.open_layers.setChecked(bool(queries.setting(OPEN_LAYERS)))
        self.active_time = QCheckBox(_("Count active time (pauses of a minute and more are left out)"))
        self.active_time.setChecked(bool(queries.setting(ACTIVE_TIME, default=True)))
        self.in_hand_offs = QCheckBox(_("In handed-out files too"))
        self.in_hand_offs.setChecked(bool(queries.setting(IN_HAND_OFFS, default=False)))
        self.by_uncertainty = QCheckBox(_("Of the next documents, the one with the least sure suggestions comes first"))
        self.by_uncertainty.setChecked(bool(queries.setting(BY_UNCERTAINTY)))
        self._lay_out(may=not leads or annotator in leads)

    def _lay_out(self, *, may: bool) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(may)
        layout = QVBoxLayout(self)
        layout.addStrut(440)  # not the window's own least width, which would go before that of its words
        parts: list[QWidget] = [
            self._heading(_("Leads")),
            self._plain(_("Leads see every layer. While nobody is ticked, everybody sees everything.") if may
                        else _("Only a lead changes this.")),
            self.leads, self.open_layers, self.by_uncertainty, self._heading(_("Time")),
            self._plain(_("For what labelling costs, never for who is how quick. Only this file keeps it.")),
            self.active_time, self.in_hand_offs,
        ]  # fmt: skip
        for part in parts:
            part.setEnabled(may or isinstance(part, QLabel))
            layout.addWidget(part)
        layout.addWidget(self.buttons)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("Heading")
        return label

    def _plain(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("Faint")
        label.setWordWrap(True)
        return label

    def wishes(self) -> list[Command]:
        """The commands for what is not as it was."""
        queries = self._project.queries
        wanted: list[tuple[str, object, object]] = [
            (LEADS, queries.setting(LEADS) or [], list(self.leads.names())),
            (OPEN_LAYERS, bool(queries.setting(OPEN_LAYERS)), self.open_layers.isChecked()),
            (BY_UNCERTAINTY, bool(queries.setting(BY_UNCERTAINTY)), self.by_uncertainty.isChecked()),
            (ACTIVE_TIME, bool(queries.setting(ACTIVE_TIME, default=True)), self.active_time.isChecked()),
            (IN_HAND_OFFS, bool(queries.setting(IN_HAND_OFFS, default=False)), self.in_hand_offs.isChecked()),
        ]
        return [SetSetting(name, new) for name, old, new in wanted if new != old]
