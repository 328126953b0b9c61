"""What a screen reader gets: asked by Qt's own accessibility tree, and by a real AT-SPI client."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from tests.ui.text.conftest import MakeView
from tests.ui.x_server import SYSTEM_PYTHON, needs, under_x

TEXT = "😀 قال المرصد السوري إن 211 شخصاً قتلوا"

APP = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.core.command import AddSuggestions
from annotator.core.settings import Settings
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.ui.application import furnish, make_application
from annotator.ui.main_window import MainWindow
folder = Path(sys.argv[1])
settings = Settings.load(folder / "settings.json")
settings.set("annotator", "x")
settings.set("language", "en")
application = make_application(settings)
window = MainWindow()
window.show()
studio = furnish(window, settings)
studio.create_project(folder / "x.raqim")
bench = studio.workbench
bench.session.document_opened.disconnect(bench.tools.suggesting.begin_soon)
document = add_text(bench.session.project, "x", {TEXT!r}, "x")
found = Suggestion({TEXT.index("المرصد")}, {TEXT.index(" إن")}, "SOURCE", suggester="test")
bench.session.project.execute(AddSuggestions(document, Suggested((found,))), "")
bench.session.open_document(document)
bench.view.setAccessibleName("the text")
bench.tools.tabs.setCurrentWidget(bench.tools.marks)
window.activateWindow()
bench.view.setFocus()
def look():
    for wish in ("accept", "label"):
        if (folder / wish).exists():
            (folder / wish).unlink()
            if wish == "label":
                bench.view.select({TEXT.index("211")}, {TEXT.index("211") + 3})
                bench.tools.labelling.label(2)
            else:
                bench.tools.walking.focus_first()
                bench.tools.labelling.accept()
    if (folder / "stop").exists():
        studio.close()
        application.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
application.exec()
"""

CLIENT = """
import json, sys, threading, time
from pathlib import Path
import pyatspi

folder = Path(sys.argv[1])
heard = []
pyatspi.Registry.registerEventListener(lambda event: heard.append(str(event.any_data)), "object:announcement")
threading.Thread(target=pyatspi.Registry.start, daemon=True).start()

def nodes(node):
    if node is not None:
        yield node
        for number in range(node.childCount):
            yield from nodes(node.getChildAtIndex(number))

def everything():
    desktop = pyatspi.Registry.getDesktop(0)
    for number in range(desktop.childCount):
        yield from nodes(desktop.getChildAtIndex(number))

def found(wanted, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            for node in everything():
                if wanted(node):
                    return node
        except Exception:  # the tree changes while the window is built
            pass
        time.sleep(0.2)
    raise SystemExit("not found")

def said(words, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not any(words in each for each in heard):
        time.sleep(0.05)
    return next((each for each in heard if words in each), heard)

node = found(lambda each: each.name == "the text" and "Text" in pyatspi.listInterfaces(each))
text = node.queryText()
answer = {"name": node.name, "text": text.getText(0, -1), "count": text.characterCount}
text.setCaretOffset(7)
time.sleep(0.5)
answer["caret"] = text.caretOffset
answer["extents"] = [list(text.getCharacterExtents(each, pyatspi.DESKTOP_COORDS)) for each in (7, 8)]
answer["word"] = list(text.getTextAtOffset(8, pyatspi.TEXT_BOUNDARY_WORD_START))
text.addSelection(7, 13)
time.sleep(0.5)
answer["selections"] = text.getNSelections()
table = found(lambda each: each.name == "Spans and suggestions").queryTable()
answer["rows"] = [[table.getAccessibleAt(row, column).name for column in range(table.nColumns)]
                  for row in range(table.nRows)]
(folder / "accept").touch()
answer["accepted"] = said("Accepted")
(folder / "label").touch()
answer["labelled"] = said("211")
(folder / "stop").touch()
print(json.dumps(answer))
"""
SCRIPT = """
"$1" "$2/app.py" "$2" & app=$!
"$3" "$2/client.py" "$2"; code=$?
touch "$2/stop"; wait $app || code=9
exit $code
"""


def test_the_accessible_view_tells_its_text_and_caret(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.setAccessibleName("the text")
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    assert found.role() == QAccessible.Role.EditableText
    assert found.text(QAccessible.Text.Name) == "the text"


@pytest.mark.slow
@needs("Xvfb", "dbus-run-session", "pyatspi")
def test_a_real_screen_reader_client_reads_text_and_spans_and_hears_what_is_done(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP, "utf-8")
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    asked = ["sh", "-c", SCRIPT, "sh", sys.executable, str(tmp_path), SYSTEM_PYTHON]
    done = under_x(["dbus-run-session", "--", *asked], QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["name"] == "the text"
    assert answer["text"] == TEXT
    assert answer["caret"] == 7
    assert answer["selections"] == 1
    (x, _, width, height), (following, *_) = answer["extents"]
    assert width > 2
    assert height > 10
    assert following < x  # right to left
    assert "المرصد" in answer["word"][0]
    assert answer["rows"] == [["المرصد السوري", "Source", "suggestion 100%"]]
    assert "المرصد السوري" in answer["accepted"]
    assert "Figure" in answer["labelled"]
