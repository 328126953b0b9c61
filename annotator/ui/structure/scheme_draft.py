"""A scheme being edited: plain values, and the commands that make the project's scheme and spans follow them."""

from __future__ import annotations

import copy
from typing import Any

from annotator.core.command import Command, RemoveLabel, RenameLabel, SetScheme
from annotator.core.scheme import Scheme, scheme_from_dict, scheme_to_dict

Json = Any  # a plain JSON value
_WAS = "was"


class SchemeDraft:
    """Holds the values that the pages edit. ``removed`` maps labels that went to what their spans become."""

    def __init__(self, scheme: Scheme) -> None:
        self.before = scheme
        self.data: dict[str, Json] = {}
        self.removed: dict[str, str] = {}
        self.take(scheme)

    def take(self, scheme: Scheme) -> None:
        """Edit this scheme from now on, in place of what was there."""
        self.data = copy.deepcopy(scheme_to_dict(scheme))
        for label in self.data.setdefault("labels", []):
            if self.before.label(label["name"]):
                label[_WAS] = label["name"]
        for part in ("relations", "document_attributes"):
            self.data.setdefault(part, [])
        self.data.setdefault("rules", {})

    def scheme(self) -> Scheme:
        """The scheme as it stands.

        Raises:
            UserError: it is none.
        """
        return scheme_from_dict(self.data)

    def commands(self) -> list[Command]:
        """What brings the project here: renames, removals, then the scheme itself.

        Raises:
            UserError: what stands here is no scheme.
        """
        kept = {label[_WAS]: label["name"] for label in self.data["labels"] if label.get(_WAS)}
        renames = [RenameLabel(old, new) for old, new in kept.items() if old != new]
        removals = [
            RemoveLabel(each.name, self.removed.get(each.name, ""))
            for each in self.before.labels if each.name not in kept
        ]  # fmt: skip
        return [*removals, *renames, SetScheme(scheme_to_dict(self.scheme()))]

    def add_to(self, parts: list[Json], stem: str) -> Json:
        """A new thing with a free name at the end of a list."""
        taken = {each["name"] for each in parts}
        number = next(n for n in range(1, len(parts) + 2) if f"{stem}{n}" not in taken)
        parts.append({"name": f"{stem}{number}"})
        return parts[-1]
