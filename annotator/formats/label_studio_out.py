"""Label Studio JSON, written: code points, every layer an annotation, suggestions as predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.document import AnnotatedDocument, Header, Layer
from annotator.core.span import Span
from annotator.formats.atomic import whole_text
from annotator.formats.base import WriteOptions, WriteReport
from annotator.formats.extras import FEATURE, extra_of
from annotator.formats.native import dumps
from annotator.formats.rows import text_for_json
from annotator.formats.wording import FRAGMENTS, span_loss

_FROM, _TO = "label", "text"


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write an array of tasks."""
    del header, options
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        stream.write("[")
        for each in documents:
            stream.write((",\n" if report.documents else "\n") + dumps(_task(each, report)))
            report.documents += 1
        stream.write("\n]\n")
    return report


def _task(each: AnnotatedDocument, report: WriteReport) -> dict[str, object]:
    document = each.document
    metadata = {key: value for key, value in document.metadata.items() if key not in {"import", "text"}}
    task: dict[str, object] = {"id": report.documents + 1}
    text = text_for_json(document, report)
    task["data"] = {"text": text, "raqim_id": document.id, **metadata}
    number = 1
    annotations, predictions = [], []
    for layer in each.layers:
        if layer.kind == "suggestion" and layer.suggestions:
            predictions.append(_prediction(layer, text, number))
        else:
            annotations.append(_annotation(each, layer, text, number, report))
        number += 1
    return task | {"annotations": annotations, "predictions": predictions}


def _annotation(
    each: AnnotatedDocument, layer: Layer, text: str, number: int, report: WriteReport
) -> dict[str, object]:
    results: list[dict[str, object]] = []
    for span in layer.spans:
        if span.fragments:
            report.losses.append(span_loss(each.document, layer, span, "merged", FRAGMENTS))
        results += _region(span, text)
    known = {span.id for span in layer.spans}
    for relation in layer.relations:
        if relation.head in known and relation.tail in known:
            results.append({"type": "relation", "from_id": relation.head, "to_id": relation.tail,
                            "direction": "right", "labels": [relation.type]})  # fmt: skip
            report.relations += 1
    report.spans += len(layer.spans)
    return {
        "id": number,
        "completed_by": layer.annotator or layer.kind,
        "ground_truth": layer.kind == "gold",
        "was_cancelled": False,
        "result": results,
    }


def _copy(text: str) -> str:
    return text.replace("\r", "\\n").replace("\n", "\\n")


def _region(span: Span, text: str) -> Iterator[dict[str, object]]:
    place = {"start": span.start, "end": span.end, "text": _copy(text[span.start : span.end])}
    yield _result(span, "labels", _FROM, {**place, "labels": [span.label]})
    for key, value in span.attributes.items():
        if isinstance(value, str) and value:
            yield _result(span, "choices", key, {**place, "choices": [value]})
    if extra := extra_of(span):
        yield _result(span, "textarea", FEATURE, {**place, "text": [extra]})


def _result(span: Span, kind: str, name: str, value: dict[str, object]) -> dict[str, object]:
    return {"id": span.id, "from_name": name, "to_name": _TO, "type": kind, "origin": "manual", "value": value}


def _prediction(layer: Layer, text: str, number: int) -> dict[str, object]:
    results = []
    for place, each in enumerate(layer.suggestions):
        covered = _copy(text[each.start : each.end])
        value = {"start": each.start, "end": each.end, "text": covered, "labels": [each.label]}
        results.append({"id": f"p{number}-{place}", "from_name": _FROM, "to_name": _TO, "type": "labels",
                        "score": each.score, "value": value})  # fmt: skip
    scores = [each.score for each in layer.suggestions]
    score = sum(scores) / len(scores) if scores else 0.0
    return {"id": number, "model_version": layer.annotator or "suggestion", "score": score, "result": results}
