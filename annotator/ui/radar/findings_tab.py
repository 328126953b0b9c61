"""Findings by rule: the rules with their counts, the findings of one, and what to do with them by key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import N_, _, counted
from annotator.project.radar.finding import Finding
from annotator.project.radar.lints import LINTS
from annotator.project.radar.wanted import View, Wanted
from annotator.ui.radar.findings_model import FindingsModel, message_of
from annotator.ui.structure.table import dress_table

TYPING_MS = 250
WIDTHS = (220, 380, 170)
SEVERITIES = (("", N_("Errors and hints")), ("error", N_("Errors only")), ("hint", N_("Hints only")))
_RULE = Qt.ItemDataRole.UserRole
DISMISSED = "dismissed"
"""The last group: what was said not to be a problem."""


class FindingsTab(QWidget):
    """``wanted_changed``: other findings are to be shown. The others say what is to be done with a finding.

    Enter goes to its place (again: to its next), F2 mends it, Shift+F2 mends all of its rule, Delete says that it is
    no problem, or takes that back.
    """

    wanted_changed = Signal()
    place_wanted = Signal(object, int)
    fix_wanted = Signal(object)
    fix_all_wanted = Signal()
    dismiss_wanted = Signal(object)
    take_back_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = QListWidget()
        self.field = QLineEdit()
        self.severities = QComboBox()
        self.table = QTableView()
        self.model = FindingsModel()
        self.said = QLabel()
        self.go = QPushButton(_("Go there"))
        self.fix = QPushButton(_("Mend"))
        self.fix_all = QPushButton(_("Mend all alike…"))
        self.dismiss = QPushButton(_("Not a problem"))
        self._view = View()
        self._at: tuple[str, int] = ("", -1)
        self._soon = QTimer(self)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.groups.setAccessibleName(_("Rules"))
        self.field.setPlaceholderText(_("Filter by words or document"))
        self.field.setAccessibleName(_("Filter by words or document"))
        self.field.setClearButtonEnabled(True)
        self.severities.setAccessibleName(_("How grave"))
        for severity, title in SEVERITIES:
            self.severities.addItem(_(title), severity)
        self.table.setModel(self.model)
        dress_table(self.table, _("Findings"))
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.said.setWordWrap(True)
        self.said.setObjectName("Faint")
        for button, key in ((self.go, "Enter"), (self.fix, "F2"), (self.fix_all, "Shift+F2"), (self.dismiss, "Delete")):
            button.setToolTip(key)
            button.setAutoDefault(False)
        right = QWidget()
        column_ = QVBoxLayout(right)
        column_.setContentsMargins(8, 0, 8, 0)  # both: margins are not mirrored for Arabic
        top = QHBoxLayout()
        top.addWidget(self.field, 1)
        top.addWidget(self.severities)
        column_.addLayout(top)
        column_.addWidget(self.table, 1)
        column_.addWidget(self.said)
        row = QHBoxLayout()
        for button in (self.go, self.fix, self.fix_all, self.dismiss):
            row.addWidget(button)
        row.addStretch(1)
        column_.addLayout(row)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.groups)
        splitter.addWidget(right)
        splitter.setSizes([270, 900])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter)

    def _wire(self) -> None:
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self.wanted_changed)
        self.field.textChanged.connect(lambda _text: self._soon.start())
        self.severities.activated.connect(lambda _row: self._on_group())
        self.groups.currentItemChanged.connect(lambda _now, _before: self._on_group())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.doubleClicked.connect(lambda _index: self._go())
        self.go.clicked.connect(self._go)
        self.fix.clicked.connect(self._fix)
        self.fix_all.clicked.connect(self._fix_all)
        self.dismiss.clicked.connect(self._dismiss)

    # ---- what is shown -------------------------------------------------------------------------------

    def rule(self) -> str:
        """The rule whose findings are shown; empty for all of them."""
        item = self.groups.currentItem()
        return str(item.data(_RULE)) if item else ""

    def severity(self) -> str:
        """How grave the findings are that are shown; empty for all of them."""
        return str(self.severities.currentData() or "")

    def show_severity(self, severity: str) -> None:
        """Choose how grave the findings are that are shown next."""
        self.severities.setCurrentIndex(max(0, self.severities.findData(severity)))

    def wanted(self, layer: str) -> Wanted:
        """The findings that are to be shown."""
        rule = self.rule()
        return Wanted("" if rule == DISMISSED else rule, layer, "", self.field.text(), severity=self.severity())

    def show_view(self, view: View) -> None:
        """Show what the radar found; the rule and the row that one stands on stay."""
        self._view = view
        rule, row = self.rule(), max(0, self.table.currentIndex().row())
        self.groups.blockSignals(True)
        self.groups.clear()
        self._group(_("Everything"), "", sum(view.counts.values()))
        for lint in LINTS:
            if view.counts.get(lint.id) or lint.id == rule:
                self._group(_(lint.title), lint.id, view.counts.get(lint.id, 0))
        if view.dismissed or rule == DISMISSED:
            self._group(_("Not a problem"), DISMISSED, len(view.dismissed))
        chosen = next((at for at in range(self.groups.count()) if self.groups.item(at).data(_RULE) == rule), 0)
        self.groups.setCurrentRow(chosen)
        self.groups.blockSignals(False)
        self._show_rows(row)

    def _group(self, title: str, rule: str, count: int) -> None:
        item = QListWidgetItem(f"{title}   \u2068{count}\u2069")
        item.setData(_RULE, rule)
        self.groups.addItem(item)

    def _show_rows(self, row: int) -> None:
        findings = _as_findings(self._view.dismissed) if self.rule() == DISMISSED else self._view.findings
        self.model.show_findings(findings, self._view.names)
        if findings:
            self.table.setCurrentIndex(self.model.index(min(row, len(findings) - 1), 0))
        self._on_row(self.table.currentIndex(), QModelIndex())

    def _on_group(self) -> None:
        self.model.show_findings((), {})
        self.wanted_changed.emit()

    def _on_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        finding = self.current()
        back = self.rule() == DISMISSED
        self.dismiss.setText(_("Take back") if back else _("Not a problem"))
        self.dismiss.setEnabled(finding is not None)
        self.go.setEnabled(finding is not None and bool(finding.document))
        self.fix.setEnabled(finding is not None and bool(finding.fix) and not back)
        self.fix_all.setEnabled(not back and any(each.fix for each in self.model.rows()))
        self.said.setText(self._told(finding))

    def _told(self, finding: Finding | None) -> str:
        if finding is None:
            return "" if self._view.counts else _("Nothing found.")
        shown = message_of(finding, self.model.scheme)
        if len(finding.places) > 1:
            shown += " — " + counted("%(count)s place", "%(count)s places", len(finding.places))
        if self._view.more:
            shown += "  " + _("(more than are shown: filter)")
        return shown

    def current(self) -> Finding | None:
        """The finding that one stands on."""
        return self.model.finding(self.table.currentIndex().row())

    # ---- what is done --------------------------------------------------------------------------------

    def _go(self) -> None:
        finding = self.current()
        if finding is None or not finding.document:
            return
        key, place = self._at
        place = (place + 1) % max(1, len(finding.places)) if key == finding.key else 0
        self._at = finding.key, place
        self.place_wanted.emit(finding, place)

    def _fix(self) -> None:
        finding = self.current()
        if finding is not None and self.fix.isEnabled():
            self.fix_wanted.emit(finding)

    def _fix_all(self) -> None:
        if self.fix_all.isEnabled():
            self.fix_all_wanted.emit()

    def _dismiss(self) -> None:
        finding = self.current()
        if finding is None:
            return
        if self.rule() == DISMISSED:
            self.take_back_wanted.emit(finding.key)
        else:
            self.dismiss_wanted.emit(finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes, F2 mends, Shift+F2 mends all alike, Delete dismisses; down leads from the filter to the table."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_F2:
            (self._fix_all if shift else self._fix)()
        elif key == Qt.Key.Key_Delete and self.table.hasFocus():
            self._dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self._go()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not self.table.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _as_findings(dismissed: dict[str, Any]) -> list[Finding]:
    """What was dismissed, as rows: the setting's name is the key by which it is taken back."""
    titles = {each.id: each.title for each in LINTS}
    return [
        Finding(
            "hint", str(value.get("rule")), str(value.get("where")), titles.get(str(value.get("rule")), ""),
            document=str(value.get("document") or ""), words=str(value.get("words") or ""), key=name,
        )
        for name, value in dismissed.items() if isinstance(value, dict)
    ]  # fmt: skip
