"""The guide says what the program does: its commands run, its questions answer, nothing in it is missing or old."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli.parser import parser, run
from annotator.core.i18n import use_language

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "ar")
PAGES = [place for language in LANGUAGES for place in sorted((DOCS / language).glob("*.md"))]
NAMED = [f"{place.parent.name}/{place.name}" for place in PAGES]


def blocks(place: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", place.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands() -> dict[str, object]:
    made = parser()
    return dict(next(each.choices for each in made._actions if isinstance(each.choices, dict)))


def settings_of_the_program() -> set[str]:
    """Every name that some module gets or sets, written there or in a constant of the module."""
    names: set[str] = set()
    for place in (ROOT / "annotator").rglob("*.py"):
        source = place.read_text("utf-8")
        for wanted in re.findall(r"""settings\.[gs]et\(\s*("\w[^"]*"|[A-Z]+)""", source):
            constant = rf"^(?:[A-Z]+, )*{wanted}(?:, [A-Z]+)* = (.+)$"
            found = re.search(constant, source, re.MULTILINE)
            names |= set(re.findall(r'"([^"]+)"', found[1] if found else wanted))
    return names


@pytest.mark.parametrize("name", [name for name, place in zip(NAMED, PAGES, strict=True) if blocks(place, "sh")])
def test_the_commands_of_a_page_run_in_their_order(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("RAQIM_CACHE", str(tmp_path / "cache"))
    shutil.copy(ROOT / "resources" / "sample" / "news.txt", "article.txt")
    for line in "".join(blocks(DOCS / name, "sh")).splitlines():
        program, *arguments = shlex.split(line, comments=True) or [""]
        if program == "raqim":
            assert run(["--language", "en", *arguments]) in {0, 1}, (line, capsys.readouterr().err)
    use_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_in_sql_are_answered(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("RAQIM_CACHE", str(tmp_path / "cache"))
    project = str(tmp_path / "p.raqim")
    for line in (
        ["new", project], ["import", project, str(ROOT / "resources" / "sample" / "news.txt")], ["suggest", project],
        ["accept", project, "--annotator", "Amal"],
        ["label", project, "news", "0", "3", "ACTOR", "--annotator", "Amal"],
    ):  # fmt: skip
        assert run(["--language", "en", *line]) == 0
    asked = blocks(DOCS / language / "data-model.md", "sql")
    assert len(asked) >= 5
    connection = sqlite3.connect(project)
    answers = [connection.execute(each).fetchall() for each in asked]
    connection.close()
    use_language("en")
    assert sum(bool(rows) for rows in answers) >= len(asked) - 1, answers  # nothing need be labelled in two ways


def test_the_pages_that_the_program_writes_are_new() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "guide.py"), "--check"], check=False, capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_guide(language: str) -> None:
    page = (DOCS / language / "commands.md").read_text("utf-8")
    assert not [name for name in commands() if f"\n## {name}\n" not in page]


def test_every_command_and_argument_explains_itself() -> None:
    silent = [
        f"{name} {each.dest}"
        for name, command in commands().items()
        for each in command._actions  # type: ignore[attr-defined]  # argparse tells its actions no other way
        if not each.help
        and each.dest != "help"
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_in_the_guide(language: str) -> None:
    page = (DOCS / language / "settings.md").read_text("utf-8")
    names = settings_of_the_program()
    assert {"language", "theme", "keys", "geometry", "documents_sorted"} <= names
    assert not sorted(name for name in names if f"`{name}`" not in page)


def test_both_languages_have_the_same_pages() -> None:
    english, arabic = ({place.name for place in (DOCS / language).glob("*.md")} for language in LANGUAGES)
    assert english == arabic


@pytest.mark.parametrize("name", [*NAMED, "../README.md"])
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    place = DOCS / name
    wanted = re.findall(r"\]\(([^)#\s]+)[^)]*\)", place.read_text("utf-8"))
    assert not [each for each in wanted if "://" not in each and not (place.parent / each).exists()]


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("material") is None and not os.environ.get("RAQIM_ALL"), reason="mkdocs is not installed"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_built_without_a_warning(language: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file",
         str(ROOT / "packaging" / "site" / f"mkdocs.{language}.yml"), "--site-dir", str(tmp_path)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "index.html").read_text("utf-8")
    assert f'<html lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")
