"""``raqim agreement --reference``: published cases computed anew and held against what was published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.fields import spoken
from annotator.cli.speaking import DONE, PROBLEMS, say, say_json
from annotator.core.errors import UserError
from annotator.core.i18n import _, counted
from annotator.core.resources import resource

if TYPE_CHECKING:
    from annotator.agreement.reference import Outcome

PUBLISHED = resource("agreement", "published.jsonl")
"""Cases that come with the product, each with its source."""


def reference(file: str | None, *, as_json: bool) -> int:
    """Each case of a file, or of `PUBLISHED` where none is named; a problem is a case that is read or met wrongly."""
    from annotator.agreement.reference import outcomes

    found = outcomes(_read(Path(file) if file else PUBLISHED))
    wrong = sum(each.wrong for each in (map(_told, found) if as_json else _listed(found)))
    return PROBLEMS if wrong else DONE


def _read(file: Path) -> list[Any]:
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise UserError("%(file)s cannot be read: %(reason)s", file=file, reason=error) from error
    return [_case(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _case(file: Path, number: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f"{file}:{number}"
        raise UserError("%(file)s cannot be read: %(reason)s", file=place, reason=error) from error


def _told(outcome: Outcome) -> Outcome:
    say_json(outcome.plain())
    return outcome


def _listed(found: Iterable[Outcome]) -> list[Outcome]:
    """A line for each case, those not met marked, and how many there are of each kind."""
    all_ = []
    for each in found:
        all_.append(each)
        line = each.plain()
        shown = each.explanation or spoken(each.value)
        verdict = "" if each.right is None else _("as published") if each.right else _("not as published")
        expected = f"  ({spoken(line['expected'])})" if each.right is False else ""
        say(f"{line['id']}  {line['measure']}  {shown}  {verdict}{expected}".rstrip())
    met, checked = sum(each.right is True for each in all_), sum(each.right is not None for each in all_)
    say(counted("%(count)s case computed", "%(count)s cases computed", len(all_)))
    if checked:
        say(_("%(met)s of %(checked)s as published") % {"met": met, "checked": checked})
    return all_
