"""Searches that a project keeps by name: they travel with it, and each is one undoable step."""

from __future__ import annotations

from annotator.core.command import Command, SetSetting
from annotator.project.queries import Queries

PREFIX = "searches/"


def saved_searches(queries: Queries) -> dict[str, str]:
    """The saved queries by name."""
    return {name.removeprefix(PREFIX): str(query) for name, query in queries.settings(PREFIX).items()}


def save_search(name: str, query: str) -> Command:
    """What keeps a query under a name, or forgets the name where the query is empty."""
    return SetSetting(PREFIX + name, query or None)
