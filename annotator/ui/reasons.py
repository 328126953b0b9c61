"""Why something was suggested and by what, in the user's language: suggesters keep plain English words."""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.core.i18n import N_, _, language

SENTENCES = (
    N_("a personal name"), N_("credited, and acts in the same sentence"), N_("named inside a longer mention"),
    N_("amount of money"), N_("dual of a counted noun"), N_("number and counted noun"), N_("number by itself"),
    N_("range of numbers"), N_("vague quantity"), N_("percentage"), N_("ratio"), N_("mark of an agency"),
    N_("the medium told"), N_("the source spoken of before"), N_("credited behind the figure"),
    N_("its losses are spoken of"), N_("joined with another part"), N_("joined with whom it counts"),
    N_("named as a part of it"), N_("out of the total behind it"), N_("the figure is of them"),
    N_("the report goes on"), N_("the source of its sentence"), N_("with its neighbours it makes the total"),
)  # fmt: skip
"""The reasons that are whole sentences."""
_WITH_A_WORD = (
    ("a clause follows ", N_("a clause follows «%(word)s»")),
    ("head noun ", N_("head noun «%(word)s»")),
    ("reporting verb ", N_("reporting verb «%(word)s»")),
    ("preposition ", N_("preposition «%(word)s»")),
    ("participle ", N_("participle «%(word)s»")),
    ("gazetteer: ", N_("known name «%(word)s»")),
)
_SHARE = re.compile(r"learner ([01]?\.\d+)")
_SUGGESTERS = {
    "figures": N_("figure rules"), "sources": N_("source rules"), "actors": N_("actor rules"),
    "gazetteer": N_("list of names"), "learner": N_("learner"), "relations": N_("relation rules"),
    "rules": N_("all rules"), "ensemble": N_("rules and learner"), "imported": N_("imported"),
}  # fmt: skip


def spoken_reason(why: str) -> str:
    """A suggestion's reason in the language in use; what an outside suggester said stays as it is."""
    return _spoken(why, language()) if why else ""


@lru_cache(1024)
def _spoken(why: str, _language: str) -> str:
    return " · ".join(_clause(each.strip()) for each in why.split(";"))


def _clause(clause: str) -> str:
    for beginning, said in _WITH_A_WORD:
        if clause.startswith(beginning):
            return _(said) % {"word": clause.removeprefix(beginning)}
    share = _SHARE.fullmatch(clause)
    if share is not None:
        return _("the learner says so: %(share)s%%") % {"share": round(float(share[1]) * 100)}
    return _(clause) if clause in SENTENCES else clause


def suggester_title(name: str) -> str:
    """A suggester's name in the language in use; the user's own names stay."""
    return _(_SUGGESTERS.get(name, name))
