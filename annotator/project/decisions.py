"""What was decided about disagreements, as settings of the project, one per cluster.

A setting goes through the event log like every other write: it is undone with the gold spans that were written
beside it, merges with other files, and travels with the project. So a decision that nothing is to be marked is kept
like any other, with who made it, when, why, and what it rested on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from annotator.core.command import SetSetting
from annotator.core.i18n import N_
from annotator.project.queries import Queries

Json = Any  # a plain JSON value
PREFIX = "adjudication/"
ACTIONS = ("accept", "edit", "none", "ask", "relation")
REASONS: Mapping[str, str] = {
    "overlooked": N_("One of them overlooked it"),
    "boundary": N_("The boundary was wrong"),
    "label": N_("The label was wrong"),
    "value": N_("A number or attribute was wrong"),
    "guidelines_silent": N_("The guidelines do not say"),
    "guidelines_unclear": N_("The guidelines can be read both ways"),
    "ambiguous": N_("The text itself is ambiguous"),
    "other": N_("Another reason"),
}
"""Why annotators disagreed, by id, as gettext ids."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one cluster.

    ``members`` are the ids of the spans that it rested on and ``inputs`` their fingerprint; ``gold`` the gold span
    (or, of a relation, the gold tails) that came of it, empty for nothing. ``variant`` counts the offered answers
    from 1 (0: another one); ``offered`` are their votes. ``seconds`` is how long the case was looked at.
    """

    document: str
    members: tuple[str, ...]
    inputs: str
    action: str
    by: str
    time: str = ""
    gold: tuple[str, ...] = ()
    variant: int = 0
    offered: tuple[int, ...] = ()
    reason: str = ""
    note: str = ""
    blind: bool = True
    seconds: float = 0.0
    rule: str = ""
    batch: str = ""
    type: str = ""

    @property
    def name(self) -> str:
        """The name of the setting that keeps it."""
        return setting_name(self.document, self.members, self.type)

    @property
    def settles(self) -> bool:
        """Whether the case is closed by it; a question keeps it open."""
        return self.action != "ask"


def setting_name(document: str, members: Iterable[str], type: str = "") -> str:  # noqa: A002 - a relation's type
    """The name of the setting of a cluster, which its members (and relation type) alone decide."""
    told = " ".join([type, *sorted(members)])
    return f"{PREFIX}{document}/{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def now() -> str:
    """The present moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def kept(decision: Decision) -> SetSetting:
    """The command that keeps a decision."""
    return SetSetting(decision.name, {name: value for name, value in asdict(decision).items() if value not in ("", ())})


def read(value: Mapping[str, Json]) -> Decision:
    """A decision from its setting's value; fields of a newer version are passed over."""
    known = {each.name for each in fields(Decision)}
    given = {name: tuple(part) if isinstance(part, list) else part for name, part in value.items() if name in known}
    return Decision(**({"document": "", "members": (), "inputs": "", "action": "ask", "by": ""} | given))


def decisions(queries: Queries, document: str = "") -> list[Decision]:
    """The decisions that stand (of one document, where one is named), the earliest first."""
    found = queries.settings(f"{PREFIX}{document}/" if document else PREFIX)
    every = [read(value) for value in found.values() if isinstance(value, Mapping)]
    return sorted(every, key=lambda each: (each.time, each.name))
