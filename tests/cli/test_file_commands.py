"""The options of import, inspect, export and formats, on real files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.parser import run
from annotator.formats.registry import FORMATS

TEXT = "قال عمر في لحلب"
LINE: dict[str, Any] = {
    "id": "d1", "text": TEXT,
    "spans": [{"id": "a", "start": 4, "end": 7, "label": "PER"}, {"id": "b", "start": 12, "end": 15, "label": "GPE"},
              {"id": "c", "start": 4, "end": 15, "label": "PER"}],
    "relations": [{"type": "near", "head": "a", "tail": "b"}],
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(json.dumps(LINE), "utf-8")
    assert run(["new", "p.raqim"]) == 0
    return tmp_path


def spans(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["spans", "p.raqim", *more, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(("kind", "layer"), [("annotation", "سارة"), ("gold", "gold")])
def test_an_import_gives_the_labels_to_whom_it_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], kind: str, layer: str
) -> None:
    assert run(["import", "p.raqim", "a.jsonl", "--as", kind, "--annotator", "سارة"]) == 0
    assert len(spans(capsys, "--layer", layer)) == 3


def test_an_import_maps_leaves_out_and_sets_attributes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["--map", "PER=ACTOR@kind=person", "--map", "GPE=", "--map", "near=REPORTED_BY"]
    assert run(["import", "p.raqim", "a.jsonl", "--annotator", "A", *names]) in {0, 1}
    found = spans(capsys)
    assert {(each["label"], each["attributes"]["kind"]) for each in found} == {("ACTOR", "person")}
    assert run(["import", "p.raqim", "a.jsonl", "--map", "nonsense"]) == 2


@pytest.mark.parametrize(("existing", "labels"), [("update", 4), ("replace", 1), ("skip", 3)])
def test_a_second_import_does_what_it_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], existing: str, labels: int
) -> None:
    run(["import", "p.raqim", "a.jsonl", "--annotator", "A"])
    more = LINE | {"spans": [{"start": 0, "end": 3, "label": "X"}], "relations": []}
    Path("b.jsonl").write_text(json.dumps(more), "utf-8")
    run(["import", "p.raqim", "b.jsonl", "--annotator", "A", "--existing", existing])
    assert len(spans(capsys)) == labels


def test_an_import_takes_encoding_format_and_offsets_as_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("w.txt").write_bytes("مرحبا".encode("cp1256"))
    Path("e.jsonl").write_text(json.dumps({"text": "😊 عمر", "label": [[3, 6, "PER"]]}), "utf-8")
    assert run(["import", "p.raqim", "w.txt", "--encoding", "cp1256", "--format", "text"]) == 0
    assert run(["import", "p.raqim", "e.jsonl", "--format", "doccano", "--offsets", "utf16", "--annotator", "A"]) == 0
    assert [each["text"] for each in spans(capsys)] == ["عمر"]
    assert run(["import", "p.raqim", "e.jsonl", "--format", "doccano", "--offsets", "codepoint"]) == 2
    assert "e.jsonl" in capsys.readouterr().err


def test_texts_that_stand_off_are_joined_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["import", "p.raqim", "a.jsonl", "--annotator", "A"])
    assert run(["export", "p.raqim", "o.jsonl", "--format", "jsonl", "--without-text"]) == 0
    assert TEXT not in Path("o.jsonl").read_text("utf-8")
    run(["new", "q.raqim"])
    assert run(["import", "q.raqim", "o.jsonl"]) == 2
    assert "say where they are" in capsys.readouterr().err
    Path("texts").mkdir()
    (Path("texts") / "any.txt").write_text(TEXT, "utf-8")
    assert run(["import", "q.raqim", "o.jsonl", "--texts", "texts"]) == 0
    assert run(["inspect", "o.jsonl", "--texts", "texts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["spans"] == {"PER": 2, "GPE": 1}


def test_the_column_of_texts_can_be_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text("a,b\n1,مرحبا\n", "utf-8")
    assert run(["inspect", "t.csv", "--json"]) == 2
    assert run(["inspect", "t.csv", "--text-column", "b", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["documents"] == 1
    assert run(["import", "p.raqim", "t.csv", "--text-column", "b"]) == 0


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (["--tags", "bioes"], ["عمر S-PER", "ل O", "حلب S-GPE"]),
        (["--tags", "bilou", "--clitics", "split"], ["عمر U-PER", "ل O", "حلب U-GPE"]),
        (["--clitics", "expand"], ["عمر B-PER", "لحلب B-GPE"]),
        (["--clitics", "skip"], ["عمر B-PER", "لحلب O"]),
        (["--nested", "columns"], ["عمر B-PER B-PER", "حلب I-PER B-GPE"]),
    ],
)
def test_an_export_tags_splits_and_nests_as_said(here: Path, options: list[str], rows: list[str]) -> None:
    nested = "--nested" in options
    value = LINE if nested else LINE | {"spans": LINE["spans"][:2]}
    Path("b.jsonl").write_text(json.dumps(value), "utf-8")
    run(["import", "p.raqim", "b.jsonl", "--annotator", "A"])
    assert run(["export", "p.raqim", "o.conll", "--format", "conll", *options]) == 0
    found = [" ".join(part for part in line.split(" ") if part != "-X-")
             for line in Path("o.conll").read_text("utf-8").split("\n")]  # fmt: skip
    plain = [line.replace(" O ", " ", 1) if line.count(" ") > (2 if nested else 1) else line for line in found]
    assert set(rows) <= set(plain), found


def test_every_loss_is_said_and_written_to_a_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["import", "p.raqim", "a.jsonl", "--annotator", "A"])
    capsys.readouterr()
    assert run(["export", "p.raqim", "o.conll", "--format", "conll", "--report", "losses.jsonl"]) == 0
    losses = [json.loads(line) for line in Path("losses.jsonl").read_text("utf-8").splitlines()]
    assert {(each["label"], each["action"]) for each in losses} == {("PER", "dropped"), ("GPE", "dropped"),
                                                                   ("near", "dropped")}  # fmt: skip
    assert capsys.readouterr().out.count("left out:") == len(losses)
    assert Path("o.conll.manifest.json").exists()
    assert run(["export", "p.raqim", "o2.conll", "--format", "conll", "--no-manifest"]) == 0
    assert not Path("o2.conll.manifest.json").exists()
    assert run(["export", "p.raqim", "o3.conll", "--format", "conll", "--report", "none/losses.jsonl"]) == 2


def test_a_split_is_drawn_from_its_seed(here: Path) -> None:
    lines = [json.dumps({"id": f"d{number}", "text": f"{number} " + " ".join(f"كلمة{number}{n}" for n in range(9))})
             for number in range(20)]  # fmt: skip
    Path("many.jsonl").write_text("\n".join(lines), "utf-8")
    run(["import", "p.raqim", "many.jsonl"])
    split = ["--split-dev", "0.1", "--split-test", "0.2"]
    for name, seed in (("x", "1"), ("y", "1"), ("z", "2")):
        assert run(["export", "p.raqim", f"{name}.jsonl", "--format", "jsonl", *split, "--seed", seed]) == 0
    sides = [Path(f"x-{side}.jsonl").read_text("utf-8").count("\n") - 1 for side in ("train", "dev", "test")]
    assert sides == [14, 2, 4]
    assert Path("x-test.jsonl").read_bytes() == Path("y-test.jsonl").read_bytes()
    assert Path("x-test.jsonl").read_bytes() != Path("z-test.jsonl").read_bytes()
    assert run(["export", "p.raqim", "w.jsonl", "--format", "jsonl", *split, "--split-by", "date"]) == 2


def test_only_finished_documents_go_where_that_is_asked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["import", "p.raqim", "a.jsonl", "--annotator", "A"])
    assert run(["export", "p.raqim", "o.jsonl", "--format", "jsonl", "--layer", "A", "--documents", "finished"]) == 0
    assert Path("o.jsonl").read_text("utf-8").count("\n") == 1
    assert run(["export", "p.raqim", "o2.jsonl", "--format", "jsonl", "--layer", "nobody"]) == 2


def test_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats", "--json"]) == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert found.keys() == {each.name for each in FORMATS}
    assert (found["docx"]["reads"], found["docx"]["writes"]) == (True, False)
    assert run(["formats"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(FORMATS)


def test_an_unreadable_file_is_one_sentence_and_the_others_are_inspected(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.jsonl").write_text('{"text": "a"}\n{', "utf-8")
    assert run(["inspect", "bad.jsonl", "a.jsonl", "--json"]) == 2
    out, err = capsys.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert "line 2" in first["error"]
    assert second["documents"] == 1
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert sys.exc_info() == (None, None, None)
