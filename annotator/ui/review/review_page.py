"""The review page: how good the corpus is, why, and what to do next. Every figure opens its instances."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.project.examples import with_example
from annotator.project.instances import InstanceRow, Selection
from annotator.project.reader import GOLD
from annotator.project.review import all_measures, review_agenda, review_instances, review_lessons, review_numbers
from annotator.project.review_numbers import HEADLINE, ReviewNumbers, measure_named
from annotator.ui.keyboard import chord, learn
from annotator.ui.review.agenda_panel import AgendaPanel
from annotator.ui.review.collecting_line import CollectingLine
from annotator.ui.review.collector import Collector
from annotator.ui.review.confusion_part import ConfusionPart
from annotator.ui.review.documents_part import DocumentsPart
from annotator.ui.review.drift_part import DriftPart
from annotator.ui.review.instances_panel import InstancesPanel
from annotator.ui.review.keys import explaining
from annotator.ui.review.labels_table import LabelsTable
from annotator.ui.review.lessons_panel import LessonsPanel
from annotator.ui.review.measures_table import MeasuresTable
from annotator.ui.review.methods import methods_paragraph
from annotator.ui.review.naming import Naming
from annotator.ui.review.number_dialog import NumberDialog
from annotator.ui.review.pairs_part import PairsPart
from annotator.ui.review.saving import save_tab
from annotator.ui.review.slips_part import SlipsPart
from annotator.ui.review.suggested_table import SuggestedTable
from annotator.ui.review.tile import TILES, Tile
from annotator.ui.review.wording import in_guidelines
from annotator.ui.session import Session
from annotator.ui.theme import colours

AGAIN_MS = 1500
_STYLE = """
QFrame#Tile {{ border: 1px solid {line}; border-radius: 8px; background: {raised}; }}
QFrame#Tile:focus {{ border: 2px solid {accent}; }}
QLabel#Figure {{ font-size: 26px; font-weight: 600; }}
QTabBar::tab {{ padding-left: 7px; padding-right: 7px; }}
"""


class ReviewPage(QWidget):
    """Shows a session's numbers.

    ``document_wanted`` carries a document and a place in it, ``adjudication_wanted`` the ids of spans whose cases
    are to be decided (none: all), ``told`` a sentence; ``shown`` comes when the numbers stand on the page.
    """

    document_wanted = Signal(str, int)
    adjudication_wanted = Signal(object)
    told = Signal(str)
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, bootstrap: int = 2000) -> None:
        super().__init__(parent)
        self.session = session
        self.numbers = ReviewNumbers()
        self.bootstrap = bootstrap
        self._stale: set[QWidget] = set()
        self._collector = Collector(self)
        self.line = CollectingLine(self._collector, lambda: bool(self.numbers.measures))
        self._again = QTimer(self)
        self.tiles = {name: Tile(_(title)) for name, title in TILES}
        self.open_tile = Tile(_("Open disagreements"))
        self.tabs = QTabWidget()
        self.instances = InstancesPanel(session.scheme)
        self.naming = Naming(session)
        self.pairs, self.confusion = PairsPart(self.naming), ConfusionPart(self.naming)
        self.slips, self.documents, self.drift = (each(self.naming) for each in (SlipsPart, DocumentsPart, DriftPart))
        self.labels, self.suggested = LabelsTable(self.naming), SuggestedTable()
        self._parts = (self.pairs, self.confusion, self.slips, self.labels, self.documents, self.drift, self.suggested)
        self.measures = MeasuresTable()
        self.lessons, self.agenda = LessonsPanel(), AgendaPanel()
        self.methods = QPlainTextEdit()
        self.methods.setReadOnly(True)
        self.methods.setAccessibleName(_("Methods"))
        self.save = QToolButton()
        self._lay_out()
        self._wire()
        self.show_look()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 0)
        row = QHBoxLayout()
        for tile in (*self.tiles.values(), self.open_tile):
            row.addWidget(tile, 1)
        layout.addLayout(row)
        for title, parts in self._tabs():
            self.tabs.addTab(_tab(parts), title)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.save.setText(_("Save…"))
        self.tabs.setCornerWidget(self.save)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.instances)
        splitter.setSizes([870, 340])
        splitter.setChildrenCollapsible(False)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.line)

    def _tabs(self) -> tuple[tuple[str, tuple[QWidget, ...]], ...]:
        return (
            (_("Overview"), (self.pairs, self.confusion)), (_("Boundaries"), (self.slips,)),
            (_("Labels"), (self.labels,)), (_("Documents"), (self.documents,)), (_("Over time"), (self.drift,)),
            (_("Suggestions"), (self.suggested,)), (_("Mine and gold"), (self.lessons,)), (_("Agenda"), (self.agenda,)),
            (_("Measures"), (self.measures,)), (_("Methods"), (self.methods,)),
        )  # fmt: skip

    def _wire(self) -> None:
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        for part in self._parts:
            part.opened.connect(self.open_selection)
        self.lessons.wanted.connect(self._ask_lessons)
        self.lessons.document_wanted.connect(self.document_wanted)
        self.lessons.example_wanted.connect(self._on_example)
        self._collector.told.connect(self.told)
        self.line.wanted.connect(self.refresh)
        self.line.stopped.connect(self._on_stopped)
        for tile in self.tiles.values():
            tile.opened.connect(self._open_all)
        self.open_tile.opened.connect(lambda: self.adjudication_wanted.emit(frozenset()))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.save.clicked.connect(self._on_save)
        self.instances.chosen.connect(lambda row: self.document_wanted.emit(row.document, row.start))
        self.instances.adjudicate_wanted.connect(self._on_adjudicate)
        self.session.bridge.changed.connect(self._on_changed)

    def show_look(self) -> None:
        """Dress the page."""
        theme = str(self.session.settings.get("theme", "light"))
        self.setStyleSheet(_STYLE.format(**colours(theme)._asdict()))
        if self.numbers.measures:
            self._show()

    def _open_all(self) -> None:
        self.open_selection(Selection(part="different", title=_("All that differs")))

    # ---- the worker ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Collect the numbers anew, off this thread."""
        self._again.stop()
        self.line.halted = False
        if not self.numbers.measures:
            self._mark_tiles("…")
        path = str(self.session.project.path)
        self._collector.ask("numbers", review_numbers, (path, 0, self.bootstrap), self._on_numbers)
        self._stale = {self.measures, self.lessons, self.agenda}
        self._on_tab_changed()

    def _on_stopped(self) -> None:
        """What stands stays; tiles that wait for a first figure wait no more."""
        self._again.stop()
        if not self.numbers.measures:
            self._mark_tiles("–")

    def _mark_tiles(self, sign: str) -> None:
        for tile in (*self.tiles.values(), self.open_tile):
            tile.show_text(sign, "")

    def _on_tab_changed(self) -> None:
        """What takes long is collected once it is looked at."""
        alone = (self.lessons, self.agenda, self.methods)  # they lead to the text themselves, or nowhere
        self.instances.setVisible(not any(part.isVisible() for part in alone))
        path = str(self.session.project.path)
        for part in [each for each in self._stale if each.isVisible()]:
            self._stale.discard(part)
            if part is self.measures:
                fewer = path, 0, min(self.bootstrap, 500)
                self._collector.ask("measures", all_measures, fewer, self.measures.show_measures)
            elif part is self.agenda:
                self._collector.ask("agenda", review_agenda, (path,),
                                    lambda found: self.agenda.show_questions(self.session.scheme, found))  # fmt: skip
            else:
                self._ask_lessons(self.lessons.annotator)

    def _ask_lessons(self, who: str) -> None:
        self._collector.ask("lessons", review_lessons, (str(self.session.project.path), who),
                            lambda found: self.lessons.show_lessons(self.session.scheme, found))  # fmt: skip

    def _on_example(self, label: str, words: str, good: bool) -> None:
        """Settled words go into the guidelines of their label; one undo takes them out again."""
        command = with_example(self.session.scheme, label, words, good=good)
        if command is None:
            self.told.emit(_("The guidelines have this example already"))
        elif self.session.bridge.execute(command, self.session.annotator) is not None:
            self.told.emit(in_guidelines(self.naming.label(label), words))

    def open_selection(self, wanted: Selection) -> None:
        """List the instances of a selection."""
        path = str(self.session.project.path)
        self._collector.ask("instances", review_instances, (path, wanted),
                  lambda found: self.instances.show_instances(wanted, *found))  # fmt: skip

    def busy(self) -> bool:
        """Whether something is being collected."""
        return self._collector.busy()

    def _on_changed(self, changes: Changes) -> None:
        concerned = any(changes.touches(kind) for kind in ("span", "layer", "document", "relation"))
        if concerned and self.isVisible() and not self.line.halted:
            self._again.start()

    def close_page(self) -> None:
        """End the worker and hear nothing more of the project, which is about to close."""
        self._again.stop()
        self._collector.close()
        self.session.bridge.changed.disconnect(self._on_changed)

    # ---- what is shown -------------------------------------------------------------------------------

    def _on_numbers(self, numbers: ReviewNumbers) -> None:
        self.numbers = numbers
        self.lessons.show_people(numbers.annotators, self.session.annotator)
        self._show()
        self.shown.emit()

    def _show(self) -> None:
        for name, tile in self.tiles.items():
            tile.show_measure(measure_named(self.numbers, name))
        self._show_open()
        for part in self._parts:
            part.show_numbers(self.numbers)
        self.methods.setPlainText("\n\n".join(methods_paragraph(self.numbers, code) for code in ("ar", "en")))

    def _show_open(self) -> None:
        different = self.numbers.confusion.get(None)
        if different is None:
            return
        counts, slips = different
        total = int(counts.sum() - counts.trace() + slips.trace())
        detail = counted("%(count)s pair of spans differs", "%(count)s pairs of spans differ", total)
        further = _("Enter: adjudicate")
        self.open_tile.show_text(str(total), f"{detail} · {further}")

    def explain(self) -> None:
        """How the figures in front are computed."""
        names = list(HEADLINE) if self.tabs.currentIndex() else list(self.tiles)
        NumberDialog.show_of(names, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M says how the figures are computed; Escape stops what is under way."""
        learn(event)
        if event.key() == Qt.Key.Key_Escape and self.busy():
            self.line.stop.click()
        elif chord(event) in explaining(self.session.settings.get("keys", {})):
            self.explain()
        else:
            super().keyPressEvent(event)

    # ---- leaving -------------------------------------------------------------------------------------

    def _on_adjudicate(self, rows: list[InstanceRow]) -> None:
        """Hand the ids of the instances' spans on, so that the adjudication lists their cases alone."""
        wanted: set[str] = set()
        for row in rows:
            for who, extent, label in zip(row.pair, row.extents, row.labels, strict=True):
                if extent and who != GOLD:
                    wanted |= {each.id for each in self.session.project.queries.spans(row.document, who)
                               if each.extent == extent and each.label == label}  # fmt: skip
        self.adjudication_wanted.emit(frozenset(wanted))

    def _on_save(self) -> None:
        from annotator.ui.file_dialogs import ask_save

        kinds = "CSV (*.csv);;LaTeX (*.tex);;PNG (*.png);;SVG (*.svg);;Text (*.txt);;HTML (*.html)"
        place = ask_save(self, _("Save…"), "agreement.csv", kinds)
        if place is not None:
            self.save_to(place)

    def save_to(self, place: Path) -> bool:
        """Write what the tab in front shows (see `save_tab`); whether it was written."""
        try:
            save_tab(self.tabs.currentWidget(), place)
        except UserError as error:
            self.told.emit(speak(error.message, error.arguments))
            return False
        self.told.emit(_("Saved: %(file)s") % {"file": place})
        return True


def _tab(parts: Sequence[QWidget]) -> QWidget:
    page = QFrame()
    page.setObjectName("Panel")
    column = QVBoxLayout(page)
    for part in parts:
        column.addWidget(part, 1)
    return page
