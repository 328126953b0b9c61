"""What an event does, as the log keeps it."""

from __future__ import annotations

import json

from annotator.core.op import Op
from annotator.storage.payload import GONE, opposites, packed

_MADE = Op("span", "s1", "d", {"layer": "d/a", "label": "ACTOR", "deleted": False})


def test_what_was_only_made_goes_again_without_being_told() -> None:
    (part,) = packed([_MADE], [Op("span", "s1", "d", GONE)], {"s1": "a"})
    assert part[:2] == ("d", "a")
    assert part[4] == "[]"
    assert opposites("d", part[3], part[4]) == [Op("span", "s1", "d", GONE)]


def test_what_was_made_and_then_changed_is_taken_back_step_by_step() -> None:
    changed = Op("span", "s1", "d", {"label": "SOURCE"})
    back = [Op("span", "s1", "d", {"label": "ACTOR"}), Op("span", "s1", "d", {"deleted": True})]
    (part,) = packed([_MADE, changed], back, {"s1": "a"})
    assert opposites("d", part[3], part[4]) == back


def test_what_was_changed_gets_its_former_fields_and_is_not_taken_away() -> None:
    back = [Op("span", "s1", "d", {"label": "ACTOR"})]
    (part,) = packed([Op("span", "s1", "d", {"label": "SOURCE"})], back, {"s1": "a"})
    assert json.loads(part[4]) == [["span", "s1", {"label": "ACTOR"}]]
    assert opposites("d", part[3], part[4]) == back
