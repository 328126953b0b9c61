"""The adjudication page: worklist, text with lanes, decision card; every action by one key."""

from __future__ import annotations

from math import isnan
from operator import attrgetter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted
from annotator.ui.keyboard import chord, key_name, learn
from annotator.ui.keymap import shown_chord
from annotator.ui.panels.work_line import WorkLine
from annotator.ui.review.case_desk import NOTHING_TO_EDIT, CaseDesk
from annotator.ui.review.case_dialogs import CaseDialogs
from annotator.ui.review.case_edges import CaseEdges
from annotator.ui.review.case_questions import CaseQuestions
from annotator.ui.review.case_text import CaseText
from annotator.ui.review.decision_card import DecisionCard
from annotator.ui.review.keys import KEYS, ReviewKey, chords, chords_of, key_id, key_title
from annotator.ui.review.lanes import legend
from annotator.ui.review.worklist_order import Wanted
from annotator.ui.review.worklist_panel import WorklistPanel
from annotator.ui.session import Session
from annotator.ui.text.look import Look
from annotator.ui.theme import colours

_STYLE = """
QFrame#Answer {{ border: 1px solid {line}; border-radius: 6px; background: {raised}; }}
QFrame#Answer[proposed="true"] {{ border: 2px solid {accent}; }}
QLabel#Key {{ font-weight: 700; color: {accent}; }}
QPushButton#Small {{ padding: 4px 8px; }}
"""


