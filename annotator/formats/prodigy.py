"""Prodigy JSONL: one task per line; ``answer`` decides, ``token_end`` is inclusive, offsets are code points.

Spans of a task that was not accepted are no annotations: rejected ones become rejected suggestions, ignored ones
suggestions that nobody has decided; both are counted. Every task is a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span
from annotator.core.suggestion import Suggestion
from annotator.formats.atomic import whole_text
from annotator.formats.base import Facts, Format, Reading, ReadOptions, WriteOptions, WriteReport
from annotator.formats.errors import MALFORMED, WrongValueError, why
from annotator.formats.jsonrows import json_rows
from annotator.formats.native import dumps
from annotator.formats.rows import (
    Row,
    RowSpan,
    documents_of,
    keys_of,
    loosely,
    metadata_of,
    plain_value,
    text_for_json,
    whole_number,
)
from annotator.formats.wording import Layout, first_layer, further_layers

_TAKEN = frozenset({"text", "spans", "tokens", "relations"})
_SPAN_KEYS = frozenset({"start", "end", "label", "token_start", "token_end", "text", "id"})


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a Prodigy file."""
    reading = Reading(iter(()), facts=Facts())
    reading.documents = _documents(path, options, reading)
    return reading


def _documents(path: Path, options: ReadOptions, reading: Reading) -> Iterator[AnnotatedDocument]:
    answers: Counter[str] = Counter()
    for each in documents_of(path, lambda: _rows(path, reading), reading, options, loosely, "codepoint"):
        answers[str(each.document.metadata.get("answer"))] += 1
        yield _answered(each)
    _say(path, answers, reading)


def _rows(path: Path, reading: Reading) -> Iterator[Row]:
    count = 0
    for number, value in json_rows(path, reading.facts):
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            count += 1
            yield _row(path, number, value)
        else:
            reading.facts.rejected.append(problem(f"{path.name}:{number}", "the task has no text"))
    if not count:
        raise UserError("%(file)s has no task with a text", file=path)


def _row(path: Path, number: int, value: dict[str, Any]) -> Row:
    where = f"{path.name}:{number}"
    name = value.get("_task_hash", value.get("id"))
    own = f"{path.stem}-{number}" if name is None else f"{name}-{number}"
    row = Row(number, own, value["text"], metadata_of(value, _TAKEN))
    try:
        spans = [_span(each, index, value) for index, each in enumerate(value.get("spans") or ())]
        tokens = value.get("tokens")
        if isinstance(tokens, list):
            row.tokens = [(whole_number(each["start"]), whole_number(each["end"])) for each in tokens]
        relations = tuple(_relations(value.get("relations") or (), spans, tokens))
    except (UserError, *MALFORMED) as error:
        raise UserError("%(where)s: %(reason)s", where=where, reason=why(error)) from error
    annotator = str(value.get("_annotator_id") or "")
    row.layers.append((Layer(annotator, relations=relations), spans))
    return row


def _span(each: dict[str, Any], number: int, task: dict[str, Any]) -> RowSpan:
    if "start" not in each and isinstance(task.get("tokens"), list):  # tokens alone say where it is
        first, last = (task["tokens"][each[key]] for key in ("token_start", "token_end"))
        each = {"start": first["start"], "end": last["end"], **each}
    start, end = whole_number(each["start"]), whole_number(each["end"])
    covered = each.get("text") if isinstance(each.get("text"), str) else _by_tokens(each, task)
    attributes = {key: plain_value(value) for key, value in each.items() if key not in _SPAN_KEYS}
    return RowSpan(f"s{number}", start, end, str(each.get("label") or task.get("label") or "SPAN"), covered, attributes)


def _by_tokens(each: dict[str, Any], task: dict[str, Any]) -> str | None:
    tokens = task.get("tokens")
    first, last = each.get("token_start"), each.get("token_end")
    if not isinstance(tokens, list) or not isinstance(first, int) or not isinstance(last, int):
        return None
    own = tokens[first : last + 1]
    if len(own) != last - first + 1 or not all(_follows(a, b) for a, b in pairwise(own)):
        return None
    return "".join(str(token["text"]) + (" " if token["ws"] else "") for token in own[:-1]) + str(own[-1]["text"])


