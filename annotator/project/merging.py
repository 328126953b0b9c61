"""Merging: the union of two files' events, with a report of what is new, changed, in conflict or refused.

Causality decides, not clocks: see ``docs/decisions/0001-event-log.md``. Merging the same file twice changes nothing,
and the order of merges does not matter. One transaction; an undo takes a whole merge back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.errors import Problem, UserError, problem
from annotator.core.i18n import N_
from annotator.storage.lineage import Version, versions
from annotator.storage.log import Event, Log
from annotator.storage.replay import Conflict, Replay
from annotator.storage.store import Store
from annotator.storage.timing import take_times
from annotator.storage.union import Incoming, incoming, take_events, take_texts, withdraw


@dataclass(slots=True)
class MergeReport:
    """What a merge brought, or would bring. Documents by id; spans counted by what happened to them.

    ``refused`` says of documents why they were not taken.
    """

    file: str
    events: int = 0
    new_documents: list[str] = field(default_factory=list)
    changed_documents: list[str] = field(default_factory=list)
    unchanged_documents: list[str] = field(default_factory=list)
    refused: dict[str, Problem] = field(default_factory=dict)
    same_text: dict[str, str] = field(default_factory=dict)
    spans: Counter[str] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)


_OTHER_TEXT = N_("its text is not the text that %(document)s has here")


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
        _refuse_damaged(other, path)
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


def _refuse_damaged(other: Store, path: Path) -> None:
    """Nothing is read of a file before SQLite and the log's own hashes find it whole."""
    broken = Log(other).broken()
    if broken:
        raise UserError("%(path)s was altered (event %(event)s); it is not merged", path=path, event=broken[0])


def _take_in(store: Store, log: Log, other: Store, actor: str, report: MergeReport) -> None:
    what = incoming(store, other)
    take_times(store, other)
    theirs = [row[0] for row in other.rows("SELECT id FROM documents WHERE NOT deleted ORDER BY position, id")]
    if not what:
        report.unchanged_documents = theirs
        return
    known = {row[0] for row in store.rows("SELECT id FROM documents WHERE NOT deleted")}
    _refuse_other_texts(store, other, report)
    take_texts(store, other)
    earlier = versions(store)
    touched = take_events(store, log, other, what)
    _match_by_text(store, other, report)
    report.events = len(what.new) + len(what.withdrawn)
    changed = rewrite(store, touched, earlier, report)
    _remember(store, log, what, actor, report)
    for document in theirs:
        if document not in report.refused:
            where = report.same_text.get(document, document)
            target = report.changed_documents if where in changed else report.unchanged_documents
            (target if where in known else report.new_documents).append(document)


def _spans(store: Store, documents: Sequence[str]) -> dict[str, tuple[object, ...]]:
    """The spans of some documents, by id; the first column is the document."""
    found = store.rows(
        'SELECT s.id, s.document, s.start, s."end", s.fragments, s.label, s.attributes, s.note, s.unsure'  # noqa: S608 - only marks
        " FROM documents d JOIN layers l ON l.document = d.id JOIN spans s ON s.layer = l.id"
        f" WHERE d.id IN ({','.join('?' * len(documents))}) AND NOT (d.deleted OR l.deleted) AND NOT s.deleted",
        documents,
    )
    return {row[0]: tuple(row)[1:] for row in found}


def _first_spans(store: Store, documents: Sequence[str], report: MergeReport) -> set[object]:
    """Count the spans of documents that had none; the documents that have some now."""
    found = store.rows(
        "SELECT d.id, count(*) FROM documents d JOIN layers l ON l.document = d.id JOIN spans s ON s.layer = l.id"  # noqa: S608 - only marks
        f" WHERE d.id IN ({','.join('?' * len(documents))}) AND NOT (d.deleted OR l.deleted) AND NOT s.deleted"
        " GROUP BY d.id",
        documents,
    )
    report.spans["new"] += sum(row[1] for row in found)
    return {row[0] for row in found}


def _compared(
    report: MergeReport, before: Mapping[str, tuple[object, ...]], after: Mapping[str, tuple[object, ...]]
) -> set[object]:
    """Count what happened to spans; the documents that they lie in."""
    gone = before.keys() - after.keys()
    new = after.keys() - before.keys()
    changed = {each for each in after.keys() & before.keys() if after[each] != before[each]}
    report.spans += Counter({"new": len(new), "changed": len(changed), "removed": len(gone)})
    return {before[each][0] for each in gone} | {after[each][0] for each in new | changed}


