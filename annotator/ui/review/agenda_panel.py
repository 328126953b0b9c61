"""The agenda on the page: what to talk about at the next meeting, the most expensive question first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.project.agenda import Question
from annotator.ui.review.agenda_words import agenda_html, agenda_text


class AgendaPanel(QWidget):
    """Shows questions; they can be written as text or as a page for a browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scheme = Scheme()
        self.questions: Sequence[Question] = ()
        self.page = QTextBrowser()
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setAccessibleName(_("Agenda"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    def show_questions(self, scheme: Scheme, questions: Sequence[Question]) -> None:
        """Show the questions."""
        self.scheme, self.questions = scheme, questions
        self.page.setHtml(agenda_html(questions, scheme))

    def save(self, place: Path) -> None:
        """Write the agenda: HTML by the file's name, else text.

        Raises:
            OSError: the place cannot be written.
        """
        html = place.suffix.lower() in {".html", ".htm"}
        place.write_text((agenda_html if html else agenda_text)(self.questions, self.scheme), "utf-8")
