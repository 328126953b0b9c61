"""Conflicts between sources: who said how many, when; updates over time as series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted
from annotator.core.scheme import Scheme
from annotator.project.radar.conflicts import Topic
from annotator.ui.radar.conflicts_model import VERDICTS, ConflictsModel
from annotator.ui.radar.findings_model import layer_title
from annotator.ui.structure.table import dress_table

WIDTHS = (150, 80, 270, 180, 100, 230)


class ConflictsTab(QWidget):
    """Enter goes to the figure in the text."""

    span_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ConflictsModel()
        self.table = QTableView()
        self.count = QLabel()
        self.verdicts = QComboBox()
        self.go = QPushButton(_("Go there"))
        self._topics: Sequence[Topic] = ()
        self._shown_with: tuple[Mapping[str, str], Scheme] = ({}, Scheme())
        self.table.setModel(self.model)
        dress_table(self.table, _("Conflicts between sources"))
        self.table.setAlternatingRowColors(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.count.setObjectName("Faint")
        self.verdicts.setAccessibleName(_("What it is"))
        for title, value in ((_("Conflicts and series"), ""), *((_(each), name) for name, each in VERDICTS.items())):
            self.verdicts.addItem(title, value)
        self.go.setToolTip("Enter")
        self.go.setAutoDefault(False)
        self._lay_out()
        self.verdicts.activated.connect(lambda _row: self._show())
        self.go.clicked.connect(self._go)
        self.table.doubleClicked.connect(lambda _index: self._go())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.verdicts)
        top.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeading)

    def show_topics(self, topics: Sequence[Topic], names: Mapping[str, str], scheme: Scheme) -> None:
        """Show what is told differently; the row that one stands on stays."""
        self._topics, self._shown_with = topics, (names, scheme)
        self._show()

    def _show(self) -> None:
        wanted, row = self.verdicts.currentData(), max(0, self.table.currentIndex().row())
        layers = _told_once([each for each in self._topics if wanted in ("", each.verdict)])
        shown = list(layers)
        self.model.show_topics(shown, layers, *self._shown_with)
        self.count.setText(
            counted("%(count)s figure told differently", "%(count)s figures told differently", len(shown))
            if shown else _("No figures are told differently.")
        )  # fmt: skip
        self.go.setEnabled(bool(shown))
        if shown:
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), 0))

    def _go(self) -> None:
        report = self.model.report(self.table.currentIndex().row())
        if report is not None:
            self.span_wanted.emit(report.span)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the figure."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)


def _told_once(topics: Sequence[Topic]) -> dict[Topic, str]:
    """Topics that several layers tell alike, once, with the layers that tell them."""
    found: dict[object, tuple[Topic, list[str]]] = {}
    for topic in topics:
        what = topic.verdict, topic.kind, tuple((each.document, each.start, each.end) for each in topic.reports)
        found.setdefault(what, (topic, []))[1].append(layer_title(topic.reports[0].layer))
    return {topic: _(", ").join(layers) for topic, layers in found.values()}
