"""Measures on spans, relations and attributes by the names that published cases give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from annotator.agreement import coefficients
from annotator.agreement.f1 import Counts, exact, mean_f1, overlapping, pairwise, semeval
from annotator.agreement.inputs import Family, Input, Value, layers_of, linked_of, matched_of, token_coding, two_layers
from annotator.agreement.reference_coefficients import coefficient
from annotator.agreement.relations import aligned, attachment_coding, candidate_coding, strict


def _positive(_found: re.Match[str], given: Input) -> Value:
    if "a" in given and not isinstance(given["a"], (int, float)):
        return exact(*two_layers(given)).f1
    return coefficients.positive_agreement(given["a"], given["b"], given["c"])


def _token(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), token_coding(given), given)


def _semeval(found: re.Match[str], given: Input) -> Value:
    schema = {"type": "ent_type"}.get(found.group(1), found.group(1))
    return semeval(*two_layers(given), schema).figures()


_F1 = r"span_f1(?:_(?P<how>exact|overlap))?(?:_(?P<labels>labelled|unlabelled))?"


def _counter(found: re.Match[str]) -> Callable[..., Counts]:
    count = overlapping if found.group("how") == "overlap" else exact
    labelled = found.group("labels") != "unlabelled"
    return lambda a, b: count(a, b, labelled=labelled)


def _span_f1(found: re.Match[str], given: Input) -> Value:
    return _counter(found)(*two_layers(given)).f1


def _matrix(found: re.Match[str], given: Input) -> Value:
    layers = layers_of(given)
    short = all(len(name) == 1 for name in layers)
    counts = pairwise(layers, _counter(found))
    return {("" if short else "-").join(pair): each.f1 for pair, each in counts.items() if each.a + each.b}


def _mean(found: re.Match[str], given: Input) -> Value:
    layers, count = layers_of(given), _counter(found)
    if not found.group("each"):
        return mean_f1([*pairwise(layers, count).values()])
    labels = sorted({item[2] for spans in layers.values() for item in spans})
    return {label: mean_f1([*pairwise(_only(layers, label), count).values()]) for label in labels}


def _only(layers: Mapping[str, list[Any]], label: str) -> dict[str, list[Any]]:
    return {who: [item for item in spans if item[2] == label] for who, spans in layers.items()}


def _relation(found: re.Match[str], given: Input) -> Value:
    one, other, _ = linked_of(given)
    return (strict if found.group(1) == "strict" else aligned)(one, other).f1


def _candidates(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), candidate_coding(*linked_of(given)), given)


def _attachment(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), attachment_coding(*linked_of(given)), given)


def _attribute(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), matched_of(given).coding, given)


def _coverage(_found: re.Match[str], given: Input) -> Value:
    return matched_of(given).coverage


def _joint(_found: re.Match[str], given: Input) -> Value:
    return matched_of(given).joint.f1


FAMILIES: tuple[Family, ...] = (
    (r"positive_specific_agreement", _positive),
    (r"token_(\w+)", _token),
    (r"span_semeval_(strict|exact|partial|ent_type|type)", _semeval),
    (_F1, _span_f1),
    (rf"pairwise_{_F1}(?:_matrix)?", _matrix),
    (rf"mean_pairwise_{_F1}(?P<each>_per_label)?", _mean),
    (r"relation_f1_(strict|aligned)(?:_endpoints)?", _relation),
    (r"relation_(\w+?)_on_aligned_candidate_pairs", _candidates),
    (r"attachment_(\w+)", _attachment),
    (r"attribute_(\w+?)_on_matched_spans", _attribute),
    (r"attribute_coverage", _coverage),
    (r"span_plus_attribute_f1", _joint),
)
"""Names of measures, as patterns, and what computes them."""
