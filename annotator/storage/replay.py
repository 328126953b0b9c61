"""The state as a function of the events: a document's things, folded from the log and written to the tables.

Where two events that did not know of each other wrote one field, the later in the order of replay is kept and the
other is shown as a conflict. Two spans that two copies of one annotator's layer made alike are one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.command import Op
from annotator.core.scheme import Scheme
from annotator.storage.lineage import Lineage
from annotator.storage.log import unpacked
from annotator.storage.rows import TABLES, dump
from annotator.storage.store import Store
from annotator.storage.writing import apply

Json = Any  # a plain JSON value
_QUIET = frozenset({"suggestion", "suggested_relation"})
"""Kinds whose concurrent writes nobody needs to hear of: they can be made anew."""
_QUIET_FIELDS = frozenset({"position", "scheme_version", "origin", "deleted"})
_IN_DOCUMENT = ("layer", "span", "relation", "suggestion", "suggested_relation", "decision")
_IN_PROJECT = ("annotator", "entity", "scheme", "setting")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote: the event, its chain and place in it, its actor."""

    event: str
    chain: str
    number: int
    actor: str


@dataclass(slots=True)
class Causality:
    """Which event knew of which: for each, how far along every chain it had seen."""

    seen: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> Causality:
        """The causality of a file's whole log."""
        made = cls()
        for row in store.rows("SELECT id, chain, number, parents FROM events ORDER BY lamport, chain, id"):
            seen: dict[str, int] = {}
            for parent in json.loads(row["parents"]):
                for chain, number in made.seen.get(parent, {}).items():
                    seen[chain] = max(seen.get(chain, 0), number)
            seen[row["chain"]] = max(seen.get(row["chain"], 0), row["number"])
            made.seen[row["id"]] = seen
        return made

    def knew(self, later: Stamp, earlier: Stamp) -> bool:
        """Whether the later event was made with knowledge of the earlier one."""
        return self.seen.get(later.event, {}).get(earlier.chain, 0) >= earlier.number


Write = tuple[Stamp, Json]