# ---- which document is which ------------------------------------------------------------------------------


def _refuse_other_texts(store: Store, other: Store, report: MergeReport) -> None:
    """A document whose text is not ours under the same id is refused by name; the rest of the file goes on."""
    ours = {row["id"]: row["text"] for row in store.stream("SELECT id, text FROM documents")}
    for row in other.rows("SELECT id, name, text FROM documents") if ours else ():
        if ours.get(row["id"], row["text"]) == row["text"]:
            continue
        report.refused[row["id"]] = problem(row["id"], _OTHER_TEXT, document=row["id"])
        known = {chain[0] for chain in store.rows("SELECT DISTINCT chain FROM events")}
        for (chain,) in other.rows("SELECT DISTINCT chain FROM events"):
            if chain not in known:
                refusal = (row["id"], chain, _OTHER_TEXT)
                store.connection.execute("INSERT OR IGNORE INTO refusals VALUES (?, ?, ?)", refusal)


def _match_by_text(store: Store, other: Store, report: MergeReport) -> None:
    """Documents of equal text that were taken in under two ids are one: the k-th there is the k-th here.

    What the other file found to be one already is one here too, so that the order of merges does not matter.
    """
    ours, theirs = _by_text(store), _by_text(other)
    known = [(row["same_as"], row["document"]) for row in other.rows("SELECT document, same_as FROM twins")]
    for digest, ids in theirs.items() if ours else ():
        here = ours.get(digest, [])
        known += [pair for pair in zip(here, ids, strict=False) if pair[1] not in here]
    for pair in known:
        one, two = (_root(store, each) for each in pair)
        if one != two:
            kept, twin = sorted((one, two), key=lambda each: _birth(store, each))
            store.connection.execute("INSERT OR REPLACE INTO twins VALUES (?, ?)", (twin, kept))
            store.connection.execute("UPDATE twins SET same_as = ? WHERE same_as = ?", (kept, twin))
            report.same_text[twin] = kept


def _root(store: Store, document: str) -> str:
    return str(store.one("SELECT same_as FROM twins WHERE document = ?", (document,)) or document)


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


_CHUNK = 400


def rewrite(store: Store, touched: Iterable[str], earlier: Sequence[Version], report: MergeReport) -> set[object]:
    """Write these documents (``""``: the project's own things) as the standing events say.

    So are those whose labels the scheme's ``earlier`` versions, from before these events, called otherwise.
    Conflicts and what happened to spans go into the report; returns the documents whose spans changed.
    """
    replay = Replay(store)
    names = {replay.canonical(each) for each in (*touched, *replay.renamed_since(earlier))} | {
        row[0] for row in store.rows("SELECT same_as FROM twins") if row[0]
    }
    if "" in names:
        report.conflicts += replay.documents([""])
    changed: set[object] = set()
    ordered = sorted(names - {""})
    for first in range(0, len(ordered), _CHUNK):
        some = ordered[first : first + _CHUNK]
        before = _spans(store, some)
        report.conflicts += replay.documents(some)
        worked_in = {row[0] for row in before.values()}
        changed |= _compared(report, before, _spans(store, [each for each in some if each in worked_in]))
        changed |= _first_spans(store, [each for each in some if each not in worked_in], report)
    whole = store.one("SELECT count(*) FROM spans WHERE NOT deleted")
    report.spans["unchanged"] = whole - report.spans["new"] - report.spans["changed"]
    report.spans = +report.spans
    return changed


def _remember(store: Store, log: Log, what: Incoming, actor: str, report: MergeReport) -> None:
    command = {"command": "merge", "file": report.file, "count": report.events}
    event = log.append("do", actor, command, log.payload())
    store.connection.executemany(
        "UPDATE events SET brought_by = ? WHERE id = ?",
        ((event.id, identity) for identity in (*what.new, *what.withdrawn)),
    )


# ---- taking a merge back ----------------------------------------------------------------------------------


def turn_back_merge(store: Store, log: Log, event: Event, *, undoing: bool) -> set[str]:
    """Withdraw what a merge brought, or let it stand again (inside a transaction); the documents touched.

    Raises:
        UserError: later work rests on what the merge brought.
    """
    brought = [row[0] for row in store.rows("SELECT id FROM events WHERE brought_by = ?", (event.id,))]
    earlier = versions(store)
    touched = withdraw(store, brought, withdrawn=undoing)
    if undoing:
        _refuse_orphans(store, log, event, brought)
    rewrite(store, touched, earlier, MergeReport(""))
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
