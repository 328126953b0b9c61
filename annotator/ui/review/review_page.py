"""The review page: how good the corpus is, why, and what to do next. Every figure opens its instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
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
from annotator.core.i18n import N_, _, counted
from annotator.project.drift import Point
from annotator.project.examples import with_example
from annotator.project.instances import FURTHEST, InstanceRow, Selection
from annotator.project.reader import GOLD
from annotator.project.review import all_measures, review_agenda, review_instances, review_lessons, review_numbers
from annotator.project.review_numbers import HEADLINE, ReviewNumbers
from annotator.ui.keyboard import chord, learn
from annotator.ui.marking import label_title
from annotator.ui.review.agenda_panel import AgendaPanel
from annotator.ui.review.chart import Bar, Chart, Dot, charts_there
from annotator.ui.review.collector import Collector
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.instances_panel import InstancesPanel
from annotator.ui.review.keys import explaining
from annotator.ui.review.lessons_panel import LessonsPanel
from annotator.ui.review.methods import methods_paragraph
from annotator.ui.review.number_dialog import NumberDialog
from annotator.ui.review.tile import Tile, shown_interval, shown_value
from annotator.ui.review.wording import in_guidelines
from annotator.ui.session import Session
from annotator.ui.theme import colours

AGAIN_MS = 1500
PALETTE = ("#2f6fde", "#c2410c", "#15803d", "#9333ea", "#b45309", "#0e7490", "#be185d", "#4d7c0f")
TILES = (("f1_exact", N_("F1, exact")), ("f1_overlap", N_("F1, overlap")), ("u_alpha", N_("u-alpha")))
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
        self._bootstrap = bootstrap
        self._stale: set[QWidget] = set()
        self._collector = Collector(self)
        self._again = QTimer(self)
        self.tiles = {name: Tile(_(title)) for name, title in TILES}
        self.open_tile = Tile(_("Open disagreements"))
        self.tabs = QTabWidget()
        self.instances = InstancesPanel(session.scheme)
        self.pair = QComboBox()
        self.measure = QComboBox()
        self._make_tables()
        self._lay_out()
        self._wire()
        self.show_look()

    # ---- shape ---------------------------------------------------------------------------------------

    def _make_tables(self) -> None:
        self.pairs = FiguresTable(_("Pairs of annotators"))
        self.confusion = FiguresTable(_("Confusion of labels"))
        self.labels = FiguresTable(_("By label"))
        self.documents = FiguresTable(_("By document"))
        self.slips = FiguresTable(_("Boundary slips"))
        self.drift = FiguresTable(_("Over time"))
        self.suggested = FiguresTable(_("Suggested and unsuggested"))
        self.measures = FiguresTable(_("All measures"))
        self.lessons = LessonsPanel()
        self.agenda = AgendaPanel()
        there = charts_there()
        self.slip_chart = Chart() if there else None
        self.document_chart = Chart() if there else None
        self.drift_chart = Chart() if there else None
        self.methods = QPlainTextEdit()
        self.methods.setReadOnly(True)
        self.methods.setAccessibleName(_("Methods"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 0)
        row = QHBoxLayout()
        for tile in (*self.tiles.values(), self.open_tile):
            row.addWidget(tile, 1)
        layout.addLayout(row)
        for title, parts in (
            (_("Overview"), (self._pairs_part(), self._confusion_part())),
            (_("Boundaries"), (self.slip_chart, self.slips)),
            (_("Labels"), (self.labels,)),
            (_("Documents"), (self.document_chart, self.documents)),
            (_("Over time"), (self.drift_chart, self.drift)),
            (_("Suggestions"), (self.suggested,)),
            (_("Mine and gold"), (self.lessons,)),
            (_("Agenda"), (self.agenda,)),
            (_("Measures"), (self.measures,)),
            (_("Methods"), (self.methods,)),
        ):
            self.tabs.addTab(self._tab(parts), title)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.save = QToolButton()
        self.save.setText(_("Save…"))
        self.tabs.setCornerWidget(self.save)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.instances)
        splitter.setSizes([870, 340])
        splitter.setChildrenCollapsible(False)
        layout.addWidget(splitter, 1)

    def _tab(self, parts: Sequence[QWidget | None]) -> QWidget:
        page = QFrame()
        page.setObjectName("Panel")
        column = QVBoxLayout(page)
        for part in parts:
            if part is not None:
                column.addWidget(part, 1)
        return page

    def _pairs_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self.measure.setAccessibleName(_("Measure"))
        for name, title in TILES:
            self.measure.addItem(_(title), name)
        column.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.pairs, 1)
        return part

    def _confusion_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self.pair.setAccessibleName(_("Whose labels"))
        self.pair.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        column.addWidget(self.pair, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.confusion, 1)
        return part

    def _wire(self) -> None:
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        for table in (self.pairs, self.confusion, self.labels, self.documents, self.slips, self.drift, self.suggested,
                      self.measures):  # fmt: skip
            table.opened.connect(self.open_selection)
        for chart in (self.slip_chart, self.document_chart, self.drift_chart):
            if chart is not None:
                chart.opened.connect(self.open_selection)
        self.lessons.wanted.connect(self._ask_lessons)
        self.lessons.document_wanted.connect(self.document_wanted)
        self.lessons.example_wanted.connect(self._on_example)
        self._collector.told.connect(self.told)
        for tile in self.tiles.values():
            tile.opened.connect(self._open_all)
        self.open_tile.opened.connect(lambda: self.adjudication_wanted.emit(frozenset()))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.pair.activated.connect(self._show_confusion)
        self.measure.activated.connect(self._show_pairs)
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
        path = str(self.session.project.path)
        self._collector.ask("numbers", review_numbers, (path, 0, self._bootstrap), self._on_numbers)
        self._stale = {self.measures, self.lessons, self.agenda}
        self._on_tab_changed()

    def _on_tab_changed(self) -> None:
        """What takes long is collected once it is looked at."""
        alone = (self.lessons, self.agenda, self.methods)  # they lead to the text themselves, or nowhere
        self.instances.setVisible(not any(part.isVisible() for part in alone))
        path = str(self.session.project.path)
        for part in [each for each in self._stale if each.isVisible()]:
            self._stale.discard(part)
            if part is self.measures:
                self._collector.ask("measures", all_measures, (path, 0, min(self._bootstrap, 500)), self._on_measures)
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
            self.told.emit(in_guidelines(self._label(label), words))

    def open_selection(self, wanted: Selection) -> None:
        """List the instances of a selection."""
        path = str(self.session.project.path)
        self._collector.ask("instances", review_instances, (path, wanted),
                  lambda found: self.instances.show_instances(wanted, *found))  # fmt: skip

    def busy(self) -> bool:
        """Whether something is being collected."""
        return self._collector.busy()

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.touches(kind) for kind in ("span", "layer", "document", "relation")) and self.isVisible():
            self._again.start()

    def close_page(self) -> None:
        """End the worker and hear nothing more of the project, which is about to close."""
        self._again.stop()
        self._collector.close()
        self.session.bridge.changed.disconnect(self._on_changed)

    # ---- what is shown -------------------------------------------------------------------------------

    def _on_numbers(self, numbers: ReviewNumbers) -> None:
        self.numbers = numbers
        chosen = self.pair.currentData()
        self.pair.clear()
        self.pair.addItem(_("All pairs"), None)
        for pair in numbers.confusion:
            if pair is not None:
                self.pair.addItem(f"{self._who(pair[0])} × {self._who(pair[1])}", pair)
        places = (place for place in range(self.pair.count()) if self.pair.itemData(place) == chosen)
        self.pair.setCurrentIndex(next(places, 0))
        self.lessons.show_people(numbers.annotators, self.session.annotator)
        self._show()
        self.shown.emit()

    def _show(self) -> None:
        for name, tile in self.tiles.items():
            tile.show_measure(self._measure(name))
        self._show_open()
        for table in (self.pairs, self.confusion, self.documents):
            table.tint = QColor(colours(str(self.session.settings.get("theme", "light"))).accent)
        self._show_pairs()
        self._show_confusion()
        self._show_labels()
        self._show_documents()
        self._show_slips()
        self._show_drift()
        self._show_suggested()
        self.methods.setPlainText("\n\n".join(methods_paragraph(self.numbers, code) for code in ("ar", "en")))

    def _measure(self, name: str) -> Mapping[str, Any]:
        return next(each for each in self.numbers.measures if each["measure"] == name)

    def _who(self, name: str) -> str:
        return _("gold") if name == GOLD else name

    def _label(self, name: str) -> str:
        return label_title(self.session.scheme, name) if name else _("none")

    def _show_open(self) -> None:
        different = self.numbers.confusion.get(None)
        if different is None:
            return
        counts, slips = different
        total = int(counts.sum() - counts.trace() + slips.trace())
        detail = counted("%(count)s pair of spans differs", "%(count)s pairs of spans differ", total)
        further = _("Enter: adjudicate")
        self.open_tile.show_text(str(total), f"{detail} · {further}")

    def _show_pairs(self) -> None:
        name = self.measure.currentData() or HEADLINE[0]
        people = [*self.numbers.annotators, *([GOLD] if self.numbers.has_gold else [])]
        rows = [(self._who(one), [self._pair_cell(one, other, name) for other in people]) for one in people]
        self.pairs.show_rows([self._who(each) for each in people], rows)

    def _pair_cell(self, one: str, other: str, name: str) -> Cell:
        pair = (one, other) if (one, other) in self.numbers.pairs else (other, one)
        told = self.numbers.pairs.get(pair, {}).get(name)
        if told is None:
            return Cell("" if one == other else "–", tip="" if one == other else _("no common document"))
        value = told["value"]
        tip = f"{shown_interval(told['ci'])} n = {told['n_units']}, {told['n_documents']}"
        title = f"{self._who(pair[0])} × {self._who(pair[1])}: " + _("all that differs")
        opens = Selection(pair=pair, part="different", title=title)
        return Cell(f"{shown_value(value)}  {shown_interval(told['ci'])}", opens, tip, 0.6 * (value or 0.0) ** 4)

    def _show_confusion(self) -> None:
        pair = self.pair.currentData()
        pair = tuple(pair) if pair is not None else None
        found = self.numbers.confusion.get(pair)
        if found is None:
            return
        counts, slips = found
        names = [*self.numbers.labels, ""]
        off = max((int(counts[i][j]) for i in range(len(names)) for j in range(len(names)) if i != j), default=1) or 1
        columns: list[str] = []
        for name in names:
            columns += [self._label(name), _("boundary")] if name else [_("none")]
        rows = [(self._label(name), self._confusion_row(pair, place, names, counts, slips, off))
                for place, name in enumerate(names)]  # fmt: skip
        self.confusion.show_rows(columns, rows)

    def _confusion_row(
        self, pair: tuple[str, str] | None, place: int, names: Sequence[str], counts: Any, slips: Any, off: int  # noqa: ANN401
    ) -> list[Cell]:
        """The cells of a row: equal and other labels, each with its part of other extents beside it."""
        cells = []
        for column, name in enumerate(names):
            whole, slip = int(counts[place][column]), int(slips[place][column])
            title = f"{self._label(names[place])} × {self._label(name)}"
            weight = 0.0 if place == column else whole / off
            wanted = Selection(pair=pair, labels=(names[place], name), title=title)
            cells.append(Cell(str(whole or "·"), wanted if whole else None, title, weight))
            if name:
                both = f"{title} · {_('boundary')}"
                part = Selection(pair=pair, labels=(names[place], name), part="boundary", title=both)
                cells.append(Cell(str(slip or "·"), part if slip else None, part.title, slip / off if slip else 0.0))
        return cells

    def _show_labels(self) -> None:
        rows = []
        for name in self.numbers.labels:
            cells = []
            wanted = Selection(label=name, part="different", title=f"{self._label(name)}: " + _("all that differs"))
            for measure in HEADLINE[:3]:
                told = self._measure(measure)["by_label"].get(name)
                text = f"{shown_value(told['value'])}  {shown_interval(told['ci'])}" if told else "–"
                cells.append(Cell(text, wanted))
            units = self._measure("f1_exact")["by_label"].get(name, {}).get("n_units", 0)
            rows.append((self._label(name), [*cells, Cell(str(units), Selection(label=name, title=self._label(name)))]))
        self.labels.show_rows([*(_(title) for _name, title in TILES), _("n")], rows)

    def _show_documents(self) -> None:
        theme = colours(str(self.session.settings.get("theme", "light")))
        listed = self.numbers.documents
        most = max((each[3] for each in listed), default=1) or 1
        rows, bars = [], []
        for place, (document, value, units, different) in enumerate(listed):
            name = self._document_name(document)
            wanted = Selection(documents=(document,), part="different", title=name)
            differ = Cell(str(different), wanted, weight=different / most)
            rows.append((name, [Cell(shown_value(value), wanted), differ, Cell(str(units))]))
            bars.append(Bar(place, different, theme.accent, wanted))
        self.documents.show_rows([_("F1, exact"), _("differ"), _("n")], rows)
        if self.document_chart is not None and bars:
            self.document_chart.show_bars(bars[:200], theme, _("documents, the worst first"), _("pairs that differ"))

    def _document_name(self, document: str) -> str:
        names = self.__dict__.setdefault("_names", {})
        if document not in names:
            names[document] = self.session.project.queries.document(document).name
        return str(names[document])

    def _show_slips(self) -> None:
        theme = colours(str(self.session.settings.get("theme", "light")))
        deltas = [delta for delta in range(-FURTHEST, FURTHEST + 1) if delta]
        rows, bars = [], []
        for edge, clitic, title, colour in (
            ("start", False, _("start"), theme.accent), ("start", True, _("start, a clitic alone"), theme.good),
            ("end", False, _("end"), theme.bad),
        ):  # fmt: skip
            cells = []
            for delta in deltas:
                count = self.numbers.slips.get((edge, delta, clitic), 0)
                wanted = Selection(slip=(edge, delta, clitic), title=f"{title} \u2066{delta:+d}\u2069")
                cells.append(Cell(str(count or "·"), wanted if count else None))
                if count:
                    bars.append(Bar(delta, count, colour, wanted, self._below(edge, delta, clitic), title))
            rows.append((title, cells))
        signs = {FURTHEST: "≥", -FURTHEST: "≤"}
        self.slips.show_rows([f"\u2066{signs.get(delta, '')}{delta:+d}\u2069" for delta in deltas], rows)
        if self.slip_chart is not None:
            self.slip_chart.show_bars(bars, theme, _("characters by which the second differs"), _("pairs"),
                                      [(delta, f"{delta:+d}") for delta in deltas])  # fmt: skip

    def _below(self, edge: str, delta: int, clitic: bool) -> int:
        """What is stacked below a bar."""
        slips = self.numbers.slips
        if (edge, clitic) == ("start", False):
            return 0
        below = slips.get(("start", delta, False), 0)
        return below if clitic else below + slips.get(("start", delta, True), 0)

    def _show_drift(self) -> None:
        theme = colours(str(self.session.settings.get("theme", "light")))
        rows, lines = [], []
        for number, who in enumerate(self.numbers.annotators):
            points = [each for each in self.numbers.drift if each.who == who and each.value is not None]
            rows.append((who, [self._drift_cell(each) for each in points]))
            dots = [self._dot(place, each) for place, each in enumerate(points, 1)]
            lines.append((who, PALETTE[number % len(PALETTE)], dots))
        width = max((len(cells) for _who, cells in rows), default=0)
        self.drift.show_rows([str(place) for place in range(1, width + 1)], rows)
        if self.drift_chart is not None and width:
            against = _("F1 against gold") if self.numbers.has_gold else _("F1 against the others")
            self.drift_chart.show_lines(lines, theme, _("documents in the order of work"), against, self._rules())

    def _rules(self) -> list[float]:
        """Where guidelines changed: before the first point whose work is later."""
        first = [each for each in self.numbers.drift if each.who == self.numbers.annotators[0]]
        return [
            next((place - 0.5 for place, each in enumerate(first, 1) if each.until > time), len(first) + 0.5)
            for time in self.numbers.scheme_changes
        ]

    def _point_selection(self, point: Point) -> Selection:
        title = point.who + ": " + counted("%(count)s document", "%(count)s documents", len(point.documents))
        gold = self.numbers.has_gold
        return Selection(who=point.who, gold=gold, documents=point.documents, part="different", title=title)

    def _drift_cell(self, point: Point) -> Cell:
        tip = shown_interval(point.ci) + (" " + _("agreement fell for good here") if point.alarm else "")
        return Cell(shown_value(point.value) + (" ⚠" if point.alarm else ""), self._point_selection(point), tip)

    def _dot(self, place: int, point: Point) -> Dot:
        value = point.value or 0.0
        low, high = point.ci or (value, value)
        return Dot(place, value, low, high, self._point_selection(point), point.alarm)

    def _show_suggested(self) -> None:
        rows = []
        for suggested, title in ((True, _("with a suggested span")), (False, _("without"))):
            total, same = self.numbers.suggestions.get(suggested, (0, 0))
            share = same / total if total else None
            wanted = Selection(suggested=suggested, title=title)
            differ = Selection(suggested=suggested, part="different", title=f"{title}: " + _("all that differs"))
            cells = [
                Cell(shown_value(share), differ if total else None), Cell(str(total), wanted if total else None),
                Cell(str(total - same), differ if total - same else None),
            ]  # fmt: skip
            rows.append((title, cells))
        self.suggested.show_rows([_("share that agrees"), _("pairs"), _("differ")], rows)

    def _on_measures(self, results: list[dict[str, Any]]) -> None:
        from annotator.agreement.measures import BY_NAME

        rows = []
        for each in results:
            known = BY_NAME[each["measure"]]
            value = shown_value(each["value"]) if each["value"] is not None else _(str(each.get("explanation", "")))
            left = "; ".join(f"{_(reason)}: {count}" for reason, count in each["excluded"].items())
            tip = f"{_(known.definition)}\n{known.reference}"
            cells = [Cell(value, None, tip), Cell(shown_interval(each["ci"])), Cell(str(each["n_units"])),
                     Cell(str(each["n_documents"])), Cell(left)]  # fmt: skip
            rows.append((_(known.title), cells))
        self.measures.show_rows([_("value"), _("interval"), _("n"), _("documents"), _("left out")], rows)

    def explain(self) -> None:
        """How the figures in front are computed."""
        names = list(HEADLINE) if self.tabs.currentIndex() else list(self.tiles)
        NumberDialog.show_of(names, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M says how the figures are computed."""
        learn(event)
        if chord(event) in explaining(self.session.settings.get("keys", {})):
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
        from PySide6.QtWidgets import QFileDialog

        kinds = "CSV (*.csv);;LaTeX (*.tex);;PNG (*.png);;SVG (*.svg);;Text (*.txt);;HTML (*.html)"
        place, _kind = QFileDialog.getSaveFileName(self, _("Save…"), "agreement.csv", kinds)
        if place:
            self.save_to(Path(place))

    def save_to(self, place: Path) -> bool:
        """Write what the tab in front shows: tables as CSV or LaTeX, a chart as PNG or SVG, else as text."""
        page = self.tabs.currentWidget()
        tables = page.findChildren(FiguresTable)
        charts = page.findChildren(Chart)
        try:
            if place.suffix.lower() in {".png", ".svg"}:
                if not charts:
                    self.told.emit(_("There is no chart here"))
                    return False
                charts[0].save(place)
            elif self.agenda.isVisible():
                self.agenda.save(place)
            elif not tables:
                place.write_text(self.methods.toPlainText() + "\n", "utf-8")
            else:
                written = [each.latex() if place.suffix.lower() == ".tex" else each.csv() for each in tables]
                place.write_text("\n".join(written), "utf-8")
        except OSError as error:
            self.told.emit(_("%(file)s cannot be written: %(reason)s") % {"file": place, "reason": error})
            return False
        self.told.emit(_("Saved: %(file)s") % {"file": place})
        return True


