from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.core.command import AddRelation, AddSpan, Batch, ChangeDocument, SetStatus
from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.errors import UserError
from annotator.formats.base import Format, Reading, ReadOptions, WriteOptions
from annotator.formats.registry import FORMATS, format_named
from annotator.project.delivery import export, export_from, preview_export, preview_from, stage_beside
from annotator.project.exchange import Choice, add_text, import_files
from annotator.project.manifest import manifest_path
from annotator.project.project import Project
from annotator.project.reread import reread
from annotator.project.selection import written
from annotator.project.splits import Split

WRITABLE = [each.name for each in FORMATS if each.writes]


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of ten documents; each test works on a copy."""
    path = tmp_path_factory.mktemp("ten") / "p.raqim"
    made = Project.create(path)
    for number in range(10):
        words = " ".join(f"كلمة{number}{place}" for place in range(12))
        document = add_text(made, f"خبر {number}", f"وقال المرصد إن {words} .", "A")
        made.execute(
            Batch((
                AddSpan(document, 1, 4, "ACTOR", "A", {"kind": "person"}),
                AddSpan(document, 5, 11, "SOURCE", "A"),
                AddSpan(document, 5, 11, "ACTOR", "B"),
                ChangeDocument(document, metadata={"date": f"2026-01-{number + 1:02}"}),
                *([SetStatus(document, "A", "done")] if number < 3 else []),
            )),
            "A",
        )  # fmt: skip
    made.close()
    return path


@pytest.fixture
def project(ten: Path, tmp_path: Path) -> Project:
    return Project.open(Path(shutil.copy(ten, tmp_path / "p.raqim")))


def content(out: Path) -> dict[str, Any]:
    found = json.loads(manifest_path(out).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_manifest_says_what_was_written_of_what_and_how_it_checked(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "o.conll"
    report = export(project, out, format="conll", layer="A", options=WriteOptions(clitics="skip"), manifest=True)
    found = content(out)
    assert found["counts"] == {
        "documents": 10, "spans": report.spans, "labels": {"ACTOR": 10, "SOURCE": 10}, "relations": {},
    }  # fmt: skip
    assert found["losses"]["count"] == len(report.losses) == 10
    assert found["losses"]["by_reason"][0]["reason"] == report.losses[0].reason
    assert found["options"]["clitics"] == "skip"
    assert found["scheme"]["labels"] == ["ACTOR", "FIGURE", "SOURCE"]
    assert found["reread"] == [
        {"documents": 10, "spans": 10, "compared": "spans", "equal": True, "differences": []}
    ]
    assert found["not_kept"] == {"attributes": 10}
    assert found["files"] == [
        {"file": "o.conll", "bytes": out.stat().st_size, "sha256": hashlib.sha256(out.read_bytes()).hexdigest()}
    ]
    first = project.queries.document(project.queries.document_ids()[0])
    assert found["documents"][0]["sha256"] == hashlib.sha256(first.text.encode()).hexdigest()
    assert found["versions"]["raqim"]
    project.close()


def test_the_same_export_gives_the_same_manifest(project: Project, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        export(project, tmp_path / folder / "o.jsonl", format="jsonl", manifest=True)
    assert content(tmp_path / "one" / "o.jsonl") == content(tmp_path / "two" / "o.jsonl")
    project.close()


@pytest.mark.parametrize("name", WRITABLE)
def test_every_format_reads_back_as_it_was_written(project: Project, tmp_path: Path, name: str) -> None:
    pytest.importorskip({"spacy": "spacy", "hf": "pyarrow"}.get(name, "json"))
    report = export(project, tmp_path / "out", format=name, layer="A", manifest=True)
    assert report.differences == []
    project.close()


def test_a_span_that_goes_without_a_word_is_found(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    export(project, out, format="jsonl", layer="A")
    documents = project.queries.document_ids()
    first, second, *others = out.read_text("utf-8").rstrip("\n").split("\n")
    torn = second.replace("SOURCE", "ACTOR")
    out.write_text("\n".join([first, torn, *others[:-1]]), "utf-8")
    found = reread(format_named("jsonl"), out, documents, lambda each: written(project, each, ("A",)), ())
    said = [str(each) for each in found.differences]
    assert any("did not come back" in each for each in said)
    assert any("is not in the file" in each for each in said)
    out.write_text("{", "utf-8")
    broken = reread(format_named("jsonl"), out, documents, lambda each: written(project, each, ("A",)), ())
    assert broken.differences
    project.close()


class _Changed:
    """A format that loses something on the way and says nothing."""

    def __init__(self, chosen: Format, change: Callable[[Layer], Layer]) -> None:
        self.chosen, self.change = chosen, change

    def format(self) -> Format:
        return replace(self.chosen, reader=self.read)

    def read(self, path: Path, options: ReadOptions) -> Reading:
        reading = self.chosen.read(path, options)
        reading.documents = (
            replace(each, layers=tuple(self.change(layer) for layer in each.layers)) for each in reading.documents
        )
        return reading


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda layer: replace(layer, spans=tuple(replace(one, attributes={}) for one in layer.spans)), "attributes"),
        (lambda layer: replace(layer, relations=()), "relation"),
    ],
    ids=["attributes", "relations"],
)
@pytest.mark.parametrize("name", ["jsonl", "brat", "uima-cas-json", "csv"])
def test_an_attribute_or_relation_that_goes_without_a_word_is_found(
    project: Project, tmp_path: Path, name: str, change: Callable[[Layer], Layer], message: str
) -> None:
    for document in project.queries.document_ids():
        project.execute(AddSpan(document, 12, 14, "FIGURE", "A"), "A")
        by_label = {span.label: span.id for span in project.queries.spans(document, "A")}
        project.execute(AddRelation("REPORTED_BY", by_label["FIGURE"], by_label["SOURCE"]), "A")
    chosen = format_named(name)
    out = tmp_path / f"o{chosen.suffixes[0] if not chosen.folder else ''}"
    report = export(project, out, format=name, layer="A", manifest=True)
    assert not report.differences

    def expect(identity: str) -> AnnotatedDocument:
        return written(project, identity, ("A",))

    found = reread(_Changed(chosen, change).format(), out, project.queries.document_ids(), expect, report.losses)
    assert len(found.differences) == 10
    assert all(message in str(each) for each in found.differences)


def test_a_split_makes_a_file_for_each_part(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "o.conll"
    choice = Choice(("A",), split=Split(0.2, 0.2, "date", 7))
    report = export(project, out, format="conll", choice=choice, manifest=True)
    assert report.parts == {"train": 6, "dev": 2, "test": 2}
    assert [path.name for path in report.files] == ["o-train.conll", "o-dev.conll", "o-test.conll"]
    assert all(path.exists() for path in report.files)
    assert not out.exists()
    found = content(out)
    assert found["seed"] == 7
    newest = project.queries.document_ids()[-1]
    assert {row["id"]: row["part"] for row in found["documents"]}[newest] == "test"
    only = replace(choice, parts=("test",))
    assert export(project, tmp_path / "t.conll", format="conll", choice=only).files == [tmp_path / "t-test.conll"]
    project.close()


def test_a_data_set_holds_its_parts_itself(project: Project, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    choice = Choice(("A",), split=Split(0.2, 0.2))
    report = export(project, tmp_path / "set", format="hf", choice=choice, manifest=True)
    assert sorted(path.stem for path in (tmp_path / "set" / "data").iterdir()) == ["test", "train", "validation"]
    assert report.differences == []
    project.close()


def test_only_finished_documents_are_written_where_that_is_asked(project: Project, tmp_path: Path) -> None:
    report = export(project, tmp_path / "o.jsonl", format="jsonl", choice=Choice(("A",), which="finished"))
    assert report.documents == 3
    project.close()


def test_several_layers_are_files_of_their_own_where_a_format_holds_one(project: Project, tmp_path: Path) -> None:
    report = export(project, tmp_path / "o.conll", format="conll", layer="A,B", manifest=True)
    assert [path.name for path in report.files] == ["o-A.conll", "o-B.conll"]
    assert "B-SOURCE" in report.files[0].read_text("utf-8")
    assert "B-SOURCE" not in report.files[1].read_text("utf-8")
    both = export(project, tmp_path / "o.jsonl", format="jsonl", layer="A,B")
    assert both.files == [tmp_path / "o.jsonl"]
    assert (both.spans, both.losses) == (30, [])
    project.close()


def test_an_export_that_fails_leaves_nothing_and_spares_what_was_there(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "o.conll"
    out.write_text("before", "utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match="stopped"):
        export(project, out, format="conll", layer="A", manifest=True, progress=lambda done, _count: done < 5)
    assert out.read_text("utf-8") == "before"
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", "utf-8")
    with pytest.raises(UserError, match="not an empty folder"):
        export(project, tmp_path / "full", format="brat", layer="A")
    with pytest.raises(UserError, match="cannot write"):
        export(project, tmp_path / "absent" / "o.jsonl", format="jsonl")
    project.close()


def test_a_worker_can_preview_and_export_by_the_projects_place(project: Project, tmp_path: Path) -> None:
    out, choice = tmp_path / "o.conll", Choice(("A",))
    shown = preview_from(project.path, "conll", choice, WriteOptions())
    done = export_from(project.path, out, "conll", choice, WriteOptions(), stage_beside(out))
    assert (shown.documents, shown.losses, shown.unkept) == (done.documents, done.losses, done.unkept)
    assert preview_export(project, format="conll", choice=choice).losses == done.losses
    assert manifest_path(out).exists()
    project.close()


def test_a_folder_with_manifests_is_read_without_them(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    export(project, folder / "o.jsonl", format="jsonl", manifest=True)
    again = Project.create(tmp_path / "again.raqim")
    report = import_files(again, [folder], actor="A")
    assert len(report.added) == 10
    assert not report.problems
    for each in (project, again):
        each.close()
