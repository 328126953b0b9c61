"""The command line as its users meet it: its output, its exit code; the way through it in processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.project.exchange import import_files
from annotator.project.project import Project
from tests.cli.conftest import here as raqim
from tests.cli.conftest import process

TEXT = "ارتفعت حصيلة القتلى إلى 211 شخصاً، وفقاً لما أعلنه المرصد السوري لحقوق الإنسان.\n"


def value(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert raqim("new", "p.raqim", cwd=tmp_path).returncode == 0
    assert raqim("import", "p.raqim", "a.txt", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_text_goes_from_import_to_conll(folder: Path) -> None:
    assert process("suggest", "p.raqim", cwd=folder).returncode == 0
    assert process("accept", "p.raqim", "--annotator", "A", cwd=folder).returncode == 0
    spans = value(process("spans", "p.raqim", "--json", cwd=folder))
    assert {"FIGURE", "SOURCE"} <= {each["label"] for each in spans}
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in spans)
    done = process("export", "p.raqim", "out.conll", "--format", "conll", cwd=folder)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" ") for line in (folder / "out.conll").read_text("utf-8").split("\n") if line]
    assert ["211", "-X-", "O", "B-FIGURE"] in rows


def test_json_lines_out_and_in_again_give_the_same_project(folder: Path) -> None:
    raqim("suggest", "p.raqim", cwd=folder)
    raqim("accept", "p.raqim", "--annotator", "A", "--min-score", "0.5", cwd=folder)
    raqim("export", "p.raqim", "one.jsonl", "--format", "jsonl", cwd=folder)
    raqim("new", "q.raqim", cwd=folder)
    done = raqim("import", "q.raqim", "one.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    raqim("export", "q.raqim", "two.jsonl", "--format", "jsonl", cwd=folder)
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


def test_undo_takes_everything_back_in_new_processes_and_redo_brings_it_again(folder: Path) -> None:
    process("label", "p.raqim", "a", 24, 33, "FIGURE", "--attribute", "value=211", "--annotator", "A", cwd=folder)
    before = process("spans", "p.raqim", "--json", cwd=folder).stdout
    assert process("undo", "p.raqim", cwd=folder).returncode == 0
    assert process("undo", "p.raqim", cwd=folder).returncode == 0
    assert value(process("stats", "p.raqim", "--json", cwd=folder))["documents"] == 0
    assert process("undo", "p.raqim", cwd=folder).returncode == 2
    assert process("redo", "p.raqim", cwd=folder).returncode == 0
    assert process("redo", "p.raqim", cwd=folder).returncode == 0
    assert process("spans", "p.raqim", "--json", cwd=folder).stdout == before


def test_history_says_who_what_and_when(folder: Path) -> None:
    raqim("label", "p.raqim", "a", 24, 33, "FIGURE", "--annotator", "A", cwd=folder)
    done = raqim("history", "p.raqim", "--json", "--document", "a", cwd=folder)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["command"]["command"] for each in events] == ["add_documents", "add_span"]
    assert events[1]["actor"] == "A"
    assert events[1]["time"].endswith("+00:00")


def test_a_list_of_commands_in_the_shape_of_events_is_carried_out(folder: Path) -> None:
    lines = [
        {"command": "add_span", "document": "a", "start": 24, "end": 33, "label": "FIGURE", "id": "s1"},
        {"command": {"command": "add_span", "document": "a", "start": 51, "end": 78, "label": "SOURCE", "id": "s2"}},
        {"command": "add_relation", "type": "REPORTED_BY", "head": "s1", "tail": "s2"},
    ]
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = raqim("do", "p.raqim", "c.jsonl", "--annotator", "A", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert value(raqim("stats", "p.raqim", "--json", cwd=folder))["relations"] == 1
    raqim("undo", "p.raqim", cwd=folder)
    assert value(raqim("stats", "p.raqim", "--json", cwd=folder))["spans"] == 0


def test_search_sees_through_proclitics_and_marks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال السوريان ولسوريا ثم لِسُورِيَا.", "utf-8")
    raqim("new", "p.raqim", cwd=tmp_path)
    raqim("import", "p.raqim", "a.txt", cwd=tmp_path)
    hits = value(raqim("search", "p.raqim", "سوريا", "--json", cwd=tmp_path))
    assert [each["text"] for each in hits] == ["سوريا", "سُورِيَا"]
    assert value(raqim("search", "p.raqim", "-سوريا", "--json", cwd=tmp_path)) == []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project that nothing may change."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    with Project.create(folder / "p.raqim") as project:
        import_files(project, [folder / "a.txt"], actor="A")
    return folder


def state(folder: Path) -> tuple[list[str], object]:
    names = sorted(each.name for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm")))
    with Project.open(folder / "p.raqim") as project:
        return names, (project.queries.annotated("a"), [each.id for each in project.queries.history()])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["stats", "none.raqim"], "none.raqim"),
        (["stats", "."], "folder"),
        (["stats", "a.txt"], "not a Raqim project"),
        (["import", "p.raqim", "none.txt"], "none.txt"),
        (["import", "p.raqim", "."], "."),
        (["import", "p.raqim", "empty.txt"], "empty"),
        (["import", "p.raqim", "picture.txt"], "picture.txt"),
        (["new", "p.raqim"], "already"),
        (["new", "nowhere/q.raqim"], "nowhere"),
        (["label", "p.raqim", "a", "0", "9999", "ACTOR", "--annotator", "A"], "9999"),
        (["label", "p.raqim", "a", "0", "3", "NONE", "--annotator", "A"], "NONE"),
        (["export", "p.raqim", "x", "--format", "hologram"], "hologram"),
        (["export", "p.raqim", ".", "--format", "jsonl"], "folder"),
        (["fly", "p.raqim"], "fly"),
        (["do", "p.raqim", "a.txt", "--annotator", "A"], "a.txt:1"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_exit_2(
    kept: Path, arguments: list[str], words: str
) -> None:
    before = state(kept)
    done = raqim(*arguments, cwd=kept)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert state(kept) == before


def test_the_command_line_imports_no_qt_and_no_heavy_library() -> None:
    code = (
        "import sys, annotator.__main__, annotator.cli.parser, annotator.project.project\n"
        "heavy = {'PySide6', 'numpy', 'scipy', 'sqlite_utils', 'torch', 'camel_tools', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_command_opens_a_network_connection(folder: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_a, **_k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from annotator.cli.parser import run\n"
        "for line in (['suggest', 'p.raqim'], ['accept', 'p.raqim', '--annotator', 'A'],\n"
        "             ['export', 'p.raqim', 'o.conll', '--format', 'conll'], ['check', 'p.raqim']):\n"
        "    assert run(line) == 0, line\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
