"""What can be asked on the command line: one table of commands, each with its function."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from typing import NoReturn

from annotator.cli import labelling, projects, reports, safekeeping, team
from annotator.cli.parsing_words import speak_parsing
from annotator.cli.speaking import REFUSED, complain
from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, use_language


class _Parser(ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(REFUSED)


Commands = _SubParsersAction  # argparse has no public name for it


def parser() -> ArgumentParser:
    """The whole command line."""
    top = _Parser(prog="raqim", description=_("Label Arabic news text into a corpus that trains models."))
    top.add_argument("--language", choices=("ar", "en"), default="", help=_("language of what is said"))
    commands = top.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _project_commands(commands)
    _file_commands(commands)
    _labelling_commands(commands)
    _report_commands(commands)
    _team_commands(commands)
    _safekeeping_commands(commands)
    return top


def _command(
    commands: Commands[_Parser], name: str, run: Callable[[Namespace], int], text: str, *, project: bool = True
) -> ArgumentParser:
    made = commands.add_parser(name, help=_(text), description=_(text))
    made.set_defaults(run=run)
    if project:
        made.add_argument("project", help=_("the project's file"))
    return made


def _json(command: ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("print JSON"))


def _project_commands(commands: Commands[_Parser]) -> None:
    new = _command(commands, "new", projects.new, N_("make an empty project"))
    new.add_argument("--scheme", default="", help=_("a scheme in TOML"))
    scheme = _command(commands, "scheme", projects.scheme, N_("show, export, apply or rename in the scheme"))
    scheme.add_argument("--export", metavar="FILE", default="", help=_("write the scheme to a file"))
    scheme.add_argument("--apply", metavar="FILE", default="", help=_("take the scheme of a file"))
    scheme.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"), help=_("give a label or relation another name"))
    scheme.add_argument("--annotator", default="", help=_("who does it"))
    do = _command(commands, "do", projects.do, N_("carry out a list of commands"))
    do.add_argument("file", help=_("one command a line, in the shape that events have"))
    do.add_argument("--annotator", required=True, help=_("who does it"))
    demo = _command(commands, "demo", projects.demo, N_("the whole journey on a sample"), project=False)
    demo.add_argument("--out", default="demo", help=_("the folder for what it leaves"))
    demo.add_argument("--offscreen", action="store_true", help=_("without a display"))


def _reading_options(command: ArgumentParser) -> None:
    command.add_argument("--format", default="", help=_("the files' format; found out where not given"))
    command.add_argument("--encoding", default="", help=_("the files' encoding; found out where not given"))
    command.add_argument(
        "--offsets", default="", choices=("", "codepoint", "utf16", "grapheme", "byte"),
        help=_("what the files count offsets in; found out where not given"),
    )  # fmt: skip


def _texts_options(command: ArgumentParser) -> None:
    command.add_argument(
        "--texts", default="", metavar="PLACE", help=_("where the texts are that a file without texts is about")
    )
    command.add_argument(
        "--text-column", default="", metavar="NAME", help=_("the column of a table that holds the texts")
    )


def _file_commands(commands: Commands[_Parser]) -> None:
    take = _command(commands, "import", projects.import_, N_("take files into a project"))
    take.add_argument("files", nargs="+", metavar="FILE", help=_("what to read"))
    take.add_argument(
        "--as", dest="layer_kind", choices=("annotation", "gold", "suggestion"), default="annotation",
        help=_("what the labels of the files become"),
    )  # fmt: skip
    take.add_argument("--annotator", default="", help=_("whose labels they are"))
    take.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW",
        help=_("a label's or relation's name in the scheme; OLD= leaves it out, OLD=NEW@kind=person sets an attribute"),
    )  # fmt: skip
    take.add_argument(
        "--existing", choices=("update", "replace", "skip"), default="update",
        help=_("what becomes of documents that are there already"),
    )  # fmt: skip
    _reading_options(take)
    _texts_options(take)
    inspect = _command(commands, "inspect", projects.inspect, N_("what an import would bring"), project=False)
    inspect.add_argument("files", nargs="+", metavar="FILE", help=_("what to read"))
    _reading_options(inspect)
    _texts_options(inspect)
    _json(inspect)
    export = _command(commands, "export", projects.export, N_("write a project to a file"))
    export.add_argument("out", help=_("the file or folder to write"))
    export.add_argument("--format", required=True, help=_("one of those that raqim formats lists"))
    export.add_argument("--layer", default="", help=_("gold, suggestion or an annotator's name"))
    export.add_argument(
        "--tags", choices=("bio", "iob1", "bioes", "bilou"), default="bio", help=_("how tokens are tagged")
    )
    export.add_argument(
        "--clitics", choices=("split", "expand", "skip"), default="split",
        help=_("where a span begins inside a word: split the word, take all of it, leave the span out"),
    )  # fmt: skip
    export.add_argument(
        "--nested", choices=("outermost", "columns"), default="outermost",
        help=_("what becomes of spans inside spans where a format has one column"),
    )  # fmt: skip
    export.add_argument("--documents", choices=("all", "finished"), default="all", help=_("which documents"))
    export.add_argument("--split-dev", type=float, default=0.0, metavar="PART", help=_("part of the whole, as .1"))
    export.add_argument("--split-test", type=float, default=0.0, metavar="PART", help=_("part of the whole, as .1"))
    export.add_argument(
        "--split-by", choices=("document", "date"), default="document", help=_("how documents fall into the parts")
    )
    export.add_argument("--seed", type=int, default=0, help=_("of the draw, to repeat it"))
    export.add_argument(
        "--no-manifest", dest="manifest", action="store_false",
        help=_("neither read what was written again nor leave a manifest beside it"),
    )  # fmt: skip
    export.add_argument(
        "--without-text", action="store_true", help=_("offsets, hashes and labels only: for copyrighted news")
    )
    export.add_argument("--report", default="", metavar="FILE", help=_("write every loss to a file, one a line"))
    _json(_command(commands, "formats", projects.formats, N_("what can be read and written"), project=False))


def _labelling_commands(commands: Commands[_Parser]) -> None:
    suggest = _command(commands, "suggest", labelling.suggest, N_("suggest labels"), project=False)
    suggest.add_argument("project", nargs="?", default="", help=_("the project's file"))
    suggest.add_argument("--text", nargs="+", metavar="FILE", default=[], help=_("plain texts, without a project"))
    suggest.add_argument("--suggester", action="append", default=[], help=_("only this one; can be repeated"))
    suggest.add_argument("--document", action="append", default=[], help=_("only this one; can be repeated"))
    suggest.add_argument("--jobs", type=int, default=1, help=_("how many processes"))
    _json(suggest)
    _json(_command(commands, "suggesters", labelling.suggesters, N_("what can be suggested with"), project=False))
    held = _command(commands, "hold-out", labelling.hold_out, N_("hold documents out of suggesting"))
    held.add_argument("--document", action="append", default=[], help=_("only this one; can be repeated"))
    held.add_argument("--share", type=float, default=0.1, help=_("so large a share of the documents, drawn by id"))
    held.add_argument("--off", action="store_true", help=_("no longer hold them out"))
    held.add_argument("--annotator", required=True, help=_("who does it"))
    train = _command(commands, "train", labelling.train, N_("teach the learner from finished documents"))
    taught = train.add_mutually_exclusive_group()
    taught.add_argument("--annotator", default="", help=_("from this annotator's finished documents"))
    taught.add_argument("--gold", action="store_true", help=_("from gold"))
    label = _command(commands, "label", labelling.label, N_("label a piece of text"))
    label.add_argument("document", help=_("a document's id or name"))
    label.add_argument("start", type=int, help=_("its first code point, from 0"))
    label.add_argument("end", type=int, help=_("the code point after its last"))
    label.add_argument("label", help=_("a label of the scheme"))
    label.add_argument(
        "--attribute", action="append", default=[], metavar="NAME=VALUE", help=_("can be repeated")
    )
    label.add_argument("--annotator", required=True, help=_("who does it"))
    relate = _command(commands, "relate", labelling.relate, N_("join two spans"))
    relate.add_argument("type", help=_("a relation of the scheme"))
    relate.add_argument("head", help=_("the id of the span that it starts at"))
    relate.add_argument("tail", help=_("the id of the span that it ends at"))
    relate.add_argument("--annotator", required=True, help=_("who does it"))
    accept = _command(commands, "accept", labelling.accept, N_("accept suggestions"))
    accept.add_argument("--document", action="append", default=[], help=_("only this one; can be repeated"))
    accept.add_argument("--min-score", type=float, default=0.0, help=_("only suggestions at least as sure"))
    accept.add_argument("--annotator", required=True, help=_("who does it"))
    spans = _command(commands, "spans", labelling.spans, N_("the spans with their ids"))
    spans.add_argument("--document", default="", help=_("only of this document"))
    spans.add_argument("--layer", default="", help=_("gold or an annotator's name"))
    spans.add_argument("--annotator", default="", help=_("only what this annotator may see"))
    _json(spans)
    _json(_command(commands, "entities", labelling.entities, N_("the registry with its mentions")))
    for name, text in (("undo", N_("take the newest change back")), ("redo", N_("bring back what was undone"))):
        turn = _command(commands, name, labelling.turn_back, text)
        turn.add_argument("--annotator", default=None, help=_("only what this annotator did"))


def _report_commands(commands: Commands[_Parser]) -> None:
    history = _command(commands, "history", reports.history, N_("who changed what, and when"))
    history.add_argument("--document", default="", help=_("only of this document"))
    history.add_argument("--span", default="", help=_("of one span, by its id: before, after, and where it came from"))
    _json(history)
    check = _command(commands, "check", reports.check, N_("integrity, offsets, scheme and lints"))
    check.add_argument(
        "--lints", action=BooleanOptionalAction, default=True, help=_("look for what may be wrong in the labels too")
    )
    _json(check)
    clashes = _command(commands, "conflicts", reports.conflicts, N_("what several sources count differently"))
    clashes.add_argument("--layer", default="", help=_("gold or an annotator's name"))
    _json(clashes)
    _json(_command(commands, "stats", reports.stats, N_("counts over the project")))
    search = _command(commands, "search", reports.search, N_("folded full-text search"))
    search.add_argument("query", type=str.lstrip, help=_("what to look for"))
    search.add_argument("--limit", type=int, default=1000, help=_("how many hits at most"))
    search.add_argument("--annotator", default=None, help=_("only what this annotator may see"))
    _json(search)
    claims = _command(commands, "claims", reports.claims, N_("one row per figure: value, whom, by whom"))
    claims.add_argument("out", help=_("the file to write"))
    claims.add_argument(
        "--format", choices=("csv", "parquet", "json"), default="csv", help=_("how it is written")
    )
    claims.add_argument("--layer", default="", help=_("gold or an annotator's name"))


def _safekeeping_commands(commands: Commands[_Parser]) -> None:
    backup = _command(commands, "backup", safekeeping.backup, N_("make a copy that was opened and checked"))
    backup.add_argument("out", nargs="?", default="", help=_("where to; beside the project if not given"))
    backup.add_argument("--list", action="store_true", help=_("list the automatic backups"))
    backup.add_argument("--automatic", action="store_true", help=_("a dated one, where one is due; old ones go"))
    restore = _command(
        commands, "restore", safekeeping.restore, N_("put a backup in a project's place, or bring a document back")
    )
    restore.add_argument("backup", nargs="?", default="", help=_("the backup to put there; close the project before"))
    restore.add_argument("--document", default="", help=_("bring only this document's labels back, to a moment"))
    restore.add_argument("--to", default="", metavar="MOMENT", help=_("an event's id, or a time such as 2026-01-31T18"))
    restore.add_argument("--layer", default="", help=_("gold or an annotator's name"))
    restore.add_argument("--annotator", default="", help=_("who does it"))
    salvage = _command(
        commands, "salvage", safekeeping.salvage, N_("save what a damaged project still holds"), project=False
    )
    salvage.add_argument("file", help=_("the damaged project; it is only read"))
    salvage.add_argument("out", help=_("the file to write"))
    _command(commands, "compact", safekeeping.compact, N_("make the log smaller, after a backup"))


def _team_commands(commands: Commands[_Parser]) -> None:
    handoff = _command(commands, "handoff", team.handoff, N_("one file per annotator, or a copy to send back"))
    handoff.add_argument("out", metavar="OUT", help=_("a folder; with --return, a file"))
    handoff.add_argument("--annotators", default="", help=_("names, with commas between"))
    handoff.add_argument("--documents", default="", help=_("how many, or ids with commas between"))
    handoff.add_argument("--overlap", type=float, default=0.0, help=_("percent of documents for two annotators"))
    handoff.add_argument("--seed", type=int, default=0, help=_("of the draw, to repeat it"))
    handoff.add_argument("--calibration", type=int, default=0, help=_("how many documents go to everyone"))
    handoff.add_argument(
        "--order", choices=("project", "drawn"), default="project", help=_("as in the project, or drawn by the seed")
    )
    handoff.add_argument("--no-suggestions", action="store_true", help=_("leave suggestions out"))
    handoff.add_argument("--return", dest="send_back", action="store_true", help=_("a checked copy to send back"))
    merge = _command(commands, "merge", team.merge, N_("take other files' work in"))
    merge.add_argument("others", nargs="+", metavar="OTHER", help=_("files that came back"))
    merge.add_argument("--dry-run", action="store_true", help=_("say what would come, change nothing"))
    merge.add_argument("--annotator", default="", help=_("who does it"))
    _json(merge)
    agreement = _command(commands, "agreement", team.agreement, N_("how far annotators agree"), project=False)
    agreement.add_argument("project", nargs="?", default="", help=_("the project's file"))
    agreement.add_argument("--annotators", default="", help=_("names, with commas between"))
    agreement.add_argument("--label", action="append", default=[], help=_("only this one; can be repeated"))
    agreement.add_argument("--measure", action="append", default=[], help=_("only this one; can be repeated"))
    agreement.add_argument("--seed", type=int, default=0, help=_("of the resamples, to repeat them"))
    agreement.add_argument("--bootstrap", type=int, default=2000, help=_("resamples of documents"))
    agreement.add_argument(
        "--held-out", choices=("only", "without"), help=_("over documents without suggestions alone, or without them")
    )
    agreement.add_argument(
        "--reference", default="", nargs="?", metavar="FILE",
        help=_("compute published cases, those that come along unless a file is named"),
    )  # fmt: skip
    _json(agreement)
    adjudicate = _command(commands, "adjudicate", team.adjudicate, N_("settle by rule what a rule can settle"))
    adjudicate.add_argument(
        "--rule", required=True, choices=("unanimous", "majority", "boundary"), help=_("which rule decides")
    )
    adjudicate.add_argument(
        "--min-annotators", type=int, default=2, help=_("how many annotators a decision needs")
    )
    adjudicate.add_argument("--threshold", type=float, default=0.5, help=_("the share that a majority needs"))
    adjudicate.add_argument("--dry-run", action="store_true", help=_("say what would come, change nothing"))
    _json(adjudicate)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; the exit code."""
    use_language(_language_asked(arguments))
    speak_parsing()
    asked = parser().parse_args(_queries_apart(arguments))
    try:
        return int(asked.run(asked))
    except UserError as error:
        return complain(error)
    except KeyboardInterrupt:
        return complain(UserError("stopped; nothing half-written is left"))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output went away
        return REFUSED


def _queries_apart(arguments: Sequence[str]) -> list[str]:
    """The arguments, with a blank before a query such as ``-word``, which would be taken for an option."""
    searched = "search" in arguments
    return [
        f" {each}" if searched and each[:1] == "-" and each[:2] != "--" and each not in ("-", "-h") else each
        for each in arguments
    ]  # fmt: skip


def _language_asked(arguments: Sequence[str]) -> str:
    for place, each in enumerate(arguments[:-1]):
        if each == "--language":
            return arguments[place + 1]
    for each in arguments:
        if each.startswith("--language="):
            return each.partition("=")[2]
    return "" if sys.stdout.isatty() else "en"
