"""How the numbers on the screen are computed: definitions and references."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from annotator.core.i18n import N_, _, right_to_left

EFFECT = N_(
    "The gain of a case is what the headline (mean pairwise F1, exact) grows by if all had given the proposed answer"
    " there. Cases are ranked by gain × severity × reach; the weights can be changed."
)


def number_html(names: Sequence[str], more: Sequence[str] = ()) -> str:
    """The definitions of measures as rich text; ``more`` are further paragraphs."""
    from annotator.agreement.measures import BY_NAME

    parts = []
    begin = f'<p dir="{"rtl" if right_to_left() else "ltr"}">'  # a title such as F1 would turn its paragraph round
    for each in (BY_NAME[name] for name in names):
        source = f"<br><small>\u2066{escape(each.reference)}\u2069</small>" if each.reference else ""
        parts.append(f"{begin}<b>{escape(_(each.title))}</b><br>{escape(_(each.definition))}{source}</p>")
    return "".join([*parts, *(f"{begin}{escape(each)}</p>" for each in more)])


class NumberDialog(QDialog):
    """A page to read; Esc closes it."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None, more: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("How the numbers are computed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = QTextBrowser()
        self.page.setHtml(number_html(names, more))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.page)
        layout.addWidget(buttons)
        self.resize(560, 420)

    @classmethod
    def show_of(cls, names: Sequence[str], parent: QWidget, more: Sequence[str] = ()) -> NumberDialog:
        """Open over a page."""
        dialog = cls(names, parent, more)
        dialog.open()
        return dialog
