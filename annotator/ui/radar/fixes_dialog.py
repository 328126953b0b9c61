"""Everything that mends alike findings, to be ticked before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.command import AddSpan, ChangeSpan, Command, RemoveRelation
from annotator.core.i18n import N_, _, counted, speak
from annotator.core.scheme import Scheme
from annotator.project.radar.finding import Finding
from annotator.ui.marking import label_title
from annotator.ui.radar.findings_model import ISOLATED, message_of

_TICKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class FixesDialog(QDialog):
    """Space ticks, Ctrl+A ticks all or none, Enter mends, Esc leaves. ``chosen`` is what was ticked at Enter."""

    def __init__(
        self, findings: Sequence[Finding], names: Mapping[str, str], scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Mend all alike"))
        self.chosen: list[Finding] = []
        self._findings = findings
        self.list = QListWidget()
        self.list.setAccessibleName(_("What would be changed"))
        for each in findings:
            self.list.addItem(_item(each, names.get(each.document, each.document), scheme))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(QLabel(_("Space ticks and unticks, Ctrl+A all of them; one undo takes all back.")))
        layout.addWidget(self.buttons)
        self.resize(820, 460)
        self.list.setFocus()
        self._count()

    def ticked(self) -> list[Finding]:
        """The findings that are ticked now."""
        rows = range(self.list.count())
        return [self._findings[row] for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(counted("Mend %(count)s finding", "Mend %(count)s findings", count))
        button.setEnabled(count > 0)

    def _take(self) -> None:
        self.chosen = self.ticked()
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter mends what is ticked; Ctrl+A ticks all, or none where all are ticked."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ticked():
            self._take()
        elif control and event.key() == Qt.Key.Key_A:
            wanted = len(self.ticked()) < len(self._findings)
            for row in range(self.list.count()):
                self.list.item(row).setCheckState(_TICKS[wanted])
        else:
            super().keyPressEvent(event)


def _item(finding: Finding, name: str, scheme: Scheme) -> QListWidgetItem:
    words = ISOLATED % finding.words.replace("\n", " ")
    item = QListWidgetItem(f"{words}    {fix_told(finding.fix, scheme)}    — {name}")
    item.setToolTip(message_of(finding, scheme))
    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(Qt.CheckState.Checked)
    return item


def fix_told(fix: Sequence[Command], scheme: Scheme) -> str:
    """What commands would do, in a few words."""
    last = fix[-1]
    if isinstance(last, AddSpan):
        return speak(N_("label as %(label)s, places: %(count)s"), {
            "label": label_title(scheme, last.label), "count": len(fix),
        })  # fmt: skip
    if isinstance(last, RemoveRelation):
        return _("remove the relation")
    if isinstance(last, ChangeSpan):
        return _change_told(last, sum(1 for each in fix if isinstance(each, ChangeSpan) and each.label), scheme)
    return ""


def _change_told(change: ChangeSpan, relabelled: int, scheme: Scheme) -> str:
    if change.label is not None:
        said = {"label": label_title(scheme, change.label), "count": relabelled}
        return speak(N_("label as %(label)s, places: %(count)s"), said)
    if change.extent is not None:
        return _("leave out what stands at the edge")
    shown = ", ".join(f"{name} = {value}" for name, value in change.attributes.items() if value is not None)
    return speak(N_("set %(what)s"), {"what": f"\u2066{shown}\u2069"})
