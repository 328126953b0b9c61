"""Shapes of files that real tools write, each with what `inspect` must say of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import UserError
from annotator.formats.inspect import inspect


@dataclass(frozen=True)
class Shape:
    """A file, those beside it, and what is found in it; a covered text stands among the samples."""

    name: str
    content: str | bytes
    spans: dict[str, int]
    covered: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def over_lines(*rows: object) -> str:
    return "\n".join(json.dumps(row, indent=2, ensure_ascii=False) for row in rows)


TEXT = "قال عمر في بيروت"
IOB1 = "EU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\n\nPeter NNP I-NP I-PER\nB NNP I-NP I-PER\n\n"
IOB1_SPANS = {"ORG": 1, "MISC": 1, "PER": 1}
ONTONOTES = (
    "#begin document (bc/x); part 000\n"
    "bc/x   0   0    In   IN  (TOP(S*   -   -   -   S1    *      *   -\n"
    "bc/x   0   1    عمر  NNP *)        -   -   -   S1  (PER)  (A0*) *  (0)\n"
    "bc/x   0   2    last JJ  *         -   -   -   S1  (DATE*   *   -\n"
    "bc/x   0   3    year NN  *         -   -   -   S1    *)     *   -\n\n#end document\n"
)
SENTENCE = "1\tقال\t_\tX\t_\t_\t0\troot\t_\t_\n\n"
ROW = {"id": 1, "text": TEXT, "label": [[4, 7, "PER"]]}
DOC = {"text": TEXT, "ents": [{"start": 4, "end": 7, "label": "PER"}], "sents": [{"start": 0, "end": 16}],
       "tokens": [{"id": 0, "start": 0, "end": 3}, {"id": 1, "start": 4, "end": 7}]}  # fmt: skip
OLD = {"id": 0, "paragraphs": [{"raw": TEXT, "entities": [[4, 7, "PER"]]}]}
PAGE = "<html><body><div><p>قال <b>عمر</b> في</p><!-- x --><p>و&amp;سافر<br>زيد</p></div></body></html>"
SLOTS = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.SimpleSpan|\n#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:"
    "links_webanno.custom.Link|webanno.custom.SimpleSpan\n\n\n#Text=a b c d\n1-1\t0-1\ta\t_\tp1\t1-2[1]\t\n"
    "1-2\t2-3\tb\t*[1]|*[2]\t_\t_\t\n1-3\t4-5\tc\t*[1]\t_\t_\t\n1-4\t6-7\td\t_\tp2\t1-2[1]\t\n"
)


def region(start: object, end: object, label: str, kind: str = "labels", **value: object) -> dict[str, Any]:
    return {"id": label, "from_name": "l", "to_name": "t", "type": kind,
            "value": {"start": start, "end": end, kind: [label], **value}}  # fmt: skip


def task(data: dict[str, Any], *regions: dict[str, Any]) -> str:
    return json.dumps([{"id": 1, "data": data, "annotations": [{"completed_by": 1, "result": list(regions)}]}])


def node(path: str, start: int, end: int, label: str) -> dict[str, Any]:
    return region(path, path, label, "hypertextlabels", startOffset=start, endOffset=end)


def talk(first: str, last: str, label: str, **offsets: int) -> dict[str, Any]:
    return region(first, last, label, "paragraphlabels", **offsets)


DIALOGUE = {"d": [{"author": "A", "text": "قال 😊 عمر"}, {"author": "B", "text": "في بيروت"}]}
SHAPES = (
    Shape("utf16.conll", IOB1.encode("utf-16"), IOB1_SPANS, found={"tags": "iob1", "sentences": 2}),
    Shape("bom-crlf.conll", b"\xef\xbb\xbf" + IOB1.replace("\n", "\r\n").encode(), IOB1_SPANS, "EU",
          found={"bom": True, "newline": "crlf"}),
    Shape("blanks.txt", IOB1.replace("\n\n", "\n \t\n").rstrip(), IOB1_SPANS, found={"sentences": 2, "tokens": 5}),
    Shape("trailing.tsv", IOB1.replace(" ", "\t").replace("\n", "\t\n"), IOB1_SPANS, found={"sentences": 2}),
    Shape("old.conll", "قال O\nعمر B-PER\n\n".encode("cp1256"), {"PER": 1}, "عمر", found={"encoding": "cp1256"}),
    Shape("docstart.txt", "-DOCSTART- -DOCSTART- O\nعمر N B-PER\n\n-DOCSTART- -X- -X- O\nعمر N B-PER\n", {"PER": 2},
          found={"documents": 2}),
    Shape("nbsp.txt", "12\u00a0000 O\nعمر B-PER\n\nقال O\n", {"PER": 1}, found={"tokens": 3}),
    Shape("x.v4_gold_conll", ONTONOTES, {"PER": 1, "DATE": 1}, "last year", found={"documents": 1, "tokens": 4}),
    Shape("late.conllu", SENTENCE + "# newdoc\n" + SENTENCE + "# newdoc\n" + SENTENCE, {}, found={"documents": 3}),
    Shape("copy.conllu", "0.1\tx\t_\tX\t_\t_\t_\t_\t1:x\t_\n" + SENTENCE, {}, found={"tokens": 1, "relations": {}}),
    Shape("a.ann", "T1\tX 11 16;4 7\tبيروت عمر\nT2\tY 11 16;4 7\tعمر بيروت\n", {"X": 1, "Y": 1}, "عمر بيروت",
          {"a.txt": TEXT}),
    Shape("twice.ann", "T1\tX 4 7\tعمر\nT1\tY 4 7\tعمر\n", {"X": 1}, beside={"twice.txt": TEXT}),
    Shape("slots.tsv", SLOTS, {"SimpleSpan": 2, "Host": 2}, "b c", found={"links": {"p1": 1, "p2": 1}}),
    Shape("over-lines.jsonl", over_lines(ROW, ROW), {"PER": 2}, "عمر", found={"documents": 2}),
    Shape("whole.jsonl", lines({"text": TEXT, "label": [[4.0, 7.0, "PER"]]}), {"PER": 1}, "عمر"),
    Shape("doc.jsonl", lines(DOC, DOC), {"PER": 2}, "عمر", found={"sentences": 2, "tokens": 4, "format": "spacy-json"}),
    Shape("groups.json", json.dumps(DOC | {"spans": {"sc": [{"start": 0, "end": 7, "label": "X"}]}}), {"X": 1},
          "قال عمر"),
    Shape("old.jsonl", lines(OLD, OLD), {"PER": 2}, "عمر", found={"format": "spacy-json"}),
    Shape("page.json", task({"html": PAGE}, node("/div[1]/p[1]/b[1]/text()[1]", 0, 3, "A"),
                            node("/div/p[2]/text()[2]", 0, 3, "B"), node("/html/body/div/p/b/text()", 0, 3, "C")),
          {"A": 1, "B": 1, "C": 1}, "زيد"),
    Shape("talk.json", task(DIALOGUE, talk("0", "0", "A", startOffset=7, endOffset=10), talk("1", "1", "B"),
                            talk("0", "1", "C", startOffset=0, endOffset=2)), {"A": 1, "B": 1, "C": 1}, "في بيروت"),
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_that_real_tools_write_is_read_right(shape: Shape, tmp_path: Path) -> None:
    path = tmp_path / shape.name
    path.write_bytes(shape.content if isinstance(shape.content, bytes) else shape.content.encode())
    for name, content in shape.beside.items():
        (tmp_path / name).write_text(content, "utf-8")
    found = inspect(path)
    assert found["spans"] == shape.spans
    assert {name: found[name] for name in shape.found} == shape.found
    assert not shape.covered or shape.covered in {sample["text"] for sample in found["samples"]}


@pytest.mark.parametrize("place", ["/div[1]/p[9]/text()[1]", "/div[1]", "1e3", "//", "/p[0]/text()"])
def test_a_region_whose_place_is_not_there_is_left_out_and_said(place: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(task({"html": PAGE}, node(place, 0, 3, "A")), "utf-8")
    found = inspect(path)
    assert (found["spans"], len(found["rejected"])) == ({}, 1)


def test_the_initial_view_is_taken_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_text(
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:x="http:///x.ecore">'
        '<x:Name xmi:id="5" sofa="1" begin="0" end="3"/>'
        '<cas:Sofa xmi:id="2" sofaID="other" sofaString="another"/>'
        '<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="عمر"/><cas:View sofa="2" members=""/>'
        '<cas:View sofa="1" members="5"/></xmi:XMI>', "utf-8",
    )  # fmt: skip
    found = inspect(path)
    assert (found["spans"], {sample["text"] for sample in found["samples"]}) == ({"Name": 1}, {"عمر"})


def test_a_broken_utf8_line_of_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes("قال O\nعمر B-PER\n".encode() * 20 + b"\xff\xfe O\n")
    with pytest.raises(UserError, match="line 41"):
        inspect(path)