def _follows(token: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether ``ws`` says all that stands between two tokens."""
    return "ws" in token and after["start"] - token["end"] == bool(token["ws"])


def _relations(values: Iterable[dict[str, Any]], spans: list[RowSpan], tokens: Any) -> Iterator[Relation]:  # noqa: ANN401 - a JSON value
    for number, each in enumerate(values):
        ends = []
        for role in ("head", "child"):
            place = each.get(f"{role}_span") or _token_of(tokens, each[role])
            start, end = whole_number(place["start"]), whole_number(place["end"])
            found = next((s for s in spans if (s.start, s.end) == (start, end)), None)
            if found is None:
                found = RowSpan(f"s{len(spans)}", start, end, str(place.get("label") or "SPAN"))
                spans.append(found)
            ends.append(found.id)
        yield Relation(f"r{number}", str(each.get("label") or "RELATION"), ends[0], ends[1])


def _token_of(tokens: list[dict[str, Any]], name: object) -> dict[str, Any]:
    """The token that a relation without spans points to."""
    found = next((token for place, token in enumerate(tokens) if token.get("id", place) == name), None)
    if found is None:
        raise WrongValueError("no token has the id “%(id)s”", id=str(name)[:40])
    return found


def _say(path: Path, answers: Counter[str], reading: Reading) -> None:
    for answer, message in (
        ("reject", "%(count)d tasks were rejected: their spans are rejected suggestions"),
        ("ignore", "%(count)d tasks were ignored: their spans are suggestions without a decision"),
    ):
        if answers[answer]:
            reading.problems.append(problem(path.name, message, count=answers[answer]))


def _answered(each: AnnotatedDocument) -> AnnotatedDocument:
    answer = each.document.metadata.get("answer")
    if answer in {None, "accept"}:
        return each
    layers = []
    for layer in each.layers:
        suggested = tuple(_suggested(span, answer) for span in layer.spans if span.start < span.end)
        if suggested:
            layers.append(Layer(layer.annotator, "suggestion", suggestions=suggested))
    return AnnotatedDocument(each.document, tuple(layers), each.tokens, each.sentences)


def _suggested(span: Span, answer: object) -> Suggestion:
    found = Suggestion(span.start, span.end, span.label, span.attributes, suggester="prodigy")
    return replace(found, decision="rejected") if answer == "reject" else found


# ---- out -------------------------------------------------------------------------------------------------


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write tasks with tokens and spans, answered ``accept``; the first layer is taken.

    Tokens are cut, or spans widened or left out, as the clitic policy says, since Prodigy's spans are of tokens.
    """
    del header
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        for each in documents:
            stream.write(dumps(_task(each, options, report)) + "\n")
            report.documents += 1
    return report


def _task(each: AnnotatedDocument, options: WriteOptions, report: WriteReport) -> dict[str, object]:
    layer, text = first_layer(each), text_for_json(each.document, report)
    layout = Layout(each, layer, options.clitics)
    placed = layout.placed()
    report.losses.extend([*layout.losses, *further_layers(each)])
    report.tokens += len(layout.tokens)
    report.spans += len(placed)
    tokens = [
        {"text": text[start:end], "start": start, "end": end, "id": number, "ws": text[end : end + 1] == " "}
        for number, (start, end) in enumerate(layout.tokens)
    ]
    spans = []
    places: dict[str, dict[str, object]] = {}
    for one in placed:
        start, end = layout.begins[one.first], layout.ends[one.last - 1]
        value: dict[str, object] = {"start": start, "end": end, "token_start": one.first,
                                    "token_end": one.last - 1, "label": one.span.label}  # fmt: skip
        places[one.span.id] = value
        spans.append({**{k: v for k, v in one.span.attributes.items() if k not in _SPAN_KEYS}, **value})
    relations = _links(layer, places) if layer else []
    report.relations += len(relations)
    document = each.document
    task: dict[str, object] = {"id": document.id, "answer": "accept", "meta": _meta(document), "text": text}
    task |= {"tokens": tokens, "spans": spans}
    return task | ({"relations": relations} if relations else {})


def _meta(document: Document) -> dict[str, object]:
    known = document.metadata.get("meta")
    own = known if isinstance(known, dict) else document.metadata
    return {key: value for key, value in own.items() if key != "import"}


def _links(layer: Layer, places: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    return [
        {
            "head": places[one.head]["token_end"],
            "child": places[one.tail]["token_end"],
            "head_span": places[one.head],
            "child_span": places[one.tail],
            "label": one.type,
        }
        for one in layer.relations
        if one.head in places and one.tail in places
    ]


def sniff(path: Path, head: bytes) -> float:
    """Likely where tasks have hashes, answers, or a text and spans without an id."""
    del path
    keys = keys_of(head)
    if "text" not in keys or keys & {"layers", "raqim", "annotations", "entities", "labels"}:
        return 0.0
    if keys & {"_input_hash", "_task_hash", "_session_id", "_view_id"}:
        return 0.95
    if "answer" in keys or ("spans" in keys and keys & {"meta", "tokens"}):
        return 0.9
    return 0.7 if "spans" in keys and "relations" not in keys else 0.0


FORMAT = Format(
    "prodigy", "Prodigy JSONL", (".jsonl",), sniff, read, write,
    keeps=frozenset({"attributes", "relations", "nesting"}),
)  # fmt: skip
