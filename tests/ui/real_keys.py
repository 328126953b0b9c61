"""A program: an article brought to its gold in the real window, by a keyboard that has an Arabic layout.

Every key goes out to the X server by its code, as a keyboard does, and comes back as the window system's event.
``python -m tests.ui.real_keys FOLDER`` writes what it saw to ``FOLDER/seen.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.core.command import AddSuggestions
from annotator.core.settings import Settings
from annotator.core.span import Span
from annotator.project.exchange import add_text
from annotator.project.suggestions import suggestions_for
from annotator.ui.application import furnish, make_application
from annotator.ui.keyboard import arabic_layout_active, letter
from annotator.ui.main_window import MainWindow
from annotator.ui.studio import Studio
from tests.bench.annotating import Annotator
from tests.bench.keys import articles

ROWS = {
    10: "1 2 3 4 5 6 7 8 9 0 Minus Equal Backspace Tab Q W E R T Y U I O P BracketLeft BracketRight Enter Ctrl",
    38: "A S D F G H J K L Semicolon Quote Backquote Shift Backslash Z X C V B N M Comma Period Slash",
    64: "Alt Space",
    110: "Home Up PageUp Left Right End Down PageDown Insert Delete",
}
CODES = {name: start + step for start, row in ROWS.items() for step, name in enumerate(row.split())}
"""X key codes by the keys' names on a US keyboard."""
PATIENCE = 30.0
_MODIFIERS = {int(Qt.Key.Key_Shift), int(Qt.Key.Key_Control), int(Qt.Key.Key_Alt), int(Qt.Key.Key_Meta)}
TEXT = "ونفت القوات السورية ما قاله المرصد إن 30 آخرين أصيبوا بالقصف."


class Keyboard(QObject):
    """Sends keys through the X server and counts those that came back to a window of ours."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.arrived = self.sent = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count presses as they reach a window."""
        if event.type() == QEvent.Type.KeyPress and watched.isWindowType() and isinstance(event, QKeyEvent):
            self.arrived += event.key() not in _MODIFIERS
        return False

    def send(self, chord: str) -> None:
        """Press and let go of the keys of a chord."""
        codes = [str(CODES.get(name, name)) for name in chord.split("+")]  # Esc by name: xdotool types a lone 9
        down = [word for code in codes for word in ("keydown", code)]
        up = [word for code in reversed(codes) for word in ("keyup", code)]
        subprocess.run(["xdotool", *down, *up], check=True)
        self.sent += 1

    def press(self, *chords: str) -> None:
        """Send chords, each when the one before has been dealt with."""
        for chord in chords:
            self.send(chord)
            wait_for(lambda: self.arrived >= self.sent, chord)


def wait_for(fact: Callable[[], bool], what: str) -> None:
    """Serve events until something holds."""
    end = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < end, what
        QApplication.processEvents()
        time.sleep(0.002)
    QApplication.processEvents()


class RealAnnotator(Annotator):
    """The bench's annotator at a real keyboard."""

    def __init__(self, studio: Studio, gold: list[tuple[int, int, str]], keyboard: Keyboard) -> None:
        super().__init__(studio, gold)
        self._keyboard = keyboard

    def press(self, *chords: str) -> None:
        """Press keys, one event each."""
        self.presses += len(chords)
        self._keyboard.press(*chords)


def label_an_article(studio: Studio, keyboard: Keyboard) -> dict[str, object]:
    """From the shipped suggestions to the gold of the shortest article, by real keys only."""
    name, text, gold = min((each for each in articles() if len(each[2]) > 9), key=lambda each: len(each[1]))
    session = studio.session
    assert session is not None
    document = add_text(session.project, name, text, "test")
    session.project.execute(AddSuggestions(document, suggestions_for(text)), "")
    session.open_document(document)
    QApplication.processEvents()
    annotator = RealAnnotator(studio, gold, keyboard)
    annotator.decide_on_suggestions()
    annotator.label_what_is_missing()
    return {"gold": sorted(gold), "made": sorted(annotator.made()), "presses": annotator.presses}


