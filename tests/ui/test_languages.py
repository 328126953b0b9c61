"""The window in a made-up language: nothing is left unspoken, nothing is cut off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget

import annotator.ui
from annotator.core.i18n import use_catalogue, use_language
from annotator.core.settings import Settings
from annotator.ui.application import furnish, make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.team.hand_off_form import HandOffForm
from tests.ui.conftest import Desk
from tests.ui.pseudo import Pseudo, not_ours, pseudo
from tests.ui.screens import DIALOGS, PAGES, furnish_project
from tests.ui.shown import Said, clipped, said

_NAMED = (
    "Raqim Qt Apache Amiri SIL English Ctrl Alt Shift Enter Esc Escape Tab Space Delete Backspace PageUp PageDown "
    "Home End CoNLL CoNLL-U JSON JSONL CSV TSV XMI UIMA CAS brat WebAnno INCEpTION doccano Prodigy "
    "spaCy DocBin Parquet HTML TEI TOML BIO BIOES BILOU IOB IOB1 UTF ACTOR FIGURE SOURCE AGENT "
    "camel tools camel-tools CAMeL AraBERT BERT MIT GPL KiB MiB raqim CC BY standoff train dev test "
    "utf-8 utf-16 windows-1256 iso-8859-6 kind person corpus annotator-1 annotator-2 annotator-3"
)
NAMES = frozenset(_NAMED.split())
"""Names that stay as they are in every language: programs, formats, keys, tags, labels, annotators."""
_LETTER_NAME = re.compile(r"U\+[0-9A-F]+.*")
"""What Unicode calls a character."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_KEY = re.compile(r"\b(?:Ctrl\+|Alt\+|Shift\+)*F\d+\b|(?:Ctrl|Alt|Shift)\+\w+")
"""A key by its name."""
_LABEL = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
"""A label's name, as it is proposed."""
_SOURCE = re.compile(r"[^\n]*\b(?:19|20)\d\d[,;][^\n]*")
"""The source of a formula: a line with a year."""
_PLACE = re.compile(r"(?:(?<=\u2066)|^)~?/[^\u2069\n]*")
"""Where a project lies: a recent one's path."""
LISTS = ("QTreeWidget", "QTableWidget", "QComboBox")
SHARED = frozenset({"TicksDialog", "WorkDialog"})
"""What dialogs share, and nobody opens."""
DATA = frozenset({"PreferencesDialog", "LanguageDataDialog", "MetadataDialog"})
"""Dialogs whose `LISTS` show names from outside as they are: fonts, packages, columns."""
COMPUTED = ("adjudication", "agreement", "radar", "overview")
"""Pages that a worker computes."""
_OTHER_DIGITS = re.compile("[٠-٩٪٫٬]")
"""The interface has 0–9 (docs/decisions/0005-digits.md)."""
WIDTH, HEIGHT = 1366, 768
"""The window, as on a small screen."""
LARGEST = (1536, 864)
"""How far words of twice the length may stretch it: a usual screen of a laptop (1920×1080 at 125 %)."""


def unspoken(texts: Iterable[Said]) -> list[str]:
    """The texts with English words that no catalogue gave, or with digits that are not the interface's."""
    found = []
    for text, place in texts:
        rest = not_ours(text)
        for names in (_PLACE, _SOURCE, _KEY, _LABEL, _LETTER_NAME):
            rest = names.sub("", rest)
        if any(each not in NAMES for each in _LATIN.findall(rest)) or _OTHER_DIGITS.search(rest):
            found.append(f"{place}: {text!r}")
    return sorted(set(found))


@pytest.fixture
def pseudo_desk(qapp: QApplication, settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    settings.set("language", "ar")  # the scheme's titles and Qt's words are Arabic: what is Latin is ours
    make_application(settings)
    use_catalogue(Pseudo())
    window = MainWindow()
    window.resize(WIDTH, HEIGHT)
    window.show()
    studio = furnish(window, settings)
    assert studio.create_project(tmp_path / "1.raqim")
    desk = Desk(studio)
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    furnish_project(desk)
    yield desk
    window.close()
    window.deleteLater()
    qapp.processEvents()
    qapp.setStyleSheet("")
    use_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_made_up_language_keeps_places_and_doubles_words() -> None:
    assert pseudo("Kept in %(file)s now") == "⟦ni tpeK ni tpeK⟧ %(file)s ⟦won won⟧"
    assert Pseudo().ngettext("%(count)s span", "%(count)s spans", 3) % {"count": 3} == "3 ⟦snaps snaps⟧"
    assert not_ours(pseudo("Save") + " x") == " x"


def test_an_unspoken_word_and_a_cut_one_are_found(qapp: QApplication) -> None:
    from PySide6.QtWidgets import QLabel

    label = QLabel("Plain English")
    label.resize(10, 10)
    label.show()
    assert unspoken(said(label))
    assert list(clipped(label))
    label.close()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_number_field_has_room_for_its_number(desk: Desk, direction: Qt.LayoutDirection) -> None:
    form = HandOffForm([], [])
    form.setLayoutDirection(direction)
    form.show()
    desk.settle()
    assert len(form.findChildren(QSpinBox)) == 4
    assert not list(clipped(form))
    form.close()


def dialogs_in_the_house() -> set[str]:
    """The names of all dialogs under ``annotator/ui``, read from the source."""
    names: set[str] = set()
    house = Path(annotator.ui.__file__).parent
    for path in house.glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(base_name(base).endswith("Dialog") for base in node.bases):
                names.add(node.name)
    return names - SHARED


def base_name(base: ast.expr) -> str:
    """The name of a base class, also of one that is told its type."""
    plain = base.value if isinstance(base, ast.Subscript) else base
    return plain.id if isinstance(plain, ast.Name) else ""


def test_every_dialog_of_the_house_is_looked_at() -> None:
    assert dialogs_in_the_house() == set(DIALOGS)


def test_dialogs_speak_and_fit(pseudo_desk: Desk) -> None:
    unsaid: list[str] = []
    cut: list[str] = []
    for name, make in DIALOGS.items():
        dialog = make(pseudo_desk)
        dialog.show()
        pseudo_desk.settle()
        _look_at(dialog, name, unsaid, cut)
        dialog.close()
        dialog.deleteLater()
    assert not unsaid, "\n".join(unsaid)
    assert not cut, "\n".join(cut)


def test_pages_speak_and_fit(pseudo_desk: Desk) -> None:
    look_at_pages(pseudo_desk, *(each for each in PAGES if each not in COMPUTED))


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPUTED)
def test_pages_of_numbers_speak_and_fit(pseudo_desk: Desk, name: str) -> None:
    look_at_pages(pseudo_desk, name)


def look_at_pages(desk: Desk, *names: str) -> None:
    unsaid: list[str] = []
    cut: list[str] = []
    for name in names:
        PAGES[name](desk)
        desk.settle()
        _look_at(desk.studio.window, name, unsaid, cut)
    assert not unsaid, "\n".join(unsaid)
    assert not cut, "\n".join(cut)


def _look_at(window: QWidget, name: str, unsaid: list[str], cut: list[str]) -> None:
    from_outside = LISTS if name in DATA else ("QTextBrowser",) if name in PAGES else ()  # guidelines: both languages
    texts = (each for each in said(window) if not each.place.startswith(from_outside))
    unsaid += [f"{name}: {each}" for each in unspoken(texts)]
    cut += [f"{name}: {each.place}: {each.text!r}" for each in clipped(window)]
    if window.width() > LARGEST[0] or window.height() > LARGEST[1]:
        cut.append(f"{name}: {window.width()}×{window.height()} is larger than a usual screen")
