"""spaCy's old JSON (version 2): documents of paragraphs of sentences of tokens. Each paragraph is one document.

Token tags are BILUO. With ``raw`` the text is what it was; without it, tokens are joined by one space. The pairs of
its old training scripts, ``["text", {"entities": [[start, end, label]]}]``, are read too, alone or in an object's
``annotations`` as other tools write them; and what ``Doc.to_json`` gives, or displaCy takes (``text`` and ``ents``).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Span, Value
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.errors import MALFORMED, why
from annotator.formats.jsonrows import json_rows
from annotator.formats.jsontext import load_json
from annotator.formats.pieces import found_in
from annotator.formats.rows import import_of, keys_of, whole_number
from annotator.formats.source import head_of
from annotator.formats.tags import Decoder

_Extent = tuple[int, int]
_PAIR = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:\{(?:[^\[\]]|\[[^\[\]]*\])*?"annotations"\s*:\s*\[\s*|\[\s*)?"""
    rb"""\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"entities"\s*:\s*\["""
)


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a file of spaCy's training JSON."""
    del options
    value, facts = _loaded(path)
    reading = Reading(iter(()), facts=facts)
    facts.offset_unit = None
    decoder = Decoder()

    if isinstance(value, dict) and _is_pair(next(iter(_as_list(value.get("annotations"))), None)):
        value = value["annotations"]
    if _is_pair(value):
        value = [value]
    if _is_pair(next(iter(_as_list(value)), None)):
        facts.offset_unit = "codepoint"
        reading.documents = (
            _pair(path, number, each, reading) for number, each in enumerate(value, 1)
            if not _left_out(path, number, each, facts)
        )  # fmt: skip
        return reading

    def documents() -> Iterator[AnnotatedDocument]:
        number = 0
        for each in value if isinstance(value, list) else [value]:
            if _is_doc(each):
                number += 1
                facts.offset_unit = "codepoint"
                yield _doc(path, f"{path.stem}-{number}", each, reading)
                continue
            for paragraph in _list(each, "paragraphs", path):
                number += 1
                yield _document(path, f"{path.stem}-{number}", paragraph, decoder, reading)
        if not number:
            raise UserError("%(file)s has no paragraphs", file=path)
        facts.tags, facts.repairs = decoder.scheme(), decoder.repairs()

    reading.documents = documents()
    return reading


def _loaded(path: Path) -> tuple[Any, Facts]:
    """The one value of a file, or a list of the objects in it, one a line or over many lines."""
    if head_of(path, 64).removeprefix(BOM_UTF8).lstrip()[:1] != b"{":
        return load_json(path)
    facts = Facts()
    values = [value for _, value in json_rows(path, facts)]
    return (values[0] if len(values) == 1 else values), facts


def _is_doc(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("text"), str) and isinstance(value.get("ents"), list)


def _doc(path: Path, name: str, value: dict[str, Any], reading: Reading) -> AnnotatedDocument:
    """What ``Doc.to_json`` says of a document: offsets are code points. Span groups count as they do in a DocBin."""
    try:
        groups = value.get("spans") or {}
        found = groups.get("sc") or value["ents"] or [each for group in groups.values() for each in group]
        spans = tuple(_charred(number, each) for number, each in enumerate(found))
        tokens, sentences = (
            tuple((whole_number(each["start"]), whole_number(each["end"])) for each in value.get(key) or ()) or None
            for key in ("tokens", "sents")
        )
    except (UserError, *MALFORMED) as error:
        raise UserError("%(file)s: %(id)s: %(reason)s", file=path, id=name, reason=why(error)) from error
    metadata: dict[str, object] = {"import": import_of(path, reading.facts)}
    if value.get("cats"):
        metadata["categories"] = value["cats"]
    return AnnotatedDocument(
        Document(name, name, value["text"], metadata), (Layer("", spans=spans),), tokens, sentences
    )


def _charred(number: int, each: dict[str, Any]) -> Span:
    attributes: dict[str, Value] = {"entity": str(each["kb_id"])} if each.get("kb_id") else {}
    return Span(f"s{number}", whole_number(each["start"]), whole_number(each["end"]), str(each["label"]), attributes)


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict)


def _left_out(path: Path, number: int, value: object, facts: Facts) -> bool:
    """Whether a place in the list of pairs is empty, as labelling pages leave it for a text that was skipped."""
    if value is None:
        facts.rejected.append(problem(f"{path.name}:{number}", "the row has no text"))
    return value is None


