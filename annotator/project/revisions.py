"""Corrected texts: what a correction would do, the revisions that a document has had, what was left out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from annotator.core.command import ReviseDocument
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.project.plan_revision import Placed, placed_spans
from annotator.project.reader import span_of
from annotator.storage.payload import unpacked
from annotator.storage.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do to the spans that stand: carried as they are, carried with changed words, left out."""

    carried: tuple[Placed, ...]
    changed: tuple[Placed, ...]
    left_out: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A span that a correction left out, with its place in the revision before, and its words there."""

    span: Span
    layer: str
    words: str


@dataclass(frozen=True, slots=True)
class TextRevision:
    """One text that a document had. ``number`` counts from 1; ``time`` (ISO 8601, UTC), ``actor``: of its coming."""

    number: int
    text: str
    time: str = ""
    actor: str = ""
    left_out: tuple[LeftOut, ...] = ()


def preview(store: Store, wish: ReviseDocument) -> Preview:
    """What a correction would do; nothing is written.

    Raises:
        UserError: a place that was given does not fit the new text.
    """
    placed = [each for each in placed_spans(store, wish) if not each.deleted]
    placed.sort(key=lambda each: (each.span.start, each.span.end))
    stay = [each for each in placed if each.extent]
    return Preview(
        tuple(each for each in stay if not each.changed), tuple(each for each in stay if each.changed),
        tuple(each for each in placed if not each.extent),
    )  # fmt: skip


def text_revisions(store: Store, document: str) -> list[TextRevision]:
    """Every text that a document had, the first one first, as the standing corrections say.

    Raises:
        UserError: there is no such document.
    """
    if store.one("SELECT 1 FROM documents WHERE id = ?", (document,)) is None:
        raise UserError("there is no document %(document)s", document=document)
    found: list[TextRevision] = []
    every = store.rows(
        "SELECT e.seq, e.time, e.actor, o.ops, o.inverse FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE o.document = ? AND e.kind = 'do' AND NOT e.undone AND NOT e.withdrawn"
        " AND instr(e.command, 'revise_document') AND o.ops IS NOT NULL ORDER BY e.lamport, e.chain, e.id",
        (document,),
    )
    for _, group in groupby(every, key=itemgetter("seq")):
        parts = list(group)
        row = parts[0]
        before, after = ([op for part in parts for op in unpacked(document, part[side])] for side in ("inverse", "ops"))
        texts = [next((op.fields["text"] for op in ops if op.kind == "document"), "") for ops in (before, after)]
        if not all(texts):
            continue
        old = store.text(texts[0])
        if not found:
            found.append(TextRevision(1, old))
        gone = [op.id for op in after if op.kind == "span" and op.fields.get("deleted")]
        alive = {op.id for op in before if op.kind == "span" and op.fields.get("deleted") is False}
        left = _left_out(store, old, [each for each in gone if each in alive])
        found.append(TextRevision(len(found) + 1, store.text(texts[1]), row["time"], row["actor"], left))
    return found or [TextRevision(1, store.document_text(document))]


def _left_out(store: Store, old: str, spans: Sequence[str]) -> tuple[LeftOut, ...]:
    rows = {row["id"]: row for row in store.present("spans", "*", spans)}
    kept = [(rows[each], span_of(rows[each])) for each in spans if each in rows]
    return tuple(LeftOut(span, str(row["layer"]).partition("/")[2], span.covered(old)) for row, span in kept)
