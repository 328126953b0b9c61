r"""CoNLL-U, written: exact white space in ``SpacesAfter`` (UDPipe's escapes), spans as CorefUD brackets.

Brackets hold nesting, crossing, equal extents and spans in pieces; labels are percent-encoded where they must be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from annotator.core.document import AnnotatedDocument, Header
from annotator.formats.atomic import whole_text
from annotator.formats.base import Loss, WriteOptions, WriteReport
from annotator.formats.wording import (
    Extent,
    Layout,
    Placed,
    first_layer,
    further_layers,
    relation_losses,
    sentence_starts,
)

_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": "\\\\"}
EMPTY = "CoNLL-U holds no document without tokens"
UNSAYABLE = "half of a character between tokens became U+FFFD"
_SURROGATE = re.compile("[\ud800-\udfff]")
_Bracket = tuple[int, int, str, str]
"""First word, last word, opening text, closing name."""


def write(
    documents: Iterable[AnnotatedDocument], header: Header, path: Path, options: WriteOptions
) -> WriteReport:
    """Write CoNLL-U; the first layer of each document is taken."""
    del header
    report = WriteReport(files=[path])
    with whole_text(path) as stream:
        for each in documents:
            stream.write(_document(each, options, report))
    return report


def _document(each: AnnotatedDocument, options: WriteOptions, report: WriteReport) -> str:
    document, layer = each.document, first_layer(each)
    layout = Layout(each, layer, options.clitics, pieces=True)
    placed = layout.placed()
    report.losses.extend([*layout.losses, *further_layers(each)])
    if not layout.tokens:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "dropped", EMPTY, "document"))
        return ""
    if layer is not None:
        report.losses.extend(relation_losses(each, layer))
    if _SURROGATE.search(document.text):
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", UNSAYABLE, "document"))
    report.documents += 1
    report.tokens += len(layout.tokens)
    report.spans += len(placed)
    starts = sentence_starts(layout.text, layout.tokens, placed)
    name = " ".join(_SURROGATE.sub("\ufffd", document.id).split())
    head = f"# newdoc id = {name}\n# global.Entity = eid-etype-head-other\n"
    return head + _sentences(layout, _brackets(placed, layout), starts)


def _brackets(placed: Sequence[Placed], layout: Layout) -> list[_Bracket]:
    found = []
    labels = {label: _said(label) for label in {each.span.label for each in placed}}
    for number, each in enumerate(placed, 1):
        label = labels[each.span.label]
        pieces = _word_pieces(each, layout)
        for part, (first, last) in enumerate(pieces, 1):
            name = f"e{number}" if len(pieces) == 1 else f"e{number}[{part}/{len(pieces)}]"
            found.append((first, last, f"({name}-{label}-1-", name))
    return found


def _said(label: str) -> str:
    """A label as a bracket can hold it."""
    if re.search(r"[^\w.]|%", label) is None:
        return label
    return quote(label.encode("utf-8", "replace"), safe="").replace("-", "%2D")


def _word_pieces(each: Placed, layout: Layout) -> list[tuple[int, int]]:
    if not each.span.fragments:
        return [(each.first, each.last - 1)]
    places = [layout.words_of(piece) for piece in each.span.fragments]
    return [(first, last - 1) for first, last in places if first < last]


def _sentences(layout: Layout, brackets: Sequence[_Bracket], starts: Sequence[int]) -> str:
    text, tokens = layout.text, layout.tokens
    miscs = _miscs(text, tokens, _entity_values(brackets))
    whole = _SURROGATE.sub("\ufffd", text)
    blocks = []
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(tokens)], strict=True), 1):
        said = " ".join(whole[tokens[first][0] : tokens[last - 1][1]].split())
        rows = [
            f"{place}\t{text[start:end]}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n"
            for place, ((start, end), misc) in enumerate(zip(tokens[first:last], miscs[first:last], strict=True), 1)
        ]
        blocks.append(f"# sent_id = {number}\n# text = {said}\n{''.join(rows)}\n")
    return "".join(blocks)


def _miscs(text: str, tokens: Sequence[Extent], entities: dict[int, str]) -> list[str]:
    """The last column of every token: its brackets, and the white space around it where it is not one blank."""
    begins = [start for start, _ in tokens[1:]]
    found = [
        "_" if after - end == 1 and text[end] == " " else _spaces(text[end:after])
        for (_, end), after in zip(tokens, begins, strict=False)
    ]
    found.append(_spaces(text[tokens[-1][1] :]))
    if tokens[0][0]:
        found[0] = _joined(f"SpacesBefore={_escaped(text[: tokens[0][0]])}", found[0])
    for place, entity in entities.items():
        found[place] = _joined(f"Entity={entity}", found[place])
    return found


def _spaces(gap: str) -> str:
    return f"SpacesAfter={_escaped(gap)}" if gap else "SpaceAfter=No"


def _joined(part: str, rest: str) -> str:
    return part if rest == "_" else f"{part}|{rest}"


def _entity_values(brackets: Sequence[_Bracket]) -> dict[int, str]:
    values: dict[int, str] = {}
    opening = sorted(brackets, key=lambda each: (each[0], -each[1]))
    closing = sorted(brackets, key=lambda each: (each[1], -each[0]))
    for first, last, _, name in closing:  # what began before must close before something else opens
        if first != last:
            values[last] = values.get(last, "") + f"{name})"
    for first, last, opened, _ in opening:
        values[first] = values.get(first, "") + opened + (")" if first == last else "")
    return values


def _escaped(gap: str) -> str:
    return "".join(_ESCAPES.get(c, "\ufffd" if "\ud800" <= c <= "\udfff" else c) for c in gap)
