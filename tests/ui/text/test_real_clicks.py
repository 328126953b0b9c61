"""A sample of the letters of the article and the stress text, clicked by a real pointer on a real X server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import json, subprocess, time
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.motion import Place
from annotator.ui.text.view import TextView
from tests.bench.painted import painted_graphemes
from tests.bench.texts import ARTICLE, STRESS

app = QApplication([])
app.setDoubleClickInterval(1)  # clicks follow fast
view = TextView(None)
view.setWindowFlag(Qt.WindowType.FramelessWindowHint)
view.setGeometry(0, 0, 700, 740)
view.set_document(ARTICLE.splitlines()[0] + "\\n" + STRESS)
view.show()
for _ in range(20):
    app.processEvents(); time.sleep(0.02)
right = asked = 0
wrong = []
for y, layout in list(view._flow.shown()):
    if "\\u0640" in layout.text:
        continue
    for line in layout.lines:
        middle = y + line.text_top + line.text_height / 2
        if not 0 < middle < view.viewport().height():
            continue
        for each in painted_graphemes(layout.layout, line.line, layout.text, view._scene.width)[::9]:
            for x, unit in ((each.leading, each.start), (each.trailing, each.end)):
                point = view.viewport().mapToGlobal(QPointF(MARGIN + x, middle).toPoint())
                view._anchor, view._caret = -1, Place(-1)
                subprocess.run(["xdotool", "mousemove", str(point.x()), str(point.y()), "click", "1"], check=True)
                until = time.monotonic() + 2
                while view.caret() == -1 and time.monotonic() < until:
                    app.processEvents(); time.sleep(0.003)
                time.sleep(0.003); app.processEvents()
                asked += 1
                right += view.caret() == layout.place(unit)
                if view.caret() != layout.place(unit):
                    wrong.append([layout.text[each.start:each.end], view.caret(), layout.place(unit)])
print(json.dumps({"right": right, "asked": asked, "wrong": wrong}))
"""


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool")
def test_real_clicks_land_on_the_letter_that_they_aim_at() -> None:
    command = 'Xvfb :78 -screen 0 1024x768x24 >/dev/null 2>&1 & x=$!; sleep 1; "$0" -c "$1"; c=$?; kill $x; exit $c'
    environment = {**os.environ, "DISPLAY": ":78", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, SCRIPT],
        capture_output=True, text=True, env=environment, timeout=110, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["asked"] > 60
    assert answer["right"] >= 0.99 * answer["asked"], answer["wrong"]
