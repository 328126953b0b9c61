"""The adjudication page: worklist, text with lanes, decision card; every action by one key."""

from __future__ import annotations

from math import isnan

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.command import SetSetting
from annotator.core.i18n import N_, _, counted
from annotator.project.adjudication import adjudicate
from annotator.project.decisions import REASONS
from annotator.project.review_numbers import HEADLINE
from annotator.ui.boundaries import nudged, step_towards
from annotator.ui.keyboard import chord, key_name, learn
from annotator.ui.keymap import shown_chord
from annotator.ui.marking import label_title, relation_title
from annotator.ui.review.alike_dialog import AlikeDialog
from annotator.ui.review.annotator_panes import AnnotatorPanes
from annotator.ui.review.case_desk import NOTHING_TO_EDIT, CaseDesk
from annotator.ui.review.case_list import UNANIMOUS, WEIGHTS
from annotator.ui.review.decision_card import DecisionCard
from annotator.ui.review.keys import KEYS, chords, chords_of, key_id, key_title
from annotator.ui.review.lanes import GOLD_LANE, legend, links_of_case, marks_of_case
from annotator.ui.review.next_case import NextCase
from annotator.ui.review.number_dialog import EFFECT, NumberDialog
from annotator.ui.review.rules_dialog import RulesDialog
from annotator.ui.review.weights_dialog import WeightsDialog
from annotator.ui.review.wording import context
from annotator.ui.review.worklist_order import Wanted
from annotator.ui.review.worklist_panel import WorklistPanel
from annotator.ui.session import Session
from annotator.ui.text.look import Look
from annotator.ui.text.view import TextView
from annotator.ui.theme import colours

