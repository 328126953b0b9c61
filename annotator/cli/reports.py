"""Commands that report: history, check, stats, search, claims."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.fields import spoken, title_of
from annotator.cli.projects import document_id, opened
from annotator.cli.safekeeping import span_history
from annotator.cli.speaking import DONE, PROBLEMS, say, say_json
from annotator.core.i18n import _, counted, speak

if TYPE_CHECKING:
    from annotator.project.radar.finding import Finding


def history(asked: Namespace) -> int:
    """``raqim history``: events in the order in which they came."""
    if asked.span:
        return span_history(asked.project, asked.span, as_json=asked.json)
    with opened(asked.project) as project:
        document = document_id(project, asked.document) if asked.document else ""
        events = project.queries.history(document)[::-1]
    for each in events:
        if asked.json:
            say_json(asdict(each) | {"documents": list(each.documents)})
        else:
            mark = f" ({_('undone')})" if each.undone else ""
            kind = {"undo": _("undo") + ": ", "redo": _("redo") + ": "}.get(each.kind, "")
            say(f"{each.seq:>5}  {each.time}  {each.actor or '—'}  {kind}{_(each.title)}{mark}")
    return DONE


def check(asked: Namespace) -> int:
    """``raqim check``."""
    from annotator.project.checking import check as look

    with opened(asked.project) as project:
        found = look(project, lints=asked.lints)
    if asked.json:
        say_json({"problems": [_plain(each) for each in found]})
    else:
        for each in found:
            say(f"{title_of(each.severity)}  {each.where}: {speak(each.message, dict(each.arguments))}")
        say(counted("%(count)s problem", "%(count)s problems", len(found)))
    return PROBLEMS if any(each.severity == "error" for each in found) else DONE


def _plain(finding: Finding) -> dict[str, object]:
    """A finding as plain JSON values; what would mend it is only said to be known."""
    return {
        **asdict(replace(finding, fix=())), "message": speak(finding.message, dict(finding.arguments)),
        "fix": bool(finding.fix),
    }  # fmt: skip


def conflicts(asked: Namespace) -> int:
    """``raqim conflicts``: what several sources count differently."""
    from annotator.project.radar.conflicts import plain
    from annotator.project.radar.survey import surveyed

    with opened(asked.project) as project:
        names = {each.id: each.name for each in project.queries.entities()}
        found = [plain(each, names) for each in surveyed(project.path).topics(asked.layer)]
    if asked.json:
        say_json(found)
        return DONE
    for topic in found:
        title = _("conflict") if topic["verdict"] == "conflict" else _("series")
        say(f"{title}: {topic['kind']} {topic['whom']}".rstrip())
        for row in topic["reports"]:
            say(f"  {row['date'] or '—'}  {row['who'] or '—'}: {row['text']}  ({row['name']}, {row['layer']})")
    say(counted("%(count)s figure told differently", "%(count)s figures told differently", len(found)))
    return DONE


def stats(asked: Namespace) -> int:
    """``raqim stats``."""
    from annotator.project.progress import plain, progress_of_file

    with opened(asked.project) as project:
        value = asdict(project.queries.stats()) | {"progress": plain(progress_of_file(project.path))}
    if asked.json:
        say_json(value)
    else:
        for name, each in (value | value.pop("progress")).items():
            say(f"{title_of(name)}: {spoken(each)}")
    return DONE


def search(asked: Namespace) -> int:
    """``raqim search``."""
    with opened(asked.project) as project:
        hits = project.queries.search(asked.query, limit=asked.limit, viewer=asked.annotator)
    if asked.json:
        say_json([asdict(each) for each in hits])
    else:
        for each in hits:
            line = f"{each.before}[{each.text}]{each.after}".replace("\n", " ")
            owner = f"  {each.label} ({each.layer})" if each.span else ""
            say(f"{each.name} [{each.start}, {each.end})  {line}{owner}")
    return DONE


def claims(asked: Namespace) -> int:
    """``raqim claims``."""
    from annotator.project.claims import write_claims

    with opened(asked.project) as project:
        count = write_claims(project, Path(asked.out), asked.format, asked.layer)
    say(counted("%(count)s claim written", "%(count)s claims written", count))
    return DONE
