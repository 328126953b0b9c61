"""spaCy's old JSON (version 2): documents of paragraphs of sentences of tokens. Each paragraph is one document.

Token tags are BILUO. With ``raw`` the text is what it was; without it, tokens are joined by one space. The pairs of
its old training scripts, ``["text", {"entities": [[start, end, label]]}]``, are read too, alone or in an object's
``annotations`` as other tools write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Span
from annotator.formats.base import Format, Reading, ReadOptions
from annotator.formats.foreign import MALFORMED, told
from annotator.formats.jsontext import load_json
from annotator.formats.rows import import_of
from annotator.formats.tags import Decoder

_Extent = tuple[int, int]
_PAIR = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:\{(?:[^\[\]]|\[[^\[\]]*\])*?"annotations"\s*:\s*\[\s*|\[\s*)?"""
    rb"""\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"entities"\s*:\s*\["""
)


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a file of spaCy's training JSON."""
    del options
    value, facts = load_json(path)
    reading = Reading(iter(()), facts=facts)
    facts.offset_unit = None
    decoder = Decoder()

    if isinstance(value, dict) and _is_pair(next(iter(_as_list(value.get("annotations"))), None)):
        value = value["annotations"]
    if _is_pair(value):
        value = [value]
    if _is_pair(next(iter(_as_list(value)), None)):
        facts.offset_unit = "codepoint"
        reading.documents = (_pair(path, number, each, reading) for number, each in enumerate(value, 1))
        return reading

    def documents() -> Iterator[AnnotatedDocument]:
        number = 0
        for each in value if isinstance(value, list) else [value]:
            for paragraph in _list(each, "paragraphs", path):
                number += 1
                yield _document(path, f"{path.stem}-{number}", paragraph, decoder, reading)
        if not number:
            raise UserError("%(file)s has no paragraphs", file=path)
        facts.tags, facts.repairs = decoder.scheme(), decoder.repairs()

    reading.documents = documents()
    return reading


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict)


def _pair(path: Path, number: int, value: object, reading: Reading) -> AnnotatedDocument:
    if not _is_pair(value):
        raise UserError("%(file)s, document %(number)d: no text with its entities", file=path, number=number)
    assert isinstance(value, list)
    text, about = value
    try:
        spans = [Span(f"s{place}", int(start), int(end), str(label))
                 for place, (start, end, label, *_) in enumerate(about.get("entities") or ())]  # fmt: skip
    except MALFORMED as error:
        message = "%(file)s, document %(number)d: %(reason)s"
        raise UserError(message, file=path, number=number, reason=told(error)) from error
    metadata: dict[str, object] = {"import": import_of(path, reading.facts)}
    if about.get("cats"):
        metadata["categories"] = about["cats"]
    name = f"{path.stem}-{number}"
    return AnnotatedDocument(Document(name, name, text, metadata), (Layer("", spans=tuple(spans)),))


def _list(value: Any, key: str, path: Path) -> list[Any]:  # noqa: ANN401 - JSON
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise UserError("%(file)s is not spaCy's JSON: “%(key)s” is missing", file=path, key=key)
    return found


def _document(path: Path, name: str, paragraph: Any, decoder: Decoder, reading: Reading) -> AnnotatedDocument:  # noqa: ANN401
    bare = isinstance(paragraph, dict) and isinstance(paragraph.get("raw"), str) and "sentences" not in paragraph
    sentences = [] if bare else [_list(each, "tokens", path) for each in _list(paragraph, "sentences", path)]
    try:
        words = [[str(token["orth"]) for token in sentence] for sentence in sentences]
        tags = [[str(token.get("ner") or "O") for token in sentence] for sentence in sentences]
    except MALFORMED as error:
        raise UserError("%(file)s: no token: %(reason)s", file=path, reason=repr(error)) from error
    raw = paragraph.get("raw")
    extents = _found(raw, words) if isinstance(raw, str) else None
    metadata: dict[str, object] = {"import": import_of(path, reading.facts)}
    if extents is None:
        if isinstance(raw, str):
            reading.problems.append(problem(path.name, "%(id)s: the tokens are not in the text", id=name))
        raw, extents = _joined(words)
        metadata["import"] = {**import_of(path, reading.facts), "reconstructed": True}
    if paragraph.get("cats"):
        metadata["categories"] = paragraph["cats"]
    spans: list[Span] = []
    for own, sentence in zip(extents, tags, strict=True):
        for first, last, label in decoder.chunks(["O" if tag == "-" else tag for tag in sentence]):
            spans.append(Span(f"s{len(spans)}", own[first][0], own[last - 1][1], label))
    assert isinstance(raw, str)
    if bare:
        return AnnotatedDocument(Document(name, name, raw, metadata))
    return AnnotatedDocument(
        Document(name, name, raw, metadata),
        (Layer("", spans=tuple(spans)),),
        tuple(extent for own in extents for extent in own),
        tuple((own[0][0], own[-1][1]) for own in extents if own),
    )


def _found(raw: str, words: Sequence[Sequence[str]]) -> list[list[_Extent]] | None:
    place = 0
    found = []
    for sentence in words:
        own = []
        for word in sentence:
            start = raw.find(word, place)
            if start < 0 or raw[place:start].strip():
                return None
            place = start + len(word)
            own.append((start, place))
        found.append(own)
    return found


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
    if b'"paragraphs"' not in head:
        return 0.0
    return 0.95 if all(key in head for key in (b'"sentences"', b'"tokens"', b'"orth"')) or b'"raw"' in head else 0.0


FORMAT = Format("spacy-json", "spaCy JSON (version 2)", (".json",), sniff, read)
