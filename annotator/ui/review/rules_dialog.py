"""Rules with a dry run: what each would settle, shown before anything is written."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import N_, _, counted
from annotator.project.adjudication import Preview, preview
from annotator.project.disagreements import Disagreements
from annotator.ui.marking import label_title
from annotator.ui.review.wording import context

RULE_TITLES = {
    "unanimous": N_("All agree"), "majority": N_("Most agree"),
    "boundary": N_("They differ by clitics or punctuation alone"),
}  # fmt: skip
SHOWN = 200


class RulesDialog(QDialog):
    """Chooses a rule; the list below is its dry run. Accepted, `chosen` says what to run."""

    def __init__(self, state: Disagreements, *, unanimous: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Rules"))
        self._state = state
        self.rule, self.threshold, self.least = QComboBox(), QDoubleSpinBox(), QSpinBox()
        self.always = QCheckBox(_("Merge what all agree on when the adjudication opens"))
        self.always.setChecked(unanimous)
        self.list, self.summary = QListWidget(), QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self.dry_run()

    def _lay_out(self) -> None:
        for name, title in RULE_TITLES.items():
            self.rule.addItem(_(title), name)
        self.rule.setCurrentIndex(1)
        self.threshold.setRange(0.5, 1.0)
        self.threshold.setSingleStep(0.05)
        self.threshold.setValue(0.6)
        self.least.setRange(2, 99)
        for signal in (self.rule.currentIndexChanged, self.threshold.valueChanged, self.least.valueChanged):
            signal.connect(self.dry_run)
        form = QFormLayout()
        form.addRow(_("Rule"), self.rule)
        form.addRow(_("Share of votes at least"), self.threshold)
        form.addRow(_("Annotators at least"), self.least)
        self.buttons.button(QDialogButtonBox.StandardButton.Apply).clicked.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("What the rule would settle"))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.always)
        layout.addWidget(self.buttons)
        self.resize(680, 520)

    def chosen(self) -> tuple[str, float, int]:
        """The rule, the threshold and the least number of annotators."""
        return self.rule.currentData(), self.threshold.value(), self.least.value()

    def dry_run(self) -> None:
        """Show what the rule would settle; nothing is written."""
        rule, threshold, least = self.chosen()
        self.threshold.setEnabled(rule == "majority")
        found = preview(self._state, rule, threshold=threshold, min_annotators=least)
        self.list.clear()
        self.list.addItems([self._line(number, found) for number in list(found.outcomes)[:SHOWN]])
        nothing = sum(each.variant.is_none for each in found.outcomes.values())
        parts = [
            counted("%(count)s case would be settled", "%(count)s cases would be settled", len(found.outcomes)),
            counted("%(count)s of them as nothing", "%(count)s of them as nothing", nothing),
            counted("%(count)s decided one stays", "%(count)s decided ones stay", found.kept),
        ]
        self.summary.setText(" · ".join(parts))
        self.buttons.button(QDialogButtonBox.StandardButton.Apply).setEnabled(bool(found.outcomes or found.stale))

    def _line(self, number: int, found: Preview) -> str:
        cluster, variant = self._state.found[number], found.outcomes[number].variant
        text = self._state.texts[cluster.document]
        start, end = (cluster.start, cluster.end) if variant.is_none else (variant.extent[0][0], variant.extent[-1][1])
        before, words, after = context(text, start, end, 30)
        title = _("nothing") if variant.is_none else label_title(self._state.project.queries.scheme(), variant.label)
        return f"{title} ({len(variant.voters)}/{len(cluster.annotators)}): {before}[{words}]{after}"
