"""One battery for all formats: what is written comes back the same, or exactly the listed differences.

A new format adds a row to the table, nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.scheme import shipped_scheme
from annotator.core.span import Span
from annotator.formats import registry
from annotator.formats.base import Format, ReadOptions, WriteOptions, WriteReport
from annotator.formats.soundness import sound
from tests.conftest import draws
from tests.formats.made import article, corpora, document, layered


@dataclass(frozen=True)
class Row:
    """What the battery must know of a format beside what it says itself."""

    name: str
    suffix: str
    text: bool = True
    ids: bool = True
    empty: bool = True


ROWS = (
    Row("jsonl", ".jsonl"),
    Row("json", ".json"),
    Row("csv", ".csv"),
    Row("brat", ""),
    Row("conllu", ".conllu", empty=False),
    Row("conll", ".conll", text=False, ids=False),
    Row("webanno-tsv", "", ids=False, empty=False),
    Row("uima-xmi", ""),
    Row("uima-cas-json", ""),
    Row("doccano", ".jsonl"),
    Row("label-studio", ".json"),
    Row("prodigy", ".jsonl", ids=False),
    Row("spacy", ".spacy"),
    Row("hf", ""),
)
NAMES = [row.name for row in ROWS]
DEFAULT = WriteOptions()
LOSSLESS = ("jsonl", "json")


@contextmanager
def place(row: Row) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder / f"out{row.suffix}"
    finally:
        shutil.rmtree(folder)


def carried(
    row: Row, made: Sequence[AnnotatedDocument], options: WriteOptions = DEFAULT
) -> tuple[list[AnnotatedDocument], WriteReport]:
    """The documents after writing and reading, and the report."""
    chosen = registry.format_named(row.name)
    with place(row) as path:
        report = chosen.write(made, Header(), path, options)
        if not report.documents and made and not row.empty:
            return [], report
        unit = "codepoint" if row.name in {"doccano", "label-studio"} else ""
        reading = chosen.read(path, ReadOptions(offsets=unit))
        back = [sound(each)[0] for each in reading.documents]
        if row.suffix and path.is_file():
            assert chosen.sniff(path, path.read_bytes()[:65536]) > 0 or not made
    return back, report


@lru_cache(8)
def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without what no token can hold, and the new place of every old one: CoNLL rebuilds white space."""
    kept: list[str] = []
    places: list[int] = []
    for character in text:
        places.append(len(kept))
        unfit = character.isspace() or character < " " or "\x7f" <= character <= "\x9f"
        if not unfit and not "\ud800" <= character <= "\udfff" and character not in INVISIBLE:
            kept.append(character)
    return "".join(kept), [*places, len(kept)]


INVISIBLE = frozenset("\u200f\u200e\ufeff\u2028\u2029\u061c\u200b\u00ad")


def key(span: Span, text: str, row: Row) -> tuple[object, ...]:
    extent = span.extent
    if not row.text:
        places = squeezed(text)[1]
        extent = ((places[span.start], places[span.end]),)
    return (extent, span.label)


def check(row: Row, made: Sequence[AnnotatedDocument], back: list[AnnotatedDocument], report: WriteReport) -> None:
    """Every difference is on the list of losses."""
    gone = {loss.document for loss in report.losses if loss.kind == "document" and loss.action == "dropped"}
    changed = {loss.document for loss in report.losses if loss.kind == "document" and loss.action == "changed"}
    kept = [each for each in made if each.document.id not in gone and (row.empty or each.document.text)]
    if row.ids:
        order = {each.document.id: each for each in back}
        back = [order[each.document.id] for each in kept]
    assert len(back) == len(kept)
    chosen = registry.format_named(row.name)
    for before, after in zip(kept, back, strict=True):
        if before.document.id not in changed:
            check_document(row, chosen, before, after, report)


def check_document(
    row: Row, chosen: Format, before: AnnotatedDocument, after: AnnotatedDocument, report: WriteReport
) -> None:
    name = before.document.id
    if row.text:
        assert after.document.text == before.document.text
    else:
        assert squeezed(after.document.text)[0] == squeezed(before.document.text)[0]
    lost = [loss for loss in report.losses if loss.document == name and loss.kind == "span"]
    losing = {loss.span_id for loss in lost}
    spans = before.layers[0].spans
    found = after.layers[0].spans if after.layers else ()
    wanted = Counter(key(span, before.document.text, row) for span in spans if span.id not in losing)
    got = Counter(key(span, after.document.text, row) for span in found)
    assert not wanted - got, "a span went without a word"
    dropped = sum(loss.action == "dropped" for loss in lost)
    assert got.total() <= len(spans) - dropped, "spans were invented"
    check_further(chosen, before, after, report, losing)


