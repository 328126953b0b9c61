"""What a decision about everything alike would change: each case in its context, with a tick."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted

NUMBER = Qt.ItemDataRole.UserRole


class AlikeDialog(QDialog):
    """A list of cases (number, words in context); Space leaves one out, Enter applies to those that are ticked."""

    def __init__(self, answer: str, cases: list[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Decide everything alike"))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("Cases alike"))
        for number, words in cases:
            item = QListWidgetItem(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(NUMBER, number)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._count)
        self.answer, self.summary = QLabel(answer), QLabel()
        self.answer.setObjectName("Heading")
        self.answer.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Apply).clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        for widget in (self.answer, self.list, self.summary, self.buttons):
            layout.addWidget(widget)
        self.resize(720, 420)
        self.list.setFocus()
        self._count()

    def chosen(self) -> list[int]:
        """The numbers of the cases that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [int(item.data(NUMBER)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        number = len(self.chosen())
        self.summary.setText(counted("%(count)s case will be settled", "%(count)s cases will be settled", number))
        self.buttons.button(QDialogButtonBox.StandardButton.Apply).setEnabled(bool(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen():
                self.accept()
            return
        super().keyPressEvent(event)
