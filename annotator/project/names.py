"""A project's own gazetteer: names that its people gave a label twice, and vetoes, what they rejected twice.

Derived from the project's tables whenever it is asked for; only the lead's own word on a name is kept, as a setting.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from annotator.core.arabic import mention_key
from annotator.core.command import SetSetting
from annotator.core.i18n import N_
from annotator.project.project import Project
from annotator.project.queries import Queries
from annotator.suggest.own_names import OwnNames

Use = Literal["name", "veto", "neither"]
USES: dict[Use, str] = {
    "name": N_("is suggested"), "veto": N_("is never suggested"), "neither": N_("is left to the suggesters"),
}  # fmt: skip
RULINGS = "own_names"
"""The setting with the lead's word on names: rows of label, name and use."""
LABELS = ("ACTOR", "SOURCE")
TIMES = 2
"""So often a name must have been labelled, or rejected."""
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A name with a label, what is done with it, how often that was seen, and whether the lead said so."""

    label: str
    name: str
    use: Use
    times: int = 0
    kind: str = ""
    entity: str = ""
    ruled: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells names apart: label and mention key."""
        return self.label, mention_key(self.name)


def project_names(queries: Queries) -> list[ProjectName]:
    """The names and vetoes of a project, by label and name; the lead's word stands over what was derived."""
    found = {each.key: each for each in (*_vetoes(queries), *_names(queries))}
    for label, name, use in queries.setting(RULINGS) or []:
        ruled = ProjectName(label, name, use, ruled=True)
        known = found.get(ruled.key)
        found[ruled.key] = ruled if known is None else replace(known, use=use, ruled=True)
    return sorted(found.values(), key=lambda each: (each.label, each.name))


def _names(queries: Queries) -> list[ProjectName]:
    """What was labelled twice or more, and never with another label."""
    labels: dict[str, set[str]] = {}
    found: dict[str, ProjectName] = {}
    for each in queries.labelled_names():
        labels.setdefault(each.key, set()).add(each.label)
        known = found.get(each.key)
        times = each.times + (known.times if known else 0)
        best = ProjectName(each.label, each.text, "name", times, each.kind, each.entity)
        found[each.key] = best if known is None else replace(known, times=times)
    return [
        each
        for key, each in found.items()
        if len(labels[key]) == 1 and each.label in LABELS and each.times >= TIMES and len(key) >= _SHORTEST
    ]


def _vetoes(queries: Queries) -> list[ProjectName]:
    """What was rejected twice or more, and is nowhere labelled so."""
    labelled = {(each.label, each.key) for each in queries.labelled_names()}
    found: dict[tuple[str, str], ProjectName] = {}
    for label, text, times in queries.rejected_names():
        veto = ProjectName(label, text, "veto", times)
        known = found.get(veto.key)
        found[veto.key] = veto if known is None else replace(known, times=known.times + times)
    return [
        each for key, each in found.items() if key not in labelled and each.label in LABELS and each.times >= TIMES
    ]


def own_names(names: Iterable[ProjectName]) -> OwnNames:
    """Names and vetoes as the suggesters take them."""
    from annotator.suggest.gazetteer import Entry

    every = list(names)
    return OwnNames(
        tuple(Entry(each.name, each.label, each.kind, each.entity, "project") for each in every if each.use == "name"),
        frozenset(each.key for each in every if each.use == "veto"),
    )


def names_in(path: Path) -> list[ProjectName]:
    """The names of a project file; a worker asks, since the whole project is looked through.

    Raises:
        UserError: the file cannot be read.
    """
    from annotator.storage.store import Store

    with closing(Project(Store.open(path, reading=True))) as project:
        return project_names(project.queries)


def own_names_in(path: Path) -> OwnNames:
    """The names of a project file as the suggesters take them; for a worker.

    Raises:
        UserError: the file cannot be read.
    """
    return own_names(names_in(path))


def ruling(queries: Queries, label: str, name: str, use: Use | None) -> SetSetting:
    """The command with which the lead says what is done with a name; ``None`` takes the lead's word back."""
    name = " ".join(name.split())
    key = (label, mention_key(name))
    others = [row for row in queries.setting(RULINGS) or [] if (row[0], mention_key(row[1])) != key]
    rows = others if use is None else sorted([*others, [label, name, use]])
    return SetSetting(RULINGS, rows or None)
