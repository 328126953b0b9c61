"""Merging: the union of two files' events, with a report of what is new, changed, in conflict or refused.

Causality decides, not clocks: see ``docs/decisions/0001-event-log.md``. Merging the same file twice changes nothing,
and the order of merges does not matter. One transaction; an undo takes a whole merge back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.errors import UserError
from annotator.project.reader import current_scheme
from annotator.storage.lineage import Lineage
from annotator.storage.log import Event, Log
from annotator.storage.replay import Conflict, Replay
from annotator.storage.store import Store
from annotator.storage.union import Incoming, incoming, take_events, take_texts, withdraw


@dataclass(slots=True)
class MergeReport:
    """What a merge brought, or would bring. Documents by id; spans counted by what happened to them."""

    file: str
    events: int = 0
    new_documents: list[str] = field(default_factory=list)
    changed_documents: list[str] = field(default_factory=list)
    unchanged_documents: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    same_text: dict[str, str] = field(default_factory=dict)
    spans: Counter[str] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)


class _DryRunError(Exception):
    """Takes a rehearsal back."""


def merge(store: Store, log: Log, path: Path, actor: str, *, dry_run: bool = False) -> tuple[MergeReport, Changes]:
    """Take another project file's events in.

    Raises:
        UserError: the other file cannot be read or was altered, or this one cannot be written; nothing was changed.
    """
    report = MergeReport(path.name)
    if path.exists() and path.samefile(store.path):
        return report, Changes()
    other = Store.open(path, reading=True)
    try:
        _refuse_altered(other, path)
        with store.transaction():
            _take_in(store, log, other, actor, report)
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        return report, Changes()
    finally:
        other.close()
    everything = frozenset({EVERYTHING})
    return report, Changes({"document": everything, "span": everything}, everything)


def _refuse_altered(other: Store, path: Path) -> None:
    broken = Log(other).broken()
    if broken:
        raise UserError("%(path)s was altered (event %(event)s); it is not merged", path=path, event=broken[0])


def _take_in(store: Store, log: Log, other: Store, actor: str, report: MergeReport) -> None:
    what = incoming(store, other)
    theirs = [row[0] for row in other.rows("SELECT id FROM documents WHERE NOT deleted ORDER BY position, id")]
    if not what:
        report.unchanged_documents = theirs
        return
    before = _spans(store)
    known = {row[0] for row in store.rows("SELECT id FROM documents WHERE NOT deleted")}
    _refuse_other_texts(store, other, report)
    take_texts(store, other)
    touched = take_events(store, log, other, what)
    _match_by_text(store, other, report)
    report.events = len(what.new) + len(what.withdrawn)
    report.conflicts = rewrite(store, touched)
    _remember(store, log, what, actor, report)
    _count(report, before, _spans(store), theirs, known)


def _spans(store: Store) -> dict[str, tuple[object, ...]]:
    found = store.rows(
        'SELECT id, document, start, "end", fragments, label, attributes, note, unsure FROM view_all_spans'
    )
    return {row["id"]: tuple(row) for row in found}


def _count(
    report: MergeReport, before: Mapping[str, tuple[object, ...]], after: Mapping[str, tuple[object, ...]],
    theirs: Iterable[str], known: set[str],
) -> None:  # fmt: skip
    touched = set()
    for identity, row in after.items():
        state = "new" if identity not in before else "unchanged" if before[identity] == row else "changed"
        report.spans[state] += 1
        if state != "unchanged":
            touched.add(row[1])
    for identity, row in before.items():
        if identity not in after:
            report.spans["removed"] += 1
            touched.add(row[1])
    for document in theirs:
        if document in report.refused:
            continue
        where = report.same_text.get(document, document)
        target = report.new_documents if where not in known else report.changed_documents
        (target if where not in known or where in touched else report.unchanged_documents).append(document)


# ---- which document is which ------------------------------------------------------------------------------


def _refuse_other_texts(store: Store, other: Store, report: MergeReport) -> None:
    """A document whose text is not ours under the same id is refused by name; the rest of the file goes on."""
    for row in other.rows("SELECT id, name, text FROM documents"):
        ours = store.one("SELECT text FROM documents WHERE id = ?", (row["id"],))
        if ours is None or ours == row["text"]:
            continue
        reason = "its text is not the text that %(document)s has here"
        report.refused[row["id"]] = reason % {"document": row["id"]}
        known = {chain[0] for chain in store.rows("SELECT DISTINCT chain FROM events")}
        for (chain,) in other.rows("SELECT DISTINCT chain FROM events"):
            if chain not in known:
                store.connection.execute("INSERT OR IGNORE INTO refusals VALUES (?, ?, ?)", (row["id"], chain, reason))


def _match_by_text(store: Store, other: Store, report: MergeReport) -> None:
    """Documents of equal text that were taken in under two ids are one: the k-th there is the k-th here."""
    ours, theirs = _by_text(store), _by_text(other)
    for digest, ids in theirs.items():
        for here, there in zip(ours.get(digest, []), ids, strict=False):
            if here == there or there in ours[digest]:
                continue
            kept, twin = sorted((here, there), key=lambda each: _birth(store, each))
            store.connection.execute("INSERT OR REPLACE INTO twins VALUES (?, ?)", (twin, kept))
            store.connection.execute("UPDATE twins SET same_as = ? WHERE same_as = ?", (kept, twin))
            report.same_text[twin] = kept


def _by_text(store: Store) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in store.rows("SELECT id, text FROM documents WHERE NOT deleted ORDER BY position, id"):
        found.setdefault(row["text"], []).append(row["id"])
    return found


def _birth(store: Store, document: str) -> tuple[object, ...]:
    found = store.rows(
        "SELECT e.lamport, e.chain, e.id FROM event_ops o JOIN events e ON e.seq = o.event WHERE o.document = ?"
        " ORDER BY 1, 2, 3 LIMIT 1",
        (document,),
    )
    return (*tuple(found[0]), document) if found else (1 << 60, "", "", document)


# ---- writing what the union says --------------------------------------------------------------------------


def rewrite(store: Store, touched: Iterable[str]) -> list[Conflict]:
    """Write these documents (``""``: the project's own things) as the standing events say; their conflicts."""
    replay = Replay(store, current_scheme(store))
    names = {replay.canonical(each) for each in touched} | {
        row[0] for row in store.rows("SELECT same_as FROM twins") if row[0]
    }
    conflicts = replay.document("") if "" in names else []
    replay.use_scheme(current_scheme(store))
    for name in sorted(names - {""}):
        conflicts += replay.document(name)
    _follow_renames(store)
    return conflicts


def _follow_renames(store: Store) -> None:
    """Labels of work made under an older scheme take their present names."""
    lineage = Lineage.of(store, current_scheme(store))
    for table in ("spans", "suggestions"):
        for (label,) in store.rows(f"SELECT DISTINCT label FROM {table}"):  # noqa: S608
            present = lineage.present(label)
            if present != label:
                store.connection.execute(f"UPDATE {table} SET label = ? WHERE label = ?", (present, label))  # noqa: S608


def _remember(store: Store, log: Log, what: Incoming, actor: str, report: MergeReport) -> None:
    command = {"command": "merge", "file": report.file, "count": report.events}
    event = log.append("do", actor, command, [], [])
    for identity in (*what.new, *what.withdrawn):
        store.connection.execute("UPDATE events SET brought_by = ? WHERE id = ?", (event.id, identity))


# ---- taking a merge back ----------------------------------------------------------------------------------


def turn_back_merge(store: Store, log: Log, event: Event, *, undoing: bool) -> set[str]:
    """Withdraw what a merge brought, or let it stand again (inside a transaction); the documents touched.

    Raises:
        UserError: later work rests on what the merge brought.
    """
    brought = [row[0] for row in store.rows("SELECT id FROM events WHERE brought_by = ?", (event.id,))]
    touched = withdraw(store, brought, withdrawn=undoing)
    if undoing:
        _refuse_orphans(store, log, event, brought)
    rewrite(store, touched)
    return touched


def _refuse_orphans(store: Store, log: Log, event: Event, brought: list[str]) -> None:
    made = set()
    for identity in brought:
        seq = store.one("SELECT seq FROM events WHERE id = ?", (identity,))
        made |= {op.id for op in log.ops(seq) if op.fields.get("deleted") is False}
    later = log.select("seq > ? AND kind = 'do' AND NOT undone AND brought_by = ''", (event.seq,))
    for each in later:
        for op in log.ops(each.seq):
            refers = {op.id, op.document, *map(str, (op.fields.get(name) for name in ("head", "tail", "span")))}
            if refers & made:
                raise UserError("later work of %(actor)s rests on this; undo that first", actor=each.actor)
