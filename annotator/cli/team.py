"""Commands for several people's work: handoff, merge, agreement, adjudicate."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from annotator.cli.cases import reference
from annotator.cli.projects import document_id, opened
from annotator.cli.speaking import DONE, PROBLEMS, say, say_json
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.project.merging import MergeReport
from annotator.project.project import Project


def handoff(asked: Namespace) -> int:
    """``raqim handoff``."""
    from annotator.project.handoff import Sharing, hand_off, send_back

    with opened(asked.project) as project:
        if asked.send_back:
            say(str(send_back(project, Path(asked.out))))
            return DONE
        sharing = Sharing(
            tuple(name.strip() for name in asked.annotators.split(",")), asked.overlap, asked.seed, asked.calibration,
            not asked.no_suggestions, asked.order == "drawn",
        )  # fmt: skip
        for name, path in hand_off(project, Path(asked.out), _documents(project, asked.documents), sharing).items():
            with Project.open(path) as given:
                count = given.queries.document_count()
            say(f"{name}: {path} ({counted('%(count)s document', '%(count)s documents', count)})")
    return DONE


def _documents(project: Project, asked: str) -> list[str]:
    every = project.queries.document_ids()
    if not asked:
        return every
    if asked.isdecimal():
        return every[: int(asked)]
    return list(dict.fromkeys(document_id(project, name) for name in asked.split(",")))


def merge(asked: Namespace) -> int:
    """``raqim merge``."""
    from annotator.project.handoff import take_back

    others = [Path(other) for other in asked.others]
    reports = take_back(Path(asked.project), others, asked.annotator, dry_run=asked.dry_run)
    worst = PROBLEMS if any(report.refused for report in reports) else DONE
    if asked.json:
        say_json([_plain(each) for each in reports])
    else:
        for each in reports:
            _tell(each)
    return worst


def _plain(report: MergeReport) -> dict[str, object]:
    conflicts = [
        {"document": each.document, "kind": each.kind, "id": each.thing, "field": each.field, "kept": each.kept,
         "lost": each.lost, "kept_by": each.kept_by.actor, "lost_by": each.lost_by.actor}
        for each in report.conflicts
    ]  # fmt: skip
    return {
        "file": report.file, "events": report.events, "new": report.new_documents, "changed": report.changed_documents,
        "unchanged": report.unchanged_documents, "same_text": report.same_text,
        "refused": {each: why.message % dict(why.arguments) for each, why in report.refused.items()},
        "spans": dict(report.spans), "conflicts": conflicts,
    }  # fmt: skip


def _tell(report: MergeReport) -> None:
    new, changed = len(report.new_documents), len(report.changed_documents)
    say(f"{report.file}: {counted('%(count)s new document', '%(count)s new documents', new)}, "
        f"{counted('%(count)s changed', '%(count)s changed', changed)}, "
        f"{counted('%(count)s unchanged', '%(count)s unchanged', len(report.unchanged_documents))}")  # fmt: skip
    for document, why in report.refused.items():
        say(f"  {_('refused')}: {document}: {speak(why.message, dict(why.arguments))}")
    for each in report.conflicts:
        say(f"  {_('conflict')}: {each.document} {each.kind} {each.thing} {each.field}: {each.kept} / {each.lost}")


def agreement(asked: Namespace) -> int:
    """``raqim agreement``: one line per measure, or published cases computed anew."""
    if asked.reference != "":
        return reference(asked.reference, as_json=asked.json)
    from annotator.project.agreement import agreement as measure

    if not asked.project:
        raise UserError("name a project, or published cases with --reference")
    names = [each.strip() for each in asked.annotators.split(",") if each.strip()]
    with opened(asked.project) as project:
        found = measure(
            project, names, asked.label, asked.measure, seed=asked.seed, bootstrap=asked.bootstrap,
            held_out=None if asked.held_out is None else asked.held_out == "only",
        )  # fmt: skip
    for each in found:
        if asked.json:
            say_json(each)
        else:
            value = each["value"]
            shown = _(str(each.get("explanation", ""))) if value is None else f"{value:.3f}  {each['ci']}"
            say(f"{each['measure']!s:<22} {shown}  n={each['n_units']} ({each['n_documents']})")
    return DONE


def adjudicate(asked: Namespace) -> int:
    """``raqim adjudicate``."""
    from dataclasses import asdict

    from annotator.project.adjudication import adjudicate as settle

    with opened(asked.project) as project:
        report = settle(
            project, asked.rule, threshold=asked.threshold, min_annotators=asked.min_annotators, dry_run=asked.dry_run
        )
    if asked.json:
        say_json(asdict(report))
    else:
        say(counted("%(count)s cluster settled", "%(count)s clusters settled", report.settled))
        say(counted("%(count)s left for a person", "%(count)s left for a person", report.open))
    return DONE
