"""What was written, read again by our own importer and compared: every difference must stand on the list of losses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument
from annotator.core.errors import Problem, UserError, problem
from annotator.core.i18n import N_
from annotator.core.span import Extent, Span, Value
from annotator.formats.base import Format, Loss, ReadOptions
from annotator.formats.soundness import sound

UNREADABLE = frozenset({"html"})
"""Formats that are read as something else than what was written."""
BARE = "text"
"""The format of texts alone, several in one file with a blank line between."""
REBUILT = frozenset({"conll"})
"""Formats that hold no white space: texts and spans are compared without it."""
SAYS_NO_UNIT = frozenset({"doccano", "label-studio"})
"""Formats that do not say in what they count; ours are written in code points."""
ALL_KEPT = frozenset({"jsonl", "json"})
"""Formats that keep everything."""
_MOST = 100
Expect = Callable[[str], AnnotatedDocument]


@dataclass(slots=True)
class Reread:
    """What reading again found: how many documents and spans agree, and every difference that no loss explains."""

    documents: int = 0
    spans: int = 0
    compared: str = "spans"
    differences: list[Problem] = field(default_factory=list)


def reread(
    chosen: Format, path: Path, documents: Sequence[str], expect: Expect, losses: Iterable[Loss]
) -> Reread:
    """Read a written file again and compare it with the documents that went into it.

    ``expect`` gives a document by id as it was handed to the writer.
    """
    found = Reread()
    if not chosen.reads or chosen.name in UNREADABLE:
        found.compared = "nothing"
        return found
    by_document: dict[str, list[Loss]] = defaultdict(list)
    for loss in losses:
        by_document[loss.document].append(loss)
    gone = {name for name, own in by_document.items() if any(_is_gone(loss) for loss in own)}
    try:
        if chosen.name == BARE:
            _compare_bare(chosen, path, documents, expect, by_document, found)
            return found
        _compare_all(chosen, path, [each for each in documents if each not in gone], expect, by_document, found)
    except UserError as error:
        found.differences.append(Problem(path.name, error.message, tuple(error.arguments.items())))
    return found


def _compare_bare(
    chosen: Format, path: Path, documents: Sequence[str], expect: Expect, losses: dict[str, list[Loss]], found: Reread
) -> None:
    found.compared, found.documents = "texts", len(documents)
    if any(loss.kind == "document" for own in losses.values() for loss in own) or not documents:
        return
    [each] = chosen.read(path, ReadOptions(encoding="utf-8")).documents
    wanted = "\n\n".join(expect(name).document.text for name in documents)
    if each.document.text != wanted.replace("\r\n", "\n").replace("\r", "\n"):
        found.differences.append(problem(path.name, "its text came back changed"))


def _is_gone(loss: Loss) -> bool:
    return loss.kind == "document" and loss.action == "dropped"


def _compare_all(
    chosen: Format, path: Path, documents: Sequence[str], expect: Expect, losses: dict[str, list[Loss]], found: Reread
) -> None:
    unit = "codepoint" if chosen.name in SAYS_NO_UNIT else ""
    known, left = set(documents), dict.fromkeys(documents)
    reading = chosen.read(path, ReadOptions(offsets=unit))
    for each in reading.documents:
        name = each.document.id
        if name not in known:  # the format does not keep ids: by place
            name = next(iter(left), "")
        if name not in left:
            found.differences.append(problem(path.name, "the document %(name)s is not one of ours", name=name))
            continue
        del left[name]
        found.documents += 1
        if len(found.differences) < _MOST:
            _compare(chosen, expect(name), sound(each)[0], losses.get(name, ()), found)
    for name in left:
        if expect(name).document.text:
            found.differences.append(problem(path.name, "the document %(name)s is not in the file", name=name))


def _compare(
    chosen: Format, before: AnnotatedDocument, after: AnnotatedDocument, losses: Iterable[Loss], found: Reread
) -> None:
    where, losses = before.document.id, list(losses)
    squeeze = chosen.name in REBUILT
    if any(loss.kind == "document" and loss.action == "changed" for loss in losses):
        return
    texts = [_squeezed(each.document.text)[0] if squeeze else each.document.text for each in (before, after)]
    if texts[0] != texts[1] and after.document.text:
        found.differences.append(problem(where, "its text came back changed"))
        return
    losing = {loss.span_id for loss in losses if loss.kind == "span"}
    wanted = _keys(before, squeeze, lambda span: span.id not in losing)
    allowed = _keys(before, squeeze, lambda _span: True).total()
    got = _keys(after, squeeze, lambda _span: True)
    found.spans += (wanted & got).total()
    for (label, extent), count in (wanted - got).items():
        message = N_("the span %(label)s [%(start)d, %(end)d) did not come back")
        for _ in range(count):
            found.differences.append(problem(where, message, label=label, start=extent[0][0], end=extent[-1][1]))
    if not squeeze and not any(layer.kind == "suggestion" for layer in (*before.layers, *after.layers)):
        _compare_values(chosen, before, after, losing, found)
        _compare_relations(chosen, before, after, losing | {loss.span_id for loss in losses}, found)
    if got.total() > allowed:
        found.differences.append(problem(where, "%(count)d spans too many came back", count=got.total() - allowed))


Key = tuple[str, tuple[tuple[int, int], ...]]


def _keeps(chosen: Format, what: str) -> bool:
    return what in chosen.keeps or chosen.name in ALL_KEPT


def _compare_values(
    chosen: Format, before: AnnotatedDocument, after: AnnotatedDocument, losing: set[str], found: Reread
) -> None:
    """Attributes of spans that stand alone at their place under their label, where the format keeps attributes."""
    if not _keeps(chosen, "attributes"):
        return
    wanted, got = _values(before, losing), _values(after, set())
    for key, values in wanted.items():
        if values is not None and got.get(key) is not None and got[key] != values:
            (label, extent) = key
            message = N_("the attributes of %(label)s [%(start)d, %(end)d) came back changed")
            found.differences.append(
                problem(before.document.id, message, label=label, start=extent[0][0], end=extent[-1][1])
            )


def _values(each: AnnotatedDocument, losing: set[str]) -> dict[Key, dict[str, Value] | None]:
    """Attributes by place and label; None where several spans share both."""
    found: dict[Key, dict[str, Value] | None] = {}
    for span in (span for layer in each.layers for span in layer.spans):
        key = (span.label, span.extent)
        own: dict[str, Value] = {
            name: value for name, value in span.attributes.items() if value is not None and value != ""
        }
        found[key] = None if key in found or span.id in losing else own
    return found


def _compare_relations(
    chosen: Format, before: AnnotatedDocument, after: AnnotatedDocument, losing: set[str], found: Reread
) -> None:
    """Relations by type and the extents of their ends, where the format keeps relations."""
    if not _keeps(chosen, "relations"):
        return
    missing = _ends(before, losing) - _ends(after, set())
    for (kind, head, _tail), count in missing.items():
        for _ in range(count):
            found.differences.append(
                problem(before.document.id, "the relation %(type)s from [%(start)d, %(end)d) did not come back",
                        type=kind, start=head[0][0], end=head[-1][1])
            )  # fmt: skip


def _ends(each: AnnotatedDocument, losing: set[str]) -> Counter[tuple[str, Extent, Extent]]:
    found: Counter[tuple[str, Extent, Extent]] = Counter()
    for layer in each.layers:
        extents = {span.id: span.extent for span in layer.spans}
        found.update(
            (one.type, extents[one.head], extents[one.tail])
            for one in layer.relations
            if not {one.id, one.head, one.tail} & losing and {one.head, one.tail} <= extents.keys()
        )
    return found


def _keys(each: AnnotatedDocument, squeeze: bool, wanted: Callable[[Span], bool]) -> Counter[Key]:
    places = _squeezed(each.document.text)[1] if squeeze else []
    keys: Counter[Key] = Counter()
    for layer in each.layers:
        for span in layer.spans:
            if wanted(span):
                extent = ((places[span.start], places[span.end]),) if squeeze else span.extent
                keys[span.label, extent] += 1
    return keys


_INVISIBLE = frozenset("\u200f\u200e\ufeff\u2028\u2029\u061c\u200b\u00ad")


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without what no token can hold, and where each old place lies in it."""
    kept: list[str] = []
    places: list[int] = []
    for character in text:
        places.append(len(kept))
        unfit = character.isspace() or character < " " or "\x7f" <= character <= "\x9f"
        if not unfit and not "\ud800" <= character <= "\udfff" and character not in _INVISIBLE:
            kept.append(character)
    return "".join(kept), [*places, len(kept)]
