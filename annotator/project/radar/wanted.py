"""What is asked of a survey of the radar, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotator.core.arabic import fold
from annotator.project.radar.finding import Finding


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings: of a rule, a layer, a document, a severity (empty: any), that hold some words.

    At most ``limit`` of them are asked for.
    """

    rule: str = ""
    layer: str = ""
    document: str = ""
    words: str = ""
    limit: int = 200
    severity: str = ""

    def holds(self, finding: Finding, name: str = "") -> bool:
        """Whether a finding, in a document of this name, has the wanted words."""
        hay = fold(f"{finding.words} {name} {finding.document}") if self.words else ""
        return all(word in hay for word in fold(self.words).split())


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown: how many findings each rule has, some of the wanted ones, and whose layers there are."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    dismissed: dict[str, Any] = field(default_factory=dict)
    more: bool = False
