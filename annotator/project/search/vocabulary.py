"""What the fields of a query are called, in English and Arabic, and what their values may be in this project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.core.arabic import fold, mention_key
from annotator.core.document import STATUSES
from annotator.core.scheme import AttributeType, Scheme, Titles

FIELDS: Mapping[str, str] = {
    "label": "تصنيف", "attribute": "سمة", "entity": "كيان", "by": "موسم", "status": "حالة", "note": "ملاحظة",
    "is": "هو", "meta": "بيانات", "tag": "وسم", "assigned": "مسند", "name": "اسم", "id": "معرف", "text": "نص",
}  # fmt: skip
"""The fields by their English names, with the Arabic ones."""
MARKS: Mapping[str, tuple[str, ...]] = {
    "unsure": ("unsure", "غير متأكد", "شك"), "disagreement": ("disagreement", "خلاف"),
}  # fmt: skip
"""What ``is:`` may say, in both languages."""
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "new": ("جديدة", "جديد"), "in_progress": ("قيد العمل",), "done": ("منجزة", "منجز"), "locked": ("مقفلة", "مقفل"),
    "needs_review": ("تحتاج مراجعة",),
}  # fmt: skip
_BY_NAME = {fold(name): english for english, arabic in FIELDS.items() for name in (english, arabic)}


def field_named(name: str) -> str:
    """The English name of a field that was written in either language, or nothing."""
    return _BY_NAME.get(fold(name), "")


def _spoken(names: Iterable[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """Plain names by everything that they are called, as mention keys; several things may be called the same."""
    found: dict[str, list[str]] = {}
    for plain, also in names:
        for each in (plain, *also):
            known = found.setdefault(mention_key(each.replace("_", " ")), [])
            if plain not in known:
                known.append(plain)
    return {key: tuple(each) for key, each in found.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a project knows; ``entities`` finds the ids of registry entries that are called so."""

    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, tuple[AttributeType, ...]] = field(default_factory=dict)
    annotators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Attribute names by what they are called."""
    every_label: tuple[str, ...] = ()
    """Present and former names."""
    entities: Callable[[str], tuple[str, ...]] = lambda _words: ()

    def attribute_named(self, name: str) -> str:
        """The attribute that is called so in any language, or nothing; a name goes before a title."""
        if name in self.attributes:
            return name
        return next(iter(self.titles.get(mention_key(name.replace("_", " ")), ())), "")

    def choices(self, attribute: str) -> Mapping[str, tuple[str, ...]]:
        """The values of a choice attribute by what they are called; empty where it is no choice."""
        every = [
            (choice, tuple(kind.choice_titles.get(choice, {}).values()))
            for kind in self.attributes.get(attribute, ())
            for choice in kind.choices
        ]
        return _spoken(every)

    def is_number(self, attribute: str) -> bool:
        """Whether an attribute holds numbers."""
        return any(kind.type == "number" for kind in self.attributes.get(attribute, ()))


def vocabulary(
    scheme: Scheme, annotators: Iterable[str], entities: Callable[[str], tuple[str, ...]]
) -> Vocabulary:
    """The names of a scheme, its annotators (``gold`` among them) and its registry."""
    attributes: dict[str, tuple[AttributeType, ...]] = {}
    for label in scheme.labels:
        for each in label.attributes:
            attributes[each.name] = (*attributes.get(each.name, ()), each)
    labels = _spoken((each.name, tuple(each.titles.values())) for each in scheme.labels)
    former = {mention_key(old.replace("_", " ")): (scheme.present_name(old),) for old in scheme.renames}
    people = _spoken([*((name, ()) for name in annotators), ("gold", ("المرجع الذهبي", "المرجع"))])
    titles = _spoken((name, _titles(each.titles for each in kinds)) for name, kinds in attributes.items())
    every = (*(each.name for each in scheme.labels), *scheme.renames)
    return Vocabulary({**former, **labels}, attributes, people, titles, every, entities)


def _titles(every: Iterable[Titles]) -> tuple[str, ...]:
    return tuple(title for titles in every for title in titles.values())


def statuses() -> Mapping[str, tuple[str, ...]]:
    """Statuses by what they are called."""
    return _spoken((status, STATUS_WORDS[status]) for status in STATUSES)


def marks() -> Mapping[str, tuple[str, ...]]:
    """What ``is:`` may say, by what it is called."""
    return _spoken(MARKS.items())
