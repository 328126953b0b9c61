"""The project: the only writer. Commands in, one transaction and one event each, changes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.core.changes import EVERYTHING, Changes, union
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.core.scheme import Scheme, scheme_to_dict, shipped_scheme
from annotator.project.asking import damage_told
from annotator.project.queries import Queries
from annotator.project.undoing import EventRow, event_row, next_redo, next_undo, refuse_if_rested_on
from annotator.storage.files import create
from annotator.storage.log import Event, Log
from annotator.storage.store import Store

if TYPE_CHECKING:  # what writes is imported when something is written: the window shows its text before
    from annotator.core.command import Command
    from annotator.core.op import Op
    from annotator.project.merging import MergeReport

Listener = Callable[[Changes], None]


class Project:
    """An open project. Make one with `create` or `open`; whoever opens it closes it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._log = Log(store)
        self._listeners: list[Listener] = []
        self.queries = Queries(store, self._log)
        self._seen = self._log.newest()
        self._version = store.data_version()

    @classmethod
    def create(cls, path: Path, scheme: Scheme | None = None) -> Project:
        """Make an empty project file with a scheme (the default one where none is given) and open it.

        Raises:
            UserError: the place is taken or cannot be written.
        """
        from annotator.core.command import SetScheme

        chosen = scheme or shipped_scheme()
        create(path)
        project = cls.open(path)
        project.execute(SetScheme(scheme_to_dict(chosen)), actor="")
        return project

    @classmethod
    def open(cls, path: Path, *, patience_ms: int = 30_000) -> Project:
        """Open a project; ``patience_ms`` is how long a write waits for another program.

        Raises:
            UserError: no project, a newer one, a damaged one, a folder.
        """
        return cls(Store.open(path, patience_ms=patience_ms))

    @property
    def path(self) -> Path:
        """The project's file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether the file can only be read here."""
        return self._store.read_only

    def holds(self) -> bool:
        """Take the file's locks anew; whether what is written still goes into the file that others read."""
        return self._store.holds()

    def close(self) -> None:
        """Close the file; a plain copy of it is whole afterwards."""
        self._listeners.clear()
        self._store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # ---- writing -------------------------------------------------------------------------------------

    def execute(self, command: Command, actor: str) -> Changes:
        """Carry out a command in one transaction and keep it as one event with its opposite.

        Raises:
            UserError: why it cannot be done; nothing was changed.
        """
        from annotator.core.command import command_to_dict
        from annotator.project.plan import plans
        from annotator.storage.writing import apply

        changed: list[Changes] = []
        payload = self._log.payload()
        with damage_told(self._store), self._store.transaction():
            for ops in filter(None, plans(self._store, command)):
                payload.add(ops, apply(self._store, ops))
                changed.append(changes_of(ops))
            if changed:
                self._log.append("do", actor, command_to_dict(command), payload)
        return self._tell(union(changed))

    def undo(self, actor: str | None = None) -> Changes:
        """Take back the newest event of an actor (of anybody, where none is named).

        Raises:
            UserError: nothing to take back, or later work of others rests on it.
        """
        return self._turn_back(actor, next_undo, "undo", N_("there is nothing to undo"))

    def redo(self, actor: str | None = None) -> Changes:
        """Bring back what was undone last.

        Raises:
            UserError: nothing was undone since the last change.
        """
        return self._turn_back(actor, next_redo, "redo", N_("there is nothing to redo"))

    def _turn_back(self, actor: str | None, find: Any, kind: str, nothing: str) -> Changes:  # noqa: ANN401 - a search of the stacks
        from annotator.project.later_work import present_ops, refuse_if_dangling
        from annotator.storage.writing import apply

        with damage_told(self._store), self._store.transaction():
            event = find(self._log, actor)
            if event is None:
                raise UserError(nothing)
            undoing = kind == "undo"
            if event.command.get("command") == "merge":
                changes = self._turn_back_merge(event, undoing=undoing)
                ops, inverse = [], []
            else:
                if undoing:
                    refuse_if_rested_on(self._store, self._log, event)
                ops = present_ops(self._store, self._log, event, undoing=undoing)
                inverse = apply(self._store, ops)
                refuse_if_dangling(self._store, ops)
                changes = changes_of(ops)
            who = event.actor if actor is None else actor
            self._log.append(kind, who, event.command, self._log.payload(ops, inverse), target=event.id)
            self._log.mark_undone(event.seq, undone=undoing)
        return self._tell(changes)

    def _turn_back_merge(self, event: Event, *, undoing: bool) -> Changes:
        from annotator.project.merging import turn_back_merge

        touched = turn_back_merge(self._store, self._log, event, undoing=undoing)
        everything = frozenset({EVERYTHING})
        return Changes({"document": everything, "span": everything}, frozenset(touched) | everything)

    def merge(self, path: Path, actor: str, *, dry_run: bool = False) -> MergeReport:
        """Take another project file's work in, as one undo step; with ``dry_run`` only say what it would bring.

        Raises:
            UserError: the other file cannot be read or was altered, or this one cannot be written.
        """
        from annotator.project.merging import merge

        with damage_told(self._store):
            report, changes = merge(self._store, self._log, path, actor, dry_run=dry_run)
        self._tell(changes)
        return report

    def next_undo(self, actor: str | None = None) -> EventRow | None:
        """What `undo` would take back."""
        event = next_undo(self._log, actor)
        return None if event is None else event_row(event, self._log)

    def next_redo(self, actor: str | None = None) -> EventRow | None:
        """What `redo` would bring back."""
        event = next_redo(self._log, actor)
        return None if event is None else event_row(event, self._log)

    # ---- the file as a whole -------------------------------------------------------------------------

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the file as it stands.

        Raises:
            UserError: the place cannot be written.
        """
        self._store.copy_to(path)

    def reduce_to(self, documents: Sequence[str], annotator: str, *, suggestions: bool) -> None:
        """Reduce this file, a fresh copy, to some documents and one annotator's layers, for a hand-off."""
        from annotator.storage.parting import part

        part(self._store, documents, annotator, suggestions=suggestions)

    def compact(self) -> int:
        """Forget what replaced suggestions said; how many bytes were won. Call `backup.compact`, which keeps a copy."""
        from annotator.storage.compaction import compact

        return compact(self._store)

    @property
    def handed_to(self) -> str:
        """The annotator that this file was handed to; empty for a project of one's own."""
        return self._log.handed_to()

    def integrity(self) -> list[str]:
        """What SQLite and the event log's own hashes find wrong with the file; empty when it is whole."""
        from annotator.storage.soundness import faults

        return faults(self._store)

    def differences(self) -> list[str]:
        """Where the tables of a whole file are not what its log says; every document is replayed for it."""
        from annotator.storage.soundness import differences

        return differences(self._store)

    def add_active_time(self, seconds: Mapping[tuple[str, str], float]) -> None:
        """Add to the active seconds, by document and annotator. No event: nothing to undo, nobody is told.

        Raises:
            UserError: the file cannot be written now.
        """
        from annotator.storage.timing import add

        with self._store.transaction():
            add(self._store, self._log.place(), seconds)

    # ---- telling -------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener with every change; returns what ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def refresh(self) -> Changes:
        """What another program changed since this one last looked; listeners are told too."""
        version = self._store.data_version()
        if version == self._version:
            return Changes()
        self._version = version
        self._store.forget()
        newest = self._log.newest()
        ops = [op for seq in range(self._seen + 1, newest + 1) for op in self._log.ops(seq)]
        return self._tell(changes_of(ops))

    def _tell(self, changes: Changes) -> Changes:
        """Tell listeners what changed, and with it what another program wrote since this one last looked.

        Returns the changes that were given.
        """
        told = changes
        newest = self._log.newest()
        if newest - self._seen > 1:
            self._store.forget()
            if EVERYTHING not in changes.documents:  # a merge says so, and brings too many events to read again
                missed = [op for seq in range(self._seen + 1, newest + 1) for op in self._log.ops(seq)]
                told = union([changes, changes_of(missed)])
        self._seen = newest
        if told:
            for listener in tuple(self._listeners):
                listener(told)
        return changes


def changes_of(ops: Sequence[Op]) -> Changes:
    """What a list of writes touched."""
    ids: dict[str, set[str]] = {}
    documents: set[str] = set()
    for kind, identity, document, _ in ops:
        ids.setdefault(kind, set()).add(identity)
        documents.add(document)
    documents.discard("")  # what belongs to the whole project
    return Changes({kind: frozenset(each) for kind, each in ids.items()}, frozenset(documents))
