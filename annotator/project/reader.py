"""What planning a command needs to know of the present state: rows as the domain's own types."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from annotator.core.entity import Entity
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.core.scheme import Scheme, scheme_from_dict, shipped_scheme
from annotator.core.span import Extent, Relation, Span, extent_of
from annotator.core.suggestion import Decision, Suggestion
from annotator.storage.rows import TABLES
from annotator.storage.store import Store

GOLD = "gold"


def layer_id(document: str, annotator: str) -> str:
    """The id of an annotator's layer (or of ``gold``) on a document: the same in every copy of a project."""
    return f"{document}/{annotator}"


def _plain(kept: str) -> dict[str, Any]:
    """An object from its kept form; most are empty, which needs no reader."""
    found: dict[str, Any] = {} if kept == "{}" else json.loads(kept)
    return found


def span_of(row: Any) -> Span:  # noqa: ANN401 - an sqlite3.Row
    """A row of ``spans`` as a span."""
    pieces: Extent = tuple((s, e) for s, e in json.loads(row["fragments"])) if row["fragments"] else ()
    return Span(
        id=row["id"], start=row["start"], end=row["end"], label=row["label"], fragments=pieces,
        attributes=_plain(row["attributes"]), note=row["note"], unsure=bool(row["unsure"]),
        origin=_plain(row["origin"]),
    )  # fmt: skip


SPAN_CELLS = (
    "id, start, \"end\", label, nullif(attributes, '{}'), fragments, nullif(note, ''), unsure, nullif(origin, '{}')"
)
"""The cells that `spans_of` reads: by place and none that is empty, since a long text has tens of thousands."""


def spans_of(rows: Iterable[Any]) -> list[Span]:
    """Rows of `SPAN_CELLS` as spans."""
    read = json.loads
    return [
        Span(
            own, start, end, label, read(said) if said else {},
            tuple((s, e) for s, e in read(pieces)) if pieces else (), note or "", bool(unsure),
            read(origin) if origin else {},
        )
        for own, start, end, label, said, pieces, note, unsure, origin in rows
    ]  # fmt: skip


def relation_of(row: Any) -> Relation:  # noqa: ANN401 - an sqlite3.Row
    """A row of ``relations`` as a relation."""
    return Relation(row["id"], row["type"], row["head"], row["tail"], json.loads(row["attributes"]))


def entity_of(row: Any) -> Entity:  # noqa: ANN401 - an sqlite3.Row
    """A row of ``entities`` as a registry entry."""
    return Entity(row["id"], row["name"], tuple(json.loads(row["aliases"])), row["kind"], row["wikidata"])


def suggestion_of(row: Any, decision: Decision = "", decided_by: str = "") -> Suggestion:  # noqa: ANN401 - an sqlite3.Row
    """A row of ``suggestions`` as a suggestion."""
    return Suggestion(
        start=row["start"], end=row["end"], label=row["label"], attributes=_plain(row["attributes"]),
        score=row["score"], suggester=row["suggester"], why=row["why"], id=row["id"], decision=decision,
        decided_by=decided_by,
    )  # fmt: skip


def current_scheme(store: Store) -> Scheme:
    """The project's scheme; the default one where none was set."""
    content = store.one("SELECT content FROM schemes WHERE id = 'scheme' AND NOT deleted")
    return _read_scheme(content) if content else shipped_scheme()


@lru_cache(maxsize=8)
def _read_scheme(content: str) -> Scheme:
    return scheme_from_dict(json.loads(content))


def live_row(store: Store, kind: str, identity: str, missing: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    """The row of a thing that is there; ``missing`` is the refusal where it is not, the thing named by its kind.

    Raises:
        UserError: there is no such thing.
    """
    found = store.rows(
        f"SELECT * FROM {TABLES[kind].name} WHERE id = ? AND NOT deleted", (identity,)  # noqa: S608 - our own names
    )
    if not found:
        raise UserError(missing, **{kind: identity})
    return found[0]


def live_span(store: Store, span: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    """The row of a span that is there (see `live_row`)."""
    return live_row(store, "span", span, N_("there is no span %(span)s"))


def live_relation(store: Store, relation: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    """The row of a relation that is there (see `live_row`)."""
    return live_row(store, "relation", relation, N_("there is no relation %(relation)s"))


def live_suggestion(store: Store, suggestion: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    """The row of a suggestion that is there (see `live_row`)."""
    return live_row(store, "suggestion", suggestion, N_("there is no suggestion %(suggestion)s"))


def live_document(store: Store, document: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    """The row of a document that is there (see `live_row`)."""
    return live_row(store, "document", document, N_("there is no document %(document)s"))


def checked_extent(text: str, pieces: Extent) -> Extent:
    """The pieces of a span, checked against the text (code points, half-open).

    Raises:
        UserError: a piece is empty, out of order, or outside the text.
    """
    try:
        _, end, _ = extent_of(pieces)
    except ValueError as error:
        raise UserError("not an extent: %(reason)s", reason=error) from error
    if end > len(text):
        raise UserError(
            "the span ends at %(end)s, but the text has %(length)s characters", end=end, length=len(text)
        )
    return pieces
