"""Pictures of the window for the guide, taken from the running program: ``python packaging/pictures.py [folder]``.

Each is a window of its own process, since the scale is settled when Qt starts: languages, themes, two scales.
``python packaging/pictures.py FOLDER --scale 2 [SUBJECT…]`` takes whole screens at another scale, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = (
    ("ar", "light", 1), ("ar", "dark", 1), ("ar", "high_contrast", 1), ("en", "light", 1), ("en", "dark", 1),
    ("ar", "light", 2), ("en", "dark", 2),
)  # fmt: skip
TEXTS = (
    ("ar", "light", 1), ("ar", "dark", 1), ("ar", "high_contrast", 1), ("en", "light", 1), ("en", "dark", 1),
    ("ar", "dark", 2), ("en", "light", 2),
)  # fmt: skip
"""Pictures of the text alone, with everything that it can carry."""
RADAR = tuple(
    (f"radar-{page}", language, theme, 1)
    for page in ("findings", "copies", "conflicts") for language in ("ar", "en") for theme in ("light", "dark")
)  # fmt: skip
OVERVIEW = tuple(
    (f"overview-{page}", language, theme, 1)
    for page in ("documents", "status", "weeks", "precision") for language in ("ar", "en")
    for theme in ("light", "dark")
)  # fmt: skip
SEARCH = tuple(
    (subject, language, theme, 1)
    for subject in ("search", "search-fields", "search-steps") for language in ("ar", "en")
    for theme in ("light", "dark")
)  # fmt: skip
STRUCTURE = tuple(
    (f"structure-{subject}", language, theme, 1)
    for subject in (
        "scheme", "scheme-label", "scheme-attribute", "scheme-relation", "scheme-rules", "versions", "split",
        "claims", "entities", "entity-picker", "text", "old-texts", "metadata", "guidelines", "inspector",
    )
    for language in ("ar", "en") for theme in ("light", "dark")
)  # fmt: skip
TEAM = tuple(
    (f"team-{scene}", language, theme, 1)
    for scene in ("handout", "merge", "conflicts", "backups", "settings", "history") for language in ("ar", "en")
    for theme in ("light", "dark")
)  # fmt: skip
FIRST = tuple(
    (f"first-{page}", language, theme, 1)
    for page in ("welcome", "tour", "preferences", "new-project") for language in ("ar", "en")
    for theme in ("light", "dark")
)  # fmt: skip
DIALOGS = tuple(
    (f"dialog-{name}", language, theme, 1)
    for name in ("keys", "palette", "suggesters", "language-data", "about", "import", "export")
    for language in ("ar", "en") for theme in ("light", "dark")
)  # fmt: skip
REVIEW = tuple(
    (f"review-{page}", language, theme, 1)
    for page in (
        "agreement", "boundaries", "drift", "lessons", "agenda", "case", "hatched", "edit", "relation",
    )
    for language in ("ar", "en") for theme in ("light", "dark")
)  # fmt: skip
DETAIL = 400
"""The height of the piece of text that the pictures at twice the size show."""
PATIENCE = 120.0
LARGEST = 250_000
"""Bytes that a picture may have."""


def take(folder: Path, subject: str, language: str, theme: str, scale: int, *, whole: bool) -> None:
    """One picture: of the window with the sample in it, or of the text view with its scene.

    Unless the ``whole`` is wanted, of a larger scale only the piece that the guide shows is kept.
    """
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.core.settings import Settings
    from annotator.ui.application import furnish, make_application
    from annotator.ui.files import sample_texts
    from annotator.ui.main_window import MainWindow
    from annotator.ui.offscreen import draw_off_screen
    from annotator.ui.pressing import key_of

    draw_off_screen()
    with tempfile.TemporaryDirectory() as name:
        settings = Settings.load(Path(name) / "settings.json")
        for key, value in (("language", language), ("theme", theme), ("annotator", "سلمى")):
            settings.set(key, value)
        make_application(settings)
        window = MainWindow()
        window.show()
        studio = furnish(window, settings)
        studio.create_project(Path(name) / "sample.raqim")
        bench = studio.workbench
        assert bench is not None
        QApplication.processEvents()  # the change of language reaches nothing that is made from now on
        taken = window
        if subject == "text":
            import_module("picture_of_text").show(bench)
        elif subject != "window":
            taken = import_module(f"picture_of_{subject.partition('-')[0]}").show(bench, subject) or window
        else:
            studio.files.import_paths(sample_texts())
            end = time.monotonic() + PATIENCE
            while not (bench.session.desk and bench.session.desk.suggestions):  # from a process of their own
                assert time.monotonic() < end, "no suggestions came"
                QTest.qWait(100)
            for chord in ("Enter",) * 9:
                QTest.keyClick(bench.view, *key_of(chord))
                QTest.qWait(20)
        QTest.qWait(700)
        QApplication.processEvents()
        place = folder / f"{subject}-{language}-{theme.replace('_', '-')}{'-2x' if scale == 2 else ''}.png"
        piece = scale > 1 and not whole
        subjects = {"text": bench.view, "window": bench.middle if piece else window}
        part = QRect(0, 0, bench.middle.width(), DETAIL) if piece else QRect(0, 0, -1, -1)
        shown = subjects.get(subject, taken).grab(part)
        image = shown.toImage().convertToFormat(QImage.Format.Format_RGB888)
        assert image.save(str(place), quality=-1 if whole else 0), place  # 0 packs most, which the guide's are worth
        window.close()
    assert whole or place.stat().st_size < LARGEST, place


def wanted() -> list[tuple[str, str, str, int]]:
    """The guide's pictures: subject, language, theme, scale."""
    first = [("window", *each) for each in PICTURES] + [("text", *each) for each in TEXTS]
    return [*first, *RADAR, *OVERVIEW, *SEARCH, *STRUCTURE, *TEAM, *FIRST, *DIALOGS, *REVIEW]


def every_screen(scale: int, subjects: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """All that the guide shows, or some of it, each once and at one scale."""
    named = [(subject, language, theme, scale) for subject, language, theme, _scale in wanted()]
    return [each for each in dict.fromkeys(named) if not subjects or each[0] in subjects]


def main(folder: Path, pictures: Sequence[tuple[str, str, str, int]], *, whole: bool) -> None:
    """Take pictures, each by a process of its own, as many at once as there are processors: each waits a good deal."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as hands:
        for _taken in hands.map(lambda each: _take_apart(folder, each, whole=whole), pictures):
            pass  # so that the first that fails is raised


def _take_apart(folder: Path, picture: tuple[str, str, str, int], *, whole: bool) -> None:
    *names, scale = picture
    places = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
    call = f"take(Path(sys.argv[1]), *sys.argv[2:5], {scale}, whole={whole})"
    subprocess.run(
        [sys.executable, "-c", f"import sys; from pathlib import Path; from pictures import take; {call}",
         str(folder), *map(str, names)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale), "PYTHONPATH": places},
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "pictures")
    asked.add_argument("--scale", type=int, default=0, help="whole screens at this scale, not the guide's pictures")
    asked.add_argument("subjects", nargs="*", help="with --scale: these alone")
    given = asked.parse_intermixed_args()
    if given.scale:
        main(given.folder, every_screen(given.scale, given.subjects), whole=True)
    else:
        main(given.folder, wanted(), whole=False)
