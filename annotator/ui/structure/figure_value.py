"""What a figure's words say, beside what was typed for it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.core.numbers import NumberValue, parse_number
from annotator.core.span import Span, Value
from annotator.core.suggestion import Suggestion
from annotator.ui.panels.typed_numbers import read_number, shown_number

FIGURE = "FIGURE"
NUMBERS = ("value", "value_max")


def written_number(number: NumberValue) -> str:
    """A parsed quantity in a few characters."""
    if number.value is None:
        return _("no exact number")
    upper = f" – {shown_number(number.value_max)}" if number.value_max is not None else ""
    return shown_number(number.value) + upper


def number_differs(values: Mapping[str, Value], number: NumberValue | None) -> bool:
    """Whether the value given to a figure is not what its words say."""
    if number is None:
        return False
    pairs = ((values.get("value"), number.value), (values.get("value_max"), number.value_max))
    return any(typed is not None and typed != written for typed, written in pairs)


class FigureValue(QWidget):
    """Below the attributes of a FIGURE: what its words say, live beside what is typed; hidden for everything else.

    ``taken``: the reading was asked for in place of what was typed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said, self.take = QLabel(), QPushButton(_("Take what is written"))
        self._said.setWordWrap(True)
        self._said.setObjectName("Faint")
        self._number: NumberValue | None = None
        self._values: dict[str, Value] = {}
        self._words: str | None = None
        self._changeable = False
        self.take.setAutoDefault(False)
        self.take.clicked.connect(lambda _checked: self.taken.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._said)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def text(self) -> str:
        """What is said."""
        return self._said.text()

    def show_thing(self, thing: Span | Suggestion | None, text: str) -> None:
        """Show what the words of a figure say, and whether its value says otherwise."""
        self.setVisible(thing is not None and thing.label == FIGURE)
        if thing is None or thing.label != FIGURE:
            return
        words = " ".join(text[start:end] for start, end in thing.extent)
        if words != self._words:
            self._words, self._number = words, parse_number(words)
        self._values = dict(thing.attributes)
        self._changeable = isinstance(thing, Span)
        self._compare()

    def typing(self, name: str, words: str) -> None:
        """Compare with what stands in a field while it is being typed; half a number says nothing yet."""
        if name not in NUMBERS:
            return
        try:
            self._values[name] = read_number(words)
        except ValueError:
            return
        self._compare()

    def _compare(self) -> None:
        number = self._number
        differs = number_differs(self._values, number)
        said = _("Written: %(number)s") % {"number": written_number(number)} if number else _("No number is read here")
        if differs:
            typed = " – ".join(shown for each in NUMBERS if (shown := shown_number(self._values.get(each))))
            said += "\n" + "⚠ " + _("The value %(value)s is not what is written") % {"value": typed}
        lacking = number is not None and number.value is not None and self._values.get("value") is None
        self.take.setVisible(self._changeable and (differs or lacking))
        if said != self._said.text():
            self._said.setText(said)
        name = "Heading" if differs else "Faint"
        if name != self._said.objectName():
            self._said.setObjectName(name)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)
