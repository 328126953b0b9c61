"""A merge's report as a table: what each file brings, or would bring, to which document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _, speak
from annotator.project.merging import MergeReport
from annotator.ui.models.rows import Index, RowsModel

OUTCOMES = {
    "refused": N_("refused"), "conflict": N_("in conflict"), "new": N_("new"), "changed": N_("changed"),
    "unchanged": N_("unchanged"),
}  # fmt: skip
"""What can happen to a document, the gravest first."""


class MergeRow(NamedTuple):
    """What a file brings to a document: an outcome (see `OUTCOMES`) and why."""

    file: str
    document: str
    outcome: str
    why: str


def merge_rows(reports: Sequence[MergeReport], names: Mapping[str, str]) -> list[MergeRow]:
    """The lines of some reports, the gravest first; ``names`` are the documents' names by id."""
    rows = [row for report in reports for row in _rows(report, names)]
    order = list(OUTCOMES)
    return sorted(rows, key=lambda row: order.index(row.outcome))


def _rows(report: MergeReport, names: Mapping[str, str]) -> list[MergeRow]:
    disputed: dict[str, int] = {}
    for each in report.conflicts:
        disputed[each.document] = disputed.get(each.document, 0) + 1
    whole = {"": _("(the project)")}
    rows = [
        MergeRow(report.file, names.get(document, document), "refused", speak(why.message, dict(why.arguments)))
        for document, why in report.refused.items()
    ]
    rows += [
        MergeRow(report.file, (whole | dict(names)).get(document, document), "conflict",
                 _("%(count)s values were changed on both sides") % {"count": count})
        for document, count in disputed.items()
    ]  # fmt: skip
    for outcome, documents in (
        ("new", report.new_documents), ("changed", report.changed_documents), ("unchanged", report.unchanged_documents),
    ):  # fmt: skip
        rows += [
            MergeRow(report.file, names.get(each, each), outcome, _twin(report, each, names)) for each in documents
            if report.same_text.get(each, each) not in disputed
        ]  # fmt: skip
    return rows


def _twin(report: MergeReport, document: str, names: Mapping[str, str]) -> str:
    ours = report.same_text.get(document)
    return _("has the text of %(name)s here, and is one with it") % {"name": names.get(ours, ours)} if ours else ""


class MergeModel(RowsModel):
    """One row per file and document."""

    headings = (N_("Document"), N_("What happens"), N_("Why"), N_("File"))

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[MergeRow] = []

    def show_reports(self, reports: Sequence[MergeReport], names: Mapping[str, str]) -> None:
        """Show other reports."""
        self.beginResetModel()
        self._rows = merge_rows(reports, names)
        self.endResetModel()

    def rows(self) -> Sequence[MergeRow]:
        """The rows there are."""
        return self._rows

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        return (row.document, _(OUTCOMES[row.outcome]), row.why, f"\u2068{row.file}\u2069")[index.column()]
