"""Commands to operations: what each command writes, and why it may not.

Each planner reads the present state and returns the writes of one command. It never writes itself; the opposite
of the writes is found where they are made (`annotator.storage.writing`), so no command carries code for its own
undoing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from annotator.core import command as c
from annotator.core.command import Command
from annotator.core.op import Op
from annotator.project import (
    plan_decisions,
    plan_entities,
    plan_layers,
    plan_restore,
    plan_revision,
    plan_scheme,
    plan_spans,
    writes,
)
from annotator.project.reader import live_document
from annotator.project.writes import Plan, gone, made
from annotator.storage.store import Store

new_id = writes.new_id


def _remove_document(store: Store, wish: c.RemoveDocument) -> Plan:
    live_document(store, wish.document)
    return [gone("document", wish.document, wish.document)]


def _change_document(store: Store, wish: c.ChangeDocument) -> Plan:
    live_document(store, wish.document)
    fields: dict[str, Any] = {f"@{name}": value for name, value in wish.metadata.items()}
    if wish.name is not None:
        fields["name"] = wish.name
    return [Op("document", wish.document, wish.document, fields)]


_PLANNERS: Mapping[type[Command], Callable[[Store, Any], Plan]] = {
    c.RemoveDocument: _remove_document,
    c.ChangeDocument: _change_document,
    c.AddAnnotator: lambda store, wish: plan_layers.annotator_ops(store, wish.name),
    c.SetStatus: plan_layers.set_status,
    c.AddSpan: plan_spans.add_span,
    c.ChangeSpan: plan_spans.change_span,
    c.RemoveSpan: plan_spans.remove_span,
    c.AddRelation: plan_spans.add_relation,
    c.ChangeRelation: plan_spans.change_relation,
    c.RemoveRelation: plan_spans.remove_relation,
    c.AddEntity: plan_entities.add_entity,
    c.ChangeEntity: plan_entities.change_entity,
    c.RemoveEntity: plan_entities.remove_entity,
    c.MergeEntities: plan_entities.merge_entities,
    c.SplitEntity: plan_entities.split_entity,
    c.SetScheme: plan_scheme.set_scheme,
    c.RenameLabel: plan_scheme.rename_label,
    c.RemoveLabel: plan_scheme.remove_label,
    c.SplitLabel: plan_scheme.split_label,
    c.ReviseDocument: plan_revision.revise_document,
    c.RestoreDocument: plan_restore.restore_document,
    c.SetSetting: lambda _store, wish: [made("setting", wish.name, "", value=wish.value)],
    c.AcceptSuggestion: plan_decisions.accept,
    c.RejectSuggestion: plan_decisions.reject,
}


def plans(store: Store, wish: Command) -> Iterator[Plan]:
    """The writes of a command, in parts: each is to be written before the next is asked for.

    Raises:
        UserError: why the command may not be carried out.
    """
    from annotator.project.intake import plan_documents
    from annotator.project.plan_suggestions import plan_suggestions

    for step in _steps(wish):
        if isinstance(step, c.AddDocuments):
            yield from plan_documents(store, step)
        elif isinstance(step, c.AddSuggestions):
            yield plan_suggestions(store, step)
        else:
            yield _PLANNERS[type(step)](store, step)


def _steps(wish: Command) -> Iterator[Command]:
    """The single commands of a batch, in order; a single command is its own step."""
    if isinstance(wish, c.Batch):
        for each in wish.commands:
            yield from _steps(each)
    else:
        yield wish
