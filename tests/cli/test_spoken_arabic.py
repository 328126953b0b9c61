"""The command line in Arabic: reports, errors and what argparse says hold no English word of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.fields import spoken
from annotator.cli.parser import parser, run
from annotator.cli.parsing_words import WORDS, expected, speak_parsing
from annotator.core.i18n import use_language

LATIN = re.compile(r"(?<![\w./{<%-])[A-Za-z][a-z]{2,}(?![\w./}=-])")
NAMES = frozenset({
    "raqim", "json", "brat", "conll", "jsonl", "gold", "suggestion", "docx", "text", "codepoint", "utf", "figures",
    "sources", "actors", "gazetteer", "learner", "relations", "spacy", "doccano", "prodigy", "html", "csv", "camel",
    "conllu", "label", "studio", "word", "hugging", "face", "archive", "zip", "standoff", "docbin", "dataset",
})  # fmt: skip
"""Names that are typed as they are: formats, suggesters, layers."""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")
    speak_parsing()


def english(shown: str) -> list[str]:
    return [each for each in LATIN.findall(shown) if each.lower() not in NAMES]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ar")
    (folder / "1.txt").write_text("قتل 12 جندياً في دمشق، بحسب المرصد.", "utf-8")
    place = folder / "1.raqim"
    assert run(["--language", "ar", "new", str(place)]) == 0
    assert run(["--language", "ar", "import", str(place), str(folder / "1.txt")]) == 0
    assert run(["--language", "ar", "label", str(place), "1", "4", "13", "FIGURE", "--annotator", "س"]) == 0
    return place


REPORTS = (
    ["stats", "P"], ["history", "P"], ["undo", "P"], ["redo", "P"], ["spans", "P"], ["inspect", "T"],
    ["accept", "P", "--annotator", "س"], ["search", "P", "دمشق"], ["entities", "P"], ["formats"], ["backup", "P"],
    ["export", "P", "O.conll", "--format", "conll"], ["agreement", "P"], ["handoff", "P", "O", "--annotators", "س"],
)  # fmt: skip


@pytest.mark.parametrize("asked", REPORTS, ids=lambda asked: str(asked[0]))
def test_a_report_holds_no_english_word(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    places = {"P": str(project), "T": str(project.with_suffix(".txt")), "O": str(tmp_path / "1"),
              "O.conll": str(tmp_path / "1.conll")}  # fmt: skip
    assert run(["--language", "ar", *(places.get(each, each) for each in asked)]) in (0, 1, 2)
    out, err = capfd.readouterr()
    said = re.sub(r"\S*/\S+", "", out + err)  # places
    said = re.sub(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b[se][0-9a-f]{12,}\b", "", said)  # names of measures, ids
    assert english(said) == []


ERRORS: tuple[list[str], ...] = (
    [], ["nonsense"], ["export", "P"], ["stats"], ["label", "P", "1", "x", "2", "A", "--annotator", "س"],
    ["stats", "/none.raqim"], ["export", "P", "/x", "--format", "zzz"], ["adjudicate", "P", "--rule", "zzz"],
    ["export", "P", "--format"], ["scheme", "P", "--rename", "A"],
)  # fmt: skip


@pytest.mark.parametrize("asked", ERRORS, ids=lambda asked: " ".join(asked) or "nothing")
def test_a_refusal_speaks_arabic(project: Path, capfd: pytest.CaptureFixture[str], asked: list[str]) -> None:
    try:
        code = run(["--language=ar", *(str(project) if each == "P" else each for each in asked)])
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    said = capfd.readouterr().err
    assert re.search("[\u0621-\u064a]", said)
    said = re.sub(r"'[^']*'|--\w+|\S*/\S+|raqim( \w+)?|\b(command|project|out|zzz|int|start)\b", "", said)
    assert english(said) == []


def test_help_speaks_arabic(capfd: pytest.CaptureFixture[str]) -> None:
    use_language("ar")
    speak_parsing()
    for asked in (["--help"], ["export", "--help"], ["import", "--help"], ["adjudicate", "--help"]):
        with pytest.raises(SystemExit):
            parser().parse_args(asked)
        said = capfd.readouterr().out
        assert "الاستعمال" in said
        assert not re.search(r"\b(usage|options|positional|show this help)\b", said)


def test_each_message_of_argparse_is_translated() -> None:
    use_language("ar")
    speak_parsing()
    import gettext

    assert [each for each in WORDS if gettext.gettext(each) == each] == []
    assert {expected(count) for count in (2, 3, 11)} == {"تلزمه قيمتان (2)", "تلزمه 3 قيم", "تلزمه 11 قيمة"}


def test_values_of_reports_are_words() -> None:
    use_language("en")
    value = {"س": {"finished": 2}}
    assert [spoken(None), spoken([]), spoken(True), spoken([1, 2]), spoken(value)] == [
        "—", "—", "yes", "1, 2", "س: (finished: 2)",
    ]  # fmt: skip