def _pair(path: Path, number: int, value: object, reading: Reading) -> AnnotatedDocument:
    if not _is_pair(value):
        raise UserError("%(file)s, document %(number)d: no text with its entities", file=path, number=number)
    assert isinstance(value, list)
    text, about = value
    spans = _entities(about.get("entities") or (), f"{path.name}: {number}")
    metadata: dict[str, object] = {"import": import_of(path, reading.facts)}
    if about.get("cats"):
        metadata["categories"] = about["cats"]
    name = f"{path.stem}-{number}"
    return AnnotatedDocument(Document(name, name, text, metadata), (Layer("", spans=tuple(spans)),))


def _entities(values: Any, where: str) -> list[Span]:  # noqa: ANN401 - JSON
    try:
        return [Span(f"s{place}", whole_number(start), whole_number(end), str(label))
                for place, (start, end, label, *_) in enumerate(values)]  # fmt: skip
    except (UserError, *MALFORMED) as error:
        raise UserError("%(where)s: no label: %(reason)s", where=where, reason=why(error)) from error


def _list(value: Any, key: str, path: Path) -> list[Any]:  # noqa: ANN401 - JSON
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise UserError("%(file)s is not spaCy's JSON: “%(key)s” is missing", file=path, key=key)
    return found


def _document(path: Path, name: str, paragraph: Any, decoder: Decoder, reading: Reading) -> AnnotatedDocument:  # noqa: ANN401 - a JSON value
    bare = isinstance(paragraph, dict) and isinstance(paragraph.get("raw"), str) and "sentences" not in paragraph
    sentences = [] if bare else [_list(each, "tokens", path) for each in _list(paragraph, "sentences", path)]
    try:
        words = [[str(token["orth"]) for token in sentence] for sentence in sentences]
        tags = [[str(token.get("ner") or "O") for token in sentence] for sentence in sentences]
    except MALFORMED as error:
        raise UserError("%(file)s: no token: %(reason)s", file=path, reason=why(error)) from error
    raw = paragraph.get("raw")
    entities: list[Span] = []
    if isinstance(raw, str) and not any("ner" in token for sentence in sentences for token in sentence):
        entities = _entities(paragraph.get("entities") or (), f"{path.name}: {name}")
    extents = _found(raw, words) if isinstance(raw, str) else None
    metadata: dict[str, object] = {"import": import_of(path, reading.facts)}
    if extents is None:
        if isinstance(raw, str):
            reading.problems.append(problem(path.name, "%(id)s: the tokens are not in the text", id=name))
            entities = []  # their offsets are of that text
        raw, extents = _joined(words)
        metadata["import"] = {**import_of(path, reading.facts), "reconstructed": True}
    if paragraph.get("cats"):
        metadata["categories"] = paragraph["cats"]
    spans = entities
    for own, sentence in zip(extents, tags, strict=True):
        for first, last, label in decoder.chunks(["O" if tag == "-" else tag for tag in sentence]):
            spans.append(Span(f"s{len(spans)}", own[first][0], own[last - 1][1], label))
    assert isinstance(raw, str)
    if bare:
        return AnnotatedDocument(Document(name, name, raw, metadata), (Layer("", spans=tuple(spans)),))
    return AnnotatedDocument(
        Document(name, name, raw, metadata),
        (Layer("", spans=tuple(spans)),),
        tuple(extent for own in extents for extent in own),
        tuple((own[0][0], own[-1][1]) for own in extents if own),
    )


def _found(raw: str, words: Sequence[Sequence[str]]) -> list[list[_Extent]] | None:
    flat = found_in(raw, [word for sentence in words for word in sentence])
    if flat is None:
        return None
    places = iter(flat)
    return [list(islice(places, len(sentence))) for sentence in words]


def _joined(words: Sequence[Sequence[str]]) -> tuple[str, list[list[_Extent]]]:
    parts, place = [], 0
    found = []
    for sentence in words:
        own = []
        for word in sentence:
            own.append((place, place + len(word)))
            place += len(word) + 1
        parts.append(" ".join(sentence))
        found.append(own)
    return "\n".join(parts), found


def sniff(path: Path, head: bytes) -> float:
    """Sure where paragraphs, sentences and tokens nest."""
    del path
    if _PAIR.match(head):
        return 0.9
    if b'"ents"' in head and {"text", "ents"} <= keys_of(head):
        return 0.93
    if b'"paragraphs"' not in head:
        return 0.0
    return 0.95 if all(key in head for key in (b'"sentences"', b'"tokens"', b'"orth"')) or b'"raw"' in head else 0.0


FORMAT = Format("spacy-json", "spaCy JSON (version 2)", (".json",), sniff, read)