def every_kind_of_key(studio: Studio, keyboard: Keyboard) -> dict[str, object]:
    """Clitics, nudges, pieces, relation, unsure, note, undo, zoom and the key sheet: what each did."""
    session, bench = studio.session, studio.workbench
    assert session is not None
    assert bench is not None
    document = add_text(session.project, "keys", TEXT, "test")
    session.open_document(document)
    bench.view.setFocus()
    QApplication.processEvents()
    did: dict[str, object] = {}

    def focused() -> Span:
        span = session.focused()
        assert isinstance(span, Span)
        return span

    def words() -> str:
        return " … ".join(TEXT[start:end] for start, end in focused().extent)

    def step(name: str, *chords: str) -> None:
        keyboard.press(*chords)
        did[name] = words()

    step("label", "Ctrl+Home", "H", "1")  # ا calls «القوات»
    step("grow", "Equal")
    step("left edge in by a word", "Alt+Right")
    step("left edge out by a word", "Alt+Left")
    step("left edge in by a letter", "Ctrl+Alt+Right")
    step("left edge out by a letter", "Ctrl+Alt+Left")
    step("clitic", "Escape", "R", "R", "1")  # ق calls «بالقصف» behind its clitic and article
    step("with its clitic", "Minus")
    step("and without", "Minus")
    keyboard.press("Delete", "Ctrl+Home", "L", "L", "3")  # م calls «المرصد»
    did["source"] = words()
    keyboard.press("0", "2")
    did["figure"] = words()
    keyboard.press("Alt+R", "Shift+Tab", "Enter")
    desk = session.desk
    assert desk is not None
    did["relations"] = [(each.type, *(desk.spans[end].covered(TEXT) for end in (each.head, each.tail)))
                        for each in desk.relations]  # fmt: skip
    keyboard.press("Alt+U")
    did["unsure"] = focused().unsure
    keyboard.press("Alt+N", "K", "J", "Escape")
    did["note"] = focused().note
    keyboard.press("Right", "Ctrl+Left", "Ctrl+Left", "Ctrl+Shift+Left", "Alt+Equal")
    did["pieces"] = len(focused().extent)
    keyboard.press("Alt+Minus")
    did["pieces after"] = len(focused().extent)
    keyboard.press("Ctrl+Z")
    did["pieces again"] = len(focused().extent)
    keyboard.press("Ctrl+Y", "Ctrl+Equal", "Ctrl+Equal", "Ctrl+Minus")
    did["pieces at last"] = len(focused().extent)
    did["zoom"] = studio.settings.get("zoom", 0)
    did["sheet"] = key_sheet(studio, keyboard)
    keyboard.press("Ctrl+Enter")
    did["status"] = session.project.queries.layers(document)[0].status
    return did


def key_sheet(studio: Studio, keyboard: Keyboard) -> list[str]:
    """What the sheet shows for undo and for jumps, opened by its key and closed by Esc."""
    shown: list[str] = []

    def look() -> None:
        sheet = QApplication.activeModalWidget()
        if sheet is None or not sheet.isActiveWindow():
            if sheet is not None:
                sheet.activateWindow()  # there is no window manager that would
            QTimer.singleShot(50, look)
            return
        shown.extend([type(sheet).__name__, studio.keymap.shown("undo")])
        keyboard.send("Escape")

    QTimer.singleShot(50, look)
    keyboard.press("Shift+Slash")
    wait_for(lambda: QApplication.activeModalWidget() is None and bool(shown), "the key sheet")
    studio.window.activateWindow()
    wait_for(studio.window.isActiveWindow, "the window again")
    return shown


def main(folder: Path) -> None:
    """Label, then use every kind of key, and write down what happened."""
    settings = Settings.load(folder / "settings.json")
    settings.set("annotator", "x")
    settings.set("language", "ar")
    application = make_application(settings)
    window = MainWindow()
    window.show()
    studio = furnish(window, settings)
    studio.create_project(folder / "x.raqim")
    bench = studio.workbench
    assert bench is not None
    assert bench.tools is not None
    bench.session.document_opened.disconnect(bench.tools.suggesting.begin_soon)
    window.activateWindow()
    wait_for(window.isActiveWindow, "an active window")
    keyboard = Keyboard(application)
    keyboard.press("Escape")
    # the X server gives a layout to the keyboard that was used last: xdotool's own, once it has pressed a key
    subprocess.run(["setxkbmap", "ara"], check=True)
    seen = {"article": label_an_article(studio, keyboard), "keys": every_kind_of_key(studio, keyboard),
            "layout": [arabic_layout_active(), letter("Z")]}  # fmt: skip
    (folder / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), "utf-8")
    studio.close()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
