"""Commands on projects and files: new, import, inspect, export, formats, scheme, do, demo."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.fields import spoken, title_of
from annotator.cli.speaking import DONE, PROBLEMS, complain, progress, say, say_json, say_problems
from annotator.core.command import Batch, RenameLabel, SetScheme, command_from_dict
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted
from annotator.core.scheme import scheme_from_toml, scheme_to_dict
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.formats.base import Loss
    from annotator.project.splits import Split


@contextmanager
def opened(path: str) -> Iterator[Project]:
    """An open project, closed afterwards.

    Raises:
        UserError: it cannot be opened.
    """
    project = Project.open(Path(path))
    try:
        yield project
    finally:
        project.close()


def document_id(project: Project, name: str) -> str:
    """The id of the document that has this id or name.

    Raises:
        UserError: there is none.
    """
    found = project.queries.document_named(name)
    if found is None:
        raise UserError("there is no document %(document)s", document=name)
    return found


def new(asked: Namespace) -> int:
    """``raqim new``."""
    scheme = scheme_from_toml(Path(asked.scheme)) if asked.scheme else None
    Project.create(Path(asked.project), scheme).close()
    return DONE


def import_(asked: Namespace) -> int:
    """``raqim import``."""
    from annotator.project.exchange import import_files
    from annotator.project.mapping import name_map

    names = name_map(asked.map)
    with opened(asked.project) as project:
        report = import_files(
            project, [Path(each) for each in asked.files], actor=asked.annotator or "", format=asked.format,
            kind=asked.layer_kind, annotator=asked.annotator or "", encoding=asked.encoding, offsets=asked.offsets,
            names=names, existing=asked.existing, text_from=asked.texts, text_column=asked.text_column,
            progress=progress(_("Importing")),
        )  # fmt: skip
    say_problems([*report.found, *report.notes])
    say(counted("%(count)s document added", "%(count)s documents added", len(report.added)))
    if report.updated:
        say(counted("%(count)s document updated", "%(count)s documents updated", len(report.updated)))
    return PROBLEMS if say_problems(report.problems) else DONE


def inspect(asked: Namespace) -> int:
    """``raqim inspect``."""
    from annotator.formats.base import ReadOptions
    from annotator.formats.inspect import inspect as look

    worst = DONE
    options = ReadOptions(asked.encoding, asked.offsets, text_column=asked.text_column, text_from=asked.texts)
    for each in asked.files:
        try:
            facts = look(Path(each), asked.format, options)
        except UserError as error:
            if asked.json:
                say_json({"file": each, "error": str(error)})
            worst = complain(error)
            continue
        if asked.json:
            say_json(facts)
        else:
            for name, value in facts.items():
                say(f"{title_of(name)}: {spoken(value)}")
    return worst


def export(asked: Namespace) -> int:
    """``raqim export``."""
    from annotator.formats.base import WriteOptions
    from annotator.project.exchange import Choice
    from annotator.project.exchange import export as write
    from annotator.project.selection import layers_named

    options = WriteOptions(
        tags=asked.tags, clitics=asked.clitics, nested=asked.nested, without_text=asked.without_text
    )
    with opened(asked.project) as project:
        choice = Choice(layers_named(project, asked.layer), which=asked.documents, split=_split(asked))
        report = write(
            project, Path(asked.out), format=asked.format, choice=choice, options=options,
            progress=progress(_("Exporting")), manifest=asked.manifest,
        )  # fmt: skip
    if asked.report:
        _write_losses(Path(asked.report), report.losses)
    say(counted("%(count)s document written", "%(count)s documents written", report.documents))
    for part, count in report.parts.items():
        say(f"{part}: {count}")
    for each in report.losses:
        say(f"{each.document} [{each.start}, {each.end}) {each.label} {title_of(each.action)}: {_(each.reason)}")
    for name, count in report.unkept.items():
        say(f"{_('not kept by this format')}: {title_of(name)} ({count})")
    return PROBLEMS if say_problems(report.differences) else DONE


def _write_losses(path: Path, losses: Iterable[Loss]) -> None:
    lines = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in losses)
    try:
        path.write_text(lines, "utf-8", errors="backslashreplace")
    except OSError as error:
        raise UserError("cannot write %(file)s: %(reason)s", file=path, reason=error.strerror or error) from error


def _split(asked: Namespace) -> Split | None:
    """The split that the command line asks for, if it does."""
    from annotator.project.splits import Split

    if not (asked.split_dev or asked.split_test):
        return None
    return Split(asked.split_dev, asked.split_test, asked.split_by, asked.seed)


def formats(asked: Namespace) -> int:
    """``raqim formats``."""
    from annotator.formats.registry import FORMATS

    every = [
        {"name": each.name, "title": each.title, "reads": each.reads, "writes": each.writes,
         "suffixes": list(each.suffixes), "extra": each.extra}
        for each in FORMATS
    ]  # fmt: skip
    if asked.json:
        say_json(every)
    else:
        for each in every:
            can = " ".join(word for word, able in ((_("reads"), each["reads"]), (_("writes"), each["writes"])) if able)
            say(f"{each['name']:<16} {can:<12} {_(str(each['title']))}")
    return DONE


def scheme(asked: Namespace) -> int:
    """``raqim scheme``."""
    with opened(asked.project) as project:
        if asked.rename:
            project.execute(RenameLabel(*asked.rename), asked.annotator)
        elif asked.apply:
            project.execute(SetScheme(scheme_to_dict(scheme_from_toml(Path(asked.apply)))), asked.annotator)
        elif asked.export:
            from annotator.project.schemes import scheme_to_toml

            scheme_to_toml(project.queries.scheme(), Path(asked.export))
        else:
            say_json(scheme_to_dict(project.queries.scheme()))
    return DONE


def do(asked: Namespace) -> int:
    """``raqim do``: a list of commands as one event."""
    try:
        lines = Path(asked.file).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("%(file)s cannot be read: %(reason)s", file=asked.file, reason=error) from error
    commands = tuple(
        command_from_dict(_json_line(asked.file, number, line, asked.annotator))
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    with opened(asked.project) as project:
        project.execute(commands[0] if len(commands) == 1 else Batch(commands), asked.annotator)
    say(counted("%(count)s command carried out", "%(count)s commands carried out", len(commands)))
    return DONE


_NEEDS_ANNOTATOR = {"add_span", "set_status", "accept_suggestion", "reject_suggestion"}


def _json_line(file: str, number: int, line: str, annotator: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise UserError("%(file)s:%(line)s is not JSON: %(reason)s", file=file, line=number, reason=error) from error
    if not isinstance(value, dict):
        raise UserError("%(file)s:%(line)s is no command", file=file, line=number)
    inner = value.get("command")
    command = dict(inner) if isinstance(inner, dict) else value
    if command.get("command") in _NEEDS_ANNOTATOR:
        command.setdefault("annotator", annotator)
    return command


def demo(asked: Namespace) -> int:
    """``raqim demo``."""
    from annotator.ui.demo import run_demo

    return run_demo(Path(asked.out), offscreen=asked.offscreen)
