"""Agreement as it is reported: right numbers or an explanation, never 1.0 by accident, never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import report
from annotator.agreement.align import align_overlapping
from annotator.agreement.alpha import alpha
from annotator.agreement.attributes import matched
from annotator.agreement.comparison import Comparison, comparison_of
from annotator.agreement.f1 import Counts, exact, overlapping
from annotator.agreement.measures import BY_NAME
from annotator.agreement.relations import Linked, aligned, attachment_coding, strict
from annotator.agreement.report import LayerSpans, measure, measure_comparison
from annotator.agreement.undefined import UndefinedError
from annotator.core.errors import UserError
from annotator.core.span import Relation, Span, Value
from tests.agreement.corpora import corpus
from tests.conftest import draws

TEXT = "قالت وكالة سانا إن 211 شخصاً قتلوا في حلب وأكدت القوات السورية ذلك أمس"
EVERY = list(BY_NAME)
KEYS = {"measure", "value", "ci", "n_units", "n_documents", "excluded", "parameters", "by_label", "by_pair",
        "by_document"}  # fmt: skip
Marked = tuple[int, int, str] | tuple[int, int, str, dict[str, Value]]


def layer(document: str, annotator: str, *spans: Marked, links: tuple[tuple[int, int], ...] = ()) -> LayerSpans:
    name = f"{document}-{annotator}"
    made = tuple(
        Span(f"{name}-{place}", each[0], each[1], each[2], each[3] if len(each) > 3 else {})
        for place, each in enumerate(spans)
    )
    relations = tuple(
        Relation(f"{name}-r{place}", "REPORTED_BY", made[head].id, made[tail].id)
        for place, (head, tail) in enumerate(links)
    )
    return LayerSpans(document, annotator, made, relations, TEXT)


def figures(layers: list[LayerSpans], **more: Any) -> dict[str, dict[str, Any]]:
    results = measure(layers, more.pop("names", EVERY), bootstrap=more.pop("bootstrap", 50), **more)
    for result in results:
        assert result.keys() >= KEYS
        assert (result["value"] is None) == ("explanation" in result)
    return {str(result["measure"]): result for result in results}


def test_no_common_document_is_said_and_no_figure_made_up() -> None:
    for result in figures([layer("d", "A", (0, 4, "X")), layer("e", "B", (0, 4, "X"))]).values():
        assert result["value"] is None
        assert result["explanation"] == "no document was labelled by two annotators"
        assert result["excluded"]["documents that only one annotator worked on"] == 2
        assert result["excluded"]["pairs of annotators without a common document"] == 1


def test_nothing_at_all_is_said() -> None:
    assert all(result["value"] is None for result in figures([]).values())
    assert all(result["value"] is None for result in figures([layer("d", "A")]).values())


def test_nobody_marked_anything_is_said() -> None:
    for result in figures([layer("d", "A"), layer("d", "B")]).values():
        assert result["value"] is None
        assert result["explanation"].startswith("nobody m")


def test_one_silent_annotator_has_no_agreement_and_no_crash() -> None:
    found = figures([layer("d", "A", (5, 10, "X"), (19, 28, "Y")), layer("d", "B")])
    assert found["f1_exact"]["value"] == found["f1_overlap"]["value"] == 0
    assert found["u_alpha"]["value"] < 0
    assert found["cu_alpha"]["value"] is None
    assert found["label_alpha"]["value"] is None
    assert found["label_alpha"]["excluded"]["spans without a partner in the other layer"] == 2


def test_an_annotator_who_marked_everything_agrees_with_nobody_by_chance() -> None:
    found = figures([layer("d", "A", (5, 10, "X"), (19, 28, "X")), layer("d", "B", (0, len(TEXT), "X"))])
    assert found["f1_exact"]["value"] == 0
    assert found["f1_overlap"]["value"] == pytest.approx(2 / 3)
    assert found["bar_u_alpha"]["value"] <= 0
    for name in ("label_alpha", "label_kappa", "cu_alpha"):
        assert found[name]["value"] is None
        assert "only one category" in found[name]["explanation"]


def test_one_label_only_has_no_label_agreement_but_an_f1() -> None:
    found = figures([layer("d", who, (5, 10, "X"), (19, 28, "X")) for who in "AB"])
    assert found["f1_exact"]["value"] == 1
    assert found["u_alpha"]["value"] == pytest.approx(1)
    assert found["label_percent"]["value"] == 1
    assert {found[f"label_{each}"]["value"] for each in ("kappa", "pi", "s", "ac1", "alpha")} == {None}


def test_nested_spans_count_in_f1_and_are_told_where_they_cannot() -> None:
    nested = [layer("d", who, (0, 15, "SOURCE"), (5, 10, "ACTOR"), (19, 28, "FIGURE")) for who in "AB"]
    found = figures(nested)
    assert found["f1_exact"]["value"] == found["gamma"]["value"] == 1
    assert found["u_alpha"]["excluded"] == {"spans inside or across an earlier span of the same layer": 2}
    assert found["u_alpha"]["by_label"]["ACTOR"]["value"] == pytest.approx(1)


def test_few_documents_are_flagged() -> None:
    found = figures([layer("d", who, (5, 10, "X")) for who in "AB"])
    assert found["f1_exact"]["parameters"]["few_documents"] is True


def test_a_boundary_slip_by_a_clitic_is_none_up_to_clitics() -> None:
    at = TEXT.index("وأكدت")
    found = figures([layer("d", "A", (at, at + 5, "X")), layer("d", "B", (at + 1, at + 5, "X"))])
    assert found["f1_exact"]["value"] == 0
    assert found["f1_normalised"]["value"] == 1


def test_a_power_of_ten_is_listed() -> None:
    layers = [
        layer("d", "A", (19, 28, "FIGURE", {"value": 211}), (30, 36, "FIGURE", {"value": 5})),
        layer("d", "B", (19, 28, "FIGURE", {"value": 2110}), (30, 36, "FIGURE", {"value": 5.0})),
    ]
    found = figures(layers)["figure_exact"]
    assert found["value"] == 0.5
    assert found["parameters"]["coverage"] == 1
    assert found["parameters"]["slips"] == [
        {"document": "d", "pair": "A / B", "values": [211, 2110], "ratio": pytest.approx(10), "power_of_ten": 1}
    ]


def test_a_value_of_zero_is_told_apart_from_the_log_scale() -> None:
    layers = [layer("d", who, (19, 28, "FIGURE", {"value": 0}), (30, 36, "FIGURE", {"value": v}),
                    (38, 40, "FIGURE", {"value": 7})) for who, v in (("A", 3), ("B", 4))]  # fmt: skip
    found = figures(layers)["figure_log_alpha"]
    assert found["n_units"] == 2
    assert found["excluded"]["values of zero or below"] == 1


def test_relations_with_a_slipped_end_agree_only_when_aligned() -> None:
    layers = [
        layer("d", "A", (5, 15, "SOURCE"), (19, 28, "FIGURE"), links=((1, 0),)),
        layer("d", "B", (6, 15, "SOURCE"), (19, 28, "FIGURE"), links=((1, 0),)),
    ]
    found = figures(layers)
    assert found["relation_f1_strict"]["value"] == 0
    assert found["relation_f1_aligned"]["value"] == 1
    assert found["relation_f1_aligned"]["by_label"]["REPORTED_BY"]["value"] == 1


def test_labels_that_are_not_asked_for_are_left_out_and_counted() -> None:
    layers = [layer("d", "A", (5, 10, "X"), (19, 28, "Y")), layer("d", "B", (5, 10, "X"), (19, 27, "Y"))]
    found = figures(layers, labels=["X"])
    assert found["f1_exact"]["value"] == 1
    assert found["f1_exact"]["excluded"]["spans of labels that were not asked for"] == 2
    assert found["f1_exact"]["n_units"] == 2
    assert figures(layers, labels=["Z"])["f1_exact"]["value"] is None


def test_a_measure_that_does_not_exist_is_told() -> None:
    with pytest.raises(UserError, match="vibes"):
        measure([], ["vibes"])


def test_the_same_seed_gives_the_same_report() -> None:
    layers = [layer(d, who, (5, 10, "X"), (int(d), int(d) + 3, "Y")) for d in ("19", "20", "21") for who in "ABC"]
    assert figures(layers, seed=3) == figures(layers, seed=3)


def test_every_measure_has_a_title_and_a_definition() -> None:
    assert all(each.title and each.definition.endswith((".", "?")) for each in report.MEASURES)
    assert set(report.DEFAULT) <= set(BY_NAME)


spans = st.builds(
    lambda start, length, label, value: (start, start + length, label, {"kind": value}),
    st.integers(0, 30), st.integers(1, 9), st.sampled_from("XY"), st.sampled_from(["a", "b"]),
)  # fmt: skip


@st.composite
def corpora(draw: st.DrawFn) -> list[LayerSpans]:
    made = []
    for document in ("d", "e"):
        for annotator in draw(st.sampled_from(["AB", "ABC", "AC", "B"])):
            marked = draw(st.lists(spans, max_size=5, unique_by=lambda each: each[:3]))
            links = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3, unique=True))
            inside = tuple((h, t) for h, t in links if h != t and max(h, t) < len(marked))
            made.append(layer(document, annotator, *marked, links=inside))
    return made


def shared(layers: list[LayerSpans]) -> dict[tuple[str, str], list[tuple[LayerSpans, LayerSpans]]]:
    found: dict[tuple[str, str], list[tuple[LayerSpans, LayerSpans]]] = {}
    for one in layers:
        for other in layers:
            if one.document == other.document and one.annotator < other.annotator:
                found.setdefault((one.annotator, other.annotator), []).append((one, other))
    return found


def items(given: LayerSpans) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in given.spans]


def linked(given: LayerSpans) -> Linked:
    places = {span.id: place for place, span in enumerate(given.spans)}
    return Linked(items(given), [(places[r.head], places[r.tail], r.type) for r in given.relations])


def f1_or_none(counts: Counts) -> float | None:
    try:
        return counts.f1
    except UndefinedError:
        return None


def mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


@settings(deadline=None, max_examples=draws(60))
@given(corpora())
def test_a_report_is_what_document_by_document_counting_gives(layers: list[LayerSpans]) -> None:
    counters: dict[str, Callable[[LayerSpans, LayerSpans], Counts]] = {
        "f1_exact": lambda a, b: exact(items(a), items(b)),
        "f1_overlap": lambda a, b: overlapping(items(a), items(b)),
        "f1_position": lambda a, b: overlapping(items(a), items(b), labelled=False),
        "relation_f1_strict": lambda a, b: strict(linked(a), linked(b)),
        "relation_f1_aligned": lambda a, b: aligned(linked(a), linked(b)),
    }
    found = figures(layers, names=list(counters), bootstrap=0)
    for name, count in counters.items():
        values = [
            f1_or_none(sum((count(a, b) for a, b in both), Counts(0, 0, 0))) for both in shared(layers).values()
        ]
        expected = mean(values)
        assert found[name]["value"] == (None if expected is None else pytest.approx(expected)), name


@settings(deadline=None, max_examples=draws(40))
@given(corpora())
def test_a_figure_does_not_depend_on_the_order_of_layers_and_spans(layers: list[LayerSpans]) -> None:
    turned = [LayerSpans(x.document, x.annotator, x.spans[::-1], x.relations[::-1], x.text) for x in layers[::-1]]
    names = [name for name in EVERY if name != "gamma"]  # its continua are drawn from annotators in their order
    one, other = (figures(each, names=names, bootstrap=0) for each in (layers, turned))
    for name in names:
        assert same(one[name]["value"], other[name]["value"]), name


def same(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and bool(np.isclose(one, other)))


@settings(deadline=None, max_examples=draws(40))
@given(corpora())
def test_overlap_is_never_below_exact_and_position_never_below_overlap(layers: list[LayerSpans]) -> None:
    found = figures(layers, names=["f1_exact", "f1_overlap", "f1_position"], bootstrap=0)
    if found["f1_exact"]["value"] is not None:
        assert found["f1_exact"]["value"] <= found["f1_overlap"]["value"] + 1e-9
        assert found["f1_overlap"]["value"] <= found["f1_position"]["value"] + 1e-9


def test_attributes_on_matched_spans_agree_with_the_single_document_function() -> None:
    a = layer("d", "A", (0, 4, "X", {"kind": "a"}), (5, 9, "X", {"kind": "b"}), (12, 14, "Y"))
    b = layer("d", "B", (0, 4, "X", {"kind": "a"}), (6, 9, "X", {"kind": "a"}), (20, 24, "X", {"kind": "b"}))
    found = matched(a.spans, b.spans, "kind")
    assert list(found.values) == [("a", "a"), ("b", "a")]
    assert (found.unmatched_a, found.unmatched_b) == (0, 1)
    assert found.coverage == pytest.approx(4 / 5)
    reported = figures([a, b])
    assert reported["attribute_f1"]["value"] == pytest.approx(found.joint.f1)
    assert reported["attribute_percent"]["by_label"]["kind"]["value"] == pytest.approx(0.5)
    assert reported["attribute_percent"]["parameters"]["coverage"]["kind"] == pytest.approx(found.coverage)


def test_attachments_agree_with_the_single_document_function() -> None:
    a = layer("d", "A", (0, 4, "S"), (5, 9, "F"), (12, 14, "S"), (20, 24, "F"), links=((1, 0), (3, 2)))
    b = layer("d", "B", (0, 4, "S"), (5, 9, "F"), (12, 14, "S"), (20, 24, "F"), links=((1, 0), (3, 0)))
    data = attachment_coding(linked(a), linked(b), "REPORTED_BY")
    assert figures([a, b])["attachment_alpha"]["value"] == pytest.approx(alpha(data))


def test_rows_lead_back_to_spans() -> None:
    comparison = comparison_of([layer("d", "A", (5, 10, "X"), (0, 2, "Y")), layer("d", "B", (5, 10, "X"))])
    a, b = comparison.sides((0, 1))
    found = comparison.aligned((0, 1))
    [one], [other] = a.row[found.a], b.row[found.b]
    assert comparison.spans[one].label == comparison.spans[other].label == "X"
    assert align_overlapping([(5, 10, "X")], [(5, 10, "X")])


def test_many_documents_are_the_same_as_their_layers_one_by_one() -> None:
    columns = corpus(3, 20, 12, seed=5)
    results = measure_comparison(Comparison(columns), ["f1_exact", "f1_overlap"])
    found: Mapping[str, Any] = {str(result["measure"]): result for result in results}
    totals: dict[str, list[Counts]] = {"f1_exact": [], "f1_overlap": []}
    for i, j in ((0, 1), (0, 2), (1, 2)):
        sums = [Counts(0, 0, 0), Counts(0, 0, 0)]
        for document in range(20):
            sides = []
            for who in (i, j):
                rows = np.flatnonzero((columns.document == document) & (columns.annotator == who))
                sides.append([(int(columns.start[r]), int(columns.end[r]), str(columns.label[r])) for r in rows])
            sums = [sums[0] + exact(*sides), sums[1] + overlapping(*sides)]
        totals["f1_exact"].append(sums[0])
        totals["f1_overlap"].append(sums[1])
    for name, each in totals.items():
        assert found[name]["value"] == pytest.approx(np.mean([counts.f1 for counts in each]))
        low, high = found[name]["ci"]
        assert low < found[name]["value"] < high
