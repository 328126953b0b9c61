"""What can be asked on the command line: one table of commands, each with its function."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from typing import NoReturn

from annotator.cli import labelling, projects, reports, team
from annotator.cli.speaking import REFUSED, complain
from annotator.core.errors import UserError
from annotator.core.i18n import _, use_language


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
    new = _command(commands, "new", projects.new, "make an empty project")
    new.add_argument("--scheme", default="", help=_("a scheme in TOML"))
    scheme = _command(commands, "scheme", projects.scheme, "show, export, apply or rename in the scheme")
    scheme.add_argument("--export", metavar="FILE", default="")
    scheme.add_argument("--apply", metavar="FILE", default="")
    scheme.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"))
    scheme.add_argument("--annotator", default="")
    do = _command(commands, "do", projects.do, "carry out a list of commands")
    do.add_argument("file")
    do.add_argument("--annotator", required=True)
    backup = _command(commands, "backup", projects.backup, "make a copy that was opened and checked")
    backup.add_argument("out", nargs="?", default="")
    demo = _command(commands, "demo", projects.demo, "the whole journey on a sample", project=False)
    demo.add_argument("--out", default="demo")
    demo.add_argument("--offscreen", action="store_true", help=_("without a display"))


def _reading_options(command: ArgumentParser) -> None:
    command.add_argument("--format", default="", help=_("the files' format; found out where not given"))
    command.add_argument("--encoding", default="", help=_("the files' encoding; found out where not given"))
    command.add_argument("--offsets", default="", choices=("", "codepoint", "utf16", "grapheme", "byte"))


def _file_commands(commands: Commands[_Parser]) -> None:
    take = _command(commands, "import", projects.import_, "take files into a project")
    take.add_argument("files", nargs="+", metavar="FILE")
    take.add_argument("--as", dest="layer_kind", choices=("annotation", "gold", "suggestion"), default="annotation")
    take.add_argument("--annotator", default="")
    take.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW",
        help=_("a label's or relation's name in the scheme; OLD= leaves it out, OLD=NEW@kind=person sets an attribute"),
    )  # fmt: skip
    take.add_argument(
        "--existing", choices=("update", "replace", "skip"), default="update",
        help=_("what becomes of documents that are there already"),
    )  # fmt: skip
    _reading_options(take)
    inspect = _command(commands, "inspect", projects.inspect, "what an import would bring", project=False)
    inspect.add_argument("files", nargs="+", metavar="FILE")
    _reading_options(inspect)
    _json(inspect)
    export = _command(commands, "export", projects.export, "write a project to a file")
    export.add_argument("out")
    export.add_argument("--format", required=True)
    export.add_argument("--layer", default="", help=_("gold, suggestion or an annotator's name"))
    export.add_argument("--tags", choices=("bio", "iob1", "bioes", "bilou"), default="bio")
    export.add_argument("--clitics", choices=("split", "expand", "skip"), default="split")
    export.add_argument(
        "--nested", choices=("outermost", "columns"), default="outermost",
        help=_("what becomes of spans inside spans where a format has one column"),
    )  # fmt: skip
    export.add_argument("--documents", choices=("all", "finished"), default="all")
    export.add_argument("--split-dev", type=float, default=0.0, metavar="PART", help=_("part of the whole, as .1"))
    export.add_argument("--split-test", type=float, default=0.0, metavar="PART", help=_("part of the whole, as .1"))
    export.add_argument("--split-by", choices=("document", "date"), default="document")
    export.add_argument("--seed", type=int, default=0)
    export.add_argument(
        "--no-manifest", dest="manifest", action="store_false",
        help=_("neither read what was written again nor leave a manifest beside it"),
    )  # fmt: skip
    export.add_argument("--without-text", action="store_true")
    export.add_argument("--report", default="", metavar="FILE", help=_("write every loss to a file, one a line"))
    _json(_command(commands, "formats", projects.formats, "what can be read and written", project=False))


def _labelling_commands(commands: Commands[_Parser]) -> None:
    suggest = _command(commands, "suggest", labelling.suggest, "suggest labels", project=False)
    suggest.add_argument("project", nargs="?", default="")
    suggest.add_argument("--text", nargs="+", metavar="FILE", default=[], help=_("plain texts, without a project"))
    suggest.add_argument("--suggester", action="append", default=[])
    suggest.add_argument("--document", action="append", default=[])
    suggest.add_argument("--jobs", type=int, default=1)
    _json(suggest)
    _json(_command(commands, "suggesters", labelling.suggesters, "what can be suggested with", project=False))
    train = _command(commands, "train", labelling.train, "teach the learner from finished documents")
    taught = train.add_mutually_exclusive_group()
    taught.add_argument("--annotator", default="", help=_("from this annotator's finished documents"))
    taught.add_argument("--gold", action="store_true", help=_("from gold"))
    label = _command(commands, "label", labelling.label, "label a piece of text")
    label.add_argument("document")
    label.add_argument("start", type=int)
    label.add_argument("end", type=int)
    label.add_argument("label")
    label.add_argument("--attribute", action="append", default=[], metavar="NAME=VALUE")
    label.add_argument("--annotator", required=True)
    relate = _command(commands, "relate", labelling.relate, "join two spans")
    for name in ("type", "head", "tail"):
        relate.add_argument(name)
    relate.add_argument("--annotator", required=True)
    accept = _command(commands, "accept", labelling.accept, "accept suggestions")
    accept.add_argument("--document", action="append", default=[])
    accept.add_argument("--min-score", type=float, default=0.0)
    accept.add_argument("--annotator", required=True)
    spans = _command(commands, "spans", labelling.spans, "the spans with their ids")
    spans.add_argument("--document", default="")
    spans.add_argument("--layer", default="")
    _json(spans)
    _json(_command(commands, "entities", labelling.entities, "the registry with its mentions"))
    for name, text in (("undo", "take the newest change back"), ("redo", "bring back what was undone")):
        turn = _command(commands, name, labelling.turn_back, text)
        turn.add_argument("--annotator", default=None)


def _report_commands(commands: Commands[_Parser]) -> None:
    history = _command(commands, "history", reports.history, "who changed what, and when")
    history.add_argument("--document", default="")
    _json(history)
    _json(_command(commands, "check", reports.check, "integrity, offsets, scheme and lints"))
    _json(_command(commands, "stats", reports.stats, "counts over the project"))
    search = _command(commands, "search", reports.search, "folded full-text search")
    search.add_argument("query")
    search.add_argument("--limit", type=int, default=1000)
    _json(search)
    claims = _command(commands, "claims", reports.claims, "one row per figure: value, whom, by whom")
    claims.add_argument("out")
    claims.add_argument("--format", choices=("csv", "parquet", "json"), default="csv")
    claims.add_argument("--layer", default="")


def _team_commands(commands: Commands[_Parser]) -> None:
    handoff = _command(commands, "handoff", team.handoff, "one file per annotator, or a copy to send back")
    handoff.add_argument("out", metavar="OUT", help=_("a folder; with --return, a file"))
    handoff.add_argument("--annotators", default="", help=_("names, with commas between"))
    handoff.add_argument("--documents", default="", help=_("how many, or ids with commas between"))
    handoff.add_argument("--overlap", type=float, default=0.0, help=_("percent of documents for two annotators"))
    handoff.add_argument("--seed", type=int, default=0)
    handoff.add_argument("--calibration", type=int, default=0, help=_("how many documents go to everyone"))
    handoff.add_argument("--no-suggestions", action="store_true")
    handoff.add_argument("--return", dest="send_back", action="store_true", help=_("a checked copy to send back"))
    merge = _command(commands, "merge", team.merge, "take other files' work in")
    merge.add_argument("others", nargs="+", metavar="OTHER")
    merge.add_argument("--dry-run", action="store_true", help=_("say what would come, change nothing"))
    merge.add_argument("--annotator", default="")
    _json(merge)
    agreement = _command(commands, "agreement", team.agreement, "how far annotators agree", project=False)
    agreement.add_argument("project", nargs="?", default="")
    agreement.add_argument("--annotators", default="", help=_("names, with commas between"))
    agreement.add_argument("--label", action="append", default=[])
    agreement.add_argument("--measure", action="append", default=[])
    agreement.add_argument("--seed", type=int, default=0)
    agreement.add_argument("--bootstrap", type=int, default=2000, help=_("resamples of documents"))
    agreement.add_argument("--reference", default="", metavar="FILE", help=_("compute published cases"))
    _json(agreement)
    adjudicate = _command(commands, "adjudicate", team.adjudicate, "settle by rule what a rule can settle")
    adjudicate.add_argument("--rule", required=True, choices=("unanimous", "majority", "boundary"))
    adjudicate.add_argument("--min-annotators", type=int, default=2)
    adjudicate.add_argument("--threshold", type=float, default=0.5)
    adjudicate.add_argument("--dry-run", action="store_true")
    _json(adjudicate)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; the exit code."""
    use_language(_language_asked(arguments))
    asked = parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except UserError as error:
        return complain(error)
    except KeyboardInterrupt:
        return complain(UserError("stopped; nothing half-written is left"))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output went away
        return REFUSED


def _language_asked(arguments: Sequence[str]) -> str:
    for place, each in enumerate(arguments[:-1]):
        if each == "--language":
            return arguments[place + 1]
    return "" if sys.stdout.isatty() else "en"
