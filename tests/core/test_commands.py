from __future__ import annotations

from typing import Any

import pytest

from annotator.core.command import AddEntity, AddSpan, Batch, ChangeSpan, ReviseDocument, command_from_dict
from annotator.core.errors import UserError


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ({"command": "add_span", "document": "d", "start": 0, "end": 3, "label": "ACTOR", "annotator": "Amal"},
         AddSpan("d", 0, 3, "ACTOR", "Amal")),
        ({"command": "change_span", "span": "s", "extent": [[0, 3], [5, 7]]}, ChangeSpan("s", extent=((0, 3), (5, 7)))),
        ({"command": "add_entity", "name": "سانا", "aliases": ["SANA"]}, AddEntity("سانا", ("SANA",))),
        ({"command": "revise_document", "document": "d", "text": "نص", "places": {"s": [[0, 2]]}},
         ReviseDocument("d", "نص", {"s": ((0, 2),)})),
        ({"command": {"command": "change_span", "span": "s", "note": "لماذا"}}, ChangeSpan("s", note="لماذا")),
        ({"command": "batch", "title": "t", "commands": [{"command": "change_span", "span": "s", "note": "1"}]},
         Batch((ChangeSpan("s", note="1"),), "t")),
    ],
)  # fmt: skip
def test_a_command_is_read_from_plain_values(written: dict[str, Any], command: object) -> None:
    assert command_from_dict(written) == command


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"command": "Destroy"}, "there is no command %(name)s"),
        ({"command": "add_documents", "documents": []}, "there is no command %(name)s"),
        ({"command": "change_span", "span": "s", "colour": "red"}, "%(name)s has no field %(field)s"),
        ({"command": "add_span", "document": "d"}, "%(name)s: %(reason)s"),
    ],
)
def test_what_is_no_command_is_refused_by_name(written: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as refused:
        command_from_dict(written)
    assert refused.value.message == message
