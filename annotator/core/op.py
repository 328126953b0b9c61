"""One write to a project: what commands turn into, what events keep and what replaying applies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Json = Any  # a plain JSON value


class Op(NamedTuple):
    """One write: fields of one thing. ``document`` is empty for what belongs to the whole project.

    A thing comes to be by its first write and goes by ``{"deleted": True}``; the row stays, so that going and
    coming back are writes like any other and the state is a pure function of the set of events. A tuple, since an
    import makes a million of them.
    """

    kind: str
    id: str
    document: str
    fields: Mapping[str, Json]
