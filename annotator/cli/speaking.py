"""What the command line says: reports on standard output, one sentence on standard error, a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from annotator.core.errors import Problem, UserError
from annotator.core.i18n import _, speak

DONE, PROBLEMS, REFUSED = 0, 1, 2


def say(text: str) -> None:
    """A line on standard output."""
    _write(sys.stdout, text)


def _write(stream: Any, text: str) -> None:  # noqa: ANN401 - a text stream
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:  # half a surrogate pair, or a terminal that knows no Arabic
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def say_json(value: object) -> None:
    """A JSON value as one line: Arabic unescaped, lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    say(text)


def complain(error: UserError) -> int:
    """One sentence on standard error; the exit code of what was refused."""
    _write(sys.stderr, speak(error.message, error.arguments).replace("\n", " "))
    return REFUSED


def say_problems(problems: Iterable[Problem]) -> int:
    """A line on standard error for each problem; how many there were."""
    count = 0
    for each in problems:
        count += 1
        text = speak(each.message, dict(each.arguments))
        _write(sys.stderr, f"{each.where}: {text}" if each.where else text)
    return count


def progress(title: str) -> Callable[[int, int], bool] | None:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, count: int) -> bool:
        filled = 30 * done // max(1, count)
        end = "\n" if done >= count - 1 else ""
        sys.stderr.write(f"\r{_(title)} [{'#' * filled:<30}] {done + 1}/{count}{end}")
        sys.stderr.flush()
        return True

    return show
