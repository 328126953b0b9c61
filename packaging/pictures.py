"""Pictures of the window for the guide, taken from the running program: ``python packaging/pictures.py [folder]``.

Each is a window of its own process, since the scale is settled when Qt starts: languages, themes, two scales.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
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
    for page in ("agreement", "case") for language in ("ar", "en") for theme in ("light", "dark")
)  # fmt: skip
DETAIL = 400
"""The height of the piece of text that the pictures at twice the size show."""
PATIENCE = 120.0
LARGEST = 200_000
"""Bytes that a picture may have."""


def take(folder: Path, subject: str, language: str, theme: str, scale: int) -> None:
    """One picture: of the window with the sample in it, or of the text view with its scene."""
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
        subjects = {"text": bench.view, "window": window if scale == 1 else bench.middle}
        part = QRect(0, 0, -1, -1) if scale == 1 else QRect(0, 0, bench.middle.width(), DETAIL)
        shown = subjects.get(subject, taken).grab(part)
        image = shown.toImage().convertToFormat(QImage.Format.Format_RGB888)
        assert image.save(str(place), quality=0), place  # 0 packs most
        window.close()
    assert place.stat().st_size < LARGEST, place


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [("window", *each) for each in PICTURES] + [("text", *each) for each in TEXTS]
    wanted += [*RADAR, *OVERVIEW, *SEARCH, *STRUCTURE, *TEAM, *FIRST, *DIALOGS, *REVIEW]
    for subject, language, theme, scale in wanted:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        subprocess.run(
            [sys.executable, __file__, str(folder), subject, language, theme, str(scale)],
            env=environment | {"PYTHONPATH": str(ROOT)},
            check=True,
        )


if __name__ == "__main__":
    if any(each.startswith("-") for each in sys.argv[1:]):
        sys.exit(__doc__)
    if len(sys.argv) > 2:
        take(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
