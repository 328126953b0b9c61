"""spaCy DocBin (``.spacy``), read column by column; `docbin_out` writes it and says what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.core.span import Span
from annotator.formats.base import Facts, Format, Reading, ReadOptions
from annotator.formats.docbin_columns import COLUMNS, Columns, Labelled, Strings
from annotator.formats.docbin_out import GROUP, ID, SPANS, library, write
from annotator.formats.errors import MALFORMED, why
from annotator.formats.foreign import foreign
from annotator.formats.jsontext import loads
from annotator.formats.source import read_bytes

_MOST = 1 << 31
_BROKEN = N_("%(file)s is no DocBin: %(reason)s")


def read(path: Path, options: ReadOptions) -> Reading:
    """Open a DocBin."""
    del options
    spacy = library()
    data = read_bytes(path)
    _guard(path, data)
    with foreign(_BROKEN, file=path):
        docbin = spacy.tokens.DocBin(store_user_data=True).from_bytes(data)
        strings = Strings(spacy.strings.StringStore(docbin.strings))
    return Reading(_documents(path, docbin, strings), facts=Facts(offset_unit="codepoint"))


def _guard(path: Path, data: bytes) -> None:
    """Refuse what unpacks to more than memory should hold."""
    import zlib

    unpacker = zlib.decompressobj()
    size, rest = 0, data
    while rest:
        with foreign(_BROKEN, file=path):
            size += len(unpacker.decompress(rest, 1 << 24))
        rest = unpacker.unconsumed_tail
        if size > max(1 << 26, 200 * len(data)) or size > _MOST:
            raise UserError("%(file)s unpacks to far more than its size", file=path)


def _documents(path: Path, docbin: Any, strings: Strings) -> Iterator[AnnotatedDocument]:  # noqa: ANN401 - spaCy's
    from spacy.attrs import IDS

    message = "%(file)s, document %(number)d: %(reason)s"
    names = {name: docbin.attrs.index(IDS[name]) for name in COLUMNS if IDS[name] in docbin.attrs}
    rows = zip_longest(
        docbin.tokens, docbin.spaces, docbin.flags, docbin.cats, docbin.span_groups, docbin.user_data
    )  # user data may be missing; where another is, its document is malformed
    for number, (values, spaces, flags, categories, marked, own) in enumerate(rows, 1):
        try:
            blanks = spaces | bool(flags.get("has_unknown_spaces"))  # then spaCy puts one after every word
            words = Columns(names, values.view("int64"), blanks, strings)
            found, ours = _found(words, _groups(_unpacked(marked))), _unpacked(own) or {}
            yield _document(words, found, ours, categories, f"{path.stem}-{number}")
        except (UserError, *MALFORMED) as error:
            raise UserError(message, file=path, number=number, reason=why(error)) from error


def _unpacked(data: bytes | None) -> Any:  # noqa: ANN401 - what MessagePack holds
    """A value of MessagePack. Told what maps become, srsly does not look through all installed packages for it."""
    import srsly.msgpack

    return srsly.msgpack.unpackb(data, raw=False, use_list=False, object_pairs_hook=dict) if data else None


def _groups(packed: Any) -> dict[str, Sequence[bytes]]:  # noqa: ANN401 - what MessagePack holds
    """The groups of spans by name: older files list the groups, later ones the names that each goes by."""
    if isinstance(packed, dict):
        return {name: _unpacked(group)["spans"] for group, names in packed.items() for name in names}
    return {group["name"]: group["spans"] for group in map(_unpacked, packed or ())}


def _found(words: Columns, groups: Mapping[str, Sequence[bytes]]) -> list[Labelled]:
    """The spans of the usual group; without it the entities; without any, the spans of all groups."""
    if GROUP in groups:
        return words.group(groups[GROUP])
    return words.entities() or [span for pieces in groups.values() for span in words.group(pieces)]


def _document(
    words: Columns, found: Sequence[Labelled], own: Mapping[str, Any], categories: Mapping[str, object], otherwise: str
) -> AnnotatedDocument:
    name = str(own.get(ID, otherwise))
    ours = loads(own.get(SPANS, "[]"))
    spans = []
    for number, each in enumerate(found):
        extra = ours[number] if number < len(ours) else {}
        attributes = dict(extra.get("attributes", {}))
        if not extra and each.entity:
            attributes["entity"] = each.entity
        spans.append(Span(str(extra.get("id") or f"s{number}"), each.start, each.end, each.label, attributes,
                          note=str(extra.get("note", "")), unsure=bool(extra.get("unsure"))))  # fmt: skip
    metadata = {"categories": dict(categories)} if categories else {}
    return AnnotatedDocument(
        Document(name, name, words.text, metadata), (Layer("", spans=tuple(spans)),), words.tokens(), words.sentences()
    )


def sniff(path: Path, head: bytes) -> float:
    """Sure by suffix and zlib's first byte."""
    return 0.95 if path.suffix == ".spacy" and head[:1] == b"\x78" else 0.0


FORMAT = Format(
    "spacy", "spaCy DocBin", (".spacy",), sniff, read, write, extra="spacy",
    keeps=frozenset({"attributes", "nesting", "notes"}),
)  # fmt: skip
