"""A query written from the fields of a form, for people who do not type it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BARE = re.compile(r"[^\s()|\"“”«»/,،:*]+")


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks; what is empty asks nothing. ``attribute`` and ``metadata`` are a name and a value."""

    words: str = ""
    phrase: str = ""
    without: str = ""
    anywhere: str = ""
    label: str = ""
    attribute: tuple[str, str] = ("", "")
    entity: str = ""
    by: str = ""
    status: str = ""
    note: str = ""
    mark: str = ""
    tag: str = ""
    metadata: tuple[str, str] = ("", "")


def written(form: Form) -> str:
    """The query that asks what a form asks."""
    attribute, metadata = form.attribute, form.metadata
    parts = [
        form.words.strip(), f'"{_plain(form.phrase)}"' if _plain(form.phrase) else "",
        *(f"-{_quoted(each)}" for each in form.without.split()),
        *(f"text:{_quoted(each)}" for each in form.anywhere.split()),
        *(_field(*each) for each in (
            ("label", form.label), (f"attribute.{attribute[0]}" if _odd(attribute[0]) else attribute[0], attribute[1]),
            ("entity", form.entity), ("by", form.by), ("status", form.status), ("note", form.note),
            ("is", form.mark), ("tag", form.tag), (f"meta.{metadata[0]}" if metadata[0] else "", metadata[1]),
        )),
    ]  # fmt: skip
    return " ".join(each for each in parts if each)


def _odd(name: str) -> bool:
    """Whether an attribute is called like a field of the language."""
    from annotator.project.search.vocabulary import field_named

    return bool(name and field_named(name) not in {"", "entity"})


def _plain(text: str) -> str:
    return " ".join(text.replace('"', " ").split())


def _field(name: str, value: str) -> str:
    value = value.strip()
    if not name or not value:
        return ""
    ranged = value == "*" or re.fullmatch(r"(>=?|<=?)?[^\s\"]+(\.\.[^\s\"]*)?", value) is not None
    return f"{name}:{value}" if ranged else f'{name}:"{_plain(value)}"'


def _quoted(word: str) -> str:
    star = word.endswith("*")
    bare = word.rstrip("*")
    return word if _BARE.fullmatch(bare) else f'"{_plain(bare)}"{"*" if star else ""}'
