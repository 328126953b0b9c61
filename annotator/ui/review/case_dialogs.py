"""The dialogs of the adjudication page: everything alike, rules, weights, how numbers are computed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.core.command import SetSetting
from annotator.core.i18n import _, counted
from annotator.project.adjudication import adjudicate
from annotator.project.review_numbers import HEADLINE
from annotator.project.settling import Draft
from annotator.ui.marking import label_title
from annotator.ui.review.alike_dialog import AlikeDialog
from annotator.ui.review.case_desk import NOTHING_TO_EDIT, CaseDesk
from annotator.ui.review.case_list import UNANIMOUS, WEIGHTS
from annotator.ui.review.number_dialog import EFFECT, NumberDialog
from annotator.ui.review.rules_dialog import RulesDialog
from annotator.ui.review.weights_dialog import WeightsDialog
from annotator.ui.review.wording import context


class CaseDialogs(QObject):
    """Opens them over a page, one at a time, and carries out what they say. ``closed``: the page has the keys again."""

    closed = Signal()

    def __init__(self, desk: CaseDesk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._session, self._page = desk, desk.session, page
        self.dialog: AlikeDialog | RulesDialog | WeightsDialog | None = None

    def alike(self) -> None:
        """Preview what the edited or proposed answer would settle elsewhere."""
        desk = self._desk
        if desk.case is None or desk.case.relation:
            desk.tell(NOTHING_TO_EDIT)
            return
        place = 0 if desk.draft else desk.proposed() + 1
        draft = desk.draft or Draft.of(desk.variants()[place - 1])
        cases = [(number, self._shown_in_context(number)) for number in desk.state.alike(desk.number)]
        answer = _("nothing") if draft is None else label_title(self._session.scheme, draft.label)
        dialog = AlikeDialog(_("The answer: %(answer)s") % {"answer": answer}, cases, self._page)
        dialog.accepted.connect(lambda: desk.settle_alike(dialog.chosen(), place, draft))
        self._open(dialog)

    def _shown_in_context(self, number: int) -> str:
        cluster = self._desk.state.found[number]
        before, words, after = context(self._desk.state.texts[cluster.document], cluster.start, cluster.end)
        return f"{before}[{words}]{after}"

    def open_rules(self) -> None:
        """Choose a rule, see what it would do, run it."""
        kept = self._session.project.queries.setting(UNANIMOUS, True) is not False
        dialog = RulesDialog(self._desk.state, unanimous=kept, parent=self._page)
        dialog.accepted.connect(lambda: self._run_rule(*dialog.chosen()))
        dialog.always.clicked.connect(
            lambda on: self._session.bridge.execute(SetSetting(UNANIMOUS, bool(on)), self._session.annotator)
        )
        self._open(dialog)

    def _run_rule(self, rule: str, threshold: float, least: int) -> None:
        report = adjudicate(
            self._session.project, rule, threshold=threshold, min_annotators=least, actor=self._session.annotator,
            state=self._desk.state,
        )  # fmt: skip
        self._desk.list_anew()
        self._desk.show(self._desk.first())
        said = counted("The rule settled %(count)s case", "The rule settled %(count)s cases", report.settled)
        self._desk.told.emit(said)

    def open_weights(self) -> None:
        """Change how the worklist is ranked."""
        weights = self._desk.weights
        parts = {"effect": weights.effect, "severity": weights.severity, "reach": weights.reach}
        dialog = WeightsDialog(self._session.scheme, parts, dict(weights.severities), self._page)
        dialog.accepted.connect(lambda: self._set_weights(dialog.weights()))
        self._open(dialog)

    def _set_weights(self, weights: dict[str, object]) -> None:
        self._session.bridge.execute(SetSetting(WEIGHTS, weights), self._session.annotator)
        self._desk.list_anew()

    def explain(self) -> None:
        """How the numbers on the page are computed."""
        NumberDialog.show_of([HEADLINE[0]], self._page, [_(EFFECT)])

    def _open(self, dialog: AlikeDialog | RulesDialog | WeightsDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        self.dialog = None
        self.closed.emit()
