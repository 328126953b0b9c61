"""What a figure's words say, beside what was typed for it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from annotator.core.i18n import _
from annotator.core.numbers import NumberValue, parse_number
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.ui.panels.attribute_form import shown_number

FIGURE = "FIGURE"


def written_number(number: NumberValue) -> str:
    """A parsed quantity in a few characters."""
    if number.value is None:
        return _("no exact number")
    upper = f" – {shown_number(number.value_max)}" if number.value_max is not None else ""
    return shown_number(number.value) + upper


def number_differs(thing: Span | Suggestion, number: NumberValue | None) -> bool:
    """Whether the value given to a figure is not what its words say."""
    if number is None:
        return False
    pairs = ((thing.attributes.get("value"), number.value), (thing.attributes.get("value_max"), number.value_max))
    return any(typed is not None and typed != written for typed, written in pairs)


class FigureValue(QLabel):
    """One line below the attributes of a FIGURE; hidden for everything else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setObjectName("Faint")
        self.hide()

    def show_thing(self, thing: Span | Suggestion | None, text: str) -> None:
        """Show what the words of a figure say, and whether its value says otherwise."""
        self.setVisible(thing is not None and thing.label == FIGURE)
        if thing is None or thing.label != FIGURE:
            return
        number = parse_number(" ".join(text[start:end] for start, end in thing.extent))
        differs = number_differs(thing, number)
        said = _("Written: %(number)s") % {"number": written_number(number)} if number else _("No number is read here")
        if differs:
            typed = shown_number(thing.attributes.get("value"))
            said += "\n" + "⚠ " + _("The value %(value)s is not what is written") % {"value": typed}
        self.setText(said)
        self.setObjectName("Heading" if differs else "Faint")
        self.style().unpolish(self)
        self.style().polish(self)
