"""Measures on spans, relations and attributes by the names that published cases give them."""

from __future__ import annotations

import re

from annotator.agreement import coefficients
from annotator.agreement.columns import Item
from annotator.agreement.f1 import Counter2, exact, mean_f1, overlapping, pairwise, semeval
from annotator.agreement.given_layers import Layers, layers_of, linked_of, of_characters, token_coding, two_layers
from annotator.agreement.inputs import Family, Input, Value, matched_of
from annotator.agreement.reference_coefficients import coefficient
from annotator.agreement.relations import aligned, attachment_coding, candidate_coding, strict
from annotator.agreement.undefined import NOTHING_MARKED, UndefinedError


def _positive(_found: re.Match[str], given: Input) -> Value:
    if "a" in given and not isinstance(given["a"], (int, float)):
        return exact(*two_layers(given)).f1
    return coefficients.positive_agreement(given["a"], given["b"], given["c"])


def _token(found: re.Match[str], given: Input) -> Value:
    return coefficient(found.group(1), token_coding(given), given)


def _semeval(found: re.Match[str], given: Input) -> Value:
    schema = {"type": "ent_type"}.get(found.group(1), found.group(1))
    return semeval(*_characters(given), schema).figures()


def _characters(given: Input) -> tuple[list[Item], list[Item]]:
    one, other = two_layers(given)
    whole = of_characters({"a": one, "b": other})
    return whole["a"], whole["b"]


_F1 = r"span_f1(?:_(?P<how>exact|overlap))?(?:_(?P<labels>labelled|unlabelled))?"


def _counter(found: re.Match[str]) -> Counter2:
    labelled = found.group("labels") != "unlabelled"
    if found.group("how") != "overlap":
        return lambda a, b: exact(a, b, labelled=labelled)
    return lambda a, b: overlapping(*of_characters({"a": a, "b": b}).values(), labelled=labelled)


def _span_f1(found: re.Match[str], given: Input) -> Value:
    return _counter(found)(*two_layers(given)).f1


def _matrix(found: re.Match[str], given: Input) -> Value:
    """F1 of each pair; null where neither of the two marked anything."""
    layers = layers_of(given)
    between = "" if all(len(name) == 1 for name in layers) else "-"
    counts = pairwise(layers, _counter(found))
    return {between.join(pair): each.f1 if each.a + each.b else None for pair, each in counts.items()}


def _mean(found: re.Match[str], given: Input) -> Value:
    layers, count = layers_of(given), _counter(found)
    if not found.group("each"):
        return mean_f1([*pairwise(layers, count).values()])
    labels = sorted({item[2] for spans in layers.values() for item in spans})
    if not labels:
        raise UndefinedError(NOTHING_MARKED)
    return {label: mean_f1([*pairwise(_only(layers, label), count).values()]) for label in labels}


def _only(layers: Layers, label: str) -> Layers:
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
