"""Commands that keep work safe: backup, restore, salvage, compact, and the history of a span."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.projects import document_id, opened
from annotator.cli.speaking import DONE, say, say_json
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted

if TYPE_CHECKING:
    from annotator.project.provenance import SpanStep


def backup(asked: Namespace) -> int:
    """``raqim backup``: a copy, or the automatic backups."""
    from annotator.project.backup import backup as copy
    from annotator.project.backup import backups, keep

    if asked.list:
        for each in backups(Path(asked.project)):
            say(f"{each.time:%Y-%m-%d %H:%M:%S}  {each.reason:<10}  {each.size:>12}  {each.path}")
    elif asked.automatic:
        say(str(keep(Path(asked.project), "daily") or _("nothing was written since the newest backup")))
    else:
        with opened(asked.project) as project:
            say(str(copy(project, Path(asked.out) if asked.out else None)))
    return DONE


def restore(asked: Namespace) -> int:
    """``raqim restore``: a backup in the place of a project, or a document as it stood at a moment."""
    if asked.document:
        return _restore_document(asked)
    from annotator.project.backup import restore as put_back

    if not asked.backup:
        raise UserError("name a backup, or a document with --document and --to")
    aside = put_back(Path(asked.backup), Path(asked.project))
    if aside is not None:
        say(str(aside))
    return DONE


def _restore_document(asked: Namespace) -> int:
    from annotator.core.command import RestoreDocument

    with opened(asked.project) as project:
        wish = RestoreDocument(document_id(project, asked.document), asked.to, asked.layer)
        changes = project.execute(wish, asked.annotator)
    count = sum(len(each) for each in changes.ids.values())
    say(counted("%(count)s thing restored", "%(count)s things restored", count))
    return DONE


def salvage(asked: Namespace) -> int:
    """``raqim salvage``."""
    from annotator.project.salvage import salvage as save

    found = save(Path(asked.file), Path(asked.out))
    say(f"{found.path}: {counted('%(count)s document', '%(count)s documents', found.documents)}, "
        f"{counted('%(count)s span', '%(count)s spans', found.spans)}")  # fmt: skip
    return DONE


def compact(asked: Namespace) -> int:
    """``raqim compact``."""
    from annotator.project.backup import compact as shrink

    won = shrink(Path(asked.project))
    say(counted("%(count)s byte won", "%(count)s bytes won", won))
    return DONE


def span_history(project: str, span: str, *, as_json: bool) -> int:
    """``raqim history --span``: each step with who, when, from what, before and after."""
    with opened(project) as open_project:
        steps = open_project.queries.span_history(span)
    if not steps:
        raise UserError("there is no span %(span)s", span=span)
    for each in steps:
        if as_json:
            say_json(asdict(each))
        else:
            _tell(each)
    return DONE


def _tell(step: SpanStep) -> None:
    event = step.event
    mark = f" ({_('undone')})" if event.undone else ""
    kind = {"undo": _("undo") + ": ", "redo": _("redo") + ": "}.get(event.kind, "")
    say(f"{event.time}  {event.actor or '—'}  {kind}{_(event.title)}{mark}")
    for name, value in step.after.items():
        say(f"    {name}: {step.before.get(name, '—')} → {value}")
    if step.suggestion.get("suggester"):
        said = _("suggestion")
        say(f"    {said}: {step.suggestion['suggester']} {step.suggestion.get('score', '')}")
    if step.file:
        said = _("from the file")
        say(f"    {said}: {step.file} ({step.merged})")
