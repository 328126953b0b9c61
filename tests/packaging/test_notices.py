"""Nothing is shipped without the text of its licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest

from tests.packaging.loading import load

notices = load("notices")
LEFT_OUT = set(load("pruning").MODULES)
SHIPPED_EXTRAS = ("formats", "charts")


def shipped() -> set[str]:
    """The distributions that the frozen program can hold: what it requires, and what that requires."""
    found: set[str] = set()
    waiting = [line for line in requires("raqim") or [] if _asked(line, SHIPPED_EXTRAS)]
    while waiting:
        name = notices.plain_name(re.split(r"[^\w.-]", waiting.pop())[0])
        if name in found or name in LEFT_OUT:
            continue
        try:
            more = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # of another system
        found.add(name)
        waiting += [line for line in more if _asked(line, ())]
    return found


def _asked(line: str, extras: tuple[str, ...]) -> bool:
    extra = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", line)
    return extra is None or extra[1] in extras


def test_every_distribution_that_can_be_shipped_has_a_licence_text() -> None:
    names = shipped()
    assert {"pyside6-essentials", "shiboken6", "numpy", "scipy", "pyarrow", "python-crfsuite"} <= names
    for name in names:
        found = notices.notice(name)
        assert found.texts, name
        assert sum(len(text.read_text("utf-8", errors="replace")) for text in found.texts) > 500, name
        assert found.licence != "see the text", name


def test_qt_is_taken_under_the_lesser_licence_with_its_whole_text() -> None:
    found = notices.notice("pyside6-essentials")
    assert found.licence == "LGPL-3.0-only"
    texts = {text.name: text.read_text("utf-8") for text in found.texts}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"]
    assert "HarfBuzz" in texts["Qt-third-party.txt"] or "harfbuzz" in texts["Qt-third-party.txt"]
    assert "relink" in notices.PAGE or "your own build" in notices.PAGE


def test_nothing_under_a_licence_that_asks_for_more_is_shipped() -> None:
    for name in shipped():
        licence = notices.notice(name).licence
        assert not re.search(r"(?<!L)(?<!Lesser )A?GPL", licence), (name, licence)


def test_a_distribution_without_a_text_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_own_texts", lambda _found: ())
    with pytest.raises(notices.NoLicenceError, match="numpy"):
        notices.notice("numpy")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only some of what is installed, since reading all of it takes seconds."""
    monkeypatch.setattr(notices, "distributions", lambda: [distribution(each) for each in ("numpy", "regex")])
    notices.owners.cache_clear()
    yield
    notices.owners.cache_clear()


@pytest.mark.usefixtures("few")
def test_files_are_told_by_the_distribution_that_brought_them() -> None:
    import numpy
    import regex  # type: ignore[import-untyped]  # has no types of its own

    assert notices.bundled([str(numpy.__file__), str(regex.__file__), __file__]) == {"numpy", "regex"}


@pytest.mark.usefixtures("few")
def test_an_installed_file_that_nobody_owns_stops_the_build(tmp_path: Path) -> None:
    stray = tmp_path / "site-packages" / "stray.py"
    stray.parent.mkdir()
    stray.write_text("")
    with pytest.raises(notices.NoLicenceError, match="stray"):
        notices.bundled([str(stray)])


def test_the_page_lists_everything_and_no_text_hides_another(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "LICENSE").write_text(f"text of {folder}")
    both = notices.Notice("Both", "1.2", "MIT", (tmp_path / "a" / "LICENSE", tmp_path / "b" / "LICENSE"))
    folder = notices.written([both, notices.python_notice()], tmp_path / "out")
    assert sorted(each.read_text("utf-8") for each in (folder / "Both").iterdir()) == ["text of a", "text of b"]
    page = (folder / "NOTICES.md").read_text("utf-8")
    assert "| Both | 1.2 | MIT | Both/ |" in page
    assert "PSF-2.0" in page
    assert "PYTHON SOFTWARE FOUNDATION" in next((folder / "Python").iterdir()).read_text("utf-8")


def test_the_font_comes_with_its_licence() -> None:
    text = notices.font_notice().texts[0].read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert "Khaled Hosny" in text
