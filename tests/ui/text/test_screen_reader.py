"""What a screen reader gets: asked by Qt's own accessibility tree, and by a real AT-SPI client."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from tests.ui.text.conftest import MakeView

TEXT = "😀 قال المرصد السوري إن 211 شخصاً قتلوا"
ROOT = Path(__file__).resolve().parents[3]
SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("Xvfb", "dbus-run-session")

APP = f"""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.ui.text.view import TextView
app = QApplication(["raqim-text"])
view = TextView()
view.setAccessibleName("the text")
view.resize(700, 300)
view.set_document({TEXT!r})
view.show()
view.activateWindow()
view.setFocus()
QTimer.singleShot(25000, app.quit)
app.exec()
"""

CLIENT = """
import json, sys, time
import pyatspi

def find(node, role):
    if node is None:
        return None
    if node.getRole() == role and "Text" in pyatspi.listInterfaces(node):
        return node
    for number in range(node.childCount):
        found = find(node.getChildAtIndex(number), role)
        if found is not None:
            return found
    return None

for _ in range(60):
    desktop = pyatspi.Registry.getDesktop(0)
    node = next((n for each in range(desktop.childCount)
                 if (n := find(desktop.getChildAtIndex(each), pyatspi.ROLE_TEXT)) is not None), None)
    if node is not None:
        break
    time.sleep(0.2)
text = node.queryText()
answer = {"name": node.name, "text": text.getText(0, -1), "count": text.characterCount}
text.setCaretOffset(7)
time.sleep(0.3)
answer["caret"] = text.caretOffset
answer["extents"] = [list(text.getCharacterExtents(each, pyatspi.DESKTOP_COORDS)) for each in (7, 8)]
answer["word"] = list(text.getTextAtOffset(8, pyatspi.TEXT_BOUNDARY_WORD_START))
text.addSelection(7, 13)
time.sleep(0.3)
answer["selections"] = text.getNSelections()
print(json.dumps(answer))
"""


def _can_ask() -> bool:
    if not all(map(shutil.which, NEEDED)) or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode == 0


def test_the_accessible_view_tells_its_text_and_caret(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.setAccessibleName("the text")
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    assert found.role() == QAccessible.Role.EditableText
    assert found.text(QAccessible.Text.Name) == "the text"


@pytest.mark.slow
@pytest.mark.skipif(not _can_ask(), reason="needs Xvfb, dbus-run-session and the system's pyatspi")
def test_a_real_screen_reader_client_reads_text_caret_and_letters(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP, "utf-8")
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    script = (
        f"Xvfb :77 -screen 0 1024x768x24 >/dev/null 2>&1 & display=$!; sleep 1; "
        f"{sys.executable} {tmp_path}/app.py & app=$!; sleep 2; "
        f"{SYSTEM_PYTHON} {tmp_path}/client.py; code=$?; "
        f"kill -0 $app || code=9; kill $app $display; exit $code"
    )
    environment = {
        **os.environ, "DISPLAY": ":77", "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip
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
