"""The findings as a table: what is wrong, the words, where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _, language, speak
from annotator.core.scheme import Scheme, title_in
from annotator.project.radar.finding import Finding
from annotator.project.radar.lints import BY_ID
from annotator.project.reader import GOLD
from annotator.ui.models.rows import Index, RowsModel

_HEADINGS = (N_("Words"), N_("What is wrong"), N_("Document"), N_("Layer"))
ISOLATED = "\u2067%s\u2069"
"""Words of the text, from the right whatever stands around them."""


def message_of(finding: Finding, scheme: Scheme) -> str:
    """What a finding says, in the language in use; labels and kinds by their titles."""
    named = {"label", "labels", "kinds", "type"}
    titles = _titles(scheme)

    def titled(match: re.Match[str]) -> str:
        return titles.get(match.group(), match.group())

    def told(value: object) -> str:
        return re.sub(r"\w+", titled, str(value)).replace(", ", _(", "))

    return speak(
        finding.message, {name: told(value) if name in named else value for name, value in finding.arguments}
    )


def _titles(scheme: Scheme) -> dict[str, str]:
    """What labels, relations and the choices of attributes are called, by name; labels win."""
    choices = {
        name: title_in(titles, language(), name)
        for label in scheme.labels for attribute in label.attributes for name, titles in attribute.choice_titles.items()
    }  # fmt: skip
    relations = {each.name: title_in(each.titles, language(), each.name) for each in scheme.relations}
    labels = {each.name: title_in(each.titles, language(), each.name) for each in scheme.labels}
    return choices | relations | labels


def layer_title(layer: str) -> str:
    """Whose layer, for people."""
    return _("Gold") if layer == GOLD else layer


class FindingsModel(RowsModel):
    """One row per finding."""

    headings = _HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._findings: Sequence[Finding] = ()
        self._names: Mapping[str, str] = {}
        self.scheme = Scheme()

    def show_findings(self, findings: Sequence[Finding], names: Mapping[str, str]) -> None:
        """Show other findings; ``names`` are the documents' by id."""
        self.beginResetModel()
        self._findings, self._names = findings, names
        self.endResetModel()

    def rows(self) -> Sequence[Finding]:
        """The findings there are."""
        return self._findings

    def finding(self, row: int) -> Finding | None:
        """The finding of a row."""
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows; whole messages and the rule as its tip."""
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(finding, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            lint = BY_ID.get(finding.rule)
            return f"{_(lint.title) if lint else finding.rule}: {message_of(finding, self.scheme)}"
        return None

    def _cell(self, finding: Finding, column: int) -> str:
        if column == 0:
            return ISOLATED % finding.words.replace("\n", " ")
        if column == 1:
            return message_of(finding, self.scheme)
        if column == 2:
            return ISOLATED % self._names.get(finding.document, finding.document)
        return layer_title(finding.layer)
