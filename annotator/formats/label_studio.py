"""Label Studio JSON: tasks with annotations and predictions; results with one id are one region.

Offsets are code points in today's editor and UTF-16 units in older ones: the copies of the text decide, compared
with white space folded (a newline is written as a backslash and an n). Predictions become suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Layer, LayerKind
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Value
from annotator.core.suggestion import Suggestion
from annotator.formats import label_studio_out
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.errors import MALFORMED, why
from annotator.formats.extras import merged
from annotator.formats.jsonrows import json_rows
from annotator.formats.jsontext import first_objects
from annotator.formats.label_studio_places import Dialogue, Page, Plain, Shown, dialogue_in
from annotator.formats.offsets import Offsets
from annotator.formats.rows import Row, RowSpan, documents_of, keys_of, plain_value

_LABELS = re.compile(r".*labels\Z")
SHORT = frozenset({"annotation_id", "annotator", "lead_time"})
"""Keys of the short form's rows."""
_ABOUT = SHORT | {"id", "created_at", "updated_at"}
_SPACE = re.compile(r"(?:\\n|\\r|\s)+")


def agrees(covered: str, said: str) -> bool:
    """Agreement once white space is folded, for the copy in the file has lost it."""
    return covered == said or _SPACE.sub("", covered) == _SPACE.sub("", said)


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a Label Studio export, whole or in its short form (JSON-MIN)."""
    reading = Reading(iter(()), facts=Facts())
    rows = partial(_rows, path, options, reading)
    reading.documents = map(_finished, documents_of(path, rows, reading, options, agrees))
    return reading


def _rows(path: Path, options: ReadOptions, reading: Reading) -> Iterator[Row]:
    """A row for each task; the short form has one for each annotation, those of a task one after the other."""
    last: Row | None = None
    for number, value in json_rows(path, reading.facts):
        short = _is_short(value)
        row = _row(path, number, _whole(value) if short else value, options, reading)
        del value  # a long task and its row need not stay side by side
        if row is None:
            continue
        if short and last is not None and (row.id, row.text) == (last.id, last.text):
            last.layers += row.layers
            continue
        if last is not None:
            yield last
        last = row
    if last is None:
        raise UserError("%(file)s has no task with a text", file=path)
    yield last


def _is_short(value: object) -> bool:
    return isinstance(value, dict) and not isinstance(value.get("data"), dict) and bool(SHORT & value.keys())


def _whole(value: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the short form as a task; what is no list of regions stays with the text."""
    controls = {name: part for name, part in value.items() if _are_regions(part)}
    results = [
        {"id": f"{name}-{number}", "from_name": name, "type": name, "value": region}
        for name, regions in controls.items() for number, region in enumerate(regions)
    ]  # fmt: skip
    data = {name: part for name, part in value.items() if name not in controls and name not in _ABOUT}
    about = {"completed_by": value.get("annotator"), "result": results}
    return {"id": value.get("id"), "data": data, "annotations": [about]}


def _are_regions(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and "start" in each for each in value)


def _finished(each: AnnotatedDocument) -> AnnotatedDocument:
    length = len(each.document.text)
    layers = []
    for layer in each.layers:
        spans = tuple(merged(span, length) for span in layer.spans)
        if layer.kind == "suggestion":
            suggestions = tuple(
                Suggestion(span.start, span.end, span.label, _without_score(span.attributes),
                           float(str(span.attributes.get("score") or 1.0)), layer.annotator)
                for span in spans if span.start < span.end
            )  # fmt: skip
            layers.append(Layer(layer.annotator, "suggestion", suggestions=suggestions))
        else:
            layers.append(Layer(layer.annotator, layer.kind, layer.status, spans, layer.relations))
    return AnnotatedDocument(each.document, tuple(layers), each.tokens, each.sentences)


def _without_score(attributes: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in attributes.items() if key != "score"}


def _shown(task: Mapping[str, Any], options: ReadOptions) -> tuple[Shown | None, str]:
    """What a task shows of its data, and the name of what it shows."""
    data = task["data"]
    names = [options.text_column] if options.text_column else ["text", *data]
    results = _results(task)
    kinds, regions = {result.get("type") for result in results}, _regions(results)
    dialogues = {name: found for name in names if (found := dialogue_in(data.get(name))) is not None}
    texts = [name for name in dict.fromkeys(names) if isinstance(data.get(name), str)]
    if dialogues and ("paragraphlabels" in kinds or not texts):
        name, paragraphs = next(iter(dialogues.items()))
        return Dialogue(paragraphs), name
    if not texts:
        return None, ""
    if "hypertextlabels" in kinds or any(str(region.get("start")).startswith("/") for region in regions):
        return Page(data[texts[0]]), texts[0]
    plain = {name: Plain(data[name]) for name in texts}
    name = next((name for name in texts if _fits(plain[name], regions)), texts[0]) if len(texts) > 1 else texts[0]
    return plain[name], name


def _fits(shown: Plain, regions: Iterable[Mapping[str, Any]]) -> bool:
    """Whether regions cover in a text what they say: an export does not tell which of a task's texts was shown."""
    for unit in ("codepoint", "utf16"):
        offsets = Offsets(shown.text, unit)
        with suppress(UserError, *MALFORMED):
            for region in regions:
                start, end = map(offsets.to_codepoint, shown.extent(region))
                if isinstance(region.get("text"), str) and not agrees(shown.text[start:end], region["text"]):
                    break
            else:
                return True
    return False


