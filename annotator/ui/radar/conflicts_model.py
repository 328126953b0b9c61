"""What sources count differently as a table: who said how many, when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Scheme, title_in
from annotator.project.radar.conflicts import Report, Topic, shown_whom
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.radar.findings_model import ISOLATED, layer_title

VERDICTS = {"conflict": N_("Conflict"), "series": N_("Series")}


class ConflictsModel(RowsModel):
    """One row per report; the reports of one thing stand together, their first row names it."""

    headings = (N_("Figures of"), N_("What it is"), N_("Who"), N_("How many"), N_("When"), N_("Document"), N_("Layer"))

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[Topic, Report, bool]] = []
        self._names: Mapping[str, str] = {}
        self._layers: Mapping[Topic, str] = {}
        self._scheme = Scheme()

    def show_topics(
        self, topics: Sequence[Topic], layers: Mapping[Topic, str], names: Mapping[str, str], scheme: Scheme
    ) -> None:
        """Show other topics; ``layers`` says in whose they stand, ``names`` are the registry's by id."""
        self.beginResetModel()
        self._rows = [(topic, each, not place) for topic in topics for place, each in enumerate(topic.reports)]
        self._layers = layers
        self._names, self._scheme = names, scheme
        self.endResetModel()

    def rows(self) -> Sequence[object]:
        """The rows there are."""
        return self._rows

    def report(self, row: int) -> Report | None:
        """The report of a row."""
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows; the sentence as its tip."""
        if not index.isValid():
            return None
        topic, report, first = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return ISOLATED % report.sentence
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self._thing(topic) if first else "", _(VERDICTS[topic.verdict]) if first else "",
            ISOLATED % report.who if report.who else "—", ISOLATED % report.text, report.date[:10] or "—",
            ISOLATED % report.name,
            layer_title(self._layers.get(topic, "")) if first else "",
        )[index.column()]  # fmt: skip

    def _thing(self, topic: Topic) -> str:
        label = self._scheme.label("FIGURE")
        kinds = label.attribute("kind") if label else None
        kind = title_in(kinds.choice_titles.get(topic.kind, {}), language(), topic.kind) if kinds else topic.kind
        whom = shown_whom(topic.whom, self._names)
        return f"{kind} · {ISOLATED % whom}" if whom else kind
