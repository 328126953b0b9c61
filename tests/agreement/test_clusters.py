"""Clusters of disagreement, rules that settle them, and the worklist; adjudication's engine without a window."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.answers import Answers, answers
from annotator.agreement.cluster_table import cluster_table
from annotator.agreement.clusters import (
    Cluster,
    Decided,
    answer_attributes,
    clusters,
    decisions_of,
    relation_clusters,
)
from annotator.agreement.comparison import LayerSpans, comparison_of
from annotator.agreement.differences import differences
from annotator.agreement.ranking import Ranked, Weights, effects, worklist
from annotator.agreement.report import measure
from annotator.agreement.rules import boundary, majority, proposal, settle, unanimous
from annotator.core.span import Relation, Span, Value

TEXT = "قالت وسانا إن 211 شخصاً قتلوا في حلب وأكدت القوات السورية ذلك أمس"
Marked = tuple[int, int, str] | tuple[int, int, str, dict[str, Value]]


def layer(annotator: str, *marked: Marked, document: str = "d", links: tuple[tuple[int, int], ...] = ()) -> LayerSpans:
    made = tuple(
        Span(f"{document}{annotator}{each[0]}-{each[1]}-{each[2]}", each[0], each[1], each[2],
             each[3] if len(each) > 3 else {}) for each in marked
    )  # fmt: skip
    relations = tuple(Relation(f"{annotator}{h}{t}", "REPORTED_BY", made[h].id, made[t].id) for h, t in links)
    return LayerSpans(document, annotator, made, relations, TEXT)


def found(*layers: LayerSpans) -> list[Cluster]:
    return clusters(comparison_of(layers))


def answered(*layers: LayerSpans) -> Answers:
    comparison = comparison_of(layers)
    return answers(comparison.columns, cluster_table(comparison), list(map(answer_attributes, comparison.spans)))


def kinds(*layers: LayerSpans) -> list[tuple[str, ...]]:
    told = answered(*layers)
    ways = differences(told, dict.fromkeys(told.columns.documents, TEXT))
    return [ways.kinds_of(number) for number in range(len(told.table))]


def ranked(told: Answers, decided: tuple[int, ...] = (), weights: Weights | None = None) -> list[Ranked]:
    ways = differences(told, dict.fromkeys(told.columns.documents, TEXT))
    return worklist(ways, effects(told), decided=decided, weights=weights)


def test_a_missed_span_is_a_cluster_with_none_as_an_answer() -> None:
    layers = layer("A", (0, 4, "X")), layer("B")
    [cluster] = found(*layers)
    assert [each.is_none for each in cluster.variants] == [False, True]
    assert not cluster.agreed
    assert kinds(*layers) == [("missing:X",)]


def test_nested_spans_are_clusters_of_their_own() -> None:
    layers = (
        layer("A", (0, 20, "SOURCE"), (5, 10, "ACTOR")),
        layer("B", (5, 10, "ACTOR"), (0, 20, "SOURCE")),
        layer("C", (6, 10, "ACTOR"), (0, 20, "SOURCE")),
    )
    first, second = found(*layers)
    assert first.agreed
    assert kinds(*layers) == [(), ("boundary_clitic",)]
    assert second.variants[0].voters == ("A", "B")


def test_a_person_marks_nothing_twice_in_one_cluster() -> None:
    chain = found(layer("A", (0, 6, "X"), (8, 14, "X")), layer("B", (4, 10, "X")))
    assert [sorted(each.members) for each in chain] == [["A", "B"], ["A"]]


def test_answers_are_the_same_only_with_the_same_attributes() -> None:
    layers = (
        layer("A", (14, 23, "FIGURE", {"value": 211, "unit": ""})),
        layer("B", (14, 23, "FIGURE", {"value": 211})),
        layer("C", (14, 23, "FIGURE", {"value": 2110})),
    )
    [cluster] = found(*layers)
    assert [each.voters for each in cluster.variants] == [("A", "B"), ("C",)]
    assert kinds(*layers) == [("value_tenfold",)]


def test_unanimity_settles_silently_and_needs_everybody() -> None:
    agreed, missed = found(layer("A", (0, 4, "X"), (14, 23, "Y")), layer("B", (0, 4, "X")))
    outcomes = settle([agreed, missed], [unanimous()])
    assert list(outcomes) == [0]
    assert outcomes[0].rule == "auto:unanimous"
    assert settle([agreed], [unanimous(min_annotators=3)]) == {}
    assert settle([agreed], [unanimous()], decided=[0]) == {}


def test_a_document_of_one_annotator_is_not_unanimous_and_no_work() -> None:
    lone = found(layer("A", (0, 4, "X")))
    assert settle(lone, [unanimous(), majority()]) == {}
    assert ranked(answered(layer("A", (0, 4, "X")))) == []


def test_a_majority_settles_from_its_threshold_and_a_tie_never() -> None:
    [cluster] = found(layer("A", (0, 4, "X")), layer("B", (0, 4, "X")), layer("C"))
    assert settle([cluster], [majority(threshold=0.6)])[0].variant.voters == ("A", "B")
    assert settle([cluster], [majority(threshold=0.7)]) == {}
    [tie] = found(layer("A", (0, 4, "X")), layer("B"))
    assert settle([tie], [majority(threshold=0.1)]) == {}


def test_a_majority_may_say_that_nothing_is_there() -> None:
    [cluster] = found(layer("A", (0, 4, "X")), layer("B"), layer("C"))
    assert settle([cluster], [majority()])[0].variant.is_none


def test_clitics_are_settled_by_the_guideline() -> None:
    at = TEXT.index("وسانا")
    with_clitic, without = (at, at + 5, "SOURCE"), (at + 1, at + 5, "SOURCE")
    [cluster] = found(layer("A", with_clitic), layer("B", with_clitic), layer("C", without))
    assert settle([cluster], [boundary({"d": TEXT})])[0].variant.extent == (without[:2],)
    at = TEXT.index("القوات")
    [article] = found(layer("A", (at, at + 6, "ACTOR")), layer("B", (at + 2, at + 6, "ACTOR")))
    assert settle([article], [boundary({"d": TEXT})])[0].variant.extent == ((at, at + 6),)


def test_a_word_more_is_not_settled_by_the_boundary_rule() -> None:
    at = TEXT.index("القوات")
    [cluster] = found(layer("A", (at, at + 6, "ACTOR")), layer("B", (at, at + 14, "ACTOR")))
    assert settle([cluster], [boundary({"d": TEXT})]) == {}


def test_the_more_reliable_break_a_tie_in_the_proposal() -> None:
    [cluster] = found(layer("A", (0, 4, "X")), layer("B", (0, 4, "Y")))
    assert proposal(cluster, {"B": 0.9, "A": 0.5}).label == "Y"
    assert proposal(cluster).label == "X"


def test_changed_inputs_reopen_only_their_own_cluster() -> None:
    before = found(layer("A", (0, 4, "X"), (14, 23, "Y")), layer("B", (0, 4, "X"), (14, 22, "Y")))
    decided = [Decided(str(number), each.spans, each.inputs) for number, each in enumerate(before)]
    after = found(
        layer("A", (0, 4, "X"), (14, 23, "Y")), layer("B", (0, 4, "X"), (14, 22, "Y")), layer("C", (14, 23, "Y"))
    )
    assert {number: changed for number, (_, changed) in decisions_of(after, decided).items()} == {0: False, 1: True}
    assert decisions_of(before, decided)[1] == (decided[1], False)


def test_a_relation_is_over_clusters_so_that_a_slipped_end_is_no_disagreement() -> None:
    comparison = comparison_of([
        layer("A", (0, 4, "SOURCE"), (14, 23, "FIGURE"), links=((1, 0),)),
        layer("B", (1, 4, "SOURCE"), (14, 23, "FIGURE"), links=((1, 0),)),
        layer("C", (0, 4, "SOURCE"), (14, 23, "FIGURE")),
    ])  # fmt: skip
    [relation] = relation_clusters(comparison, clusters(comparison))
    assert dict(relation.answers) == {(0,): ("A", "B"), (): ("C",)}
    assert not relation.agreed


spans = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.integers(0, 40), st.integers(1, 9), st.sampled_from(["X", "Y"]),
)  # fmt: skip
layers_ = st.lists(spans, max_size=6, unique=True)


@settings(deadline=None, max_examples=60)
@given(layers_, layers_, layers_)
def test_every_span_is_in_exactly_one_cluster(a: list[Marked], b: list[Marked], c: list[Marked]) -> None:
    every = found(layer("A", *a), layer("B", *b), layer("C", *c))
    ids = [span.id for each in every for span in each.members.values()]
    assert sorted(ids) == sorted(span.id for each in (layer("A", *a), layer("B", *b), layer("C", *c))
                                 for span in each.spans)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(layers_, layers_, layers_)
def test_the_gain_that_is_shown_is_what_the_headline_gains(a: list[Marked], b: list[Marked], c: list[Marked]) -> None:
    told = answered(layer("A", *a), layer("B", *b), layer("C", *c))
    sums, decided, every = effects(told), list[int](), range(len(told.table))
    for _ in every:
        gains = sums.gains(decided)
        open_ = [place for place in every if place not in decided]
        best = max(open_, key=lambda place: gains[place])
        before = sums.headline(decided)
        decided.append(best)
        after = sums.headline(decided)
        if not isnan(before) and not isnan(after):
            assert after - before == pytest.approx(gains[best])


@settings(deadline=None, max_examples=60)
@given(layers_, layers_)
def test_the_headline_over_clusters_is_exact_f1(a: list[Marked], b: list[Marked]) -> None:
    layers = [layer("A", *a), layer("B", *b)]
    told = answered(*layers)
    [result] = measure(layers, ["f1_exact"], bootstrap=0)
    if len(told.table) and result["value"] is not None:
        assert effects(told).headline() == pytest.approx(result["value"])


def test_the_worklist_puts_what_matters_first_and_its_weights_can_be_changed() -> None:
    every = answered(
        layer("A", (0, 4, "ACTOR", {"kind": "a"}), (14, 23, "FIGURE", {"value": 211}), (30, 34, "ACTOR")),
        layer("B", (0, 4, "ACTOR", {"kind": "b"}), (14, 23, "FIGURE", {"value": 21}), (30, 34, "SOURCE")),
    )
    first = ranked(every)
    assert [each.kinds for each in first] == [("label",), ("value_tenfold",), ("attribute",)]
    assert all(each.score > 0 for each in first)
    flat = Weights(effect=0, reach=0, severities={"attribute": 9, "label": 1, "value_tenfold": 2})
    assert [each.kinds[0] for each in ranked(every, weights=flat)] == [
        "attribute", "value_tenfold", "label",
    ]  # fmt: skip
    assert len(ranked(every, (0,))) == 2


def test_the_worklist_after_a_decision_is_the_one_before_without_it() -> None:
    every = answered(
        layer("A", (0, 4, "ACTOR"), (14, 23, "FIGURE"), (30, 34, "ACTOR")),
        layer("B", (14, 22, "FIGURE"), (30, 34, "SOURCE")),
    )
    before = ranked(every)
    after = ranked(every, (before[0].cluster,))
    assert [each.cluster for each in after] == [each.cluster for each in before[1:]]
    assert ranked(every, tuple(range(len(every.table)))) == []


def test_alike_clusters_reach_each_other() -> None:
    every = answered(*(layer(who, *spans, document=name) for name in "de"
                       for who, spans in (("A", [(0, 4, "X")]), ("B", []))))  # fmt: skip
    assert [each.reach for each in ranked(every)] == [2, 2]
    assert differences(every, {"d": TEXT, "e": TEXT}).alike(0) == [1]


@settings(deadline=None, max_examples=60)
@given(layers_, layers_, layers_)
def test_answers_as_numbers_say_what_the_clusters_say(a: list[Marked], b: list[Marked], c: list[Marked]) -> None:
    layers = layer("A", *a), layer("B", *b), layer("C", *c)
    told = answered(*layers)
    for number, cluster in enumerate(found(*layers)):
        first, *rest = cluster.variants
        bounds = first.extent[0] if first.extent else None
        leading = int(told.leading[number])
        row = told.row[leading]
        assert told.agreed[number] == cluster.agreed == (not rest)
        assert told.split[number] == cluster.split
        assert bounds == (None if leading < 0 else (told.columns.start[row], told.columns.end[row]))
        assert first == proposal(cluster)
