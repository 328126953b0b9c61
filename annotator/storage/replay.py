"""The state as a function of the events: a document's things, folded from the log and written to the tables.

Where two events that did not know of each other wrote one field, the later in the order of replay is kept and the
other is shown as a conflict. Two spans, and two relations, that two copies of one annotator's layer made alike are one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.op import Op
from annotator.storage.causality import Causality, Stamp
from annotator.storage.lineage import Lineage, Version, versions
from annotator.storage.payload import unpacked
from annotator.storage.rows import TABLES, dump
from annotator.storage.store import Store
from annotator.storage.writing import apply, folded_state

Json = Any  # a plain JSON value
_QUIET = frozenset({"suggestion", "suggested_relation"})
"""Kinds whose concurrent writes nobody needs to hear of: they can be made anew."""
_QUIET_FIELDS = frozenset({"position", "scheme_version", "origin", "deleted"})
_LABELLED = frozenset({"span", "suggestion"})
_OF_LAYERS = (
    "SELECT x.id, l.document FROM layers l JOIN %s x ON x.layer = l.id WHERE l.document IN (%%s)"
    " AND NOT x.deleted"
)
_OF_DOCUMENTS = "SELECT id, document FROM %s WHERE document IN (%%s) AND NOT deleted"
_STANDING = (
    ("document", "SELECT id, id FROM documents WHERE id IN (%s) AND NOT deleted"),
    *((kind, _OF_LAYERS % TABLES[kind].name) for kind in ("span", "relation")),
    *((kind, _OF_DOCUMENTS % TABLES[kind].name) for kind in ("layer", "suggestion", "suggested_relation", "decision")),
)
"""How to find what stands of each kind in some documents, by index."""
_ALIKE = {"span": ("layer", "label", "extent"), "relation": ("layer", "type", "head", "tail")}
"""What two things of a kind have in common when they say the same."""
_IN_PROJECT = ("annotator", "entity", "scheme", "setting")


Write = tuple[Stamp, Json]
_Part = tuple[Stamp, str, str]
"""What one event did to one document: who wrote, the document, the operations as they are kept."""


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

    def __init__(self, store: Store) -> None:
        self._store = store
        self._causality = Causality.of(store)
        self.versions = versions(store)
        self._lineage = Lineage(self.versions, self._causality)
        self._twins = dict(tuple(row) for row in store.rows("SELECT document, same_as FROM twins"))
        self._stamps: dict[int, Stamp] = {}
        self._refused = bool(store.one("SELECT 1 FROM refusals LIMIT 1"))

    def renamed_since(self, earlier: Sequence[Version]) -> list[str]:
        """The documents with labels that the scheme's earlier versions alone would call otherwise."""
        if self.versions == earlier:
            return []
        before = Lineage(earlier, self._causality)
        used = {row[0] for table in ("spans", "suggestions")
                for row in self._store.rows(f"SELECT DISTINCT label FROM {table}")}  # fmt: skip  # noqa: S608 - our own names
        names = before.called_otherwise(self._lineage, used)
        marks = ",".join("?" * len(names))
        return [row[0] for row in self._store.rows(
            f"SELECT document FROM spans WHERE label IN ({marks})"  # noqa: S608 - only marks
            f" UNION SELECT document FROM suggestions WHERE label IN ({marks})",
            [*names, *names],
        )]  # fmt: skip

    def canonical(self, document: str) -> str:
        """The document that a document of another file is the same as; itself, where it is alone."""
        return str(self._twins.get(document, document))

    def documents(self, documents: Sequence[str]) -> list[Conflict]:
        """Write documents (``""``: the project's own things) as their standing events say; their conflicts.

        A few hundred at a time: what they hold lies in memory.
        """
        ops, found = self._wanted(documents)
        apply(self._store, ops, opposite=False, whole=True)
        self._keep(documents, found)
        return found

    def differing(self, documents: Sequence[str]) -> list[str]:
        """Where the tables are not what the standing events say, a few hundred documents at a time."""
        ops = [op if op.fields.get("deleted") else _with_defaults(op) for op in self._wanted(documents)[0]]
        return folded_state(self._store, ops)

    def _wanted(self, documents: Sequence[str]) -> tuple[list[Op], list[Conflict]]:
        names = {document: [document] for document in documents}
        for twin, same in self._twins.items():
            if same in names:
                names[same].append(twin)
        parts = self._parts(names)
        standing = self._standing(names)
        ops: list[Op] = []
        found: list[Conflict] = []
        for document in documents:
            written, conflicts = self._document(document, parts[document], alone=len(names[document]) == 1)
            ops += written
            found += conflicts
            made = {(op.kind, op.id) for op in written}
            ops += [
                Op(kind, identity, identity if kind == "document" else document, {"deleted": True})
                for kind, identity in standing.get(document, ()) if (kind, identity) not in made
            ]  # fmt: skip
        return ops, found

    def _document(self, document: str, parts: Sequence[_Part], *, alone: bool) -> tuple[list[Op], list[Conflict]]:
        if alone and self._causality.in_line([stamp for stamp, _, _ in parts]):
            return self._folded(document, parts), []
        things = self._merged_alike(self._things(parts, document))
        conflicts = [each for thing in things.values() for each in self._conflicts(document, thing)]
        return [Op(thing.kind, thing.id, document, thing.fields()) for thing in things.values()], conflicts

    # ---- reading -------------------------------------------------------------------------------------

    def _parts(self, names: Mapping[str, Sequence[str]]) -> dict[str, list[_Part]]:
        """What events did to each document and to its twins, in the order of replay."""
        of = {name: document for document, every in names.items() for name in every}
        parts: dict[str, list[_Part]] = {document: [] for document in names}
        but = (
            " AND NOT EXISTS (SELECT 1 FROM refusals r WHERE r.document = o.document AND r.chain = e.chain)"
            if self._refused else ""
        )  # fmt: skip
        for row in self._store.stream(
            "SELECT o.event, o.document, o.ops FROM event_ops o"  # noqa: S608 - only marks
            f" JOIN events e ON e.seq = o.event WHERE o.document IN ({','.join('?' * len(of))})"
            f" AND o.ops IS NOT NULL AND NOT e.withdrawn{but} ORDER BY e.lamport, e.chain, e.id, o.document, o.layer",
            list(of),
        ):
            event, name, packed = row
            parts[of[name]].append((self._stamps.get(event) or self._stamp(event), name, packed))
        return parts

    def _stamp(self, event: int) -> Stamp:
        sql = "SELECT id, chain, number, actor, lamport FROM events WHERE seq = ?"
        stamp = self._stamps[event] = Stamp(*self._store.rows(sql, (event,))[0])
        return stamp

    def _standing(self, names: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, str]]]:
        """What stands in the tables, by the document that it belongs to."""
        standing: dict[str, list[tuple[str, str]]] = {}
        if "" in names:
            for kind in _IN_PROJECT:
                found = self._store.rows(f"SELECT id FROM {TABLES[kind].name} WHERE NOT deleted")  # noqa: S608 - our own names
                standing.setdefault("", []).extend((kind, row["id"]) for row in found)
        of = {name: document for document, every in names.items() for name in every}
        here = [row[0] for row in self._store.rows(
            f"SELECT id FROM documents WHERE id IN ({','.join('?' * len(of))})", list(of)  # noqa: S608 - only marks
        )]  # fmt: skip
        for kind, sql in _STANDING if here else ():
            for identity, name in self._store.rows(sql % ",".join("?" * len(here)), here):
                standing.setdefault(of[name], []).append((kind, identity))
        return standing

    # ---- folding -------------------------------------------------------------------------------------

    def _folded(self, document: str, parts: Sequence[_Part]) -> list[Op]:
        """What events of which each knew the one before come to: later fields over earlier ones."""
        things: dict[tuple[str, str], dict[str, Json]] = {}
        made: set[tuple[str, str]] = set()
        renamed = bool(self._lineage)
        for stamp, _, packed in parts:
            for kind, identity, fields in json.loads(packed):
                key = (kind, identity)
                if renamed and kind in _LABELLED and "label" in fields:
                    fields["label"] = self._lineage.present(fields["label"], stamp)
                earlier = things.get(key)
                things[key] = fields if earlier is None else over(TABLES[kind].patched, earlier, fields)
                if fields.get("deleted") is False:
                    made.add(key)
        # what was changed but never made: its maker's event does not stand
        return [Op(*key, document, fields) for key, fields in things.items() if key in made]

    def _things(self, parts: Sequence[_Part], document: str) -> dict[tuple[str, str], _Thing]:
        things: dict[tuple[str, str], _Thing] = {}
        for stamp, name, packed in parts:
            for op in unpacked(name, packed):
                identity, fields = self._moved(op, document)
                thing = things.setdefault((op.kind, identity), _Thing(op.kind, identity))
                thing.made_by = thing.made_by or stamp
                if op.kind in _LABELLED and "label" in fields:  # what it meant where it was written
                    fields = {**fields, "label": self._lineage.present(fields["label"], stamp)}
                for field_name, value in fields.items():
                    self._write(thing, field_name, stamp, value)
        return {key: thing for key, thing in things.items() if thing.was_made()}

    @staticmethod
    def _moved(op: Op, document: str) -> tuple[str, Mapping[str, Json]]:
        """An operation on a twin as one on the document that it is the same as."""
        if op.document == document:
            return op.id, op.fields
        prefix = op.document + "/"
        fields = dict(op.fields)
        if str(fields.get("layer", "")).startswith(prefix):
            fields["layer"] = document + "/" + fields["layer"][len(prefix) :]
        if op.kind == "document":
            return document, {name: value for name, value in fields.items() if name in {"text", "deleted"}}
        # only a layer is called by its document; what else begins like it has a name of its own, which others know
        renamed = op.kind == "layer" and op.id.startswith(prefix)
        return (document + "/" + op.id[len(prefix) :] if renamed else op.id), fields

    @staticmethod
    def _write(thing: _Thing, name: str, stamp: Stamp, value: Json) -> None:
        patched = TABLES[thing.kind].patched
        if name == patched and isinstance(value, dict):
            left = {each[1:] for each in thing.writes if each[0] == "@"} - value.keys()
            for entry, each in (value | dict.fromkeys(left)).items():
                thing.writes.setdefault(f"@{entry}", []).append((stamp, each))
        else:
            thing.writes.setdefault(name, []).append((stamp, value))

    def _merged_alike(self, things: dict[tuple[str, str], _Thing]) -> dict[tuple[str, str], _Thing]:
        """What copies of one layer made alike without knowing of each other becomes the first of them."""
        for kind, told_by in _ALIKE.items():  # spans before the relations that join them
            same = self._joined(things, kind, told_by)
            if same:
                self._rejoin(things, same)
        return things

    def _joined(
        self, things: dict[tuple[str, str], _Thing], kind: str, told_by: Sequence[str]
    ) -> dict[str, str]:
        """Put like things of a kind together, in place; which id each one that went is known by now."""
        first: dict[tuple[str, ...], _Thing] = {}
        same: dict[str, str] = {}
        for thing in [each for each in things.values() if each.kind == kind]:
            earlier = first.setdefault(tuple(dump(thing.writes[name][0][1]) for name in told_by), thing)
            if earlier is thing or thing.made_by is None or earlier.made_by is None:
                continue
            if not self._causality.knew(thing.made_by, earlier.made_by):
                same[thing.id] = earlier.id
                for name, writes in thing.writes.items():
                    earlier.writes[name] = self._in_order([*earlier.writes.get(name, []), *writes])
                things[thing.kind, thing.id] = _Thing(kind, thing.id, _hidden(thing))
        return same

    @staticmethod
    def _in_order(writes: list[Write]) -> list[Write]:
        return sorted(writes, key=lambda write: (write[0].lamport, write[0].chain, write[0].event))

    @staticmethod
    def _rejoin(things: dict[tuple[str, str], _Thing], same: Mapping[str, str]) -> None:
        for thing in things.values():
            for name in {"head", "tail", "span"} & set(thing.writes):
                thing.writes[name] = [(stamp, same.get(value, value)) for stamp, value in thing.writes[name]]

    # ---- what stands ---------------------------------------------------------------------------------

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

    def _keep(self, documents: Sequence[str], conflicts: Sequence[Conflict]) -> None:
        marks = ",".join("?" * len(documents))
        self._store.connection.execute(f"DELETE FROM conflicts WHERE document IN ({marks})", documents)  # noqa: S608 - only marks
        self._store.connection.executemany(
            "INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (each.document, each.kind, each.thing, each.field, dump(each.kept), dump(each.lost),
                 each.kept_by.actor, each.lost_by.actor, each.kept_by.event, each.lost_by.event)
                for each in conflicts
            ],
        )  # fmt: skip


def _with_defaults(op: Op) -> Op:
    """A thing's writes with what stands in its row where nothing was written."""
    defaults = {name: value for name, value in TABLES[op.kind].columns.items() if name != "document"}
    return Op(op.kind, op.id, op.document, {**defaults, **op.fields})


def over(patched: str, earlier: Mapping[str, Json], later: Mapping[str, Json]) -> dict[str, Json]:
    """Later fields over earlier ones; a write of all entries leaves no earlier entry standing."""
    if patched in later:
        earlier = {name: value for name, value in earlier.items() if name[0] != "@"}
    return {**earlier, **later}


def _hidden(thing: _Thing) -> dict[str, list[Write]]:
    """A thing that another one stands for: its row, if it has one, goes."""
    hidden = {name: writes[-1:] for name, writes in thing.writes.items()}
    stamp = writes[-1][0] if (writes := thing.writes["layer"]) else Stamp("", "", 0, "")
    return hidden | {"deleted": [(stamp, True)]}
