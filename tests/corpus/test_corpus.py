"""The shipped corpus keeps the guidelines' hard rules and the promises of its README."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise

import pytest

from annotator.core.arabic import fold
from annotator.core.clitics import trim_clitics
from annotator.core.document import AnnotatedDocument, Header, Layer
from annotator.core.resources import corpus_path
from annotator.core.scheme import check_value, shipped_scheme
from annotator.core.span import Span
from annotator.formats.registry import format_named

EDGE = set("“”\"'«»‹›،؛:.!؟…()[] \t\n\u00a0")
PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("‹", "›"), ('"', '"'), ("/", "/"), ("[", "]"))


@cache
def corpus() -> tuple[Header, tuple[AnnotatedDocument, ...]]:
    reading = format_named("jsonl").read(corpus_path("articles.jsonl"))
    return reading.header, tuple(reading.documents)


def gold(each: AnnotatedDocument) -> Layer:
    return next(layer for layer in each.layers if layer.kind == "gold")


def every_span() -> list[tuple[AnnotatedDocument, Layer, Span]]:
    return [(each, layer, span) for each in corpus()[1] for layer in each.layers for span in layer.spans]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def test_there_are_sixty_articles_of_the_promised_length() -> None:
    lengths = [len(each.document.text.split()) for each in corpus()[1]]
    assert len(lengths) >= 60
    assert min(lengths) >= 90
    assert sum(90 <= length <= 250 for length in lengths) >= 0.85 * len(lengths)


def test_there_are_enough_spans_and_relations() -> None:
    labels = Counter(span.label for each in corpus()[1] for span in gold(each).spans)
    types = Counter(relation.type for each in corpus()[1] for relation in gold(each).relations)
    assert sum(labels.values()) >= 1500
    assert min(labels["FIGURE"], labels["SOURCE"]) >= 350
    assert min(types["REPORTED_BY"], types["COUNTS"]) >= 120
    assert types["PART_OF"] >= 40


def test_no_eight_words_in_a_row_stand_in_two_articles() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for each in corpus()[1]:
        name = str(each.document.metadata.get("agency_copy", each.document.id))
        row = words(each.document.text)
        for gram in zip(*(row[place:] for place in range(8)), strict=False):
            assert seen.setdefault(gram, name) == name, " ".join(gram)


def test_a_quarter_of_the_word_types_is_one_articles_own() -> None:
    articles: dict[str, set[str]] = defaultdict(set)
    for each in corpus()[1]:
        for word in set(words(each.document.text)):
            articles[word].add(each.document.id)
    alone = sum(1 for where in articles.values() if len(where) == 1)
    assert alone >= len(articles) / 4


def test_a_fifth_is_held_apart_by_its_number() -> None:
    for each in corpus()[1]:
        held = 28 <= int(each.document.id[1:]) <= 34
        assert each.document.metadata["split"] == ("held" if held else "train")
    share = sum(each.document.metadata["split"] == "held" for each in corpus()[1]) / len(corpus()[1])
    assert 0.19 <= share <= 0.22


def test_every_span_follows_the_scheme() -> None:
    scheme = shipped_scheme()
    for _, _, span in every_span():
        label = scheme.label(span.label)
        assert label is not None
        for name, value in span.attributes.items():
            attribute = label.attribute(name)
            assert attribute is not None, name
            assert not check_value(attribute, value), f"{name}={value}"


def test_no_span_begins_with_a_clitic() -> None:
    wrong = [
        f"{each.document.id} {span.covered(each.document.text)}"
        for each, layer, span in every_span()
        if layer.kind == "gold" and trim_clitics(each.document.text, span.start, span.end) != span.start
        and not each.document.text[span.start - 1 : span.start].isalnum()
    ]  # fmt: skip
    assert not wrong


def test_no_span_begins_or_ends_with_a_quote_a_bracket_a_space_or_a_stop() -> None:
    for each, _, span in every_span():
        covered = span.covered(each.document.text)
        if {covered[0], covered[-1]} & EDGE:
            assert any(covered.count(left) and right in covered[1:] for left, right in PAIRS), covered


def test_no_two_spans_of_one_label_have_the_same_extent() -> None:
    for each in corpus()[1]:
        for layer in each.layers:
            keys = [(span.label, span.extent) for span in layer.spans]
            assert len(keys) == len(set(keys)), each.document.id


def test_relations_join_what_the_scheme_allows() -> None:
    scheme = shipped_scheme()
    for each in corpus()[1]:
        for layer in each.layers:
            labels = {span.id: span.label for span in layer.spans}
            for relation in layer.relations:
                kind = scheme.relation(relation.type)
                assert kind is not None
                assert labels[relation.head] in kind.heads
                assert labels[relation.tail] in kind.tails


def test_every_linked_entity_is_in_the_registry_and_every_entry_is_linked() -> None:
    header, documents = corpus()
    linked = {span.attributes["entity"] for each in documents for span in gold(each).spans
              if "entity" in span.attributes}  # fmt: skip
    assert linked == {entity.id for entity in header.entities}


def test_figures_values_agree_with_their_bounds() -> None:
    for each, layer, span in every_span():
        if span.label != "FIGURE" or layer.kind != "gold":
            continue
        bound, covered = span.attributes["bound"], span.covered(each.document.text)
        assert (bound == "range") == ("value_max" in span.attributes), covered
        assert (bound == "vague") == ("value" not in span.attributes), covered


def test_fifteen_articles_have_three_blind_layers_and_a_gold() -> None:
    triple = [each for each in corpus()[1] if len(each.layers) > 1]
    assert len(triple) == 15
    for each in triple:
        assert sorted(layer.annotator for layer in each.layers) == [
            "annotator-1", "annotator-2", "annotator-3", "gold",
        ]  # fmt: skip


@pytest.mark.parametrize("pair", ["a12-a13", "b12-b13"])
def test_the_agency_copies_are_nearly_the_same(pair: str) -> None:
    first, second = (each for each in corpus()[1] if each.document.metadata.get("agency_copy") == pair)
    left, right = (set(pairwise(words(each.document.text))) for each in (first, second))
    assert len(left & right) / min(len(left), len(right)) > 0.5
