"""What can be said of each part of a scheme, as tables of fields."""

from __future__ import annotations

from annotator.core.i18n import N_
from annotator.core.scheme import ATTRIBUTE_KINDS
from annotator.project.radar.lints import LINTS
from annotator.ui.structure.form_page import Field

_TITLES = (
    Field(("titles", "ar"), N_("Arabic title")),
    Field(("titles", "en"), N_("English title")),
)
_GUIDANCE = (
    Field(("guidance", "ar"), N_("Guidance in Arabic"), "words"),
    Field(("guidance", "en"), N_("Guidance in English"), "words"),
)
CHOICES = {
    "": N_("As usual"), "off": N_("off"), "hint": N_("hint"), "error": N_("error"), "choice": N_("choice"),
    "text": N_("words"), "number": N_("number"), "flag": N_("yes or no"), "date": N_("date"),
    "entity": N_("entity"),
}  # fmt: skip
"""What the values to choose from are called on the screen."""
NAME = Field(("name",), N_("Name"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "scheme": (NAME, *_TITLES, Field(("entity_kinds",), N_("Kinds of entities, one per line"), "list")),
    "labels": (
        NAME, *_TITLES,
        Field(("colour",), N_("Colour"), "colour"),
        Field(("key",), N_("Key")),
        *_GUIDANCE,
        Field(("examples",), N_("Examples, one per line"), "list"),
        Field(("counterexamples",), N_("What it is not, one per line"), "list"),
    ),
    "attributes": (
        NAME, *_TITLES,
        Field(("type",), N_("Type"), "choice", ATTRIBUTE_KINDS, CHOICES),
        Field(("choices",), N_("Choices, one per line"), "list"),
        Field(("required",), N_("Required"), "flag"),
        Field(("default",), N_("Default")),
        Field(("shown_when",), N_("Asked for when (kind = killed, injured)"), "conditions"),
        Field(("required_when",), N_("Required when (kind = killed, injured)"), "conditions"),
    ),
    "relations": (
        NAME, *_TITLES,
        Field(("heads",), N_("From these labels, one per line"), "list"),
        Field(("tails",), N_("To these labels, one per line"), "list"),
        Field(("one_tail",), N_("One at most for each start"), "flag"),
        Field(("key",), N_("Key")),
        *_GUIDANCE,
    ),
    "rules": tuple(Field((each.id,), each.title, "choice", ("", "off", "hint", "error"), CHOICES) for each in LINTS),
}  # fmt: skip
"""The fields of each part; attributes serve document-level labels too."""
