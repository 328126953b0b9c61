"""Reading a project: what the window, the command line and exports show. Nothing here writes."""

from __future__ import annotations

from annotator.project.history_queries import HistoryQueries
from annotator.project.listing import ListQueries
from annotator.project.name_queries import NameQueries
from annotator.project.project_queries import ProjectQueries, stats
from annotator.project.query_rows import (
    DocumentRow,
    LayerPlace,
    LayerRow,
    PackedSpans,
    SpanRow,
    Stats,
    SuggestedRelationRow,
    SuggestionRow,
    WholeLayer,
)
from annotator.project.reader import GOLD
from annotator.project.suggestion_queries import SuggestionQueries


class Queries(ProjectQueries, SuggestionQueries, HistoryQueries, ListQueries, NameQueries):
    """What can be asked of an open project; the questions on documents and layers come with those on suggestions."""


__all__ = ["GOLD", "DocumentRow", "LayerPlace", "LayerRow", "PackedSpans", "Queries", "SpanRow", "Stats",
           "SuggestedRelationRow", "SuggestionRow", "WholeLayer", "stats"]  # fmt: skip
