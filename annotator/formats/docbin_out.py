"""Documents to spaCy's DocBin: spans in ``doc.spans["sc"]``, those that do not overlap in ``doc.ents`` too.

spaCy knows spans of tokens only; white space that one blank cannot say becomes tokens, so the text stays.
Attributes, ids and what else is ours travel in ``user_data``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.formats.atomic import whole_file
from annotator.formats.base import Loss, WriteOptions, WriteReport
from annotator.formats.docbin_columns import SPAN
from annotator.formats.errors import missing_extra
from annotator.formats.surrogates import without_halves
from annotator.formats.wording import (
    Extent,
    Layout,
    Placed,
    first_layer,
    flat,
    further_layers,
    relation_losses,
    sentence_starts,
)

GROUP = "sc"
ID, SPANS = "raqim_id", "raqim_spans"
"""What of ``user_data`` is ours."""
SURROGATE = "half of a character became U+FFFD"


def library() -> Any:  # noqa: ANN401 - a module
    """The module spacy.

    Raises:
        UserError: it is not installed.
    """
    try:
        import spacy
        import spacy.tokens
        import spacy.vocab
    except ImportError as error:
        raise missing_extra("spacy") from error
    return spacy


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write a DocBin; the first layer of each document is taken."""
    del header
    spacy = library()
    import srsly.msgpack

    report = WriteReport(files=[path])
    vocab = spacy.vocab.Vocab()  # words are kept, not what a language knows of them: that is the reader's
    docbin = spacy.tokens.DocBin(store_user_data=True)
    packer = srsly.msgpack.Packer(use_bin_type=True)
    for each in documents:
        _add(docbin, packer, *_doc(spacy, vocab, each, options, report))
        report.documents += 1
    with whole_file(path) as stream:
        stream.write(docbin.to_bytes())
    return report


def _add(docbin: Any, packer: Any, doc: Any, words: Sequence[str]) -> None:  # noqa: ANN401 - spaCy's
    """What ``docbin.add`` does. It asks every token for nine strings; ours have but their words and labels.

    One packer packs everything: srsly's own way makes a new one each time, and looks through all installed packages.
    """
    array, spaces = doc.to_array(docbin.attrs), doc.to_array("SPACY")
    docbin.tokens.append(array.reshape((len(words), len(docbin.attrs))))
    docbin.spaces.append(spaces.reshape((len(words), 1)).astype(bool))
    docbin.flags.append({"has_unknown_spaces": doc.has_unknown_spaces})
    docbin.strings.update(words)
    docbin.strings.update(text for one in doc.spans[GROUP] for text in (one.label_, one.kb_id_))
    docbin.cats.append(doc.cats)
    docbin.user_data.append(packer.pack(doc.user_data))
    docbin.span_groups.append(_group(packer, doc))


def _group(packer: Any, doc: Any) -> bytes:  # noqa: ANN401 - spaCy's
    """The spans of a document as ``doc.spans.to_bytes`` packs them."""
    spans = [
        SPAN.pack(one.id, one.kb_id, one.label, one.start, one.end, one.start_char, one.end_char)
        for one in doc.spans[GROUP]
    ]
    group = packer.pack({"name": GROUP, "attrs": {}, "spans": spans})
    return bytes(packer.pack({group: [GROUP]}))


def _doc(
    spacy: Any, vocab: Any, each: AnnotatedDocument, options: WriteOptions, report: WriteReport  # noqa: ANN401
) -> tuple[Any, list[str]]:
    """The document as spaCy has it, and its words."""
    document, layer = each.document, first_layer(each)
    text = without_halves(document.text)
    if text != document.text:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", SURROGATE, "document"))
    layout = Layout(each, layer, options.clitics)
    placed = layout.placed()
    report.losses.extend([*layout.losses, *further_layers(each)])
    if layer is not None:
        report.losses.extend(relation_losses(each, layer))
    words, spaces, places = _pieces(text, layout.tokens)
    starts = {places[token] for token in sentence_starts(layout.text, layout.tokens, placed)}
    if starts and min(starts) > 0:
        starts.add(0)
    flags = [place in starts for place in range(len(words))]
    doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces, sent_starts=flags if words else None)
    if "".join([word + " " if space else word for word, space in zip(words, spaces, strict=True)]) != text:
        raise UserError("%(document)s: spaCy cannot hold this text", document=document.id)
    _label(doc, placed, places, layout)
    doc.user_data[ID] = without_halves(document.id)
    doc.user_data[SPANS] = json.dumps([_ours(one.span) for one in placed])
    report.tokens += len(layout.tokens)
    report.spans += len(placed)
    return doc, words


def _ours(span: Span) -> dict[str, object]:
    value: dict[str, object] = {"id": span.id, "attributes": dict(span.attributes)}
    return value | ({"note": span.note} if span.note else {}) | ({"unsure": True} if span.unsure else {})


def _pieces(text: str, tokens: Sequence[Extent]) -> tuple[list[str], list[bool], list[int]]:
    """Words and blanks that make up the text exactly, and the place of each token among the words."""
    words: list[str] = []
    spaces: list[bool] = []
    places: list[int] = []
    last = 0
    for start, end in chain(tokens, ((len(text), len(text)),)):
        if last < start and text[last] == " " and words:
            spaces[-1] = True
            last += 1
        if last < start:
            words.append(text[last:start])
            spaces.append(False)
        if start < end:
            places.append(len(words))
            words.append(text[start:end])
            spaces.append(False)
        last = end
    return words, spaces, places


def _label(doc: Any, placed: Sequence[Placed], places: Sequence[int], layout: Layout) -> None:  # noqa: ANN401
    from spacy.tokens import Span as Own

    made = {}
    for one in placed:
        known = one.span.attributes.get("entity")
        made[id(one)] = Own(doc, places[one.first], places[one.last - 1] + 1, label=one.span.label,
                            kb_id=known if isinstance(known, str) else "")  # fmt: skip
    doc.spans[GROUP] = list(made.values())
    before = len(layout.losses)
    doc.set_ents([made[id(one)] for one in flat(placed, layout)])
    del layout.losses[before:]  # what overlaps stands in the span group
