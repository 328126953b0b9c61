"""CoNLL: dialects that are found out, and what a strict reader wants of ours."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.base import WriteOptions
from annotator.formats.inspect import inspect
from annotator.formats.registry import format_named
from tests.formats.made import article, corpora, document

NESTED = "جنين B-GPE\nجامعة B-ORG B-OCC\nفلسطين I-ORG B-GPE\nاليوم O\n"


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def strict(text: str) -> list[tuple[str, str]]:
    """Tokens and tags of a file of four columns, and nothing else in it."""
    assert text == "" or text.endswith("\n\n")
    found = []
    for line in text.split("\n"):
        if not line or line == "-DOCSTART- -X- O O":
            continue
        columns = line.split(" ")
        assert len(columns) == 4
        token, tag = columns[0], columns[3]
        assert token
        assert not any(c.isspace() or unicodedata.category(c) in {"Cc", "Cs"} for c in token)
        found.append((token, tag))
    return found


@settings(max_examples=30, deadline=None)
@given(made=corpora(hard=True))
def test_a_strict_reader_finds_our_tokens_in_the_text_in_order(
    tmp_path_factory: pytest.TempPathFactory, made: list[AnnotatedDocument]
) -> None:
    path = tmp_path_factory.mktemp("conll") / "a.conll"
    format_named("conll").write(made, Header(), path, WriteOptions())
    text = path.read_bytes().decode()
    place, whole = 0, "\n".join(each.document.text for each in made)
    for token, _ in strict(text):
        place = whole.index(token, place) + len(token)


def test_a_strict_reader_finds_our_tokens(tmp_path: Path) -> None:
    format_named("conll").write([article()], Header(), tmp_path / "a.conll", WriteOptions())
    found = strict((tmp_path / "a.conll").read_bytes().decode())
    assert ("سانا", "B-ACTOR") in found
    assert ("و", "O") in found


@pytest.mark.parametrize(
    ("clitics", "tag", "losses"), [("split", "سانا B-X", 0), ("expand", "وسانا B-X", 1), ("skip", "وسانا O", 1)]
)
def test_clitics_are_split_expanded_or_skipped(clitics: str, tag: str, losses: int, tmp_path: Path) -> None:
    options = WriteOptions(clitics=clitics)  # type: ignore[arg-type]  # one of the three
    report = format_named("conll").write([document("قالت وسانا", (6, 10, "X"))], Header(), tmp_path / "a", options)
    token, mark = tag.split()
    assert f"{token} -X- O {mark}\n" in (tmp_path / "a").read_text("utf-8")
    assert len(report.losses) == losses


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        (((0, 3, "A"), (0, 3, "B")), "same extent"),
        (((0, 7, "A"), (0, 3, "B")), "inside another"),
        (((0, 7, "A"), (4, 11, "B")), "crosses"),
        (((3, 4, "A"),), "no token"),
        (((0, 4, "A"),), "white space"),
    ],
)
def test_every_span_that_is_not_written_as_it_is_stands_on_the_list(
    spans: tuple[tuple[int, int, str], ...], reason: str, tmp_path: Path
) -> None:
    report = format_named("conll").write([document("قال عمر اليوم", *spans)], Header(), tmp_path / "a", WriteOptions())
    assert [loss for loss in report.losses if reason in loss.reason]


def test_nested_spans_can_have_columns_of_their_own(tmp_path: Path) -> None:
    made = document("قائد فيلق القدس", (0, 15, "ACTOR"), (5, 15, "ACTOR"), (5, 9, "X"))
    report = format_named("conll").write([made], Header(), tmp_path / "a.conll", WriteOptions(nested="columns"))
    assert not report.losses
    assert inspect(tmp_path / "a.conll")["spans"] == {"ACTOR": 2, "X": 1}


def test_no_sentence_ends_inside_a_span(tmp_path: Path) -> None:
    made = document("قال عمر.\nثم", (4, 11, "X"))
    format_named("conll").write([made], Header(), tmp_path / "a.conll", WriteOptions())
    assert inspect(tmp_path / "a.conll")["spans"] == {"X": 1}


def test_a_label_with_a_space_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="space"):
        format_named("conll").write([document("قال", (0, 3, "a b"))], Header(), tmp_path / "a", WriteOptions())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "spans", "tags"),
    [
        ("EU B-ORG\nrejects O\n\nPeter B-PER\nBlackburn I-PER\n", {"ORG": 1, "PER": 1}, "bio"),
        ("EU\tB-ORG\r\nrejects\tO\r\n\r\n", {"ORG": 1}, "bio"),
        ("-DOCSTART- -X- -X- O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n", {"ORG": 1}, "iob1"),
        ("-DOCSTART- -X- O\nعمر -X- _ B-PER\nقال -X- _ O\n", {"PER": 1}, "bio"),
        ("EU NNP S-ORG\nx NN O\nPeter NN B-PER\nB NN E-PER\n", {"ORG": 1, "PER": 1}, "bioes"),
        ("EU U-ORG\nx O\nPeter B-PER\nB L-PER\n", {"ORG": 1, "PER": 1}, "bilou"),
        ("Rock NNP NP-B NP-I\nInt NNP NP-I NP-I\nx NN O O\n", {"NP": 1}, "bio"),
        ("# source [1]\n1\tAufgrund\tO\tO\n2\tBayern\tB-ORG\tB-LOC\n3\tM\tI-ORG\tO\n", {"ORG": 1, "LOC": 1}, "bio"),
        ("EU|NNP|B-ORG x|NN|O\nPeter|NNP|B-PER B|NNP|I-PER\n", {"ORG": 1, "PER": 1}, "bio"),
        ("a\u00a0b O\nEU B-ORG\n", {"ORG": 1}, "bio"),
        ("\ufeffEU B-ORG\n", {"ORG": 1}, "bio"),
        ("# O\n1 O\nEU B-ORG\n", {"ORG": 1}, "bio"),
    ],
)
def test_dialects_are_found_out(text: str, spans: dict[str, int], tags: str, tmp_path: Path) -> None:
    found = inspect(written(tmp_path / "a.conll", text))
    assert (found["format"], found["spans"], found["tags"]) == ("conll", spans, tags)


def test_ragged_nesting_layers_are_read(tmp_path: Path) -> None:
    assert inspect(written(tmp_path / "a.conll", NESTED))["spans"] == {"GPE": 2, "ORG": 1, "OCC": 1}


def test_repairs_are_counted_and_named(tmp_path: Path) -> None:
    found = inspect(written(tmp_path / "a.conll", "a B-X\nb O\nc I-X\nd B-Y\ne I-X\n"))
    assert found["repairs"] == 2
    assert "2 tags broke the rules of bio" in found["warnings"][0]


def test_a_line_with_too_few_columns_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="line 3"):
        inspect(written(tmp_path / "a.conll", "EU NNP B-ORG\nx NN O\nrejects VBZ\ny NN O\n"))