def check_further(
    chosen: Format, before: AnnotatedDocument, after: AnnotatedDocument, report: WriteReport, losing: set[str]
) -> None:
    if not after.layers:
        return
    if "attributes" in chosen.keeps or chosen.name in LOSSLESS:
        pairs = [span for span in before.layers[0].spans if span.id not in losing]
        wanted = sorted(repr((span.extent, span.label, sorted(span.attributes.items(), key=repr))) for span in pairs)
        kept = {(span.extent, span.label) for span in pairs}
        twice = {(s.extent, s.label) for s in before.layers[0].spans if s.id in losing}
        got = sorted(
            repr((span.extent, span.label, sorted(span.attributes.items(), key=repr)))
            for span in after.layers[0].spans
            if (span.extent, span.label) in kept
        )
        if not kept & twice:
            assert not Counter(wanted) - Counter(got)
    if "relations" in chosen.keeps or chosen.name in LOSSLESS:
        ends_lost = {loss.span_id for loss in report.losses
                     if loss.kind == "relation" and loss.document == before.document.id}  # fmt: skip
        relations = [
            one for one in before.layers[0].relations
            if one.id not in ends_lost and one.head not in losing and one.tail not in losing
        ]  # fmt: skip
        assert not Counter(ends(before, relations)) - Counter(ends(after, after.layers[0].relations))


def ends(each: AnnotatedDocument, relations: Sequence[object]) -> list[tuple[object, ...]]:
    spans = {span.id: span for span in each.layers[0].spans}
    return [
        (one.type, spans[one.head].extent, spans[one.tail].extent)  # type: ignore[attr-defined]  # relations
        for one in relations
    ]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
@settings(max_examples=draws(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=corpora())
def test_what_is_written_comes_back_or_is_listed(row: Row, made: list[AnnotatedDocument]) -> None:
    if not made:
        return  # a test of its own
    back, report = carried(row, made)
    check(row, made, back, report)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
@settings(max_examples=draws(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=corpora(hard=True))
def test_hard_texts_come_back_or_are_listed(row: Row, made: list[AnnotatedDocument]) -> None:
    if not made:
        return
    back, report = carried(row, made)
    check(row, made, back, report)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
@pytest.mark.parametrize("clitics", ["split", "expand", "skip"])
def test_every_clitic_policy_lists_its_losses(row: Row, clitics: str) -> None:
    options = WriteOptions(clitics=clitics)  # type: ignore[arg-type]  # one of the three
    made = [article()]
    back, report = carried(row, made, options)
    check(row, made, back, report)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_no_documents_make_a_file_that_says_so(row: Row) -> None:
    chosen = registry.format_named(row.name)
    with place(row) as path:
        report = chosen.write([], Header(), path, WriteOptions())
        assert path.exists()
    assert report.documents == 0
    assert not report.losses


SENTENCE = "قال المرصد السوري إن 129 عنصراً قُتلوا في حلب 😊 اليوم .\n"


def long_document(sentences: int) -> AnnotatedDocument:
    text = SENTENCE * sentences
    return document(text, *((place + 4, place + 17, "SOURCE") for place in range(0, len(text) - 20, len(SENTENCE))))


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_long_document_comes_back(row: Row) -> None:
    made = [long_document(1_000_000 // len(SENTENCE) if row.name in LOSSLESS else 500)]
    back, report = carried(row, made)
    assert not report.losses
    check(row, made, back, report)


@pytest.mark.parametrize("name", [*LOSSLESS, "csv"])
def test_layers_of_every_kind_come_back(name: str) -> None:
    row = next(row for row in ROWS if row.name == name)
    back, report = carried(row, [layered()])
    assert not report.losses
    assert back == [layered()]


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=draws(25), deadline=None)
@given(made=corpora(hard=True))
def test_native_files_lose_nothing(name: str, made: list[AnnotatedDocument]) -> None:
    row = next(row for row in ROWS if row.name == name)
    assert carried(row, made)[0] == made


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_header_comes_back(name: str, tmp_path: Path) -> None:
    chosen = registry.format_named(name)
    header = Header(shipped_scheme(), (), ("سارة", "عمر"))
    chosen.write([article()], header, tmp_path / "x", WriteOptions())
    assert chosen.read(tmp_path / "x").header == header


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_our_own_files_are_recognised(row: Row, tmp_path: Path) -> None:
    path = tmp_path / f"out{row.suffix}"
    registry.format_named(row.name).write([article()], Header(), path, WriteOptions())
    assert registry.detect(path).name == row.name


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_failed_export_leaves_the_earlier_file(row: Row, tmp_path: Path) -> None:
    def broken() -> Iterator[AnnotatedDocument]:
        yield article()
        raise RuntimeError("the source failed")

    path = tmp_path / f"out{row.suffix}"
    if row.suffix:
        path.write_bytes(b"earlier")
    with pytest.raises(RuntimeError):
        registry.format_named(row.name).write(broken(), Header(), path, WriteOptions())
    assert [each.name for each in tmp_path.iterdir()] == ([path.name] if row.suffix else [])
    assert not row.suffix or path.read_bytes() == b"earlier"


def test_further_layers_are_listed() -> None:
    row = next(row for row in ROWS if row.name == "conll")
    two = replace(layered(), layers=layered().layers[:2])
    _, report = carried(row, [two])
    assert {loss.layer for loss in report.losses} == {"سارة", "gold"}


