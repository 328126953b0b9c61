"""Fields and values of events, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Scheme, title_in
from annotator.ui.marking import label_title
from annotator.ui.models.documents import status_title

FIELDS = {
    "extent": N_("place"), "label": N_("its label"), "note": N_("note"), "unsure": N_("unsure"),
    "deleted": N_("removed"),
    "attributes": N_("attributes"), "status": N_("status"), "name": N_("name"), "aliases": N_("other names"),
    "kind": N_("kind"), "type": N_("type"), "head": N_("from"), "tail": N_("to"), "wikidata": N_("Wikidata"),
    "content": N_("scheme"), "value": N_("setting"), "metadata": N_("metadata"), "text": N_("text"),
}  # fmt: skip
THINGS = {
    "span": N_("span"), "relation": N_("relation"), "document": N_("document"), "layer": N_("layer"),
    "entity": N_("entity"), "scheme": N_("scheme"), "setting": N_("setting"), "annotator": N_("annotator"),
}  # fmt: skip
LONGEST = 80


def field_title(name: str, scheme: Scheme) -> str:
    """A field as people call it; attributes by the scheme's title."""
    if not name.startswith("@"):
        return _(FIELDS.get(name, name))
    for label in scheme.labels:
        attribute = label.attribute(name[1:])
        if attribute is not None:
            return title_in(attribute.titles, language(), attribute.name)
    return name[1:]


def value_said(name: str, value: Any, scheme: Scheme, text: str = "") -> str:  # noqa: ANN401 - a JSON value
    """A value as people read it; places (pieces in code points, half-open) as the words that they cover."""
    if value is None:
        return _("(removed)") if not name.startswith("@") else _("(empty)")
    if name == "extent":
        return _extent(value, text)
    if name == "label":
        return label_title(scheme, str(value))
    if name == "status":
        return status_title(str(value))
    return _plain(value)


def _extent(pieces: Any, text: str) -> str:  # noqa: ANN401 - a JSON value
    if not text:
        return ", ".join(f"{start}–{end}" for start, end in pieces)
    return _shortened(" … ".join(text[start:end].replace("\n", " ") for start, end in pieces))


def _plain(value: Any) -> str:  # noqa: ANN401 - a JSON value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _shortened(_(", ").join(f"{name}: {each}" for name, each in value.items()) or _("(empty)"))
    if isinstance(value, list | tuple):
        return _shortened(_(", ").join(map(str, value)) or _("(empty)"))
    return _shortened(str(value) or _("(empty)"))


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
