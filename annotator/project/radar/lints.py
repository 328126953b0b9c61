"""The lints, as one table: what each is called, how grave it is, and what finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.core.i18n import N_
from annotator.project.radar.dated import dated
from annotator.project.radar.edges import clitics, edges
from annotator.project.radar.finding import Finding, Severity
from annotator.project.radar.joints import joints
from annotator.project.radar.repeats import repeats
from annotator.project.radar.required import required
from annotator.project.radar.sheet import Ground, Sheet
from annotator.project.radar.soundness import outside, unknown
from annotator.project.radar.sourceless import sourceless
from annotator.project.radar.sums import sums
from annotator.project.radar.values import values


@dataclass(frozen=True, slots=True)
class Lint:
    """A rule by its id (the scheme's ``rules`` may turn it off, or say how grave it is) with its title.

    ``find`` looks at one layer of one document; rules about what several documents share have none.
    """

    id: str
    title: str
    severity: Severity
    find: Callable[[Sheet], Iterator[Finding]] | None = None


LINTS: tuple[Lint, ...] = (
    Lint("offsets", N_("Outside the text"), "error", outside),
    Lint("scheme", N_("Not in the scheme"), "error", unknown),
    Lint("edge", N_("Marks and spaces at an edge"), "hint", edges),
    Lint("clitic", N_("Conjunction or preposition inside"), "hint", clitics),
    Lint("value", N_("Value and text at odds"), "error", values),
    Lint("sum", N_("Parts and their total"), "error", sums),
    Lint("figure_without_source", N_("Figure without a source"), "hint", sourceless),
    Lint("required", N_("Required attribute missing"), "error", required),
    Lint("relation", N_("Relation that may not be"), "error", joints),
    Lint("repeat", N_("Same words without a label"), "hint", repeats),
    Lint("label", N_("Same words, different labels"), "hint"),
    Lint("passage", N_("Same passage labelled differently"), "hint"),
    Lint("kind", N_("Entity with two kinds"), "hint"),
    Lint("guideline", N_("Made under an older guideline"), "hint", dated),
    Lint("duplicate", N_("Copies of a document"), "hint"),
)
BY_ID: Mapping[str, Lint] = {each.id: each for each in LINTS}
BASIC = frozenset({"offsets", "scheme"})
"""What must hold in any project; all else are lints."""


def severity_in(ground: Ground, rule: str) -> Severity | None:
    """How grave a rule is in a project; nothing where its scheme turns it off."""
    lint = BY_ID.get(rule)
    return None if lint is None else ground.severity(rule, lint.severity)


def look(sheet: Sheet, rules: frozenset[str] | None = None) -> Iterator[Finding]:
    """What the lints (those named, or all) find in one layer of one document."""
    if not sheet.spans:
        return
    said = sheet.ground.scheme.rules
    for lint in LINTS:
        if lint.find is None or (rules is not None and lint.id not in rules) or said.get(lint.id) == "off":
            continue
        if lint.id in said and lint.id != "figure_without_source":
            severity: Severity = "error" if said[lint.id] == "error" else "hint"
            yield from (replace(each, severity=severity) for each in lint.find(sheet))
        else:
            yield from lint.find(sheet)
