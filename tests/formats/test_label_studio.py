"""Label Studio's converter accepts our tasks and returns the same spans. It pins old packages, so it lives alone.

Its environment is made once, below that of the tests, by ``make test-all``: there, not getting it is a failure.
Elsewhere the test runs where the environment is there already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.scheme import shipped_scheme
from annotator.core.span import Span
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.registry import detect, format_named
from tests.formats.made import article, document

ALL = bool(os.environ.get("RAQIM_ALL") or os.environ.get("RAQIM_TEST_ALL"))
PACKAGE = "label-studio-sdk==2.1.2"
HOME = Path(sys.prefix) / "readers" / PACKAGE.replace("==", "-")
READY = HOME / "ready"
SCRIPT = Path(__file__).with_name("label_studio_converter.py")
CONFIG = """<View><Labels name="label" toName="text">
<Label value="ACTOR"/><Label value="FIGURE"/><Label value="SOURCE"/><Label value="جهة"/>
</Labels><Text name="text" value="$text"/></View>"""
Found = tuple[int, int, str]


def environment() -> Path:
    """The Python of the converter's environment; it is made where everything is asked for."""
    python = HOME / "bin" / "python"
    if READY.exists():
        return python
    if not ALL:
        pytest.skip(f"{PACKAGE} has no environment here: make test-all makes it")
    venv.create(HOME, with_pip=True, clear=True)
    done = run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE, seconds=1500)
    if done.returncode:
        pytest.fail(f"{PACKAGE} is missing, and no environment could be made for it:\n{done.stderr[-2000:]}")
    READY.touch()
    return python


def run(*command: str | Path, seconds: int) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "COV_"))}
    return subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, timeout=seconds, check=False, env=clean
    )  # fmt: skip


def converted(documents: list[AnnotatedDocument], folder: Path) -> Path:
    """The documents as our tasks, through the converter, in its short form."""
    python = environment()
    tasks, config = folder / "tasks.json", folder / "config.xml"
    format_named("label-studio").write(documents, Header(shipped_scheme()), tasks, WriteOptions())
    config.write_text(CONFIG, "utf-8")
    done = run(python, SCRIPT, tasks, config, folder / "out", seconds=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "out" / "result.json"


def spans(values: list[Span] | tuple[Span, ...]) -> list[Found]:
    return sorted((span.start, span.end, span.label) for span in values)


MADE = [
    article(),
    document("قال 😊 عُمَر\r\nثم سكت", (6, 11, "ACTOR"), (4, 11, "جهة"), (4, 5, "FIGURE"), name="d2"),
    document("لا شيء هنا", name="d3"),
]


@pytest.mark.slow
@pytest.mark.timeout(2000)
def test_label_studios_converter_returns_our_spans(tmp_path: Path) -> None:
    path = converted(MADE, tmp_path)
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    assert [row["raqim_id"] for row in rows] == [each.document.id for each in MADE]
    for row, each in zip(rows, MADE, strict=True):
        text = each.document.text
        found = [(part["start"], part["end"], part["labels"][0]) for part in row.get("label") or ()]
        assert row["text"] == text
        assert sorted(found) == spans(each.layers[0].spans)
        copies = [part["text"].replace("\\n", "\n") for part in row.get("label") or ()]
        assert copies == [text[start:end].replace("\r", "\n") for start, end, _ in found]


@pytest.mark.slow
@pytest.mark.timeout(2000)
def test_what_the_converter_writes_is_read_again(tmp_path: Path) -> None:
    path = converted(MADE[:2], tmp_path)
    assert detect(path).name == "label-studio"
    back = list(format_named("label-studio").read(path, ReadOptions(offsets="codepoint")).documents)
    assert [each.document.id for each in back] == [each.document.id for each in MADE[:2]]
    for after, before in zip(back, MADE, strict=False):
        assert after.document.text == before.document.text
        assert spans(after.layers[0].spans) == spans(before.layers[0].spans)
