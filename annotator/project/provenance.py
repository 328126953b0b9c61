"""Where a span came from: who did what to it and when, from which suggestion, out of which file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.op import Op
from annotator.core.span import Span
from annotator.project.reader import layer_id
from annotator.project.undoing import EventRow, event_row
from annotator.storage.log import Log
from annotator.storage.past import moment_of, things_at
from annotator.storage.payload import opposites, unpacked
from annotator.storage.rows import dump
from annotator.storage.store import Store

Json = Any  # a plain JSON value


@dataclass(frozen=True, slots=True)
class SpanStep:
    """One thing that happened to a span: which fields were what before, and what after.

    Fields as events name them: ``extent`` (pieces, code points, half-open), ``label``, ``note``, ``unsure``,
    ``@name`` for an attribute, ``deleted``. ``suggestion`` is what it was accepted from (``suggestion``,
    ``suggester``, ``score``, ``why``); ``file`` names the merged file that brought the event, ``merged`` when.
    """

    event: EventRow
    before: Mapping[str, Json] = field(default_factory=dict)
    after: Mapping[str, Json] = field(default_factory=dict)
    suggestion: Mapping[str, Json] = field(default_factory=dict)
    file: str = ""
    merged: str = ""


_SILENT = frozenset({"layer", "origin", "scheme_version"})


def span_steps(store: Store, log: Log, span: str) -> list[SpanStep]:
    """Everything that happened to a span, the first first; what a merge took back again is left out."""
    document = store.one("SELECT document FROM spans WHERE id = ?", (span,))
    if document is None:
        return []
    merges = _merges(store)
    found = store.rows(
        "SELECT e.seq, e.brought_by, o.ops, o.inverse FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE o.document = ? AND instr(o.ops, ?) AND NOT e.withdrawn ORDER BY e.lamport, e.chain, e.id",
        (document, dump(span)),
    )
    steps = []
    for row in found:
        ops, inverse = row["ops"] or "[]", row["inverse"] or "[]"
        after, before = _fields(unpacked(document, ops), span), _fields(opposites(document, ops, inverse), span)
        if after is not None:
            event = event_row(log.event(row["seq"]), log)
            steps.append(_step(event, before or {}, after, *merges.get(row["brought_by"], ("", ""))))
    return steps


def _step(
    event: EventRow, before: Mapping[str, Json], after: Mapping[str, Json], file: str, merged: str
) -> SpanStep:
    told = [name for name in after if name not in _SILENT]
    return SpanStep(
        event, {name: before[name] for name in told if name in before}, {name: after[name] for name in told},
        after.get("origin") or {}, file, merged,
    )  # fmt: skip


def _fields(ops: Sequence[Op], span: str) -> dict[str, Json] | None:
    """What an event wrote to a span, several writes in one; nothing where it only speaks of it."""
    mine = [op.fields for op in ops if op.kind == "span" and op.id == span]
    return {name: value for fields in mine for name, value in fields.items()} if mine else None


def _merges(store: Store) -> dict[str, tuple[str, str]]:
    """The file and time of each merge, by its event."""
    found = store.rows(
        "SELECT id, time, command FROM events WHERE id IN (SELECT brought_by FROM events WHERE brought_by <> '')"
    )
    return {row["id"]: (str(json.loads(row["command"]).get("file", "")), row["time"]) for row in found}


def spans_at(store: Store, document: str, layer: str, moment: str) -> list[Span]:
    """The spans of a layer (an annotator's name, or gold) as they stood at a moment, in text order."""
    things = things_at(store, document, moment_of(store, moment))
    found = [
        _span(identity, fields) for (kind, identity), fields in things.items()
        if kind == "span" and fields.get("layer") == layer_id(document, layer)
    ]  # fmt: skip
    return sorted(found, key=lambda span: (span.start, -span.end, span.id))


def _span(identity: str, fields: Mapping[str, Json]) -> Span:
    pieces = tuple((start, end) for start, end in fields["extent"])
    return Span(
        identity, pieces[0][0], pieces[-1][1], fields["label"], fields.get("attributes", {}),
        pieces if len(pieces) > 1 else (), fields.get("note", ""), bool(fields.get("unsure")),
        fields.get("origin", {}),
    )  # fmt: skip
