"""What argparse itself says, in the language in use: it asks gettext's default domain, which becomes ours."""

from __future__ import annotations

import gettext
import os

from annotator.core.i18n import DOMAIN, N_, language, ngettext
from annotator.core.resources import resource

WORDS = (
    N_("usage: "), N_("positional arguments"), N_("options"), N_("subcommands"),
    N_("show this help message and exit"), N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"), N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"), N_("expected one argument"), N_("expected at least one argument"),
    N_("expected at most one argument"), N_("argument %(argument_name)s: %(message)s"),
    N_("one of the arguments %s is required"), N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"), N_("ignored explicit argument %r"),
)  # fmt: skip
"""The messages of Python 3.11's argparse, marked so that the catalogues hold them."""


def speak_parsing() -> None:
    """Let argparse speak the language in use."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(resource("locale")))
    gettext.textdomain(DOMAIN)


def expected(count: int) -> str:
    """How argparse says that an option wants several words."""
    return ngettext("expected %s argument", "expected %s arguments", count) % count
