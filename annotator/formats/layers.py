"""Layers, spans, relations and suggestions as plain JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from annotator.core.document import STATUSES, Layer, LayerKind
from annotator.core.span import Relation, Span, Value
from annotator.core.suggestion import Decision, RelationSuggestion, Suggestion
from annotator.formats.errors import WrongValueError

KINDS: tuple[LayerKind, ...] = ("annotation", "gold", "suggestion")
_DECISIONS: tuple[Decision, ...] = ("", "accepted", "rejected", "corrected")


# ---- out -------------------------------------------------------------------------------------------------


def layer_to(layer: Layer) -> dict[str, object]:
    """A layer's value; in the layer of suggestions, spans carry score, suggester, reason and decision."""
    value: dict[str, object] = {"annotator": layer.annotator, "kind": layer.kind, "status": layer.status}
    if layer.kind == "suggestion" and not layer.spans and not layer.relations:
        value["spans"] = [_suggestion_to(each) for each in layer.suggestions]
        value["relations"] = [_proposal_to(each) for each in layer.suggested_relations]
        return value
    value["spans"] = [_span_to(span) for span in layer.spans]
    value["relations"] = [_relation_to(relation) for relation in layer.relations]
    if layer.suggestions or layer.suggested_relations:
        value["suggestions"] = [_suggestion_to(each) for each in layer.suggestions]
        value["suggested_relations"] = [_proposal_to(each) for each in layer.suggested_relations]
    return value


def _span_to(span: Span) -> dict[str, object]:
    value: dict[str, object] = {"id": span.id, "start": span.start, "end": span.end, "label": span.label}
    if span.fragments:
        value["fragments"] = span.fragments
    value["attributes"] = dict(span.attributes)
    further = {"note": span.note, "unsure": span.unsure, "origin": dict(span.origin)}
    return value | {name: part for name, part in further.items() if part}


def _relation_to(relation: Relation) -> dict[str, object]:
    return {
        "id": relation.id,
        "type": relation.type,
        "head": relation.head,
        "tail": relation.tail,
        "attributes": dict(relation.attributes),
    }


def _suggestion_to(each: Suggestion) -> dict[str, object]:
    return {
        "id": each.id,
        "start": each.start,
        "end": each.end,
        "label": each.label,
        "attributes": dict(each.attributes),
        "score": each.score,
        "suggester": each.suggester,
        "why": each.why,
        "decision": each.decision,
        "decided_by": each.decided_by,
        **({"decisions": dict(each.decisions)} if each.decisions else {}),
    }


def _proposal_to(each: RelationSuggestion) -> dict[str, object]:
    return {"type": each.type, "head": each.head, "tail": each.tail, "score": each.score, "why": each.why}


# ---- in --------------------------------------------------------------------------------------------------


def layer_from(value: Mapping[str, Any], text: str) -> Layer:
    """The layer that a value describes.

    Raises:
        WrongValueError, KeyError, TypeError: it describes none, or its offsets or covered texts are wrong.
    """
    kind, status = value.get("kind", "annotation"), value.get("status", "new")
    if kind not in KINDS or status not in STATUSES:
        raise WrongValueError("no layer has kind “%(kind)s” and status “%(status)s”", kind=kind, status=status)
    spans: Sequence[Mapping[str, Any]] = value.get("spans") or ()
    suggested = list(value.get("suggestions") or ())
    proposals = list(value.get("suggested_relations") or ())
    relations = list(value.get("relations") or ())
    if kind == "suggestion" and not suggested and any("score" in each for each in spans):
        suggested, spans, proposals, relations = list(spans), (), relations, []
    own = tuple(span_from(each, text, f"s{number}") for number, each in enumerate(spans))
    return Layer(
        str(value.get("annotator") or ""),
        kind,
        status,
        own,
        relations_from(relations, own),
        tuple(suggestion_from(each, text) for each in suggested),
        tuple(_proposal_from(each, len(suggested)) for each in proposals),
    )


def plain_layer(value: Mapping[str, Any], text: str) -> Layer:
    """The one layer of a plain line; spans without an id get one by their place."""
    rows = value.get("spans") or ()
    spans = tuple(span_from(each, text, f"s{number}") for number, each in enumerate(rows))
    relations = relations_from(value.get("relations") or (), spans)
    return Layer(str(value.get("annotator") or ""), spans=spans, relations=relations)


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise WrongValueError("“%(value)s” is no offset", value=str(number)[:40])
    return number