@dataclass(slots=True)
class _Thing:
    kind: str
    id: str
    writes: dict[str, list[Write]] = field(default_factory=dict)
    made_by: Stamp | None = None

    def was_made(self) -> bool:
        return any(not gone for _, gone in self.writes.get("deleted", ()))

    def fields(self) -> dict[str, Json]:
        return {name: writes[-1][1] for name, writes in self.writes.items()}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two writes of one field that did not know of each other; ``kept`` stands."""

    document: str
    kind: str
    thing: str
    field: str
    kept: Json
    lost: Json
    kept_by: Stamp
    lost_by: Stamp


class Replay:
    """Writes documents anew from the log. One is made for one merge, inside its transaction."""

    def __init__(self, store: Store, scheme: Scheme) -> None:
        self._store = store
        self._causality = Causality.of(store)
        self._lineage = Lineage.of(store, scheme)
        self._order = {event: place for place, event in enumerate(self._causality.seen)}
        self._twins = dict(tuple(row) for row in store.rows("SELECT document, same_as FROM twins"))

    def use_scheme(self, scheme: Scheme) -> None:
        """Call labels by the names of this scheme from now on."""
        self._lineage = Lineage.of(self._store, scheme)

    def canonical(self, document: str) -> str:
        """The document that a document of another file is the same as; itself, where it is alone."""
        return str(self._twins.get(document, document))

    def document(self, document: str) -> list[Conflict]:
        """Write one document (``""``: the project's own things) as its standing events say; its conflicts."""
        names = [document, *(twin for twin, same in self._twins.items() if same == document)]
        things = self._merged_alike(self._things(names, document))
        conflicts = [each for thing in things.values() for each in self._conflicts(document, thing)]
        ops = [Op(thing.kind, thing.id, document, self._settled(thing)) for thing in things.values()]
        apply(self._store, [*ops, *self._gone(document, names, things)])
        self._keep(document, conflicts)
        return conflicts

    # ---- folding -------------------------------------------------------------------------------------

    def _things(self, names: Sequence[str], document: str) -> dict[tuple[str, str], _Thing]:
        things: dict[tuple[str, str], _Thing] = {}
        for stamp, ops in self._parts(names):
            for op in ops:
                identity, fields = self._moved(op, document)
                thing = things.setdefault((op.kind, identity), _Thing(op.kind, identity))
                thing.made_by = thing.made_by or stamp
                for name, value in fields.items():
                    self._write(thing, name, stamp, value)
        # what was changed but never made: its maker's event does not stand
        return {key: thing for key, thing in things.items() if thing.was_made()}

    def _parts(self, names: Sequence[str]) -> list[tuple[Stamp, list[Op]]]:
        marks = ",".join("?" * len(names))
        found = self._store.rows(
            "SELECT e.id, e.chain, e.number, e.actor, o.document, o.ops FROM event_ops o"  # noqa: S608 - only marks
            f" JOIN events e ON e.seq = o.event WHERE o.document IN ({marks}) AND o.ops IS NOT NULL"
            " AND NOT e.withdrawn AND NOT EXISTS (SELECT 1 FROM refusals r WHERE r.document = o.document"
            " AND r.chain = e.chain) ORDER BY e.lamport, e.chain, e.id, o.document",
            names,
        )
        return [(Stamp(*tuple(row)[:4]), unpacked(row["document"], row["ops"])) for row in found]

    @staticmethod
    def _moved(op: Op, document: str) -> tuple[str, Mapping[str, Json]]:
        """An operation on a twin as one on the document that it is the same as."""
        if op.document == document:
            return op.id, op.fields
        prefix = op.document + "/"
        fields = dict(op.fields)
        if str(fields.get("layer", "")).startswith(prefix):
            fields["layer"] = document + "/" + fields["layer"][len(prefix) :]
        identity = document + op.id[len(op.document) :] if op.id.startswith(op.document) else op.id
        if op.kind == "document":
            fields = {name: value for name, value in fields.items() if name in {"text", "deleted"}}
        return identity, fields

    @staticmethod
    def _write(thing: _Thing, name: str, stamp: Stamp, value: Json) -> None:
        patched = TABLES[thing.kind].patched
        if name == patched and isinstance(value, dict):
            for entry, each in value.items():
                thing.writes.setdefault(f"@{entry}", []).append((stamp, each))
        else:
            thing.writes.setdefault(name, []).append((stamp, value))

    def _merged_alike(self, things: dict[tuple[str, str], _Thing]) -> dict[tuple[str, str], _Thing]:
        """Spans of one layer, label and extent whose makers did not know of each other become the first of them."""
        first: dict[tuple[str, str, str], _Thing] = {}
        same: dict[str, str] = {}
        for thing in [each for each in things.values() if each.kind == "span"]:
            key = self._alike(thing)
            earlier = first.setdefault(key, thing)
            if earlier is thing or thing.made_by is None or earlier.made_by is None:
                continue
            if not self._causality.knew(thing.made_by, earlier.made_by):
                same[thing.id] = earlier.id
                for name, writes in thing.writes.items():
                    earlier.writes[name] = self._in_order([*earlier.writes.get(name, []), *writes])
                things[thing.kind, thing.id] = _Thing("span", thing.id, _hidden(thing))
        if same:
            self._rejoin(things, same)
        return things

    @staticmethod
    def _alike(thing: _Thing) -> tuple[str, str, str]:
        return tuple(dump(thing.writes[name][0][1]) for name in ("layer", "label", "extent"))  # type: ignore[return-value]

    def _in_order(self, writes: list[Write]) -> list[Write]:
        return sorted(writes, key=lambda write: self._order[write[0].event])

    @staticmethod
    def _rejoin(things: dict[tuple[str, str], _Thing], same: Mapping[str, str]) -> None:
        for thing in things.values():
            for name in {"head", "tail", "span"} & set(thing.writes):
                thing.writes[name] = [(stamp, same.get(value, value)) for stamp, value in thing.writes[name]]

    # ---- what stands ---------------------------------------------------------------------------------

    def _settled(self, thing: _Thing) -> dict[str, Json]:
        fields = thing.fields()
        if thing.kind in {"span", "suggestion"} and "label" in fields:
            fields["label"] = self._lineage.present(fields["label"])
        return fields

    def _conflicts(self, document: str, thing: _Thing) -> list[Conflict]:
        if thing.kind in _QUIET:
            return []
        found = []
        for name, writes in thing.writes.items():
            kept_by, kept = writes[-1]
            for stamp, value in writes[:-1]:
                noisy = name not in _QUIET_FIELDS and value != kept
                if noisy and not self._causality.knew(kept_by, stamp) and self._last_of_its_line(stamp, writes):
                    found.append(Conflict(document, thing.kind, thing.id, name, kept, value, kept_by, stamp))
        return found + self._changed_while_removed(document, thing)

    def _last_of_its_line(self, stamp: Stamp, writes: Sequence[Write]) -> bool:
        return not any(other.event != stamp.event and self._causality.knew(other, stamp) for other, _ in writes)

    def _changed_while_removed(self, document: str, thing: _Thing) -> list[Conflict]:
        """Work on a thing that somebody else removed meanwhile: it stays removed, and is shown."""
        gone_by, gone = thing.writes.get("deleted", [(None, False)])[-1]
        if not gone or gone_by is None:
            return []
        return [
            Conflict(document, thing.kind, thing.id, name, None, value, gone_by, stamp)
            for name, writes in thing.writes.items()
            for stamp, value in writes[-1:]
            if name not in _QUIET_FIELDS and not self._causality.knew(gone_by, stamp)
            and not self._causality.knew(stamp, gone_by)
        ]  # fmt: skip

    def _gone(
        self, document: str, names: Sequence[str], things: Mapping[tuple[str, str], _Thing]
    ) -> list[Op]:
        """What stands in the tables and no longer in the log: the events that made it were withdrawn."""
        ops = []
        for kind in _IN_DOCUMENT if document else _IN_PROJECT:
            table = TABLES[kind].name
            if document:
                marks = ",".join("?" * len(names))
                sql = f"SELECT id FROM {table} WHERE document IN ({marks}) AND NOT deleted"  # noqa: S608 - only marks
                found = self._store.rows(sql, names)
            else:
                found = self._store.rows(f"SELECT id FROM {table} WHERE NOT deleted")  # noqa: S608
            left = [row["id"] for row in found if (kind, row["id"]) not in things]
            ops += [Op(kind, identity, document, {"deleted": True}) for identity in left]
        for name in names:
            known = self._store.one("SELECT 1 FROM documents WHERE id = ? AND NOT deleted", (name,))
            if document and known and ("document", name) not in things:
                ops.append(Op("document", name, name, {"deleted": True}))
        return ops

    def _keep(self, document: str, conflicts: Sequence[Conflict]) -> None:
        self._store.connection.execute("DELETE FROM conflicts WHERE document = ?", (document,))
        self._store.connection.executemany(
            "INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (document, each.kind, each.thing, each.field, dump(each.kept), dump(each.lost), each.kept_by.actor,
                 each.lost_by.actor, each.kept_by.event, each.lost_by.event)
                for each in conflicts
            ],
        )  # fmt: skip


def _hidden(thing: _Thing) -> dict[str, list[Write]]:
    """A span that another one stands for: its row, if it has one, goes."""
    hidden = {name: writes[-1:] for name, writes in thing.writes.items()}
    stamp = writes[-1][0] if (writes := thing.writes["layer"]) else Stamp("", "", 0, "")
    return hidden | {"deleted": [(stamp, True)]}