_ARROWS = {"Left": -1, "Right": 1}
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
        self.view = TextView()
        self.panes = AnnotatorPanes(self.desk)
        self.next_case = NextCase(self.desk, self.view, self)
        self.foot, self.lanes = QLabel(), QLabel()
        self.middle = QStackedWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editing = False
        self.gold_only = False
        self._foot_timer = QTimer(self)  # the line below may come after the next case is there
        self._foot_timer.setSingleShot(True)
        self._foot_timer.timeout.connect(self._show_foot)
        self._question = ""
        self._document = ""
        self.dialog: AlikeDialog | RulesDialog | WeightsDialog | None = None
        self._keys = chords(session.settings.get("keys", {}))
        self._lay_out()
        self._wire()
        self.show_look(Look())

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(_("Text with the annotators' answers"))
        self.middle.addWidget(self.view)
        self.middle.addWidget(self.panes)
        centre = QFrame()
        centre.setObjectName("Panel")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.lanes, self.foot):
            label.setObjectName("Faint")
            label.setContentsMargins(10, 6, 10, 6)
        column.addWidget(self.lanes)
        column.addWidget(self.middle, 1)
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
        layout.addWidget(self.foot)

    def _wire(self) -> None:
        desk = self.desk
        desk.case_changed.connect(self._on_case_changed)
        desk.draft_changed.connect(self._show_marks)
        desk.list_changed.connect(self._foot_timer.start)
        desk.case_changed.connect(self._foot_timer.start)
        desk.told.connect(self.told)
        self.card.accepted.connect(self._on_answer_clicked)
        self.card.pressed.connect(lambda name: getattr(self, name)())
        self.card.chooser.chosen.connect(self._on_chosen)
        self.card.chooser.closed.connect(self.view.setFocus)
        self.card.note.returnPressed.connect(self.view.setFocus)
        self.view.span_clicked.connect(self._on_mark_clicked)
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
        self.next_case.close()
        self.desk.close()

    # ---- what is shown -------------------------------------------------------------------------------

    def _on_case_changed(self) -> None:
        self.editing = False
        case = self.desk.case
        if case is not None and case.document != self._document:
            self._document = case.document
            self.view.set_document(self.desk.text)
        self._show_marks()
        cluster = self.desk.cluster
        if cluster is not None:
            self.view.select(cluster.start, cluster.start)
            self.view.reveal(cluster.start, cluster.end)

    def _show_marks(self) -> None:
        if self.middle.currentWidget() is self.panes:
            self.panes.show_case(self.view.look())
        self.view.set_marks(marks_of_case(self.desk, gold_only=self.gold_only))
        self.view.set_links(links_of_case(self.desk))
        relation = self.desk.relation()
        if relation is not None:
            self.view.focus_mark(self.desk.state.gold_id(relation.head))
        elif self.desk.draft is not None:
            self.view.focus_mark(GOLD_LANE)

    def _show_foot(self) -> None:
        desk = self.desk
        if not desk.ready:
            self.foot.setText(_("The layers are being read…"))
            return
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
        if not self.card.chooser.isHidden():
            return self.card.chooser.press(key_name(event), event)
        if self.editing and self._move_edge(event):
            return True
        wanted = self._keys.get(chord(event))
        if wanted is None or not self.desk.ready:
            return False
        getattr(self, wanted.method)(*wanted.arguments)
        return True

    def entries(self) -> list[tuple[str, str, str]]:
        """Everything that keys do here, for the palette: id, title, key."""
        changed = self.session.settings.get("keys", {})
        return [(key_id(each), key_title(each), next(map(shown_chord, chords_of(each, changed)), "")) for each in KEYS]

    def run(self, name: str) -> bool:
        """Do what one of the `entries` stands for; whether it is one."""
        wanted = next((each for each in KEYS if key_id(each) == name), None)
        if wanted is not None and self.desk.ready:
            getattr(self, wanted.method)(*wanted.arguments)
        return wanted is not None

    def _move_edge(self, event: QKeyEvent) -> bool:
        """Arrows move the end, with Shift the start, with Ctrl by words; the way that the eye sees."""
        direction, draft = _ARROWS.get(key_name(event)), self.desk.draft
        if direction is None or draft is None or len(draft.extent) > 1:
            return False
        (start, end), = draft.extent  # fmt: skip
        text, held = self.desk.text, event.modifiers()
        edge = "start" if held & Qt.KeyboardModifier.ShiftModifier else "end"
        unit = "word" if held & Qt.KeyboardModifier.ControlModifier else "letter"
        step = step_towards(text, start, direction)
        moved = nudged(text, start, end, edge, step, unit)  # type: ignore[arg-type]  # both are the literals wanted
        if moved != (start, end):
            self.desk.change_draft(extent=(moved,))
            self.view.reveal(*moved)
        return True

    # ---- deciding ------------------------------------------------------------------------------------

    def accept_variant(self, place: int) -> None:
        """Accept an offered answer."""
        if not self.desk.accept_variant(place):
            self.told.emit(_("There is no answer %(number)s here") % {"number": place})

    def accept(self) -> None:
        """Accept the edited answer, else the proposed one."""
        self.desk.accept()

    def accept_nothing(self) -> None:
        """Decide that nothing is to be marked."""
        self.desk.accept_nothing()

    def edit(self) -> None:
        """Begin to move the edges."""
        if self.desk.start_draft() is None:
            self.desk.tell(NOTHING_TO_EDIT)
            return
        self.editing = True
        self.desk.draft_changed.emit()
        self.told.emit(_("Arrows move the end, with Shift the start, with Ctrl by words; Enter accepts, Esc gives up"))

    def relabel(self) -> None:
        """Choose another label."""
        if self.desk.case is None or self.desk.case.relation:
            self.desk.tell(NOTHING_TO_EDIT)
            return
        scheme = self.session.scheme
        self._ask("label", _("Which label?"), [(each.name, label_title(scheme, each.name)) for each in scheme.labels])

    def edit_attributes(self) -> None:
        """Put the keyboard into the first attribute."""
        if self.desk.case is None or self.desk.case.relation or not self.card.form.focus_first():
            self.desk.tell(NOTHING_TO_EDIT)

    def reattach(self) -> None:
        """Choose what the relation's head is joined to, the nearest first."""
        relation = self.desk.relation()
        if relation is None:
            self.desk.tell(N_("Relations come once their spans are settled"))
            return
        head = self.desk.state.gold_span(self.desk.state.gold_id(relation.head))
        kind = self.session.scheme.relation(relation.type)
        if head is None or kind is None or self.desk.case is None:
            return
        near = sorted(
            (span for span in self.desk.gold_of(self.desk.case.document)
             if span.id != head.id and (not kind.tails or span.label in kind.tails)),
            key=lambda span: (abs(span.start - head.start), span.start),
        )  # fmt: skip
        title = relation_title(self.session.scheme, relation.type)
        self._ask("tail", title, [(span.id, span.covered(self.desk.text)) for span in near])

    def choose_reason(self) -> None:
        """Choose why they differ."""
        self._ask("reason", _("Why they differ"), [(name, _(title)) for name, title in REASONS.items()])

    def _ask(self, what: str, question: str, options: list[tuple[str, str]]) -> None:
        self._question = what
        self.card.chooser.ask(question, options)
        self.view.setFocus()

    def _on_chosen(self, identity: str) -> None:
        if self._question == "label":
            self.desk.change_draft(label=identity)
        elif self._question == "tail":
            self.desk.relate_to([identity])
        else:
            self.desk.reason = identity
            self.card.reasons.setCurrentIndex(self.card.reasons.findData(identity))

    def write_note(self) -> None:
        """Put the keyboard into the note; Enter goes back."""
        self.card.note.setFocus()

    def skip(self) -> None:
        """Look at the next case and at this one last."""
        self.desk.skip()

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

    def explain(self) -> None:
        """How the numbers on the page are computed."""
        NumberDialog.show_of([HEADLINE[0]], self, [_(EFFECT)])

    # ---- everything alike, rules, weights ------------------------------------------------------------

    def alike(self) -> None:
        """Preview what the edited or proposed answer would settle elsewhere."""
        desk = self.desk
        if desk.case is None or desk.case.relation:
            desk.tell(NOTHING_TO_EDIT)
            return
        place = 0 if desk.draft else desk.proposed() + 1
        from annotator.project.settling import Draft

        draft = desk.draft or Draft.of(desk.variants()[place - 1])
        cases = [(number, self._in_context(number)) for number in desk.state.alike(desk.number)]
        answer = _("nothing") if draft is None else label_title(self.session.scheme, draft.label)
        dialog = AlikeDialog(_("The answer: %(answer)s") % {"answer": answer}, cases, self)
        dialog.accepted.connect(lambda: desk.settle_alike(dialog.chosen(), place, draft))
        self._open(dialog)

    def _in_context(self, number: int) -> str:
        cluster = self.desk.state.found[number]
        before, words, after = context(self.desk.state.texts[cluster.document], cluster.start, cluster.end)
        return f"{before}[{words}]{after}"

    def open_rules(self) -> None:
        """Choose a rule, see what it would do, run it."""
        kept = self.session.project.queries.setting(UNANIMOUS, True) is not False
        dialog = RulesDialog(self.desk.state, unanimous=kept, parent=self)
        dialog.accepted.connect(lambda: self._run_rule(*dialog.chosen()))
        dialog.always.clicked.connect(
            lambda on: self.session.bridge.execute(SetSetting(UNANIMOUS, bool(on)), self.session.annotator)
        )
        self._open(dialog)

    def _run_rule(self, rule: str, threshold: float, least: int) -> None:
        report = adjudicate(
            self.session.project, rule, threshold=threshold, min_annotators=least, actor=self.session.annotator,
            state=self.desk.state,
        )  # fmt: skip
        self.desk.list_anew()
        self.desk.show(self.desk.first())
        self.told.emit(counted("The rule settled %(count)s case", "The rule settled %(count)s cases", report.settled))

    def open_weights(self) -> None:
        """Change how the worklist is ranked."""
        weights = self.desk.weights
        parts = {"effect": weights.effect, "severity": weights.severity, "reach": weights.reach}
        dialog = WeightsDialog(self.session.scheme, parts, dict(weights.severities), self)
        dialog.accepted.connect(lambda: self._set_weights(dialog.weights()))
        self._open(dialog)

    def _set_weights(self, weights: dict[str, object]) -> None:
        self.session.bridge.execute(SetSetting(WEIGHTS, weights), self.session.annotator)
        self.desk.list_anew()

    def _open(self, dialog: AlikeDialog | RulesDialog | WeightsDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        self.dialog = None
        self.view.setFocus()

    # ---- going about ---------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """To the next or the former case."""
        self.desk.step(by)

    def step_document(self, by: int) -> None:
        """To the next or the former document."""
        self.desk.step_document(by)

    def undo(self) -> None:
        """Take back the newest decision."""
        self.desk.undo()

    def redo(self) -> None:
        """Bring back the decision that was taken back last."""
        self.desk.redo()

    def toggle_blind(self) -> None:
        """Show names in place of letters, or hide them; what is decided from then on says so."""
        self.desk.blind = not self.desk.blind
        self.desk.case_changed.emit()

    def toggle_gold_only(self) -> None:
        """Show gold alone, or the answers again."""
        self.gold_only = not self.gold_only
        self._show_marks()

    def toggle_layout(self) -> None:
        """One text with lanes, or one text for each annotator."""
        beside = self.middle.currentWidget() is self.view
        self.middle.setCurrentWidget(self.panes if beside else self.view)
        self._show_marks()
        self.setFocus() if beside else self.view.setFocus()

    def leave(self) -> None:
        """Give up what is being edited."""
        self.editing = False
        self.desk.drop_draft()
        self.view.setFocus()

    def _on_answer_clicked(self, place: int) -> None:
        if place < 0:
            self.desk.accept()
        else:
            self.accept_variant(place)

    def _on_mark_clicked(self, mark: str) -> None:
        """A click on an open cluster looks at it."""
        kind, _colon, number = mark.partition(":")
        if kind == "open":
            case = next((each for each in self.desk.cases if not each.relation and each.number == int(number)), None)
            if case is not None:
                self.desk.show(case)
