"""The methods paragraph: what was measured on what, with definitions, versions, seeds and references."""

from __future__ import annotations

import gettext
from collections.abc import Callable

from annotator.core.i18n import DOMAIN, N_
from annotator.core.resources import resource
from annotator.project.review_numbers import ReviewNumbers

Say = Callable[[str], str]
_OPENING = N_(
    "Agreement was measured between %(annotators)s annotators over the %(documents)s documents that at least two of"
    " them labelled (%(spans)s spans). Work after adjudication is not counted as agreement. Spans were aligned one to"
    " one, optimally and symmetrically: as many as possible with the same extent and label, then with the same"
    " extent, then overlapping with the same label, then overlapping; offsets are code points."
)
_INTERVALS = N_(
    "Intervals are %(level)s%% percentile intervals of %(samples)s resamples of whole documents (cluster bootstrap,"
    " seed %(seed)s)."
)
_LINE = N_("%(title)s: %(value)s %(interval)s (n = %(units)s). %(definition)s")
_LEFT_OUT = N_("Left out: %(what)s.")
_UNDEFINED = N_("%(title)s is undefined: %(why)s.")
_CLOSING = N_("Computed with Raqim %(version)s.")


def speaker(language: str) -> Say:
    """Messages in a language, whichever the window speaks."""
    return gettext.translation(DOMAIN, localedir=resource("locale"), languages=[language], fallback=True).gettext


def methods_paragraph(numbers: ReviewNumbers, language: str) -> str:
    """The paragraph in ``ar`` or ``en``."""
    from annotator.agreement.measures import BY_NAME

    say = speaker(language)
    if not numbers.measures:
        return ""
    first = numbers.measures[0]
    parameters = first["parameters"]
    lines = [say(_OPENING) % {"annotators": len(numbers.annotators), "documents": first["n_documents"],
                              "spans": first["n_units"]}]  # fmt: skip
    lines.append(say(_INTERVALS) % {"level": round(100 * parameters["level"]), "samples": parameters["bootstrap"],
                                    "seed": parameters["seed"]})  # fmt: skip
    references = []
    for each in numbers.measures:
        known = BY_NAME[each["measure"]]
        if each["value"] is None:
            lines.append(say(_UNDEFINED) % {"title": say(known.title), "why": say(str(each.get("explanation", "")))})
            continue
        interval = f"[{each['ci'][0]:.3f}, {each['ci'][1]:.3f}]" if each["ci"] else ""
        lines.append(say(_LINE) % {"title": say(known.title), "value": f"{each['value']:.3f}", "interval": interval,
                                   "units": each["n_units"], "definition": say(known.definition)})  # fmt: skip
        if each["excluded"]:
            what = "; ".join(f"{say(reason)}: {count}" for reason, count in each["excluded"].items())
            lines.append(say(_LEFT_OUT) % {"what": what})
        references.append(known.reference)
    lines.append(say(_CLOSING) % {"version": _version()})
    lines.append("\n".join(dict.fromkeys(each for each in references if each)))
    return "\n".join(lines)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("raqim")
    except PackageNotFoundError:
        return "–"
