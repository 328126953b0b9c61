"""The decision card: the case in words, the offered answers with their keys, reason and note."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _, counted
from annotator.project.decisions import REASONS
from annotator.ui.marking import relation_title
from annotator.ui.panels.attribute_form import AttributeForm
from annotator.ui.review.answer_row import AnswerRow
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.review.chooser import Chooser
from annotator.ui.review.offers import model_of, offers
from annotator.ui.review.wording import kinds_title
from annotator.ui.theme import colours


class DecisionCard(QFrame):
    """Shows the desk's case. ``accepted`` carries an answer's place, 0 for nothing; ``pressed`` an action's id."""

    accepted = Signal(int)
    pressed = Signal(str)

    def __init__(self, desk: CaseDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._desk = desk
        self.heading, self.where, self.warning = QLabel(), QLabel(), QLabel()
        self.rows = QVBoxLayout()
        self.answers: list[AnswerRow] = []
        self._rows: list[AnswerRow] = []
        self.chooser = Chooser()
        self.form = AttributeForm()
        self.reasons = QComboBox()
        self.note = QLineEdit()
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        desk.case_changed.connect(self.show_case)
        desk.list_changed.connect(self._show_where)
        desk.draft_changed.connect(self.show_case)
        self.form.changed.connect(lambda name, value: desk.change_draft(attributes={name: value}))

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.heading.setObjectName("Heading")
        self.where.setObjectName("Faint")
        for label in (self.heading, self.where, self.warning):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(self.rows)
        column.addWidget(self.chooser)
        column.addLayout(self._button_row())
        column.addWidget(self.form)
        column.addLayout(self._remark_rows())
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _button_row(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        for part in (
            (("edit", _("Edges"), "E"), ("relabel", _("Relabel"), "T"), ("edit_attributes", _("Attributes"), "A")),
            (("alike", _("All alike"), "G"), ("skip", _("Skip"), "S"), ("ask", _("Ask"), "Q")),
        ):
            row = QHBoxLayout()
            for name, title, key in part:
                button = QPushButton(f"{title}  {key}")
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setObjectName("Small")
                button.clicked.connect(lambda _checked=False, action=name: self.pressed.emit(action))
                self.buttons[name] = button
                row.addWidget(button)
            rows.addLayout(row)
        return rows

    def _remark_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        self.reasons.setAccessibleName(_("Why they differ"))
        self.reasons.addItem(_("Why they differ") + "  (W)", "")
        for name, title in REASONS.items():
            self.reasons.addItem(_(title), name)
        self.reasons.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reasons.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reasons.activated.connect(self._on_reason)
        self.note.setPlaceholderText(_("A note") + "  (N)")
        self.note.setAccessibleName(_("A note"))
        self.note.textEdited.connect(self._on_note)
        rows.addWidget(self.reasons)
        rows.addWidget(self.note)
        return rows

    def _on_reason(self) -> None:
        self._desk.reason = self.reasons.currentData()

    def _on_note(self, text: str) -> None:
        self._desk.note = text.strip()

    # ---- the case ------------------------------------------------------------------------------------

    def show_case(self) -> None:
        """Show the case in front as it is now."""
        case = self._desk.case
        for widget in (self.form, self.reasons, self.note, *self.buttons.values()):
            widget.setVisible(case is not None)
        self._show_offers()
        if case is None:
            self._show_nothing()
            return
        self._show_where()
        if case.relation:
            self._show_relation()
        else:
            self._show_span()
        self._show_remark()

    def _show_nothing(self) -> None:
        ready = self._desk.ready
        self.heading.setText(_("Nothing is open") if ready else "")
        settled = _("All disagreements that are listed are settled.")
        reading = "" if self._desk.halted else _("The layers are being read…")
        self.where.setText(settled if ready else reading)
        self.warning.hide()

    def _show_offers(self) -> None:
        """One row for each answer; rows that are not needed now are kept for a case that has more."""
        offered = offers(self._desk)
        while len(self._rows) < len(offered):
            row = AnswerRow()
            row.accepted.connect(self.accepted)
            self.rows.addWidget(row)
            self._rows.append(row)
        self.answers = self._rows[: len(offered)]
        for row, offer in zip(self.answers, offered, strict=True):
            row.show_offer(offer)
            row.show()
        for row in self._rows[len(offered) :]:
            row.hide()

    def _show_where(self) -> None:
        """Which of how many cases this is; others come and go behind it."""
        desk = self._desk
        if desk.case is not None:
            self.where.setText(self._where(desk.cases.index(desk.case) + 1 if desk.case in desk.cases else 0))

    def _where(self, place: int) -> str:
        desk = self._desk
        parts = [_("%(place)s of %(total)s") % {"place": place or "–", "total": len(desk.cases)}]
        effect = desk.effect()
        if effect > 0:
            points = f"\u2066{effect * 100:.2f}\u2069"
            parts.append(_("agreeing here adds %(points)s points of F1") % {"points": points})
        reach = desk.case.reach if desk.case else 1
        if reach > 1:
            parts.append(counted("%(count)s alike", "%(count)s alike", reach))
        return " · ".join(parts)

    def _show_span(self) -> None:
        desk, model = self._desk, model_of(self._desk)
        assert desk.case is not None
        self.heading.setText(kinds_title(desk.case.kinds, desk.session.scheme))
        self._warn()
        label = desk.session.scheme.label(desk.draft.label if desk.draft else model.label)
        values = dict(desk.draft.attributes) if desk.draft else dict(model.attributes)
        self.form.show_attributes(label, values, desk.session.project.queries.entities(), enabled=True)
        for box in self.form.fields.values():  # entities have long names; the card is narrow
            if isinstance(box, QComboBox):
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                box.setMinimumContentsLength(4)

    def _warn(self) -> None:
        desk, sentences = self._desk, []
        standing = desk.state.stands(desk.number)
        if standing.changed:
            sentences.append(_("The inputs changed since this was decided."))
        if standing.asked and standing.decision is not None:
            sentences.append(_("Asked: %(note)s") % {"note": standing.decision.note or "؟"})
        if desk.case and "value_tenfold" in desk.case.kinds:
            values = [v for each in desk.variants() if isinstance(v := dict(each.attributes).get("value"), int | float)]
            if values and min(values) > 0:
                ratio = f"{max(values) / min(values):g}"
                sentences.append(_("The values differ by a factor of %(ratio)s.") % {"ratio": ratio})
        shown = colours(str(desk.session.settings.get("theme", "light")))
        self.warning.setText(f'<span style="color:{shown.bad}">{escape(" ".join(sentences))}</span>')
        self.warning.setVisible(bool(sentences))

    def _show_relation(self) -> None:
        desk, relation = self._desk, self._desk.relation()
        assert relation is not None
        head = desk.state.gold_span(desk.state.gold_id(relation.head))
        covered = head.covered(desk.text) if head else ""
        self.heading.setText(f"{relation_title(desk.session.scheme, relation.type)} · «\u2068{covered}\u2069»")
        self.warning.hide()
        self.form.show_attributes(None, {}, [], enabled=False)

    def _show_remark(self) -> None:
        self.reasons.setCurrentIndex(max(0, self.reasons.findData(self._desk.reason)))
        if self.note.text().strip() != self._desk.note:
            self.note.setText(self._desk.note)
