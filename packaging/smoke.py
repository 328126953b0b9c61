"""The installed program tried as its user would: ``smoke.py --root ROOT --user NAME`` or ``smoke.py --program PATH``.

Its command line, its self-test, the whole journey off screen, and then its window on an X screen, where a text is
labelled, exported and the window closed by real keys. Only the standard library and Xvfb, xdotool are asked of the
host; the program runs in the root (chroot) where one is given. Pictures are left in build/smoke where PySide6 is there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from screen import Screen

PICTURES = Path(__file__).resolve().parents[1] / "build" / "smoke"
WHO = "Amal"
PATIENCE = 120.0
TEXT = "أعلنت وزارة الصحة أن 30 شخصاً أصيبوا في دمشق، وقال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا.\n"


class SmokeError(Exception):
    """The installed program did not do what it has to."""


class Installed:
    """The program where it was installed: in a root of its own, or at a path of this machine."""

    def __init__(self, root: Path | None, user: str, program: Path) -> None:
        self.root, self.user, self.program = root, user, program
        self.made = None if root else tempfile.TemporaryDirectory()
        self.home = f"/home/{user}" if root else self.made.name if self.made else ""
        self.files = Path(f"{root}{self.home}") if root else Path(self.home)

    def command(self, arguments: Sequence[str], **more: str) -> list[str]:
        """What to start, with an environment that holds nothing of the host's."""
        environment = {
            "HOME": self.home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": "/tmp", **more,
        }  # fmt: skip
        enter = ["chroot", f"--userspec={self.user}:{self.user}", str(self.root)] if self.root else []
        named = [f"{name}={value}" for name, value in environment.items()]
        return [*enter, "/usr/bin/env", "-i", *named, str(self.program), *arguments]

    def run(self, *arguments: str, seconds: float = 600) -> str:
        """Run a command of the program to its end, and what it printed.

        Raises:
            SmokeError: it failed.
        """
        done = subprocess.run(
            self.command(arguments, QT_QPA_PLATFORM="offscreen"), capture_output=True, text=True, timeout=seconds,
            check=False, cwd="/",
        )  # fmt: skip
        if done.returncode:
            raise SmokeError(f"raqim {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def owned(self, place: Path) -> None:
        """Give a file that we wrote to the program's user."""
        if self.root:
            subprocess.run(["chroot", str(self.root), "chown", "-R", self.user, self.home], check=True)
        assert place.exists()


def say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def wait_for(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until something holds.

    Raises:
        SmokeError: it does not, for ``seconds``.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SmokeError(what)
        time.sleep(0.1)


# ---- without a window --------------------------------------------------------------------------------


def command_line(there: Installed) -> None:
    """A project made, filled, labelled and exported by commands."""
    (there.files / "article.txt").write_text(TEXT, "utf-8")
    there.owned(there.files / "article.txt")
    project = f"{there.home}/commands.raqim"
    there.run("new", project)
    there.run("import", project, f"{there.home}/article.txt", "--annotator", WHO)
    there.run("suggest", project)
    there.run("accept", project, "--annotator", WHO)
    there.run("export", project, f"{there.home}/commands.conll", "--format", "conll", "--layer", WHO)
    labels = {each["label"] for each in json.loads(there.run("spans", project, "--json"))}
    if "FIGURE" not in labels or "B-FIGURE" not in (there.files / "commands.conll").read_text("utf-8"):
        raise SmokeError(f"no figure was labelled: {labels}")
    say(f"command line: {', '.join(sorted(labels))} labelled, exported")


def self_test(there: Installed) -> None:
    """Workers and libraries, asked by the program itself."""
    for line in there.run("--self-test", f"{there.home}/self-test").splitlines():
        say(line)
        if "LACKING" in line and there.root:
            raise SmokeError("the package does not depend on everything that it asks for")


def journey(there: Installed) -> None:
    """``raqim demo --offscreen``."""
    begin = time.monotonic()
    there.run("demo", "--offscreen", "--out", f"{there.home}/demo")
    left = sorted(each.name for each in (there.files / "demo").iterdir())
    missing = {"sample.raqim", "sample.conll", "sample.json", "sample.jsonl"} - set(left)
    if missing:
        raise SmokeError(f"the journey left no {missing}")
    keep(there.files / "demo", "demo-")
    say(f"journey off screen: {len(left)} files in {time.monotonic() - begin:.0f} s")


def keep(folder: Path, prefix: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copyfile(picture, PICTURES / f"{prefix}{picture.name}")


# ---- the window --------------------------------------------------------------------------------------


class Hand:
    """Keys and the mouse on an X screen."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.environment = os.environ | {"DISPLAY": screen.display}

    def _do(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip()

    def window(self, title: str, other_than: str = "") -> str:
        """A visible window with a title; empty when there is none."""
        found = self._do("search", "--onlyvisible", "--name", title).split()
        return next((each for each in found if each != other_than), "")

    def focus(self, window: str) -> None:
        """There is no window manager, so nobody else does it."""
        self._do("windowfocus", "--sync", window)
        time.sleep(0.5)

    def keys(self, *keys: str) -> None:
        """One after the other, with time between as a person leaves."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(0.4)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "30", text)
        time.sleep(0.4)

    def picture(self, name: str) -> None:
        with suppress(ImportError):
            self.screen.picture(PICTURES / f"window-{name}.png")


def read(project: Path, question: str) -> int:
    """A number from a project's file, read beside the program that has it open."""
    with closing(sqlite3.connect(f"file:{project}?mode=ro", uri=True)) as connection:
        return int(connection.execute(question).fetchone()[0])


def window(there: Installed) -> None:
    """Open, label, export, close, by real keys on an X screen."""
    place = there.files / "window.raqim"
    settings = there.files / ".config" / "raqim" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"annotator": WHO, "language": "en", "theme": "light", "toured": True}), "utf-8")
    (there.files / "article.txt").write_text(TEXT, "utf-8")
    there.owned(settings)
    there.run("new", f"{there.home}/window.raqim")
    there.run("import", f"{there.home}/window.raqim", f"{there.home}/article.txt", "--annotator", WHO)
    with Screen() as screen:
        begin = time.monotonic_ns()
        program = subprocess.Popen(
            there.command([f"{there.home}/window.raqim"], DISPLAY=screen.display, QT_QPA_PLATFORM="xcb"),
            cwd="/", stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            painted = (screen.painted(400, 300) - begin) / 1e6
            labelled, written = _labelled(Hand(screen), place, there.files / "window.conll")
            wait_for(lambda: program.poll() is not None, "the window does not close")
        finally:
            if program.poll() is None:
                program.kill()
            told = program.communicate()[1]
    if program.returncode or "Traceback" in told:
        raise SmokeError(f"the window ended with {program.returncode}\n{told}")
    there.run("check", f"{there.home}/window.raqim")
    say(f"window: painted after {painted:.0f} ms, {labelled} spans by keys, {written} bytes exported, closed")


def _labelled(hand: Hand, project: Path, out: Path) -> tuple[int, int]:
    spans = "SELECT count(*) FROM spans WHERE NOT deleted"
    wait_for(lambda: read(project, "SELECT count(*) FROM suggestions"), "no suggestions came")
    hand.focus(hand.window("window") or hand.window("."))
    hand.picture("1-suggestions")
    hand.keys("Return", "Return")
    wait_for(lambda: read(project, spans) >= 2, "accepting by Enter made no spans")
    hand.keys("ctrl+Home", "l", "1")  # the key of م jumps to the next word that begins with it; 1 is the first label
    wait_for(lambda: read(project, spans) >= 3, "labelling by a key made no span")
    hand.picture("2-labelled")
    before = read(project, spans)
    hand.keys("ctrl+z")
    wait_for(lambda: read(project, spans) == before - 1, "nothing was undone")
    hand.keys("ctrl+shift+z")
    wait_for(lambda: read(project, spans) == before, "nothing was done again")
    hand.keys("ctrl+e")
    wait_for(lambda: hand.window("^Export$"), "the export does not open")
    dialog = hand.window("^Export$")
    hand.focus(dialog)
    hand.type("conll")
    time.sleep(2)  # the losses are counted by a worker first
    hand.picture("3-export")
    hand.keys("Return")
    wait_for(lambda: hand.window("^Export$", dialog), "no place is asked for")
    hand.focus(hand.window("^Export$", dialog))
    hand.keys("ctrl+a")
    hand.type(str(out.name))
    hand.picture("4-place")
    hand.keys("Return")
    wait_for(lambda: out.exists() and out.stat().st_size, "nothing was exported")
    wait_for(lambda: not hand.window("^Export$"), "the export does not close")
    hand.focus(hand.window("window") or hand.window("."))
    hand.picture("5-exported")
    hand.keys("ctrl+q")
    return before, out.stat().st_size


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--root", type=Path)
    asked.add_argument("--user", default="")
    asked.add_argument("--program", type=Path, default=Path("/usr/bin/raqim"))
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    there = Installed(given.root, given.user, given.program)
    print(f"smoke test of {given.program}" + (f" in {given.root}" if given.root else ""))
    for step in (command_line, self_test, journey, window):
        if not given.only or step.__name__ in given.only.split(","):
            try:
                step(there)
            except (SmokeError, TimeoutError) as error:
                print(f"  {step.__name__}: FAILED: {error}")
                return 1
    print("smoke test passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
