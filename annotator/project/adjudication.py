"""Adjudication by rule: clusters that a rule settles become gold, with what they rested on; nothing of a person's goes.

A gold span made by a rule says so in its origin (``rule``, ``inputs``: a fingerprint of the members, ``members``:
their ids); that a rule found nothing to mark is kept as a decision. What a person decided (a decision of theirs, or
a gold span without a rule) no rule touches, even where its inputs changed: such a cluster waits for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.core.command import Batch, Command, RemoveSpan, SetSetting
from annotator.core.errors import UserError
from annotator.project.disagreements import Disagreements
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.settling import TITLE, Draft, Settling

if TYPE_CHECKING:
    from annotator.agreement.rules import Outcome, Rule

RULES = ("unanimous", "majority", "boundary")


@dataclass(slots=True)
class AdjudicationReport:
    """What a rule settled, or would settle, and what is left for a person."""

    clusters: int = 0
    settled: int = 0
    spans: int = 0
    relations: int = 0
    kept: int = 0
    open: int = 0
    reopened: list[str] = field(default_factory=list)


def rule_named(name: str, texts: Mapping[str, str], threshold: float, min_annotators: int) -> Rule:
    """The rule of this name.

    Raises:
        UserError: there is none.
    """
    from annotator.agreement import rules

    if name == "unanimous":
        return rules.unanimous(min_annotators=min_annotators)
    if name == "majority":
        return rules.majority(threshold=threshold, min_annotators=min_annotators)
    if name == "boundary":
        return rules.boundary(texts, min_annotators=min_annotators)
    raise UserError("there is no rule %(name)s", name=name)


@dataclass(slots=True)
class Preview:
    """What a rule would do to which clusters (by number); ``stale`` are a rule's own former outcomes."""

    outcomes: dict[int, Outcome]
    stale: list[int]
    kept: int


def preview(
    state: Disagreements, rule: str, *, threshold: float = 0.5, min_annotators: int = 2,
    only: Collection[int] | None = None,
) -> Preview:  # fmt: skip
    """A dry run of a rule over what is open (or over some clusters only, of which alone is told then).

    Raises:
        UserError: there is no such rule.
    """
    from annotator.agreement.rules import settle

    chosen = rule_named(rule, state.texts, threshold, min_annotators)
    decided: set[int] = set()
    stale: list[int] = []
    numbers = range(len(state.found)) if only is None else sorted(only)
    for number in numbers:
        standing = state.stands(number)
        if standing.changed and standing.by_rule:
            stale.append(number)
        elif standing.settled or standing.changed or not state.is_comparable(number):
            decided.add(number)
    outcomes = settle(state.found, [chosen], decided, numbers)
    return Preview(outcomes, stale, sum(state.is_comparable(number) for number in decided))


def adjudicate(
    project: Project, rule: str, *, threshold: float = 0.5, min_annotators: int = 2, actor: str = GOLD,
    dry_run: bool = False, state: Disagreements | None = None, only: Collection[int] | None = None,
) -> AdjudicationReport:  # fmt: skip
    """Settle every open cluster that the rule settles (of ``only``, if given), as one step that one undo takes back.

    Raises:
        UserError: no such rule, or the project cannot be written.
    """
    state = state or Disagreements(project)
    found = preview(state, rule, threshold=threshold, min_annotators=min_annotators, only=only)
    settling = Settling(state, actor)
    for number, outcome in found.outcomes.items():
        votes = f"{len(outcome.variant.voters)}/{len(state.found[number].annotators)}"  # names would end the blindness
        settling.settle(number, Draft.of(outcome.variant), rule=outcome.rule, votes=votes)
    commands = [*_taken_back(state, found), *settling.commands()]
    if commands and not dry_run:
        project.execute(Batch(tuple(commands), TITLE), actor)
    return _report(state, found, settling)


def _taken_back(state: Disagreements, found: Preview) -> list[Command]:
    """A rule's own decisions whose inputs changed and that it does not settle anew, and those without inputs left."""
    commands: list[Command] = []
    for number in found.stale:
        standing = state.stands(number)
        if number in found.outcomes:
            continue
        if standing.gold is not None:
            commands.append(RemoveSpan(standing.gold.id))
        elif standing.decision is not None:
            commands.append(SetSetting(standing.decision.name, None))
    commands += [
        RemoveSpan(span.id)
        for spans in state.gold.values() for span in spans
        if span.origin.get("rule") and not state.holds_any(str(span.origin.get("members", "")).split())
    ]  # fmt: skip
    return commands


def _report(state: Disagreements, found: Preview, settling: Settling) -> AdjudicationReport:
    total = state.comparable
    stale = [state.stands(number).gold for number in found.stale]
    return AdjudicationReport(
        clusters=total,
        settled=len(found.outcomes),
        spans=sum(not each.variant.is_none for each in found.outcomes.values()),
        relations=settling.relations,
        kept=found.kept,
        open=total - found.kept - len(found.outcomes),
        reopened=[span.id for span in stale if span is not None],
    )
