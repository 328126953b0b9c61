"""Each lint on cases that it finds and cases that it must not find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.core.command import AddSpan, ChangeSpan, RemoveRelation
from annotator.core.scheme import Label, RelationType, Scheme, shipped_scheme
from annotator.core.span import Relation
from annotator.project.radar.lints import LINTS, asked, look, marks
from annotator.project.radar.sheet import Sheet
from tests.project.radar.sheets import Marked, actor, figure, sheet, source, with_rules

SEED = (
    "ارتفعت الحصيلة إلى 211 شخصاً، وفقاً لما أعلنه المرصد السوري. وأفاد المرصد أن القتلى يشملون 129 عنصراً من"
    " المسلحين و82 من القوات السورية."
)


def found(rule: str, page: Sheet) -> list[str]:
    return [each.words for each in look(page, frozenset({rule}))]


# ---- edges -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "trimmed"),
    [
        ("قال «المرصد» إن", "«المرصد»", "المرصد"),
        ("قال ”الشرق الأوسط“ إن", "”الشرق الأوسط“", "الشرق الأوسط"),
        ("قال المرصد، إن", "المرصد،", "المرصد"),
        ("قال المرصد. ثم", "المرصد.", "المرصد"),
        ("قال المرصد ثم", "المرصد ", "المرصد"),
        ("قال المرصد ثم", " المرصد", "المرصد"),
        ("قال المرصد\nثم", "المرصد\n", "المرصد"),
        ("قال (سانا) ثم", "(سانا)", "سانا"),
        ("وكالة (سانا", "(سانا", "سانا"),
        ("وكالة سانا) قالت", "وكالة سانا)", "وكالة سانا"),
        ('قالت "وكالة الأنباء (سانا)" ثم', '"وكالة الأنباء (سانا)"', "وكالة الأنباء (سانا)"),
        ("قال المرصد؟ ثم", "المرصد؟", "المرصد"),
    ],
)
def test_marks_and_spaces_at_an_edge_are_found_and_trimmed(text: str, words: str, trimmed: str) -> None:
    page = sheet(text, actor(words))
    [finding] = look(page, frozenset({"edge"}))
    [fix] = finding.fix
    assert isinstance(fix, ChangeSpan)
    assert fix.extent is not None
    assert text[fix.extent[0][0] : fix.extent[0][1]] == trimmed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قالت وكالة الأنباء السورية الرسمية (سانا) إن", "وكالة الأنباء السورية الرسمية (سانا)"),
        ('قالت صحيفة "دون" إن', 'صحيفة "دون"'),
        ("قالت صحيفة «دون» إن", "صحيفة «دون»"),
        ("قال «دون» و«رويترز» إن", "«دون» و«رويترز»"),
        ("تنظيم / داعش / قال", "تنظيم / داعش /"),
        ("قال المرصد السوري", "المرصد السوري"),
        ("بلغت 56% من", "56%"),
    ],
)
def test_marks_in_pairs_and_clean_edges_are_no_fault(text: str, words: str) -> None:
    assert found("edge", sheet(text, actor(words))) == []


def test_a_span_of_marks_alone_is_found_and_not_mended() -> None:
    [finding] = look(sheet("قال ، إن", actor("، ")), frozenset({"edge"}))
    assert finding.fix == ()


def test_a_span_is_not_trimmed_onto_another_of_its_label() -> None:
    page = sheet("قال المرصد، إن", actor("المرصد،"), actor("المرصد"))
    [finding] = look(page, frozenset({"edge"}))
    assert finding.fix == ()


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("نقلا عن وسانا ثم", "وسانا", "سانا"),
        ("وأضاف بالمرصد أن", "بالمرصد", "المرصد"),
        ("تابعة للنظام السوري", "للنظام السوري", "لنظام السوري"),
        ("قال والمرصد", "والمرصد", "المرصد"),
    ],
)  # fmt: skip
def test_clitics_inside_a_span_are_found_and_cut(text: str, words: str, rest: str) -> None:
    [finding] = look(sheet(text, actor(words)), frozenset({"clitic"}))
    [fix] = finding.fix
    assert isinstance(fix, ChangeSpan)
    assert fix.extent is not None
    assert text[fix.extent[0][0] : fix.extent[0][1]] == rest


@pytest.mark.parametrize(
    ("text", "words"),
    [("قال وزير الدفاع", "وزير الدفاع"), ("زار فلسطين", "فلسطين"), ("في بيروت", "بيروت"), ("تابعة للنظام", "لنظام"),
     ("قال كيومارس", "كيومارس"), ("قال لبنان", "لبنان")],
)  # fmt: skip
def test_letters_of_the_word_itself_are_no_clitics(text: str, words: str) -> None:
    assert found("clitic", sheet(text, actor(words))) == []


# ---- figures ---------------------------------------------------------------------------------------------


def test_a_figure_without_a_source_is_a_hint_where_the_scheme_asks() -> None:
    marks = (figure("211 شخصاً", 211), source("المرصد السوري"), figure("129 عنصراً", 129))
    page = sheet(SEED, *marks, relations=[(0, "REPORTED_BY", 1)], scheme=with_rules(figure_without_source="hint"))
    assert found("figure_without_source", page) == ["129 عنصراً"]
    strict = sheet(SEED, *marks, scheme=with_rules(figure_without_source="error"))
    assert {each.severity for each in look(strict, frozenset({"figure_without_source"}))} == {"error"}


def test_the_shipped_scheme_asks_for_no_source() -> None:
    assert found("figure_without_source", sheet(SEED, figure("211 شخصاً", 211))) == []


def test_a_part_has_the_source_of_its_total() -> None:
    page = sheet(
        SEED, figure("211 شخصاً", 211), source("المرصد السوري"), figure("129 عنصراً", 129),
        relations=[(0, "REPORTED_BY", 1), (2, "PART_OF", 0)], scheme=with_rules(figure_without_source="hint"),
    )  # fmt: skip
    assert found("figure_without_source", page) == []


Parts = list[tuple[float, dict[str, str | float]]]


def sums(total: float, bound: str, parts: Parts, **of_total: str) -> list[str]:
    text = " ".join(f"جزء{number}" for number in range(len(parts))) + " المجموع"
    marks = [figure(f"جزء{number}", value, **more) for number, (value, more) in enumerate(parts)]
    whole = figure("المجموع", total, **{"bound": bound, **of_total})
    joined = [(number, "PART_OF", len(parts)) for number in range(len(parts))]
    return [each.severity for each in look(sheet(text, *marks, whole, relations=joined), frozenset({"sum"}))]


@pytest.mark.parametrize(
    ("total", "bound", "parts", "severity"),
    [
        (211, "exact", [(129, {}), (83, {})], "error"),
        (211, "exact", [(212, {})], "error"),
        (211, "exact", [(129, {}), (81, {})], "hint"),
        (211, "at_most", [(129, {}), (83, {})], "error"),
        (100, "about", [(80, {}), (40, {})], "error"),
        (50, "exact", [(30, {"bound": "at_least"}), (25, {})], "error"),
        (20, "range", [(30, {}), (25, {})], "error"),
    ],
)
def test_parts_that_do_not_come_to_their_total_are_found(total: float, bound: str, parts: Parts, severity: str) -> None:
    assert sums(total, bound, parts) == [severity]


@pytest.mark.parametrize(
    ("total", "bound", "parts"),
    [
        (211, "exact", [(129, {}), (82, {})]),
        (211, "exact", [(129, {})]),
        (41, "exact", [(17, {}), (9, {}), (3, {})]),
        (11, "exact", [(7, {}), (3, {}), (4, {})]),
        (150, "more_than", [(48, {"bound": "at_least"}), (75, {"bound": "about"}), (29, {})]),
        (100, "about", [(60, {}), (45, {})]),
        (41425, "exact", [(0.5, {}), (5600, {})]),
        (100, "exact", [(70, {}), (50, {"kind": "percent"})]),
        (50, "exact", [(60, {"bound": "at_most"})]),
        (50, "exact", [(30, {}), (20, {"bound": "about"})]),
    ],
)  # fmt: skip
def test_parts_that_may_come_to_their_total_are_no_fault(total: float, bound: str, parts: Parts) -> None:
    assert sums(total, bound, parts) == []


def test_a_part_that_is_joined_twice_counts_once() -> None:
    joined = [(0, "PART_OF", 2), (1, "PART_OF", 2), (0, "PART_OF", 2)]
    marks = (figure("129", 129), figure("82", 82), figure("211", 211))
    assert found("sum", sheet("129 و82 من 211", *marks, relations=joined)) == []


def test_parts_of_another_source_contradict_and_are_no_error() -> None:
    text = "قال المرصد إن 211 قتلوا وقالت الوزارة إن 129 و150 قتلوا"
    marks = (source("المرصد"), figure("211", 211), source("الوزارة"), figure("129", 129), figure("150", 150))
    joined = [(1, "REPORTED_BY", 0), (3, "REPORTED_BY", 2), (4, "REPORTED_BY", 2), (3, "PART_OF", 1), (4, "PART_OF", 1)]
    assert found("sum", sheet(text, *marks, relations=joined)) == []
    assert found("sum", sheet(text, *marks, relations=joined[3:])) == ["211"]


@pytest.mark.parametrize(
    ("words", "value", "more", "read"),
    [
        ("211 شخصاً", 212, {}, 211), ("نحو 7 ملايين مواطن", 7, {"bound": "about"}, 7_000_000), ("قتيلان", 3, {}, 2),
        ("ثلاثة جنود", 4, {}, 3), ("5 آلاف نازح", 5, {}, 5000), ("١٢ قتيلاً", 21, {}, 12), ("56,2٪", 562, {}, 56.2),
        ("12 ألف", 12, {}, 12000),
    ],
)  # fmt: skip
def test_a_value_at_odds_with_its_words_is_found_and_set_as_read(
    words: str, value: float, more: dict[str, str], read: float
) -> None:
    [finding] = look(sheet(f"قتل {words} في حلب", figure(words, value, **more)), frozenset({"value"}))
    [fix] = finding.fix
    assert isinstance(fix, ChangeSpan)
    assert fix.attributes["value"] == pytest.approx(read)


@pytest.mark.parametrize(
    ("words", "value", "more"),
    [
        ("211 شخصاً", 211, {}), ("أكثر من نصف مليون شخص", 500_000, {"bound": "more_than"}), ("ثلث البلاد", 0.333, {}),
        ("ثلثا المستعمرات", 0.6667, {}), ("82", 82, {}), ("نحو 7 ملايين مواطن", 7_000_000, {"bound": "about"}),
        ("شرطيين", 2, {}), ("الملايين", None, {"bound": "vague"}), ("١٢ قتيلاً", 12, {}),
        ("ما بين 20 و30 جريحاً", 20, {"value_max": 30, "bound": "range"}), ("56,2٪", 56.2, {}), ("211 شخصاً", None, {}),
    ],
)  # fmt: skip
def test_a_value_that_its_words_say_is_no_fault(words: str, value: float | None, more: dict[str, str | float]) -> None:
    assert found("value", sheet(f"قتل {words} في حلب", figure(words, value, **more))) == []


# ---- repeats ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "bare"),
    [
        ("قال المرصد ثم أضاف المرصد", "المرصد", ["المرصد"]),
        ("قال المرصد ثم نقل عن بالمرصد وللمرصد", "المرصد", ["المرصد", "لمرصد"]),
        ("نفت أنقرة ثم عادت انقرة وأنقرة", "أنقرة", ["انقرة", "أنقرة"]),
        ("هيئة تحرير الشام وقالت هَيئة  تحرير الشام", "هيئة تحرير الشام", ["هَيئة  تحرير الشام"]),
    ],
)
def test_bare_repeats_of_labelled_words_are_found_in_one_finding(text: str, words: str, bare: list[str]) -> None:
    [finding] = look(sheet(text, actor(words, kind="other")), frozenset({"repeat"}))
    assert [text[each.start : each.end] for each in finding.places] == bare
    assert all(isinstance(each, AddSpan) and each.attributes == {"kind": "other"} for each in finding.fix)
    assert len(finding.fix) == len(bare)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("قال المرصد ثم سكت", (actor("المرصد"),)),
        ("قال المرصد ثم المراصد والمرصدون", (actor("المرصد"),)),
        ("قال المرصد ثم المرصد السوري", (actor("المرصد"), actor("المرصد السوري"))),
        ("قال المرصد ثم المرصد", (actor("المرصد"), source("المرصد"))),
        ("قتل 82 ثم عام 82", (figure("82", 82),)),
        ("هو من هم", (actor("هو"),)),
    ],
)
def test_words_inside_others_labelled_words_and_numbers_are_no_repeats(text: str, marks: tuple[object, ...]) -> None:
    assert found("repeat", sheet(text, *marks)) == []  # type: ignore[arg-type]  # pytest's table has no types


# ---- relations, attributes, versions ---------------------------------------------------------------------


def test_a_relation_with_an_end_that_is_not_allowed_is_an_error_and_can_go() -> None:
    page = sheet("قتل 12 قال المرصد", figure("12", 12), source("المرصد"), relations=[(1, "REPORTED_BY", 0)])
    [finding] = look(page, frozenset({"relation"}))
    assert finding.severity == "error"
    assert finding.fix == (RemoveRelation("r0"),)


def test_a_relation_of_no_known_type_is_an_error_and_an_allowed_one_is_not() -> None:
    marks = (figure("12", 12), source("المرصد"))
    right = sheet("قتل 12 قال المرصد", *marks, relations=[(0, "REPORTED_BY", 1)])
    assert found("relation", right) == []
    assert found("relation", replace(right, relations=(Relation("r", "KNOWS", "s0", "s1"),))) == ["12"]


def test_two_relations_where_there_may_be_one_are_errors() -> None:
    scheme = replace(shipped_scheme(), relations=(RelationType("REPORTED_BY", one_tail=True),))
    marks = (figure("12", 12), source("المرصد"), source("سانا"))
    joined = [(0, "REPORTED_BY", 1), (0, "REPORTED_BY", 2)]
    page = sheet("قتل 12 قال المرصد وسانا", *marks, relations=joined, scheme=scheme)
    assert found("relation", page) == ["12", "12"]


def test_a_required_attribute_is_missed_only_where_it_is_asked_for_and_read_where_it_can_be() -> None:
    asked: Marked = ("نحو 12 قتيلاً", "FIGURE", {"value": 12, "kind": "killed"})
    [finding] = look(sheet("سقط نحو 12 قتيلاً", asked), frozenset({"required"}))
    assert finding.arguments == (("attribute", "bound"),)
    assert finding.fix == (ChangeSpan("s0", attributes={"bound": "about"}),)
    assert found("required", sheet("بلغ 12 كتاباً", ("12 كتاباً", "FIGURE", {"value": 12, "kind": "count"}))) == []


def test_a_label_and_an_attribute_that_the_scheme_has_not_are_errors() -> None:
    page = sheet("قال المرصد في دمشق", ("المرصد", "NONE", {}), actor("دمشق", kind="moon", size=3))
    assert found("scheme", page) == ["المرصد", "دمشق", "دمشق"]


def _versioned(**changes: object) -> Sheet:
    now = replace(shipped_scheme(), version=2)
    label = now.labels[0]
    before: Label = replace(label, **changes)  # type: ignore[arg-type]  # one field or another
    earlier = replace(now, version=1, labels=(before, *now.labels[1:]))
    text = "قال المرصد ثم المرصد"
    made = {"s0": 1, "s1": 2}
    known = {1: (earlier,), 2: (now,)}
    return sheet(text, actor("المرصد"), actor("المرصد"), scheme=now, versions=made, earlier=known)


def test_spans_made_under_an_older_guideline_are_one_finding() -> None:
    [finding] = look(_versioned(guidance={"en": "otherwise"}), frozenset({"guideline"}))
    assert [each.span for each in finding.places] == ["s0"]


def test_another_colour_or_key_is_no_other_guideline() -> None:
    assert found("guideline", _versioned(colour="#000000", key="9")) == []


# ---- rules of the scheme ---------------------------------------------------------------------------------


def test_the_scheme_may_turn_a_rule_off_or_make_it_an_error() -> None:
    text = "قال المرصد، إن"
    assert found("edge", sheet(text, actor("المرصد،"), scheme=with_rules(edge="off"))) == []
    [finding] = look(sheet(text, actor("المرصد،"), scheme=with_rules(edge="error")))
    assert finding.severity == "error"


def test_nothing_is_offered_for_a_locked_layer() -> None:
    [finding] = look(sheet("قال المرصد، إن", actor("المرصد،"), status="locked"))
    assert finding.fix == ()


def test_a_finding_keeps_its_name_until_the_fault_changes() -> None:
    [first] = look(sheet("قال المرصد، إن", actor("المرصد،")))
    [again] = look(sheet("قال المرصد، إن", actor("المرصد،")))
    [other] = look(sheet("قال المرصد، إن", actor("المرصد، ")))
    assert first.mark == again.mark != other.mark


def test_an_empty_scheme_breaks_no_lint() -> None:
    page = sheet("قال المرصد", actor("المرصد"), scheme=Scheme())
    assert {each.rule for each in look(page)} == {"scheme"}


def test_every_lint_has_its_own_id_and_title() -> None:
    assert len({each.id for each in LINTS}) == len({each.title for each in LINTS}) == len(LINTS)


@pytest.mark.parametrize("rules", [{}, {"repeat": "error", "clitic": "off"}])
def test_the_marks_that_are_kept_are_those_of_what_is_found(rules: dict[str, str]) -> None:
    page = sheet(
        "قال المرصد، إن 12 شخصاً قتلوا. وأضاف المرصد أن بالمرصد لجنة. للجنة حلب وحلب",
        source("المرصد،"), figure("12 شخصاً", 13), source("بالمرصد"), actor("لجنة"), actor("حلب"),
        scheme=with_rules(**rules),
    )  # fmt: skip
    kept = list(marks(page, asked(page.ground)))
    assert kept == [(each.rule, each.severity, each.mark) for each in look(page)]
    assert {"edge", "value", "repeat"} <= {rule for rule, _, _ in kept}
