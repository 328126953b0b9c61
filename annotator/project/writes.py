"""The writes that plans are made of: a thing comes to be, it goes, its attributes change."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from annotator.core.op import Op
from annotator.core.span import Value

Plan = list[Op]


def new_id(prefix: str) -> str:
    """An id that no other machine will give: a letter and 80 random bits."""
    return prefix + secrets.token_hex(10)


def made(thing: str, identity: str, document: str, /, **fields: Any) -> Op:  # noqa: ANN401 - JSON
    """The write by which a thing comes to be."""
    return Op(thing, identity, document, {**fields, "deleted": False})


def gone(kind: str, identity: str, document: str) -> Op:
    """The write by which a thing goes."""
    return Op(kind, identity, document, {"deleted": True})


def attribute_fields(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Attributes as the fields that events speak of: one each, so that concurrent changes to two both stand."""
    return {f"@{name}": value for name, value in attributes.items()}
