"""Fuzzing from made seeds: every importer refuses or reads, never crashes, hangs or swallows memory.

A short draw always; `make test-all` gives every importer a minute and a thousand inputs at least. The inputs of a
format are one fixed list, whatever the machine: a fast one gets further down in it, none beyond its end.
"""

from __future__ import annotations

import random
import re
import signal
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest

from annotator.core.document import Header
from annotator.core.errors import UserError
from annotator.formats.base import Format, WriteOptions
from annotator.formats.foreign import drawn, foreign
from annotator.formats.layers import plain_layer
from annotator.formats.registry import FORMATS, format_named
from annotator.formats.soundness import sound
from tests.formats.made import article, document

NAMES = [each.name for each in FORMATS if each.reads and each.name != "archive"]
MOST_SECONDS = 5
MOST_INPUTS = 20_000
"""The end of the list of inputs. All of them were tried when the importers were last changed."""
MOST_MEMORY = 150 << 20
TOKENS = (
    b"\x00", b"\xff", b"\t", b"\n", b"\r\n", b" ", b"|", b";", b"\\", b"[", b"]", b"{", b"}", b'"', b",", b":", b"-1",
    b"0", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true", b"\xf0\x9f\x98\x8a", b"\\ud800", b"&amp;", b"<",
    b">", b"#Text=", b"-DOCSTART- -X- O O\n", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"T1\t", b"(e1-X-1-", b"e1)", b"[1/2]",
    b"*", b"_", b"1-1", b"->1-1", b"@sofa", b"%ID", b"start", b"end",
)  # fmt: skip


FURTHER = {
    "label-studio": {
        "page.json": '[{"data":{"text":"<p>قال <b>عمر</b></p>"},"annotations":[{"result":[{"type":"hypertextlabels",'
        '"value":{"start":"/p[1]/b[1]/text()[1]","startOffset":0,"end":"/p[1]/b[1]/text()[1]","endOffset":3,'
        '"hypertextlabels":["X"]}}]}]}]',
        "dialogue.json": '[{"data":{"d":[{"author":"a","text":"قال"},{"author":"b","text":"عمر"}]},"annotations":'
        '[{"result":[{"type":"paragraphlabels","value":{"start":"0","end":"1","startOffset":1,"endOffset":2,'
        '"paragraphlabels":["X"]}}]}]}]',
    },
    "conll": {
        "2012.conll": "#begin document (a); part 000\n"
        "a 0 0 قال V (S* - - - - * -\na 0 1 عمر N *) - - - - (PER) (1)\n\n#end document\n",
    },
    "spacy-json": {
        "old.json": '[{"id":0,"paragraphs":[{"raw":"a b","sentences":[{"tokens":['
        '{"orth":"a","ner":"U-X"},{"orth":"b","ner":"O"}]}]}]}]',
        "doc.jsonl": '{"text":"قال عمر","ents":[{"start":4,"end":7,"label":"X"}],"tokens":[{"start":0,"end":3}]}\n',
    },
}
"""Files as other tools write them and ours do not, by format and name."""


def seed_files(name: str, folder: Path) -> list[Path]:
    """Files to start from: our own, or made by hand where we only read."""
    chosen = format_named(name)
    if name == "docx":
        return [word_document(folder / "seed.docx")]
    further = [folder / f"seed-{ending}" for ending in FURTHER.get(name, ())]
    for path in further:
        path.write_text(FURTHER[name][path.name.removeprefix("seed-")], "utf-8")
    return [*further, *_own_files(chosen, folder)] if chosen.writes else further


def _own_files(chosen: Format, folder: Path) -> list[Path]:
    made = [article(), document("قال عمر\nثم", (4, 7, "X"), name="d2")]
    if chosen.folder:
        chosen.write(made, Header(), folder / "seed", WriteOptions())
        return sorted(each for each in (folder / "seed").rglob("*") if each.suffix in chosen.suffixes)
    path = folder / f"seed{chosen.suffixes[0]}"
    chosen.write(made, Header(), path, WriteOptions())
    return [path]