def _results(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    works = [*(task.get("annotations") or ()), *(task.get("completions") or ()), *(task.get("predictions") or ())]
    results = [result for work in works if isinstance(work, dict) for result in work.get("result") or ()]
    return [result for result in results if isinstance(result, dict)]


def _regions(results: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    values = (result.get("value") for result in results)
    return [value for value in values if isinstance(value, dict) and {"start", "end"} <= value.keys()]


def _row(path: Path, number: int, value: Any, options: ReadOptions, reading: Reading) -> Row | None:  # noqa: ANN401 - a JSON value
    where = f"{path.name}:{number}"
    if not isinstance(value, dict) or not isinstance(value.get("data"), dict):
        raise UserError("%(where)s: no task: it has no data", where=where)
    data = value["data"]
    try:
        shown, source = _shown(value, options)
    except MALFORMED as error:
        raise UserError("%(where)s: no result: %(reason)s", where=where, reason=why(error)) from error
    if shown is None:
        reading.facts.rejected.append(problem(where, "the task has no text"))
        return None
    name = data.get("raqim_id") or value.get("id") or f"{path.stem}-{number}"
    metadata = {key: part for key, part in data.items() if key not in {source, "raqim_id"}}
    row = Row(number, str(name), shown.text, metadata)
    try:
        for annotation in value.get("annotations") or value.get("completions") or ():
            if not annotation.get("was_cancelled"):
                row.layers.append(_layer(annotation, row, shown, _annotator(annotation), reading, where))
        for prediction in value.get("predictions") or ():
            if isinstance(prediction, dict):
                model = str(prediction.get("model_version") or "label-studio")
                layer, spans = _layer(prediction, row, shown, model, reading, where)
                row.layers.append((replace(layer, kind="suggestion"), spans))
    except MALFORMED as error:
        raise UserError("%(where)s: no result: %(reason)s", where=where, reason=why(error)) from error
    return row


def _annotator(annotation: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return "" if who is None else str(who)


def _layer(
    annotation: Mapping[str, Any], row: Row, shown: Shown, annotator: str, reading: Reading, where: str
) -> tuple[Layer, list[RowSpan]]:
    spans: dict[str, RowSpan] = {}
    relations: list[Relation] = []
    loose: list[Mapping[str, Any]] = []
    for number, result in enumerate(annotation.get("result") or ()):
        if result.get("type") == "relation":
            relations += _relation(result, number)
        elif "start" in (result.get("value") or {}):
            try:
                _region(result, number, spans, shown)
            except UserError as error:
                reading.facts.rejected.append(problem(where, "a region is left out: %(reason)s", reason=error))
        else:
            loose.append(result)
    for result in loose:
        _document_value(result, row)
    kind: LayerKind = "gold" if annotation.get("ground_truth") else "annotation"
    layer = Layer(annotator, kind, relations=tuple(relations))
    return layer, [span for span in spans.values() if span.label]


def _region(result: Mapping[str, Any], number: int, spans: dict[str, RowSpan], shown: Shown) -> None:
    value = result["value"]
    own = str(result.get("id") or f"s{number}")
    start, end = shown.extent(value)
    lists = (value[key] for key in value if _LABELS.match(key) and isinstance(value[key], list))
    labels: list[object] = next(lists, [])
    if own not in spans:
        spans[own] = RowSpan(own, start, end, "")
    span = spans[own]
    if labels:
        span.label = span.label or str(labels[0])
        if len(labels) > 1:
            span.attributes["labels"] = " ".join(str(label) for label in labels)
        if isinstance(value.get("text"), str):
            span.covered = value["text"]
        if isinstance(result.get("score"), int | float):
            span.attributes["score"] = float(result["score"])
        return
    name = str(result.get("from_name") or result.get("type"))
    for key in ("choices", "rating", "number", "taxonomy", "datetime"):
        if key in value:
            span.attributes[name] = _joined(value[key])
    if result.get("type") == "textarea":
        span.attributes[name] = _joined(value.get("text"))


def _joined(value: object) -> Value:
    if isinstance(value, list):
        parts = [_joined(each) for each in value]
        return parts[0] if len(parts) == 1 else " ".join(str(part) for part in parts)
    return plain_value(value)


def _relation(result: Mapping[str, Any], number: int) -> Iterator[Relation]:
    labels = result.get("labels") or ["RELATION"]
    ends = (str(result["from_id"]), str(result["to_id"]))
    if result.get("direction") == "left":
        ends = ends[::-1]
    for place, label in enumerate(labels):
        yield Relation(f"r{number}.{place}", str(label), *ends)


def _document_value(result: Mapping[str, Any], row: Row) -> None:
    value = result.get("value") or {}
    name = str(result.get("from_name") or result.get("type"))
    for key in ("choices", "text", "rating", "number", "taxonomy"):
        if key in value:
            row.metadata[name] = value[key]


def sniff(path: Path, head: bytes) -> float:
    """Likely where objects have data and annotations."""
    del path
    keys = keys_of(head)
    if "data" in keys and keys & {"annotations", "predictions", "completions"}:
        return 0.95
    if "annotation_id" in keys and keys & (SHORT - {"annotation_id"}):
        return 0.95
    start = head[:4096].lstrip()[:1]
    if start in {b"[", b"{"} and b'"data"' in head and b'"result"' in head:
        return 0.85
    tasks = first_objects(head, 1)
    return 0.85 if tasks and isinstance(tasks[0].get("data"), dict) else 0.0


FORMAT = Format(
    "label-studio", "Label Studio JSON", (".json",), sniff, read, label_studio_out.write,
    keeps=frozenset({"attributes", "relations", "nesting", "layers", "suggestions", "notes"}),
)  # fmt: skip
