"""Who sees whose layers: a lead sees all, an annotator the own one and gold, unless the project allows more.

A project that names no leads is one person's, or one of a team that hides nothing: everybody sees all.
"""

from __future__ import annotations

import json
from typing import Any

from annotator.project.reader import GOLD
from annotator.storage.store import Store

LEADS = "leads"
"""The setting that names the leads (a list of names)."""
OPEN_LAYERS = "open_layers"
"""The setting by which the leads let annotators see one another's layers (true or false)."""


def _setting(store: Store, name: str) -> Any:  # noqa: ANN401 - a JSON value
    value = store.one("SELECT value FROM settings WHERE id = ? AND NOT deleted", (name,))
    return None if value is None else json.loads(value)


def sees_all(store: Store, annotator: str) -> bool:
    """Whether somebody sees every layer."""
    leads = _setting(store, LEADS) or []
    return not leads or annotator in leads or bool(_setting(store, OPEN_LAYERS))


def may_see(store: Store, annotator: str, layer: str) -> bool:
    """Whether somebody sees a layer (an annotator's name, or gold)."""
    return layer in {annotator, GOLD} or sees_all(store, annotator)