def _values(value: object) -> dict[str, Value]:
    if not isinstance(value or {}, dict):
        raise WrongValueError("attributes are not an object")
    pairs = cast("dict[str, object]", value or {})
    return {key: _scalar(part) for key, part in pairs.items()}


def _scalar(value: object) -> Value:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _extent(value: Mapping[str, Any], text: str) -> tuple[int, int]:
    start, end = _whole(value["start"]), _whole(value["end"])
    if not 0 <= start < end <= len(text):
        message = "the span from %(start)d to %(end)d is empty or outside the text of %(length)d characters"
        raise WrongValueError(message, start=start, end=end, length=len(text))
    return start, end


def _fragments(value: Mapping[str, Any], start: int, end: int) -> tuple[tuple[int, int], ...]:
    pieces = tuple((_whole(first), _whole(last)) for first, last in value.get("fragments") or ())
    if not pieces or len(pieces) == 1:
        return ()
    rising = all(before[1] <= after[0] for before, after in pairwise(pieces))
    inside = pieces[0][0] == start and pieces[-1][1] == end
    if not rising or not inside or any(first >= last for first, last in pieces):
        message = "the fragments %(fragments)s do not make up the span from %(start)d to %(end)d"
        raise WrongValueError(message, fragments=pieces, start=start, end=end)
    return pieces


def span_from(value: Mapping[str, Any], text: str, otherwise: str) -> Span:
    """The span that a value describes; ``text`` in it must be what it covers.

    Raises:
        WrongValueError, KeyError, TypeError: it describes none.
    """
    start, end = _extent(value, text)
    span = Span(
        str(value.get("id") if value.get("id") not in {None, ""} else otherwise),
        start,
        end,
        str(value["label"]),
        _values(value.get("attributes")),
        _fragments(value, start, end),
        str(value.get("note") or ""),
        bool(value.get("unsure")),
        _values(value.get("origin")),
    )
    covered = value.get("text")
    if isinstance(covered, str) and covered not in {span.covered(text), text[start:end]}:
        message = "the span from %(start)d to %(end)d covers “%(text)s”, the file says “%(said)s”"
        raise WrongValueError(message, start=start, end=end, text=span.covered(text)[:60], said=covered[:60])
    return span


def relations_from(values: Sequence[Mapping[str, Any]], spans: Sequence[Span]) -> tuple[Relation, ...]:
    """Relations whose ends are ids where they are strings and indexes into the spans where they are numbers.

    Raises:
        WrongValueError, KeyError, TypeError: an end is no span of the layer.
    """
    known = {span.id for span in spans}

    def end(value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value < len(spans):
                raise WrongValueError("no span has the index %(index)d", index=value)
            return spans[value].id
        if str(value) not in known:
            raise WrongValueError("no span has the id “%(id)s”", id=str(value)[:40])
        return str(value)

    return tuple(
        Relation(
            str(each.get("id") if each.get("id") not in {None, ""} else f"r{number}"),
            str(each["type"]),
            end(each["head"]),
            end(each["tail"]),
            _values(each.get("attributes")),
        )
        for number, each in enumerate(values)
    )


def suggestion_from(value: Mapping[str, Any], text: str) -> Suggestion:
    """The suggestion that a value describes.

    Raises:
        WrongValueError, KeyError, TypeError: it describes none.
    """
    start, end = _extent(value, text)
    decision = _decision(value.get("decision") or "")
    return Suggestion(
        start,
        end,
        str(value["label"]),
        _values(value.get("attributes")),
        float(value.get("score", 1.0)),
        str(value.get("suggester") or ""),
        str(value.get("why") or ""),
        str(value.get("id") or ""),
        decision,
        str(value.get("decided_by") or ""),
        {str(who): _decision(each) for who, each in (value.get("decisions") or {}).items()},
    )


def _decision(named: object) -> Decision:
    found = next((each for each in _DECISIONS if each == named), None)
    if found is None:
        raise WrongValueError("no suggestion has the decision “%(decision)s”", decision=str(named)[:40])
    return found


def _proposal_from(value: Mapping[str, Any], count: int) -> RelationSuggestion:
    head, tail = _whole(value["head"]), _whole(value["tail"])
    if not (0 <= head < count and 0 <= tail < count):
        raise WrongValueError("a suggested relation's end is no suggestion")
    return RelationSuggestion(
        str(value["type"]), head, tail, float(value.get("score", 1.0)), str(value.get("why") or "")
    )
