"""What a command touched: ids by kind, never how. Views compare ids and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

EVERYTHING = "*"
"""Stands for every id of its kind, after a write too large to list."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids touched, by kind, and the documents that they lie in.

    Kinds: ``document layer span relation entity suggestion suggested_relation decision annotator scheme setting``.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def touches(self, kind: str) -> bool:
        """Whether anything of this kind changed."""
        return bool(self.ids.get(kind))

    def in_document(self, document: str) -> bool:
        """Whether anything in this document changed."""
        return document in self.documents or EVERYTHING in self.documents

    def __bool__(self) -> bool:
        return any(self.ids.values())


def union(parts: Iterable[Changes]) -> Changes:
    """All of several changes as one."""
    ids: dict[str, set[str]] = {}
    documents: set[str] = set()
    for part in parts:
        documents |= part.documents
        for kind, touched in part.ids.items():
            ids.setdefault(kind, set()).update(touched)
    return Changes({kind: frozenset(touched) for kind, touched in ids.items()}, frozenset(documents))
