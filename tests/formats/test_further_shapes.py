"""More shapes of files that real tools write, and files that are none: each with what `inspect` must say of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import UserError
from annotator.formats.inspect import inspect
from annotator.formats.offsets import UNITS, Offsets
from tests.formats.test_shapes import TEXT, lines, region, task


@dataclass(frozen=True)
class Case:
    """Files by name, the first of them looked at; what is found, and a covered text; or why it is refused."""

    files: dict[str, str | bytes]
    found: dict[str, Any] = field(default_factory=dict)
    covered: str = ""
    refused: str = ""
    said: str = ""


def one(name: str, content: str | bytes, covered: str = "", **found: object) -> Case:
    return Case({name: content}, found, covered)


def none(name: str, content: str | bytes, why: str) -> Case:
    return Case({name: content}, refused=why)


def pair(annotations: str, text: str = TEXT, covered: str = "", said: str = "", **found: object) -> Case:
    return Case({"a.ann": annotations, "a.txt": text}, found, covered, said=said)


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", ".", 1), content)
    return buffer.getvalue()


def rows(body: str, head: str = "#T_SP=webanno.custom.Span|value\n", version: str = "3.3") -> str:
    return f"#FORMAT=WebAnno TSV {version}\n{head}\n\n{body}"


def cas(*structures: dict[str, Any], types: dict[str, Any] | None = None, aside: tuple[int, ...] = ()) -> str:
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT}
    members = [each["%ID"] for each in structures if each["%ID"] not in aside]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    return json.dumps({"%TYPES": types or {}, "%FEATURE_STRUCTURES": [sofa, *structures], "%VIEWS": views})


def xmi(body: str, text: str = "a b") -> str:
    return (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:x="http:///x.ecore">'
        f'{body}<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="{text}"/>'
        '<cas:View sofa="1" members="2 3 4 5"/></xmi:XMI>'
    )


def words(**further: object) -> str:
    return lines({"tokens": ["قال", "عمر"], "ner_tags": [0, 1]} | further)


CARD = (
    "---\ndataset_info:\n  features:\n  - name: tokens\n    sequence: string\n  - name: ner_tags\n    sequence:\n"
    "      class_label:\n        names:\n          '0': O\n          '1': B-PER\n  splits:\n  - name: train\n---\n# x\n"
)
LISTED = CARD.replace("          '0': O\n          '1': B-PER\n", "        - O\n        - B-PER\n")
INFO = {"ner_tags": {"feature": {"names": ["O", "B-PER"], "_type": "ClassLabel"}, "_type": "Sequence"}}
PER = {"PER": 1}
CHAIN = (
    '<x:CoreferenceChain xmi:id="2" first="3"/><x:CoreferenceLink xmi:id="3" sofa="1" begin="0" end="1" next="4"/>'
    '<x:CoreferenceLink xmi:id="4" sofa="1" begin="2" end="3" next="3"/>'
)
LONG = TEXT * 2600
SHORT = {"id": 1, "text": TEXT, "annotator": 1, "annotation_id": 2,
         "l": [{"start": 4, "end": 7, "text": "عمر", "labels": ["PER"]}]}  # fmt: skip
PRODIGY = {"text": TEXT, "_input_hash": 1, "answer": "accept", "tokens": [{"start": 0, "end": 3, "id": 0},
           {"start": 4, "end": 7, "id": 1}], "spans": [{"token_start": 0, "token_end": 1, "label": "PER"}]}  # fmt: skip
OLD_TOKENS = [{"orth": "a", "ner": "U-PER"}, {"orth": "b", "ner": "-"}]
LATER = "T1\tPER 4 7\tعمر\n"
DEPENDENCY = "# text = x y\n1\tx\t_\tX\t_\t_\t0\troot\t_\t{}\n2\ty\t_\tX\t_\t_\t1\tdep\t_\t{}\n\n"
CASES = {
    # brat
    "roles": pair(LATER + "T2\tGPE 11 16\tبيروت\nR1\tIn Who:T1 Where:T2\n", relations={"In": 1}),
    "lines that are none": pair(
        LATER + "R1\tX Arg1:T1\nE1\tnothing\nE2\tX:T1 loose\n*\tEquiv T1\nT2\tX 5 4;9 6\tx\nQ\n", spans=PER,
        said="cannot read", rejected=6),
    "a text is not said": pair("T1\tPER 4 7\n", spans=PER, covered="عمر"),
    "a BOM before the lines": pair("\ufeff" + LATER, spans=PER, rejected=0),
    "events in events": pair(
        LATER + "T2\tSay 0 3\tقال\nE1\tSay:T2 Who:T1\nE2\tSay:T2 What:E1 Who2:T1\nM1\tNegation E1\n",
        spans={"PER": 1, "Say": 1}, relations={}, rejected=0),
    "a relation of an event": pair(
        LATER + "T2\tSay 0 3\tقال\nE1\tSay:T2 Who:T1\nR1\tCause Arg1:E1 Arg2:T1\n", relations={"Cause": 1}),
    "line breaks as blanks": pair("T1\tX 0 7\tسطر ثان\n", "سطر\nثان", "سطر\nثان", said="blanks"),
    "both files of a shared task": Case(
        {"a.a2": "T2\tSay 0 3\tقال\nE1\tSay:T2 Who:T1\n", "a.a1": LATER, "a.txt": TEXT},
        {"spans": {"PER": 1, "Say": 1}, "format": "brat"}),
    # columns
    "items of uneven width": one("a.iob", "قال|V|O عمر|B-PER\nقال|O\n", "عمر", spans=PER, tokens=3, sentences=2),
    "an item without a tag": none("a.iob", "قال|O عمر|B-PER\n" * 2500 + "قال عمر|O\n", "line 2501: 1 columns"),
    "the gold of three columns": one("a.txt", "a N B-X O O\nb N I-X B-X O\nc N O I-X B-X\n", spans={"X": 3}),
    "tabs and blanks alike": one("a.conll", "EU\tN B-ORG\nx\tV O\n", "EU", spans={"ORG": 1}, tokens=2),
    "a label with a blank": one("a.tsv", "عمر\tB-اسم شخص\nقال\tO\n", "عمر", spans={"اسم شخص": 1}, format="conll"),
    "columns of SemEval": one(
        "a.conll", "#begin document x\n1\tقال\t_" + "\t_" * 10 + "\t_\n2\tعمر\t_" + "\t_" * 9 + "\t(person)\t_\n",
        "عمر", spans={"person": 1}, tokens=2),
    "a number is a token": one("a.conll", "129 -X- O B-X\n", "129", tokens=1),
    "one, and it is a token": one("a.conll", "1 -X- O B-X\n", "1", tokens=1),
    "an empty token": none("a.tsv", "a\tB-X\nb\tO\n\tO\n", "line 3: an empty token"),
    "nothing but document lines": one("a.conll", "-DOCSTART- -X- O O\n\n", documents=1, spans={}),
    # CoNLL-U
    "columns of its own": none("a.cupt", "# global.columns = ID FORM MWE\n1\ta\t*\n", "line 2"),
    "a range without words": none("a.conllu", "1-9\ta\t_\t_\t_\t_\t_\t_\t_\t_\n" + DEPENDENCY[13:], "range 1-9"),
    "words within the text": one("a.conllu", DEPENDENCY.replace("x y", "xy"), documents=1, tokens=2),
    "pieces that touch": one("a.conllu", "# global.Entity = eid-etype\n" + DEPENDENCY.format(
        "Entity=(e1[1/2]-X)", "Entity=(e1[2/2]-X)").replace("x y", "xy"), "xy", spans={"X": 1}),
    # WebAnno TSV
    "a gap too wide": none("a.tsv", rows("#Text=a\n1-1\t9000000-9000001\ta\t_\t\n"), "missing"),
    "a row without a text": none("a.tsv", rows("1-1\t0-1\ta\t_\t\n"), "line 5: a row without"),
    "a chain without a number": none(
        "a.tsv", rows("#Text=a\n1-1\t0-1\ta\tx\t*\t\n", "#T_CH=x.Link|a|b\n"), "without its number"),
    "an empty place in a stack of chains": one(
        "a.tsv", rows("#Text=a\n1-1\t0-1\ta\t*[1]|_\t*->1-1|_\t\n", "#T_CH=x.Link|a|b\n"), spans={}, links={"Link": 1}),
    "no slot": none("a.tsv", rows("#Text=a\n1-1\t0-1\ta\tr\tx\t\n", "#T_SP=x.H|ROLE_x.H:l_x.L|x.S\n"), "no slot"),
    "a slot that nothing fills": one(
        "a.tsv", rows("#Text=a\n1-1\t0-1\ta\tr\t1-9\t\n", "#T_SP=x.H|ROLE_x.H:l_x.L|x.S\n#T_RL=x.R|v|BT_x.H\n")
        .replace("1-9\t\n", "1-9\t_\t_\t\n"), spans={"H": 1}, links={}),
    "relations in a stack": one(
        "a.tsv", rows("#Text=a b\n1-1\t0-1\ta\tX\t_\t_\t\n1-2\t2-3\tb\tY\tr|_\t1-1|_\t\n",
                      "#T_SP=x.Span|value\n#T_RL=x.R|v|BT_x.Span\n"), relations={"R": 1}),
    "escapes of Java": one("a.tsv", rows("#Text=\\u0642\\101\\q b\n1-1\t0-3\tقAq\tX\t\n1-2\t4-5\tb\t_\t\n",
                                         version="3.1"), "قAq", spans={"Span": 1}),
    "a sentence without tokens": one(
        "a.tsv", rows("#Text=a\n1-1\t0-1\ta\tX\t\n\n#Text=\n\n#Text=b\n2-1\t3-4\tb\tX\t\n\n#Text=\n"), "b",
        spans={"Span": 2}),
    "no head of a layer": none("a.tsv", rows("#Text=a\n1-1\t0-1\ta\tX\t\n", "#T_XX=x.Y|v\n"), "line 2: not the head"),
    "a header and nothing below": none("a.tsv", rows("\n"), "before its first sentence"),
    "a token that ends first": none("a.tsv", rows("#Text=a\n1-1\t1-0\ta\tX\t\n"), "line 6: the token ends"),
    "texts that are all others": none(
        "a.tsv", rows("#Text=a b c\n1-1\t0-1\tx\t_\t\n1-2\t2-3\ty\t_\t\n1-3\t4-5\tz\t_\t\n"), "the token covers"),
    "a chain over two words": one(
        "a.tsv", rows("#Text=a b\n# said\n1-1\t0-1\ta\t*[1]\t*->1-1\t\n1-2\t2-3\tb\t*[1]\t*->1-1\t\n",
                      "#T_CH=x.Link|a|b\n"), links={"Link": 1}),
    "a stack with an empty place": one("a.tsv", rows("#Text=a\n1-1\t0-1\ta\tX|_\t\n"), spans={"Span": 1}),
    "pieces outside of ours": none(
        "a.tsv", rows('#Text=a\n1-1\t0-1\ta\t{"fragments": \\[\\[0, 1\\], \\[2, 9\\]\\]}\t\n',
                      "#T_SP=webanno.custom.Span|raqim\n"), "outside the text"),
    # UIMA
    "a chain": one("a.xmi", xmi(CHAIN), spans={"CoreferenceLink": 2}),
    "structures by id": one(
        "a.json", json.dumps(json.loads(cas({"%ID": 2, "%TYPE": "x.Name", "@sofa": 1, "begin": 4, "end": 7})) | {
            "%FEATURE_STRUCTURES": {"1": {"%TYPE": "uima.cas.Sofa", "sofaString": TEXT, "sofaID": "_InitialView"},
                                    "2": {"%TYPE": "x.Name", "@sofa": 1, "begin": 4, "end": 7}}}), "عمر"),
    "structures as a text": none("a.json", '{"%TYPES":{},"%FEATURE_STRUCTURES":"x"}', "neither a list"),
    "a description without a name": one("a.xmi", xmi('<x:DocumentMetaData xmi:id="2" documentId=""/>'), spans={}),
    "a filler that is not there": one("a.json", cas(
        {"%ID": 2, "%TYPE": "x.Host", "@sofa": 1, "begin": 0, "end": 3, "@links": [3]},
        {"%ID": 3, "%TYPE": "x.Link", "role": "r", "@target": 9}, aside=(3,)), spans={"Host": 1}, links={}),
    "elements too deep": none("a.xmi", xmi('<x:N xmi:id="2">' + "<a>" * 300), "nested too deeply"),
    "a feature twice": one("a.xmi", xmi('<x:N xmi:id="2" sofa="1" begin="0" end="1" v="p"><v>q</v></x:N>'),
                           spans={"N": 1}),
    # doccano
    "labels of a text": one("a.jsonl", lines({"id": 1, "text": TEXT, "annotations": [{"label": 2, "user": 1}]}),
                            format="doccano", documents=1, spans={}),
    "classes with scores": one("a.jsonl", lines({"text": TEXT, "cats": {"x": 0.5}}), documents=1, spans={}),
    "rows that are none": one("a.json", json.dumps([{"text": TEXT, "label": [[4, 7, "PER"]]}, 7]), spans=PER,
                              rejected=1),
    # Label Studio
    "the second of two texts": one(
        "a.json", task({"title": "عنوان طويل", "body": TEXT}, region(4, 7, "PER", text="عمر")), "عمر", spans=PER),
    "two texts, UTF-16": one(
        "a.json", task({"title": "عنوان", "body": "😊 " + TEXT}, region(7, 10, "PER", text="عمر")), "عمر",
        offset_unit="utf16"),
    "no text fits": none("a.json", task({"a": "قال", "b": "عمر"}, region(0, 3, "PER", text="زيد")), "زيد"),
    "paths in plain labels": one(
        "a.json", task({"html": "<p>قال <b>عمر</b>"}, region("/p/b/text()", "/p/b/text()", "PER", startOffset=0,
                                                           endOffset=3)), "عمر", spans=PER),
    "paragraphs that end unsaid": one(
        "a.json", task({"html": "<ul><li>قال<li><i>عمر</ul>x"}, region("/ul/li[2]/i/text()", "/ul/li[2]/i/text()",
                       "PER", "hypertextlabels", startOffset=0, endOffset=3)), "عمر", spans=PER),
    "places by number in a page": one(
        "a.json", task({"html": "<p>قال</p>"}, region("0", "3", "PER", "hypertextlabels")), "قال", spans=PER),
    "the short form, twice": one(
        "a.json", json.dumps([SHORT, SHORT | {"annotator": 2}]), "عمر", format="label-studio", documents=1,
        spans={"PER": 2}),
    "a picture": one("a.json", json.dumps([{"data": {"image": 7}, "annotations": []},
                                           {"data": {"text": TEXT}, "annotations": []}]), documents=1, rejected=1),
    "several labels, a score, a leftward arrow, a person": one(
        "a.json", json.dumps([{"data": {"text": TEXT}, "predictions": [7], "annotations": [{
            "completed_by": {"email": "a@b"}, "result": [
                {"id": "a", "type": "labels", "score": 0.5, "value": {"start": 4, "end": 7, "labels": ["PER", "X"]}},
                {"id": "b", "type": "labels", "value": {"start": 0, "end": 3, "labels": ["V"]}},
                {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left"}]}]}]),
        "عمر", spans={"PER": 1, "V": 1}, relations={"RELATION": 1}),
    # Prodigy
    "tokens alone say where": one("a.jsonl", lines(PRODIGY), "قال عمر", spans=PER),
    "a task without a text": one("a.jsonl", lines({"image": "x", "answer": "accept"}, PRODIGY), spans=PER, rejected=1),
    "no task with a text": none("a.jsonl", lines({"text": None, "answer": "accept"}), "no task with a text"),
    "a relation to no token": none(
        "a.jsonl", lines(PRODIGY | {"relations": [{"head": 9, "child": 0}]}), "no token has the id"),
    # spaCy
    "texts that were skipped": one(
        "a.json", json.dumps({"annotations": [[TEXT, {"entities": [[4, 7, "PER"]], "cats": {"x": 1}}], None]}),
        "عمر", spans=PER, rejected=1),
    "a pair that is none": none("a.json", json.dumps([[TEXT, {"entities": []}], ["x"]]), "document 2"),
    "tokens that are not in the text": one(
        "a.json", json.dumps([{"paragraphs": [{"raw": "x y", "sentences": [{"tokens": OLD_TOKENS}]}]}]), "a",
        spans=PER, tokens=2),
    "what a document says of itself": one(
        "a.jsonl", lines({"text": TEXT, "ents": [{"start": 4, "end": 7, "label": "PER"}], "cats": {"x": 1.0}}), "عمر"),
    # Hugging Face
    "names in a card": Case({"a.jsonl": words(), "README.md": CARD}, {"spans": PER, "tags": "bio"}, "عمر"),
    "names in a list of a card": Case({"a.jsonl": words(), "README.md": LISTED}, {"spans": PER}, "عمر"),
    "names two folders up": Case({"data/default/a.jsonl": words(), "README.md": CARD}, {"spans": PER}),
    "names in a description": Case({"a.jsonl": words(), "dataset_info.json": json.dumps({"features": INFO})},
                                   {"spans": PER}),
    "names by number, of a configuration": Case(
        {"a.jsonl": words(), "dataset_infos.json": json.dumps({"x": {"features": {"ner_tags": [
            {"names": {"0": "O", "1": "B-PER"}}]}}})}, {"spans": PER}),
    "names that two configurations tell otherwise": Case(
        {"a.jsonl": words(), "README.md": CARD + CARD.replace("PER", "LOC")[3:]}, {"spans": PER}),
    "configurations that differ": Case(
        {"a.jsonl": words(), "dataset_infos.json": json.dumps({
            "x": {"features": INFO}, "y": {"features": {"ner_tags": {"names": ["O", "B-LOC"]}}}})},
        refused="names are not in the file"),
    "a card that is none": Case({"a.jsonl": words(), "README.md": b"\xff\xfe\xff"}, refused="names are not"),
    "a description that is none": Case({"a.jsonl": words(), "dataset_info.json": "[7]"}, refused="names are not"),
    "a missing tag": Case({"a.jsonl": words(ner_tags=[-1, 1]), "README.md": CARD}, {"spans": PER}),
    "a tag for each": none("a.jsonl", words(ner_tags=["O"]), "1 tags for 2 tokens"),
    "a token that is not in the text": none("a.jsonl", words(text="x", ner_tags=["O", "O"]), "not in the text"),
    "words without tags": one("a.jsonl", lines({"words": ["a"], "ner_tags": "x", "tags": "y"}), tokens=1, spans={}),
    # tables, pages, texts
    "a row that is empty": one("a.csv", "id,text\n1,a\n\n2,b\n", documents=2),
    "an empty table": none("a.csv", "", "empty"),
    "a page in disguise": one("a.txt", "<!DOCTYPE html><html><body><p>قال</p></body></html>", format="html"),
    "an empty text": none("a.txt", b"\xef\xbb\xbf", "empty"),
    "Latin bytes": one("a.txt", "Le café et l'été, où la forêt est très âgée.".encode("cp1252"), documents=1),
    "no text at all": none("a.txt", b"\x01\x02\x03" * 50, "no known format"),
    "one odd byte far down": one("a.txt", b"a " * 40_000 + b"\xe9", documents=1),
    "a page that is nothing": none("a.docx", zipped(word="x"), "a.docx"),
    # archives
    "a zip of things that do not count": one(
        "a.zip", zipped(a__conll="قال O\nعمر B-PER\n", b__conf="x", c__bin="\x00\x01", __hidden="x", d__txt=""),
        spans=PER, documents=1),
    "a zip that holds an XMI file as it is": one("a.zip", zipped(a__xmi=xmi(CHAIN)), spans={"CoreferenceLink": 2}),
    "a zip of CAS JSON": one("a.zip", zipped(a__json=cas({"%ID": 2, "%TYPE": "x.N", "begin": 4, "end": 7})), "عمر"),
    "a zip without documents": none("a.zip", zipped(b__conf="x"), "no document of a known format"),
    # a first row longer than what is looked at first
    "doccano behind a long text": one(
        "a.jsonl", lines({"text": LONG, "label": [[4, 7, "PER"]]}), "عمر", format="doccano", spans=PER),
    "a task behind a long text": one("a.json", task({"text": LONG}, region(4, 7, "PER", text="عمر")), "عمر", spans=PER),
    "a long task before its text": one("a.json", json.dumps([{"annotations": [{"result": [
        region(4, 7, "PER", text="عمر") | {"id": f"r{number}"} for number in range(400)]}],
        "data": {"text": TEXT}}]), "عمر", spans={"PER": 400}),
    "a long pair": one("a.json", json.dumps([[LONG, {"entities": [[4, 7, "PER"]]}]]), "عمر", spans=PER),
    "a long value that ends nowhere": none("a.json", json.dumps([{"text": LONG}])[:-2], "a.json"),
    # native
    "halves that were not there": none("a.jsonl", lines({"id": "1", "text": "a", "layers": [], "split_pairs": [5]}),
                                       "no split pair"),
    "indexes as ends": one("a.jsonl", lines({"id": "1", "text": TEXT, "spans": [
        {"start": 0, "end": 3, "label": "V"}, {"start": 4, "end": 7, "label": "PER"}],
        "relations": [{"type": "By", "head": 0, "tail": 1}]}), relations={"By": 1}),
    "an index that is none": none("a.jsonl", lines({"id": "1", "text": TEXT, "spans": [], "relations": [
        {"type": "By", "head": 0, "tail": 1}]}), "index 0"),
    "a newer version": none("a.jsonl", '{"raqim": 99}\n', "newer version"),
    "a token outside": none("a.jsonl", lines({"id": "1", "text": "x", "layers": [], "tokens": [[0, 9]]}), "outside"),
    "attributes that are none": none("a.jsonl", lines({"id": "1", "text": TEXT, "relations": [], "spans": [
        {"start": 0, "end": 3, "label": "V", "attributes": [1]}]}), "not an object"),
    "fragments that are none": none("a.jsonl", lines({"id": "1", "text": TEXT, "relations": [], "spans": [
        {"start": 0, "end": 7, "label": "V", "fragments": [[0, 3], [2, 7]]}]}), "fragments"),
    "a kind that is none": none("a.jsonl", lines({"id": "1", "text": TEXT, "layers": [{"kind": "x"}]}), "kind"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_file_is_read_as_it_is_meant_or_refused_in_a_sentence(case: Case, tmp_path: Path) -> None:
    for name, content in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    first = tmp_path / next(iter(case.files))
    if case.refused:
        with pytest.raises(UserError, match=case.refused):
            inspect(first)
        return
    found = inspect(first)
    found["rejected"] = len(found["rejected"])
    assert {name: found[name] for name in case.found} == case.found
    assert not case.covered or case.covered in {sample["text"] for sample in found["samples"]}
    assert case.said in " ".join(found["warnings"]) or found["rejected"]


BROKEN = "قال 😊 عُمَر\r\nفي 👩‍👩‍👧 حلب\r\nو😊 ثم دمشق"


def labelled(name: str, folder: Path, text: str, start: int, end: int) -> Path:
    """A file of a format in which the last word of a text is labelled."""
    own = "دمشق"
    (folder / "a.txt").write_bytes(text.encode())
    content = {
        "a.ann": f"T1\tLOC {start} {end}\t{own}\n",
        "a.json": task({"text": text}, region(start, end, "LOC", text=own)),
        "prodigy.jsonl": lines({"text": text, "answer": "accept", "spans": [
            {"start": start, "end": end, "label": "LOC", "text": own}]}),
        "doccano.jsonl": lines({"text": text, "label": [[start, end, "LOC"]]}),
    }  # fmt: skip
    (folder / name).write_text(content[name], "utf-8")
    return folder / name


PROVEN = [(name, unit) for name in ("a.ann", "a.json", "prodigy.jsonl", "doccano.jsonl") for unit in UNITS
          if (name, unit) != ("doccano.jsonl", "byte")]  # fmt: skip
"""Files and units. Nothing in a file of doccano could prove bytes, and it never counts them."""


@pytest.mark.parametrize("ends", ["LF", "CRLF as two", "CRLF as one"])
@pytest.mark.parametrize(("name", "unit"), PROVEN)
def test_any_unit_and_any_line_end_is_found_out(name: str, unit: str, ends: str, tmp_path: Path) -> None:
    text = BROKEN.replace("\r\n", "\n") if ends == "LF" else BROKEN
    counted = BROKEN if ends == "CRLF as two" else BROKEN.replace("\r\n", "\n")
    offsets, start = Offsets(counted, unit), counted.index("دمشق")
    path = labelled(name, tmp_path, text, offsets.from_codepoint(start), offsets.from_codepoint(start + 4))
    found = inspect(path)
    assert (found["samples"], found["offset_unit"]) == ([{"label": "LOC", "text": "دمشق"}], unit)
    said = any("CRLF counts as one" in each for each in found["warnings"])
    assert said == (ends == "CRLF as one" and unit != "grapheme")
