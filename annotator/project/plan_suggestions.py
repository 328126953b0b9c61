"""Planning the suggestions that a document is given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.core.command import AddSuggestions
from annotator.core.op import Op
from annotator.core.scheme import Scheme
from annotator.core.suggestion import Suggestion, suggestion_id
from annotator.project.reader import current_scheme, entity_of
from annotator.project.writes import Plan, gone, made
from annotator.storage.store import Store


def suggestion_op(scheme: Scheme, document: str, identity: str, each: Suggestion) -> Op:
    """The write of one suggestion."""
    return made(
        "suggestion", identity, document, extent=[[each.start, each.end]], label=scheme.present_name(each.label),
        attributes={name: value for name, value in each.attributes.items() if value is not None},
        score=float(each.score), suggester=each.suggester, why=each.why,
    )  # fmt: skip


def proposal_op(document: str, kind: str, head: str, tail: str, score: float, why: str) -> Op:
    """The write of one suggested relation between two suggestions; its id says what it joins."""
    identity = "h" + hashlib.sha256(f"{kind}\x1f{head}\x1f{tail}".encode()).hexdigest()[:16]
    return made(
        "suggested_relation", identity, document, type=kind, head=head, tail=tail, score=float(score), why=why
    )


def plan_suggestions(store: Store, wish: AddSuggestions) -> Plan:
    """The writes that give a document its suggestions; what nobody decided on and is not proposed again goes."""
    scheme = current_scheme(store)
    known = [each for each in wish.suggested.spans if scheme.label(scheme.present_name(each.label))]
    ops, ids = _proposed(scheme, wish.document, _with_links(store, scheme, wish.document, known))
    places = {id(each): place for place, each in enumerate(known)}
    for proposal in wish.suggested.relations:
        ends = [wish.suggested.spans[proposal.head], wish.suggested.spans[proposal.tail]]
        if scheme.relation(proposal.type) and all(id(end) in places for end in ends):
            head, tail = (ids[places[id(end)]] for end in ends)
            ops.append(proposal_op(wish.document, proposal.type, head, tail, proposal.score, proposal.why))
    stale = [] if wish.keep else _stale(store, wish.document, {op.id for op in ops}, wish.within)
    return stale + _news(store, ops)


def _with_links(store: Store, scheme: Scheme, document: str, spans: list[Suggestion]) -> list[Suggestion]:
    from annotator.project.suggestion_links import with_links

    rows = store.rows("SELECT * FROM entities WHERE NOT deleted")
    if not rows:
        return spans
    return with_links(scheme, store.document_text(document), spans, [entity_of(row) for row in rows])


def _proposed(scheme: Scheme, document: str, spans: Sequence[Suggestion]) -> tuple[Plan, list[str]]:
    ids = [suggestion_id(document, each.start, each.end, each.label) for each in spans]
    return [suggestion_op(scheme, document, *pair) for pair in zip(ids, spans, strict=True)], ids


_WITHIN = {
    "suggestion": "SELECT id FROM suggestions g WHERE document = ?1 AND start >= ?2 AND start < ?3 AND NOT deleted",
    "suggested_relation": "SELECT g.id FROM suggestions h CROSS JOIN suggested_relations g ON g.head = h.id"
    " WHERE h.document = ?1 AND h.start >= ?2 AND h.start < ?3 AND NOT h.deleted AND NOT g.deleted",
}
_ALL = {
    "suggestion": "SELECT id FROM suggestions g WHERE document = ?1 AND NOT deleted",
    "suggested_relation": "SELECT id FROM suggested_relations g WHERE document = ?1 AND NOT deleted",
}

_OPEN = " AND NOT EXISTS (SELECT 1 FROM decisions c WHERE c.suggestion = g.id AND NOT c.deleted)"


def _stale(store: Store, document: str, kept: set[str], within: tuple[int, int] | None) -> Plan:
    ops = []
    for kind in ("suggested_relation", "suggestion"):
        asked = (_WITHIN if within else _ALL)[kind] + _OPEN
        found = store.rows(asked, (document, *(within or ())))
        ops += [gone(kind, row["id"], document) for row in found if row["id"] not in kept]
    return ops


def _news(store: Store, ops: Plan) -> Plan:
    """The writes that change something, so that suggesting the same twice leaves no event."""
    from annotator.storage.rows import TABLES, columns_of

    changed = []
    for kind in dict.fromkeys(op.kind for op in ops):
        table = TABLES[kind]
        mine = [op for op in ops if op.kind == kind]
        found = {row["id"]: row for row in store.present(table.name, "*", [op.id for op in mine])}
        changed += [op for op in mine if not _says(found.get(op.id), columns_of(table, op.fields))]
    return changed


def _says(row: Any, wished: Mapping[str, Any]) -> bool:  # noqa: ANN401 - an sqlite3.Row
    return row is not None and all(row[name] == value for name, value in wished.items())
