"""What an event does, as the log keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.op import Op
from annotator.storage.payload import GONE, Part, Payload, opposites

_MADE = Op("span", "s1", "d", {"layer": "d/a", "label": "ACTOR", "deleted": False})


def _packed(*steps: tuple[Sequence[Op], Sequence[Op]]) -> list[Part]:
    payload = Payload(lambda ops: dict.fromkeys((op.id for op in ops), "a"))
    for ops, inverse in steps:
        payload.add(ops, inverse)
    return payload.parts()


def test_what_was_only_made_goes_again_without_being_told() -> None:
    (part,) = _packed(([_MADE], [Op("span", "s1", "d", GONE)]))
    assert part[:2] == ("d", "a")
    assert part[4] == "[]"
    assert opposites("d", part[3], part[4]) == [Op("span", "s1", "d", GONE)]


def test_what_was_made_and_then_changed_is_taken_back_step_by_step() -> None:
    changed = Op("span", "s1", "d", {"label": "SOURCE"})
    back = [Op("span", "s1", "d", {"label": "ACTOR"}), Op("span", "s1", "d", {"deleted": True})]
    (part,) = _packed(([_MADE, changed], back))
    assert opposites("d", part[3], part[4]) == back


def test_what_was_changed_gets_its_former_fields_and_is_not_taken_away() -> None:
    back = [Op("span", "s1", "d", {"label": "ACTOR"})]
    (part,) = _packed(([Op("span", "s1", "d", {"label": "SOURCE"})], back))
    assert json.loads(part[4]) == [["span", "s1", {"label": "ACTOR"}]]
    assert opposites("d", part[3], part[4]) == back


_OPS = st.lists(
    st.builds(
        Op, st.sampled_from(["document", "layer", "span", "suggestion"]), st.sampled_from(["d/a", "d/b", "e/a"]),
        st.sampled_from(["", "d", "e"]),
        st.dictionaries(st.sampled_from(["name", "label", "note"]), st.text() | st.sampled_from(["\ud800", "قال"])),
    ),
    max_size=8,
)  # fmt: skip


@given(_OPS, _OPS, st.booleans())
def test_what_is_taken_in_step_by_step_is_told_as_if_at_once(first: list[Op], then: list[Op], changed: bool) -> None:
    back, earlier = ([op if changed else op._replace(fields=GONE) for op in ops] for ops in (then, first))
    assert _packed((first, earlier), (then, back)) == _packed(([*first, *then], [*back, *earlier]))
