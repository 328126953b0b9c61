"""Mine and gold: what an annotator marked otherwise than finished gold, with the reason; from here to the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.i18n import N_, _, counted
from annotator.core.scheme import Scheme
from annotator.core.span import Extent
from annotator.project.decisions import REASONS
from annotator.project.feedback import LESSON_KINDS, Lesson, Side
from annotator.ui.marking import label_title
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.wording import attributes_words, delta_words

NO_REASON = "-"
NAME_WIDTH = 200
COLUMNS = (N_("What"), N_("Mine"), N_("Gold"), N_("Why they differ"), N_("A note"))


class LessonsPanel(QWidget):
    """``wanted`` carries an annotator; ``document_wanted`` a document and a place in it.

    ``example_wanted`` carries label, words and whether they are a good example.
    """

    wanted = Signal(str)
    document_wanted = Signal(str, int)
    example_wanted = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scheme = Scheme()
        self.lessons: Sequence[Lesson] = ()
        self.shown: list[Lesson] = []
        self.who, self.kinds, self.reasons = QComboBox(), QComboBox(), QComboBox()
        self.count = QLabel()
        self.count.setObjectName("Faint")
        self.table = FiguresTable(_("Mine and gold"))
        self.table.verticalHeader().setMaximumWidth(NAME_WIDTH)
        self.good, self.bad = QPushButton(_("As an example")), QPushButton(_("As a counterexample"))
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        for box, name in ((self.who, _("Annotator")), (self.kinds, _("Differs in")), (self.reasons, _("Reason"))):
            box.setAccessibleName(name)
        self.kinds.addItem(_("All kinds"), "")
        for kind, title in LESSON_KINDS.items():
            self.kinds.addItem(_(title), kind)
        self.reasons.addItem(_("All reasons"), "")
        for reason, title in REASONS.items():
            self.reasons.addItem(_(title), reason)
        self.reasons.addItem(_("Without a reason"), NO_REASON)
        self.good.setToolTip(_("Gold's words become an example in the guidelines of its label"))
        self.bad.setToolTip(_("My words become a counterexample in the guidelines of my label"))
        head, foot = QHBoxLayout(), QHBoxLayout()
        for box in (self.who, self.kinds, self.reasons):
            head.addWidget(box)
        head.addStretch(1)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.good)
        foot.addWidget(self.bad)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.who.activated.connect(lambda: self.wanted.emit(self.annotator))
        self.kinds.activated.connect(self._show)
        self.reasons.activated.connect(self._show)
        self.table.row_opened.connect(self._on_row)
        self.table.currentCellChanged.connect(self._on_current)
        self.good.clicked.connect(lambda: self._on_example(good=True))
        self.bad.clicked.connect(lambda: self._on_example(good=False))

    @property
    def annotator(self) -> str:
        """Whose answers are shown."""
        return str(self.who.currentData() or "")

    def show_people(self, people: Sequence[str], me: str) -> None:
        """Offer the annotators, the one at the desk first chosen."""
        chosen = self.annotator or me
        self.who.clear()
        for each in people:
            self.who.addItem(each, each)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))

    def show_lessons(self, scheme: Scheme, lessons: Sequence[Lesson]) -> None:
        """Show what an annotator has otherwise."""
        self.scheme, self.lessons = scheme, lessons
        self._show()

    def _show(self) -> None:
        kind, reason = self.kinds.currentData(), self.reasons.currentData()
        self.shown = [
            each for each in self.lessons
            if kind in ("", each.kind) and (not reason or reason == (each.reason or NO_REASON))
        ]  # fmt: skip
        rows = [(each.name, [Cell(words) for words in self._words(each)]) for each in self.shown]
        self.table.show_rows([_(title) for title in COLUMNS], rows)
        told = counted("%(count)s answer differs from gold", "%(count)s answers differ from gold", len(self.shown))
        self.count.setText(told if self.lessons else _("Nothing differs in documents whose gold is finished"))
        self._on_current()

    def _words(self, lesson: Lesson) -> tuple[str, ...]:
        reason = _(REASONS[lesson.reason]) if lesson.reason in REASONS else lesson.reason
        mine, gold = (self._side(side, lesson) for side in (lesson.mine, lesson.gold))
        if lesson.kind == "boundary":
            here, there = (_moved(side, lesson) for side in (lesson.mine, lesson.gold))
            mine += f" · {delta_words(here, there, lesson.text)}"
        return _(LESSON_KINDS[lesson.kind]), mine, gold, reason, lesson.note

    def _side(self, side: Side, lesson: Lesson) -> str:
        if not side.extent:
            return _("nothing")
        words = f"{label_title(self.scheme, side.label)} «\u2068{covered(side, lesson)}\u2069»"
        if lesson.kind != "attribute":
            return words
        other = lesson.gold if side is lesson.mine else lesson.mine
        own = dict(set(side.attributes) - set(other.attributes))
        return f"{words} · {attributes_words(self.scheme, side.label, own) or _('nothing')}"

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            self.document_wanted.emit(self.shown[row].document, self.shown[row].start)

    def _lesson(self) -> Lesson | None:
        row = self.table.currentRow()
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def _on_current(self) -> None:
        lesson = self._lesson()
        self.good.setEnabled(lesson is not None and bool(lesson.gold.extent))
        self.bad.setEnabled(lesson is not None and lesson.kind in {"extra", "label", "boundary"})

    def _on_example(self, *, good: bool) -> None:
        lesson = self._lesson()
        if lesson is not None:
            side = lesson.gold if good else lesson.mine
            self.example_wanted.emit(side.label, covered(side, lesson), good)


def _moved(side: Side, lesson: Lesson) -> Extent:
    """A side's extent by offsets into the stretch of text that the lesson carries."""
    return tuple((start - lesson.start, end - lesson.start) for start, end in side.extent)


def covered(side: Side, lesson: Lesson) -> str:
    """The words that a side marks."""
    return " … ".join(lesson.text[start - lesson.start : end - lesson.start] for start, end in side.extent)
