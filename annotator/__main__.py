"""``raqim``: the window, or a command. No Qt at module level, since every spawned worker imports this."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run what the command line asks for."""
    arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    if _is_window(arguments):
        from annotator.ui.application import run_application

        return run_application(Path(arguments[0]) if arguments else None)
    from annotator.cli.parser import run

    return run(arguments)


def _is_window(arguments: list[str]) -> bool:
    from annotator.cli import COMMANDS

    return not arguments or (len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
