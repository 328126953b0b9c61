"""The lints, as one table: what each is called, how grave it is, and what finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.core.i18n import N_
from annotator.project.radar.dated import dated
from annotator.project.radar.edges import clitic_names, clitics, edges
from annotator.project.radar.finding import Finding, Severity, mark_of
from annotator.project.radar.joints import joints
from annotator.project.radar.repeats import repeat_names, repeats
from annotator.project.radar.required import required
from annotator.project.radar.sheet import Ground, Sheet
from annotator.project.radar.soundness import outside, unknown
from annotator.project.radar.sourceless import sourceless
from annotator.project.radar.sums import sums
from annotator.project.radar.values import values

Find = Callable[[Sheet], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Lint:
    """A rule by its id (the scheme's ``rules`` may turn it off, or say how grave it is) with its title.

    ``find`` looks at one layer of one document; rules about what several documents share have none. ``names`` gives
    the keys of what it finds, where that is much quicker than to say it whole.
    """

    id: str
    title: str
    severity: Severity
    find: Find | None = None
    names: Callable[[Sheet], Iterator[str]] | None = None


Asked = tuple[Lint, Find, Severity | None]
"""A lint with what finds, and how grave the scheme says that is."""
LINTS: tuple[Lint, ...] = (
    Lint("offsets", N_("Outside the text"), "error", outside),
    Lint("scheme", N_("Not in the scheme"), "error", unknown),
    Lint("edge", N_("Marks and spaces at an edge"), "hint", edges),
    Lint("clitic", N_("Conjunction or preposition inside"), "hint", clitics, clitic_names),
    Lint("value", N_("Value and text at odds"), "error", values),
    Lint("sum", N_("Parts and their total"), "error", sums),
    Lint("figure_without_source", N_("Figure without a source"), "hint", sourceless),
    Lint("required", N_("Required attribute missing"), "error", required),
    Lint("relation", N_("Relation that may not be"), "error", joints),
    Lint("repeat", N_("Same words without a label"), "hint", repeats, repeat_names),
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
    for lint, find, said in asked(sheet.ground) if sheet.spans else ():
        if rules is None or lint.id in rules:
            for each in find(sheet):
                yield each if said in (None, each.severity) else replace(each, severity=said)


def marks(sheet: Sheet, lints: Sequence[Asked]) -> Iterator[tuple[str, Severity, int]]:
    """What `look` finds, by rule, severity and mark only; ``lints`` are those `asked`."""
    for lint, find, said in lints if sheet.spans else ():
        if lint.names is not None:
            for name in lint.names(sheet):
                yield lint.id, said or lint.severity, mark_of(lint.id, name)
        else:
            for each in find(sheet):
                yield lint.id, said or each.severity, each.mark


def asked(ground: Ground) -> list[Asked]:
    """The lints that look at layers, but for those that the scheme turns off, with how grave it says that they are."""
    rules = ground.scheme.rules
    return [
        (lint, lint.find, _said(rules.get(lint.id), lint))
        for lint in LINTS if lint.find is not None and rules.get(lint.id) != "off"
    ]  # fmt: skip


def _said(said: str | None, lint: Lint) -> Severity | None:
    """How grave the scheme says that a lint's findings are; nothing where the lint has the word."""
    if said is None or lint.id == "figure_without_source":
        return None
    return "error" if said == "error" else "hint"
