"""An article labelled under an active Arabic layout by the keys of a real keyboard: Xvfb, setxkbmap, xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
TEXT = "أعلنت وكالة سانا أن دمشق نفت. وقال المرصد إن 30 آخرين أصيبوا."
ROOT = Path(__file__).parents[2]

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.core.settings import Settings
from annotator.ui.application import furnish, make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.keyboard import arabic_layout_active, letter
folder = Path(sys.argv[1])
settings = Settings.load(folder / "settings.json")
settings.set("annotator", "x")
settings.set("language", "ar")
application = make_application(settings)
window = MainWindow()
window.setWindowTitle("raqim-under-test")
window.show()
studio = furnish(window, settings)
studio.create_project(folder / "x.raqim")
tools = studio.workbench.tools
tools.suggesting.close()
studio.session.document_opened.disconnect(tools.suggesting.begin_soon)
studio.files.add_pasted("x", (folder / "text.txt").read_text("utf-8"))
studio.workbench.view.setFocus()
window.activateWindow()
def look():
    if (folder / "stop").exists():
        (folder / "layout").write_text(f"{arabic_layout_active()} {letter('Z')}")
        studio.close()
        application.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
QTimer.singleShot(300, lambda: (folder / "ready").write_text(""))
application.exec()
"""


def wait_for(place: Path, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not place.exists():
        assert time.monotonic() < end, place.name
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(any(shutil.which(each) is None for each in NEEDED), reason="needs an X server and its tools")
def test_an_article_is_labelled_under_an_arabic_layout_by_real_keys(tmp_path: Path) -> None:
    from annotator.project.project import Project

    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        display = ":" + answer.readline().strip()
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    window = None
    try:
        window = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(tmp_path)], env=environment)
        wait_for(tmp_path / "ready")
        # the X server gives a layout to the keyboard that was used last: xdotool's own, once it has pressed a key
        subprocess.run(["xdotool", "key", "Escape"], env=environment, check=True)
        subprocess.run(["setxkbmap", "ara"], env=environment, check=True)
        time.sleep(0.5)
        # by keycode, as a keyboard does: م jumps, 3 labels; Ctrl+Home; د jumps, 1 labels; Ctrl+Z undoes; Ctrl+Y redoes
        for keys in (["46"], ["12"], ["37", "110"], ["35"], ["10"], ["37", "52"], ["37", "29"], ["19"], ["11"]):
            command = ["xdotool"]
            for key in keys:
                command += ["keydown", key]
            for key in reversed(keys):
                command += ["keyup", key]
            subprocess.run(command, env=environment, check=True)
            time.sleep(0.25)
        (tmp_path / "stop").write_text("")
        window.wait(20)
    finally:
        if window is not None and window.poll() is None:
            window.kill()
        server.terminate()
        server.wait(10)
    with Project.open(tmp_path / "x.raqim") as project:
        document = project.queries.document_ids()[0]
        made = [(each.covered(TEXT), each.label) for each in project.queries.spans(document, "x")]
    assert made == [("دمشق", "ACTOR"), ("المرصد", "SOURCE"), ("30", "FIGURE")]
    assert (tmp_path / "layout").read_text() == "True ئ"
