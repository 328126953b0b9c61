"""Attributes of suggested spans: the rules' say where they have one, weighed with the words by a learnt classifier.

Each attribute has a maximum-entropy model: a CRF over sequences of one unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.span import Value
from annotator.core.suggestion import Suggestion
from annotator.suggest.actors import actor_kind
from annotator.suggest.features import Units
from annotator.suggest.figures import suggest_figures
from annotator.suggest.learner import Diligence, Lesson, train
from annotator.suggest.noun_phrases import phrase_at
from annotator.suggest.phrases import name_role
from annotator.suggest.source_kinds import is_named, source_kind

LEARNT = {"ACTOR": ("kind",), "SOURCE": ("kind", "named")}
"""The attributes that are learnt, by label; a figure's are read by the grammar."""
_DILIGENCE = Diligence(absolute=0.05, squared=0.5, rounds=60)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span whose attributes are wanted: words ``[first, last)`` and what the rules say of it."""

    label: str
    first: int
    last: int
    said: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Example:
    """A mention to learn from: what an attribute's model weighs of it, and the attributes that are right."""

    label: str
    signs: Sequence[str]
    right: Mapping[str, Value]


def attribute_key(label: str, name: str) -> str:
    """The name of an attribute's model."""
    return f"{label}.{name}"


def said_of(units: Units, label: str, first: int, last: int) -> dict[str, Value]:
    """What the rules' functions say of any span of a label, also of one that no rule found."""
    phrase = phrase_at(units.reading, first) if label in LEARNT else None
    if label == "FIGURE":
        start, end = units.extent(first, last)
        found = suggest_figures(units.reading.text[start:end])
        return dict(found[0].attributes) if found else {}
    if phrase is None:
        return {}
    if label == "ACTOR":
        return {"kind": actor_kind(units.reading, phrase)}
    return {"kind": source_kind(units.reading, phrase), "named": "yes" if is_named(units.reading, phrase) else "no"}


def carried(units: Units, label: str, first: int, last: int, rules: Iterable[Suggestion]) -> dict[str, Value]:
    """What the rules say of a span that they drew with another end, or of its words alone."""
    start, end = units.extent(first, last)
    near = [each for each in rules if each.label == label and each.start < end and start < each.end]
    same = [each for each in near if each.start == start or (label == "FIGURE" and each.end == end)]
    return dict(same[0].attributes) if same else said_of(units, label, first, last)


def signs_of(units: Units, mention: Mention) -> list[str]:
    """What an attribute's model weighs of a mention."""
    words = units.reading.words[mention.first : mention.last]
    head, closing = words[0], words[-1]
    name = units.reading.names.get(mention.first)
    found = [f"said {key}={value}" for key, value in mention.said.items()]
    found += ["s=" + word.stem for word in words[:6]]
    found += ["k=" + word.info.kind for word in words[:4] if word.info.kind]
    found += [
        "head=" + head.stem, "last=" + closing.stem, "role=" + head.info.role, "kind=" + head.info.kind,
        f"definite={head.definite}", f"length={min(len(words), 4)}", "ending=" + head.stem[-2:],
        f"given={any(word.info.given for word in words)}", "prefix=" + head.prefix,
    ]  # fmt: skip
    if name is not None:
        found.append("name=" + name_role(name.entry))
        found.append(f"whole={name.last == mention.last}")
    if mention.first:
        found.append("before=" + units.reading.words[mention.first - 1].stem)
    return found


def train_attributes(examples: Sequence[Example]) -> dict[str, bytes]:
    """A model for each learnt attribute, from mentions with what is right of them."""
    models = {}
    for label, names in LEARNT.items():
        of_label = [each for each in examples if each.label == label]
        for name in names:
            lessons = [
                Lesson([each.signs], {name: [str(each.right[name])]}) for each in of_label if each.right.get(name)
            ]
            if lessons:
                models[attribute_key(label, name)] = train(lessons, [name], _DILIGENCE)[name]
    return models
