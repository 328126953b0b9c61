"""The weights of the worklist, which belong to the project."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme
from annotator.ui.review.wording import kind_title

PARTS = {
    "effect": N_("Effect on the headline, to the power of"), "severity": N_("Severity, to the power of"),
    "reach": N_("Reach, to the power of"),
}  # fmt: skip


class WeightsDialog(QDialog):
    """Exponents of the three parts, and how bad each kind of disagreement is. `weights` is what was set."""

    def __init__(
        self, scheme: Scheme, parts: dict[str, float], severities: dict[str, float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Weights of the worklist"))
        form = QFormLayout()
        self.parts = {name: self._box(parts[name], 3.0) for name in PARTS}
        for name, box in self.parts.items():
            form.addRow(_(PARTS[name]), box)
        form.addRow(QLabel(_("Severity of each kind:")))
        self.severities = {kind: self._box(value, 100.0) for kind, value in severities.items()}
        for kind, box in self.severities.items():
            form.addRow(kind_title(kind, scheme), box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _box(self, value: float, most: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(0.0, most)
        box.setSingleStep(0.5)
        box.setValue(value)
        return box

    def weights(self) -> dict[str, object]:
        """The weights as the project keeps them."""
        parts: dict[str, object] = {name: box.value() for name, box in self.parts.items()}
        return {**parts, "severities": {kind: box.value() for kind, box in self.severities.items()}}