class AdjudicationPage(QWidget):
    """Works through the open disagreements of a session's project. ``told`` carries sentences for the user."""

    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.desk = CaseDesk(session, self)
        self.worklist = WorklistPanel(self.desk)
        self.card = DecisionCard(self.desk)
        self.text = CaseText(self.desk)
        self.view = self.text.view
        self.edges = CaseEdges(self.desk, self.view, self)
        self.questions = CaseQuestions(self.desk, self.card, self.view, self)
        self.dialogs = CaseDialogs(self.desk, self)
        self.foot, self.lanes, self.line = QLabel(), QLabel(), WorkLine()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._foot_timer = QTimer(self)  # the line below may come after the next case is there
        self._foot_timer.setSingleShot(True)
        self._foot_timer.timeout.connect(self._show_foot)
        self._keys = chords(session.settings.get("keys", {}))
        self._lay_out()
        self._wire()
        self.show_look(Look())

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        centre = QFrame()
        centre.setObjectName("Panel")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.lanes, self.foot):
            label.setObjectName("Faint")
            label.setContentsMargins(10, 6, 10, 6)
        column.addWidget(self.lanes)
        column.addWidget(self.text, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.worklist, centre, self.card):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([330, 560, 330])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        below = QHBoxLayout()
        below.addWidget(self.foot, 1)
        below.addWidget(self.line, 1)
        self.line.setContentsMargins(0, 2, 8, 2)
        layout.addLayout(below)

    def _wire(self) -> None:
        desk = self.desk
        desk.list_changed.connect(self._foot_timer.start)
        desk.case_changed.connect(self._foot_timer.start)
        desk.told.connect(self.told)
        self.line.stopped.connect(desk.stop)
        self.line.wanted.connect(lambda: self.begin(desk.wanted.spans))
        self.card.accepted.connect(self._on_answer_clicked)
        self.card.pressed.connect(lambda name: self.run(f"review_{name}"))
        self.dialogs.closed.connect(self.view.setFocus)
        for watched in (self.view, self.worklist.table):
            watched.installEventFilter(self)

    def show_look(self, look: Look) -> None:
        """Dress text and card."""
        self.view.set_look(look)
        theme = str(self.session.settings.get("theme", "light"))
        sheet = _STYLE.format(**colours(theme)._asdict())
        if sheet != self.styleSheet():  # dressing all widgets anew takes a while
            self.setStyleSheet(sheet)
        self.card.show_case()

    def begin(self, spans: frozenset[str] = frozenset()) -> None:
        """Merge what all agree on and show the first open case; ``spans`` list their cases alone."""
        self._keys = chords(self.session.settings.get("keys", {}))
        self.desk.begin(Wanted(spans=spans))
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what changes while the page is seen; what changed meanwhile is read by the next `begin`."""
        self.desk.in_view = True
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Work in the text behind the page is not waited for by anything here."""
        self.desk.in_view = False
        super().hideEvent(event)

    def close_page(self) -> None:
        """Hear nothing more of the project, which is about to close."""
        self._foot_timer.stop()
        self.text.next_case.close()
        self.desk.close()

    def _show_foot(self) -> None:
        desk = self.desk
        if not desk.ready:
            self._show_reading()
            return
        self.line.rest()
        headline = desk.state.headline()
        said = _("F1 with what is settled: %(value)s") % {"value": f"\u2066{headline:.3f}\u2069"}
        parts = [
            "" if isnan(headline) else said,
            counted("%(count)s open case", "%(count)s open cases", len(desk.cases)),
            counted("%(count)s cluster in all", "%(count)s clusters in all", desk.state.comparable),
            counted("%(count)s decided in this session", "%(count)s decided in this session", desk.decided_today),
            _("names hidden") if desk.blind else _("names shown"),
        ]
        self.foot.setText(" · ".join(part for part in parts if part))
        name = desk.session.project.queries.document(desk.case.document).name if desk.case else ""
        self.lanes.setText(f"{name}    {legend(desk)}" if desk.case else "")

    def _show_reading(self) -> None:
        if self.desk.halted:
            self.foot.setText(_("Stopped: no case is listed"))
            self.line.show_stopped("")
        else:
            self.foot.setText(_("The layers are being read…"))
            self.line.begin("")

    # ---- keys ----------------------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The page's keys come before those of text and list."""
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.press(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no child wanted: Enter in a field of the card means the field, not the case."""
        if event.key() == Qt.Key.Key_Escape and not self.hasFocus():
            self.view.setFocus()
        elif not (self.hasFocus() and self.press(event)):
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it meant anything."""
        learn(event)
        if event.key() == Qt.Key.Key_Escape and self.desk.reading:
            self.desk.stop()
            return True
        if not self.card.chooser.isHidden():
            return self.card.chooser.press(key_name(event), event)
        if self.edges.press(event):
            return True
        wanted = self._keys.get(chord(event))
        if wanted is None or not self.desk.ready:
            return False
        self._do(wanted)
        return True

    def entries(self) -> list[tuple[str, str, str]]:
        """Everything that keys do here, for the palette: id, title, key."""
        changed = self.session.settings.get("keys", {})
        return [(key_id(each), key_title(each), next(map(shown_chord, chords_of(each, changed)), "")) for each in KEYS]

    def run(self, name: str) -> bool:
        """Do what one of the `entries` stands for; whether it is one."""
        wanted = next((each for each in KEYS if key_id(each) == name), None)
        if wanted is not None and self.desk.ready:
            self._do(wanted)
        return wanted is not None

    def _do(self, wanted: ReviewKey) -> None:
        attrgetter(wanted.method)(self)(*wanted.arguments)

    # ---- what needs several parts --------------------------------------------------------------------

    def accept_variant(self, place: int) -> None:
        """Accept an offered answer."""
        if not self.desk.accept_variant(place):
            self.told.emit(_("There is no answer %(number)s here") % {"number": place})

    def _on_answer_clicked(self, place: int) -> None:
        if place < 0:
            self.desk.accept()
        else:
            self.accept_variant(place)

    def ask(self) -> None:
        """Leave a question, with the note, and go on."""
        if not self.desk.ask():
            self.desk.tell(NOTHING_TO_EDIT)

    def make_example(self) -> None:
        """The words settled last become an example of their label in the guidelines."""
        self.desk.make_example(good=True)

    def make_counterexample(self) -> None:
        """The words turned down last become a counterexample of their label."""
        self.desk.make_example(good=False)

    def toggle_blind(self) -> None:
        """Show names in place of letters, or hide them; what is decided from then on says so."""
        self.desk.blind = not self.desk.blind
        self.desk.case_changed.emit()

    def toggle_layout(self) -> None:
        """One text with lanes, or one text for each annotator; the keys go where they are heard."""
        self.text.toggle_layout()
        (self if self.text.beside else self.view).setFocus()
