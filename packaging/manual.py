"""The manual page raqim(1), written from the parser itself so that it never says what is not so."""

from __future__ import annotations

import sys
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

HEAD = """.TH RAQIM 1 "" "Raqim {version}" "User commands"
.SH NAME
raqim \\- label Arabic news text into a corpus that trains models
.SH SYNOPSIS
.B raqim
.RI [ PROJECT.raqim ]
.br
.B raqim
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
Without a command the window opens, with the project if one is named. With one, the same is done to a project's file
without a window.
.B raqim
.I COMMAND
.B \\-\\-help
explains each.
.SH COMMANDS
"""
TAIL = """.SH ENVIRONMENT
.TP
.B RAQIM_CONFIG
the folder of the settings, in place of
.IR ~/.config/raqim .
.TP
.B QT_QPA_PLATFORM
.B wayland
or
.BR xcb ,
where Qt chooses wrongly.
.SH EXIT STATUS
0 for done, 1 where something was found to be wrong, 2 for what cannot be done.
.SH FILES
.I *.raqim
is a project: one SQLite file.
"""


def escaped(text: str) -> str:
    """Text that means nothing to roff."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\n.", "\n\\&.")


def commands(parser: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    """The parser's commands by name."""
    for action in parser._actions:  # noqa: SLF001 - argparse tells of its commands nowhere else
        if isinstance(action, _SubParsersAction):
            yield from action.choices.items()


def options(command: ArgumentParser) -> list[Action]:
    """What a command takes, but for --help."""
    return [each for each in command._actions if each.dest != "help"]  # noqa: SLF001 - as above


def _option(action: Action) -> str:
    names = ", ".join(action.option_strings) or action.metavar or action.dest
    return f".br\n.B {escaped(str(names))}\n{escaped(action.help or '')}\n"


def manual(version: str) -> str:
    """The whole page, as roff."""
    from annotator.cli.parser import parser
    from annotator.core.i18n import use_language

    use_language("en")
    body = ""
    for name, command in commands(parser()):
        body += f".TP\n.B {escaped(name)}\n{escaped(command.description or '')}\n"
        body += "".join(_option(each) for each in options(command))
    return HEAD.format(version=version) + body + TAIL


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.stdout.write(manual(sys.argv[1] if len(sys.argv) > 1 else ""))
