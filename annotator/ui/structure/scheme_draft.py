"""A scheme being edited: plain values, and the commands that make the project's scheme and spans follow them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.core.command import Command, RemoveLabel, RenameLabel, SetScheme, SplitLabel
from annotator.core.errors import UserError
from annotator.core.scheme import Scheme, scheme_from_dict, scheme_to_dict

Json = Any  # a plain JSON value
_WAS = "was"


class SchemeDraft:
    """Holds the values that the pages edit. ``removed`` maps labels that went to what their spans become.

    ``splits`` come first when the changes are carried out: they speak of the labels as they were.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.before = scheme
        self.data: dict[str, Json] = {}
        self.removed: dict[str, str] = {}
        self.splits: list[SplitLabel] = []
        self.take(scheme)

    def take(self, scheme: Scheme) -> None:
        """Edit this scheme from now on, in place of what was there."""
        self.splits.clear()
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
        """What brings the project here: splits, removals, renames, then the scheme itself.

        Raises:
            UserError: what stands here is no scheme.
        """
        kept = {label[_WAS]: label["name"] for label in self.data["labels"] if label.get(_WAS)}
        renames = [RenameLabel(old, new) for old, new in kept.items() if old != new]
        there = [each.name for each in self.before.labels]
        there += [name for each in self.splits for name in dict.fromkeys(each.into.values())]
        removals = [RemoveLabel(name, self.removed.get(name, "")) for name in there if name not in kept]
        gone = {each.label: each.into for each in removals}
        follow = {**kept, **{old: kept.get(into, into) for old, into in gone.items()}}
        return [*self.splits, *removals, *renames, SetScheme(scheme_to_dict(_following(self.scheme(), follow)))]

    def split(self, label: Json, attribute: str, into: Mapping[str, str]) -> None:
        """Give some values of an attribute labels of their own, which begin as copies of the label.

        Raises:
            UserError: a new name is taken, or two labels of the project would have it for a while.
        """
        labels = self.data["labels"]
        taken = {name for each in labels for name in (each["name"], each.get(_WAS, ""))}
        taken |= {each.name for each in self.before.labels}
        names = list(dict.fromkeys(into.values()))
        for name in names:
            if name in taken:
                raise UserError("the label name %(label)s is empty or taken", label=name)
        keys = iter([key for key in "123456789" if key not in {each.get("key") for each in labels}])
        place = next(number for number, each in enumerate(labels) if each is label) + 1
        for name in reversed(names):
            titles = {code: f"{title} ({name})" for code, title in label.get("titles", {}).items()}
            made = {**copy.deepcopy(label), "name": name, "titles": titles, "key": "", _WAS: name}
            labels.insert(place, made)
        for each in labels[place : place + len(names)]:
            each["key"] = next(keys, "")
        for relation in self.data["relations"]:
            for end in ("heads", "tails"):
                if label["name"] in relation.get(end, ()):
                    relation[end] = [*relation[end], *names]
        self.splits.append(SplitLabel(label[_WAS], attribute, dict(into)))

    def add_to(self, parts: list[Json], stem: str) -> Json:
        """A new thing with a free name at the end of a list."""
        taken = {each["name"] for each in parts}
        number = next(n for n in range(1, len(parts) + 2) if f"{stem}{n}" not in taken)
        parts.append({"name": f"{stem}{number}"})
        return parts[-1]


def _following(scheme: Scheme, names: Mapping[str, str]) -> Scheme:
    """The scheme with relations between the labels' present names; one that lost an end altogether goes."""

    def follow(ends: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for end in ends if (name := names.get(end, end))))

    moved = [replace(each, heads=follow(each.heads), tails=follow(each.tails)) for each in scheme.relations]
    whole = zip(moved, scheme.relations, strict=True)
    kept = [now for now, was in whole if bool(now.heads) == bool(was.heads) and bool(now.tails) == bool(was.tails)]
    return replace(scheme, relations=tuple(kept))
