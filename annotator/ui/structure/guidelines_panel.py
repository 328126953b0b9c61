"""The guidelines beside the text: the page of the focused span's label, in both languages, for a lead to edit."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from annotator.core.command import SetScheme
from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Label, scheme_to_dict
from annotator.core.span import Span
from annotator.ui.marking import label_title
from annotator.ui.session import Session


class GuidelinesPanel(QFrame):
    """Follows the focused span; without one it keeps the page that it shows, the first label's at the beginning."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._session = session
        self._label = ""
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("Guidelines"))
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        for title, good in ((N_("As an example"), True), (N_("As what it is not"), False)):
            button = QPushButton(_(title))
            button.clicked.connect(lambda _checked=False, to=good: self.settle(good=to))
            row.addWidget(button)
        layout.addWidget(self.page)
        layout.addLayout(row)
        session.focus_changed.connect(lambda _mark: self.follow())
        session.scheme_changed.connect(self.show_page)
        session.document_opened.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Open the page of the focused span's label."""
        focused = self._session.focused()
        first = self._session.scheme.labels[0].name if self._session.scheme.labels else ""
        self._label = focused.label if focused else self._label or first
        self.show_page()

    def show_page(self) -> None:
        """Write the page anew."""
        label = self._session.scheme.label(self._label)
        self.page.setHtml(self._html(label) if label else f"<p>{escape(_('No guidance yet'))}</p>")

    def _html(self, label: Label) -> str:
        parts = [f"<h3>{escape(label_title(self._session.scheme, label.name))}</h3>"]
        order = sorted(label.guidance, key=lambda code: code != language())
        for code in order:
            direction = "rtl" if code == "ar" else "ltr"
            parts.append(f'<p dir="{direction}">{escape(label.guidance[code])}</p>')
        for title, examples, sign in (
            (_("Examples"), label.examples, "✓"), (_("What it is not"), label.counterexamples, "✗"),
        ):  # fmt: skip
            if examples:
                items = "".join(f'<p dir="rtl">{sign} {escape(each)}</p>' for each in examples)
                parts.append(f"<h4>{escape(title)}</h4>{items}")
        return "".join(parts)

    def settle(self, *, good: bool) -> None:
        """Make the focused span's words an example (or a counterexample) of its label."""
        focused, desk = self._session.focused(), self._session.desk
        label = self._session.scheme.label(focused.label) if focused else None
        if not isinstance(focused, Span) or desk is None or label is None:
            self._session.tell(N_("Nothing is singled out: go to a span or suggestion first"))
            return
        words = focused.covered(desk.text)
        if good:
            new = replace(label, examples=tuple(dict.fromkeys((*label.examples, words))))
        else:
            new = replace(label, counterexamples=tuple(dict.fromkeys((*label.counterexamples, words))))
        scheme = self._session.scheme
        labels = tuple(new if each.name == label.name else each for each in scheme.labels)
        self._session.do(SetScheme(scheme_to_dict(replace(scheme, labels=labels))))