def word_document(path: Path) -> Path:
    import zipfile

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:p><w:r><w:t>قال عمر</w:t><w:tab/><w:t>ثم</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        part = zipfile.ZipInfo("word/document.xml")  # its fixed date keeps the bytes the same on every run
        archive.writestr(part, f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return path


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few things wrong."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed) + 1)
        kind = chance.randrange(6)
        if kind == 0 and changed:
            changed[place % len(changed)] = chance.randrange(256)
        elif kind == 1:
            changed[place:place] = chance.choice(TOKENS)
        elif kind == 2:
            del changed[place : place + chance.randint(1, 40)]
        elif kind == 3:
            end = min(len(changed), place + chance.randint(1, 80))
            changed[place:place] = changed[place:end] * chance.randint(1, 3)
        elif kind == 4:
            del changed[place:]
        else:
            token = chance.choice(TOKENS)
            changed[place : place + len(token)] = token
    return bytes(changed)


class HangError(BaseException):
    """Reading takes too long; nothing that catches a library's exceptions catches this."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise HangError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def attempt(chosen: Format, path: Path) -> None:
    """Read; whatever comes must be sound or refused in a sentence."""
    with limited(MOST_SECONDS), suppress(UserError):
        for each in chosen.read(path).documents:
            after, _ = sound(each)
            for layer in after.layers:
                assert all(0 <= s.start < s.end <= len(after.document.text) for s in layer.spans)


def fuzz(name: str, folder: Path, inputs: int, seconds: float, most: int = MOST_INPUTS, list_name: str = "") -> int:
    """Try the inputs of a list: so many, and on until so much time is over or the list ends."""
    chosen = format_named(name)
    seeds = seed_files(name, folder)
    assert seeds
    contents = {seed: seed.read_bytes() for seed in seeds}
    chance = random.Random(list_name or name)
    began, count = time.monotonic(), 0
    while count < inputs or (count < most and time.monotonic() - began < seconds):
        seed = chance.choice(seeds)
        data = mutated(contents[seed], chance)
        seed.write_bytes(data)
        try:
            attempt(chosen, seed)
        except BaseException as error:
            error.add_note(f"input {count} of the list {list_name or name}: {data!r}")
            raise
        seed.write_bytes(contents[seed])
        count += 1
    return count


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_a_short_draw_of_broken_files_breaks_nothing(name: str, tmp_path: Path) -> None:
    assert fuzz(name, tmp_path, 40, 0) >= 40


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_a_minute_of_broken_files_breaks_nothing(name: str, tmp_path: Path) -> None:
    assert fuzz(name, tmp_path, 1000, 60) >= 1000


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["conllu", "webanno-tsv", "uima-xmi", "brat", "jsonl", "doccano", "csv", "conll"])
def test_huge_numbers_in_a_file_take_no_memory(name: str, tmp_path: Path) -> None:
    chosen = format_named(name)
    for path in seed_files(name, tmp_path):
        data = path.read_bytes()
        for old in (b"1-1", b"0-", b"\t1\t", b'"0"', b" 4 ", b":4", b"0"):
            if old in data:
                path.write_bytes(data.replace(old, old.replace(b"0", b"1") + b"99999999", 1))
                tracemalloc.start()
                attempt(chosen, path)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                assert peak < MOST_MEMORY + 10 * len(data)
        path.write_bytes(data)


ABSURD = (b"9" * 5000, b"1e999", "²".encode(), "٣".encode(), b"-0", b"0.5", b"null", b"[" * 3000, b'"x"', b"true", b"")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"docx", "spacy", "hf"}])
def test_absurd_numbers_are_read_or_refused(name: str, tmp_path: Path) -> None:
    """Thousands of digits, infinity, digits that are no numbers: at every place where a number stands."""
    chosen = format_named(name)
    chance = random.Random(name)
    for path in seed_files(name, tmp_path):
        data = path.read_bytes()
        places = [match.span() for match in re.finditer(rb"\d+", data)]
        for start, end in chance.sample(places, min(6, len(places))):
            for absurd in ABSURD:
                path.write_bytes(data[:start] + absurd + data[end:])
                attempt(chosen, path)
        path.write_bytes(data)


def test_a_library_s_complaint_is_a_sentence_and_a_bug_of_ours_is_not() -> None:
    with pytest.raises(TypeError), foreign("%(reason)s"):
        plain_layer({"spans": 1}, "")
    with pytest.raises(UserError, match=r"a\.x: KeyError 'y'"), foreign("%(file)s: %(reason)s", file="a.x"):
        dict[str, int]()["y"]
    with pytest.raises(UserError, match="3: "):
        list(drawn(map(int, "12x"), "%(count)d: %(reason)s"))
