"""A sample of the letters of the article and the stress text, clicked by a real pointer on a real X server."""

import json
import sys

import pytest

from tests.ui.x_server import needs, under_x

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
                until = time.monotonic() + 20
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
@needs("Xvfb", "xdotool")
def test_real_clicks_land_on_the_letter_that_they_aim_at() -> None:
    done = under_x([sys.executable, "-c", SCRIPT])
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["asked"] > 60
    assert answer["right"] >= 0.99 * answer["asked"], answer["wrong"]
