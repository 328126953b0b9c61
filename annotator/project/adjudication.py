"""Adjudication by rule: clusters that a rule settles become gold, with what they rested on; nothing of a person's goes.

A gold span made by a rule says so in its origin (``rule``, ``inputs``: a fingerprint of the members, ``members``:
their ids). A gold span without a rule is a person's decision, and no rule touches a cluster that it lies in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.core.command import AddRelation, AddSpan, Batch, Command, RemoveSpan
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.project.agreement import layers_of
from annotator.project.plan import new_id
from annotator.project.project import Project
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster
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


def adjudicate(
    project: Project, rule: str, *, threshold: float = 0.5, min_annotators: int = 2, actor: str = GOLD,
    dry_run: bool = False,
) -> AdjudicationReport:  # fmt: skip
    """Settle every open cluster that the rule settles, as one step that one undo takes back.

    Raises:
        UserError: no such rule, or the project cannot be written.
    """
    from annotator.agreement.clusters import clusters
    from annotator.agreement.comparison import comparison_of
    from annotator.agreement.rules import settle

    layers = layers_of(project)
    texts = {layer.document: layer.text for layer in layers}
    comparison = comparison_of(layers)
    found = [each for each in clusters(comparison) if each.comparable]
    gold = {document: project.queries.spans(document, GOLD) for document in {each.document for each in found}}
    report = AdjudicationReport(clusters=len(found))
    decided, commands = _decided(found, gold, report)
    outcomes = settle(found, [rule_named(rule, texts, threshold, min_annotators)], decided)
    golden = _golden(found, gold)
    commands += _spans(found, outcomes, golden, report)
    commands += _relations(project, found, comparison, golden, report)
    report.settled = len(outcomes)
    report.open = len(found) - report.settled - report.kept
    if commands and not dry_run:
        project.execute(Batch(tuple(commands), "adjudicate"), actor)
    return report


def _decided(
    found: Sequence[Cluster], gold: Mapping[str, Sequence[Span]], report: AdjudicationReport
) -> tuple[set[int], list[Command]]:
    """Clusters that are settled already; a rule's decision whose inputs changed is taken back and opens again."""
    decided: set[int] = set()
    commands: list[Command] = []
    for number, cluster in enumerate(found):
        mine = [span for span in gold[cluster.document] if _belongs(span, cluster)]
        stale = [span for span in mine if span.origin.get("rule") and span.origin.get("inputs") != cluster.inputs]
        if stale:
            report.reopened += [span.id for span in stale]
            commands += [RemoveSpan(span.id) for span in stale]
        elif mine:
            decided.add(number)
            report.kept += 1
    return decided, commands


def _belongs(span: Span, cluster: Cluster) -> bool:
    members = set(str(span.origin.get("members", "")).split())
    if members:
        return bool(members & cluster.spans)
    same = any(span.extent == each.extent and span.label == each.label for each in cluster.members.values())
    overlaps = span.start < cluster.end and cluster.start < span.end
    return same or (overlaps and any(span.label == each.label for each in cluster.members.values()))


def _golden(found: Sequence[Cluster], gold: Mapping[str, Sequence[Span]]) -> dict[int, str]:
    """The gold span that each cluster has already."""
    return {
        number: span.id
        for number, cluster in enumerate(found)
        for span in gold[cluster.document]
        if _belongs(span, cluster) and not (span.origin.get("rule") and span.origin.get("inputs") != cluster.inputs)
    }


def _spans(
    found: Sequence[Cluster], outcomes: Mapping[int, Outcome], golden: dict[int, str], report: AdjudicationReport
) -> list[Command]:
    commands: list[Command] = []
    for number, outcome in outcomes.items():
        cluster, variant = found[number], outcome.variant
        if variant.is_none:
            continue
        golden[number] = new_id("s")
        report.spans += 1
        origin = {"rule": outcome.rule, "inputs": cluster.inputs, "members": " ".join(sorted(cluster.spans)),
                  "voters": ", ".join(variant.voters)}  # fmt: skip
        commands.append(
            AddSpan(
                cluster.document, variant.extent[0][0], variant.extent[-1][1], variant.label, GOLD,
                dict(variant.attributes), variant.extent if len(variant.extent) > 1 else (), origin=origin,
                id=golden[number],
            )
        )  # fmt: skip
    return commands


def _relations(
    project: Project, found: Sequence[Cluster], comparison: object, golden: Mapping[int, str],
    report: AdjudicationReport,
) -> list[Command]:  # fmt: skip
    """Relations that all who marked the head agree on, between clusters that are gold."""
    from annotator.agreement.clusters import relation_clusters

    present: set[tuple[str, str, str]] = set()
    for document in {each.document for each in found}:
        present |= {(each.type, each.head, each.tail) for each in project.queries.relations(document, GOLD)}
    commands: list[Command] = []
    for each in relation_clusters(comparison, found):  # type: ignore[arg-type]  # typed where it is imported late
        if each.agreed and each.head in golden and len(next(iter(each.answers.values()))) > 1:
            commands += _joined(each.type, each.head, next(iter(each.answers)), golden, present)
    report.relations = len(commands)
    return commands


def _joined(
    kind: str, head: int, tails: Collection[int], golden: Mapping[int, str], present: Collection[tuple[str, str, str]]
) -> list[Command]:
    wanted = [(kind, golden[head], golden[tail]) for tail in tails if tail in golden]
    return [AddRelation(*each) for each in wanted if each not in present]
