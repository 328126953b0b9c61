from __future__ import annotations

import importlib.util
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.arabic import fold, is_dropped
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested
from annotator.project.jobs import Worker
from annotator.suggest.camel import camel_hindrance, suggest_with_camel
from annotator.suggest.camel_data import NER, camel_folder, read_catalogue
from annotator.suggest.camel_entities import SKIPPED, entities, suggestions_of
from annotator.suggest.camel_morphology import clitic_letters, load_clitics
from annotator.suggest.camel_words import CamelWord, camel_words, runs
from tests.suggest import tiny_camel

THERE = importlib.util.find_spec("camel_tools") is not None or "RAQIM_ALL" in os.environ
needs_camel = pytest.mark.skipif(not THERE, reason="camel-tools is not installed")
ARABIC_BLOCKS = (
    range(0x600, 0x700), range(0x750, 0x780), range(0x870, 0x8A0), range(0x8A0, 0x900),
    range(0xFB50, 0xFE00), range(0xFE70, 0xFF00), range(0x10EC0, 0x10F00), range(0x1EE00, 0x1EF00),
)  # fmt: skip


def words_of(text: str) -> list[CamelWord]:
    found, place = [], 0
    for each in text.split():
        place = text.index(each, place)
        found.append(CamelWord(place, place + len(each), each))
        place += len(each)
    return found


# ---- without camel-tools ---------------------------------------------------------------------------------


def test_labels_on_words_spell_out_entities() -> None:
    labels = ["B-PERS", "I-PERS", "O", "I-ORG", SKIPPED, "I-ORG", "B-ORG", "I-LOC"]
    assert list(entities(labels)) == [(0, 2, "PERS"), (3, 6, "ORG"), (6, 7, "ORG"), (7, 8, "LOC")]


def test_a_skipped_word_behind_an_entity_is_not_taken_in() -> None:
    assert list(entities(["B-PERS", SKIPPED, "O"])) == [(0, 1, "PERS")]


@given(st.lists(st.sampled_from([*tiny_camel.LABELS, SKIPPED])))
def test_entities_never_overlap_and_hold_their_first_and_last_word(labels: list[str]) -> None:
    end = 0
    for first, last, _kind in entities(labels):
        assert end <= first < last
        assert SKIPPED not in (labels[first], labels[last - 1])
        end = last


@given(st.lists(st.tuples(st.sampled_from(["قال", "،", "."]), st.integers(1, 9))))
def test_runs_cover_a_sentence_within_the_limit(words: list[tuple[str, int]]) -> None:
    pieces = [count for _word, count in words]
    cuts = list(runs([word for word, _count in words], pieces, 9))
    assert [place for first, last in cuts for place in range(first, last)] == list(range(len(words)))
    assert all(sum(pieces[first:last]) <= 9 for first, last in cuts)


def test_a_long_sentence_is_cut_behind_a_stop_near_the_limit() -> None:
    words = ["كلمة"] * 8 + ["،"] + ["كلمة"] * 8
    assert list(runs(words, [1] * 17, 10)) == [(0, 9), (9, 17)]


def test_a_place_is_left_out_unless_asked_for() -> None:
    text = "أحمد في دمشق"
    labels = ["B-PERS", "O", "B-LOC"]
    assert [each.label for each in suggestions_of(text, words_of(text), labels, places=False)] == ["ACTOR"]
    assert len(list(suggestions_of(text, words_of(text), labels, places=True))) == 2


def test_punctuation_at_the_edges_stays_outside_and_a_closed_pair_inside() -> None:
    text = "« وكالة الأنباء ( سانا ) »"
    labels = ["B-ORG"] + ["I-ORG"] * 6
    assert [text[each.start : each.end] for each in suggestions_of(text, words_of(text), labels, places=False)] == [
        "وكالة الأنباء ( سانا )"
    ]


def test_punctuation_alone_is_no_mention() -> None:
    assert not list(suggestions_of("« »", words_of("« »"), ["B-ORG", "I-ORG"], places=False))


def test_an_organisation_gets_the_kind_of_its_head_noun() -> None:
    text = "وزارة الدفاع"
    (each,) = suggestions_of(text, words_of(text), ["B-ORG", "I-ORG"], places=False)
    assert each.attributes == {"kind": "government"}


@pytest.mark.parametrize(
    ("analysis", "letters"),
    [
        ({"prc2": "wa_conj", "prc1": "bi_prep", "source": "lex"}, "وب"),
        ({"prc2": "0", "prc1": "li_prep", "source": "lex"}, "ل"),
        ({"prc2": "0", "prc1": "sa_fut", "source": "lex"}, ""),
        ({"prc2": "na", "prc1": "na", "source": "punc"}, ""),
        ({"prc2": "wa_conj", "prc1": "0", "source": "backoff"}, None),
    ],
)
def test_clitics_are_read_off_an_analysis(analysis: dict[str, str], letters: str | None) -> None:
    assert clitic_letters(analysis) == letters


# ---- what is installed ------------------------------------------------------------------------------------


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("no_network")
def test_without_data_nothing_is_imported_and_the_network_not_touched(tmp_path: Path) -> None:
    before = {name for name in sys.modules if name.startswith("camel_tools.")}
    assert camel_hindrance(tmp_path)
    assert load_clitics(tmp_path) is None
    with pytest.raises(UserError):
        suggest_with_camel("سانا", str(tmp_path))
    assert {name for name in sys.modules if name.startswith("camel_tools.")} == before
    assert not list(tmp_path.iterdir())


def test_without_a_catalogue_the_shipped_names_stand_with_size_and_licence(tmp_path: Path) -> None:
    catalogue = read_catalogue(tmp_path)
    assert not catalogue.fetched
    package = catalogue.package("ner-arabert")
    assert package is not None
    assert package.size > 500e6
    assert package.licence == "AraBERT"
    assert package.used
    assert all(each.size and each.licence and not each.installed for each in catalogue.packages)


def test_a_damaged_catalogue_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text("<html>log in first</html>")
    assert not read_catalogue(tmp_path).fetched


def test_a_package_counts_as_installed_once_all_its_files_are_there(tmp_path: Path) -> None:
    facts = {
        "package_type": "http", "private": False, "version": "1", "destination": "ner/arabert", "license": "MIT",
        "size": 3, "files": [{"path": "config.json", "sha256": ""}, {"path": "vocab.txt", "sha256": ""}],
    }  # fmt: skip
    tiny_camel.write_catalogue(tmp_path, {"ner-arabert": facts, "ner-all": {"package_type": "meta", "private": False}})
    (tmp_path / "versions.json").write_text('{"ner-arabert": "1"}')
    place = tmp_path / "data" / "ner" / "arabert"
    place.mkdir(parents=True)
    (place / "config.json").touch()
    assert [each.installed for each in read_catalogue(tmp_path).packages] == [False]
    (place / "vocab.txt").touch()
    assert [each.installed for each in read_catalogue(tmp_path).packages] == [True]
    assert read_catalogue(tmp_path).dataset(NER) is None  # no weights
    (place / "model.safetensors").touch()
    assert read_catalogue(tmp_path).dataset(NER) == ("arabert", place)


def test_a_package_that_names_itself_as_needed_comes_once(tmp_path: Path) -> None:
    facts = {"package_type": "http", "private": False, "dependencies": ["morphology-db-glf-01"]}
    tiny_camel.write_catalogue(tmp_path, {"morphology-db-glf-01": facts})
    assert [each.name for each in read_catalogue(tmp_path).with_dependencies("morphology-db-glf-01")] == [
        "morphology-db-glf-01"
    ]


def test_the_folder_is_camels_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert camel_folder() == tmp_path
    monkeypatch.delenv("CAMELTOOLS_DATA")
    assert camel_folder().name in {".camel_tools", "camel_tools"}


def test_every_letter_of_the_arabic_blocks_folds_to_what_stays() -> None:
    for block in ARABIC_BLOCKS:
        for character in map(chr, block):
            assert fold(fold(character)) == fold(character)


# ---- with the real package --------------------------------------------------------------------------------


@needs_camel
def test_our_folding_and_camels_agree_where_camels_acts() -> None:
    from camel_tools.utils import normalize
    from camel_tools.utils.dediac import dediac_ar

    def camels(text: str) -> str:
        plain: str = dediac_ar(normalize.normalize_unicode(text))
        for step in (
            normalize.normalize_alef_ar, normalize.normalize_alef_maksura_ar, normalize.normalize_teh_marbuta_ar
        ):  # fmt: skip
            plain = step(plain)
        return plain

    acted, different = 0, []
    for block in ARABIC_BLOCKS:
        for character in map(chr, block):
            theirs = camels(character)
            if theirs == character:
                continue
            acted += 1
            if fold(character) != fold(theirs).replace(" ", "") or (character in DIRECT and fold(character) != theirs):
                different.append(f"U+{ord(character):04X}")
    assert not different
    assert acted > 700


DIRECT = "أإآٱىة" + "".join(map(chr, (*range(0x64B, 0x653), 0x670)))
"""What camel-tools' Arabic functions themselves change, apart from Unicode's compatibility forms."""


@needs_camel
@settings(deadline=None)  # the first example imports camel-tools
@given(st.text(st.sampled_from(DIRECT + "ابتسلمنهوي ")))
def test_composed_in_any_text_our_folding_is_camels(text: str) -> None:
    from camel_tools.utils import normalize
    from camel_tools.utils.dediac import dediac_ar

    theirs = normalize.normalize_teh_marbuta_ar(
        normalize.normalize_alef_maksura_ar(normalize.normalize_alef_ar(dediac_ar(text)))
    )
    assert fold(text) == theirs


@needs_camel
def test_camels_tokenizer_cuts_a_number_in_three_and_every_piece_has_its_place() -> None:
    text = "قُتِلَ 1,332\u00a0شخصاً"
    assert [text[each.start : each.end] for each in camel_words(text, 0, len(text))] == [
        "قُتِلَ", "1", ",", "332", "شخصاً",
    ]  # fmt: skip


@needs_camel
@settings(deadline=None)  # the first example imports camel-tools
@given(st.text(st.sampled_from("سانا وبلّدـ\u064b\u200f\u200e(«،.10-\u00a0\n\t😀👨\u200d👩\ufffd\ue000")))
def test_words_lie_in_the_text_and_read_without_marks(text: str) -> None:
    place = 0
    for each in camel_words(text, 0, len(text)):
        assert place <= each.start < each.end
        assert "".join(c for c in text[each.start : each.end] if not is_dropped(c)) == each.clean
        assert not text[each.start].isspace()
        place = each.end


class Tiny:
    """The tiny model's folder, and a worker in which it is loaded."""

    def __init__(self, folder: Path, worker: Worker) -> None:
        self.folder, self._worker = folder, worker

    def call(self, function: object, *arguments: object) -> object:
        assert callable(function)
        return self._worker.submit(function, *arguments).result(110)

    def suggested(self, text: str, *, places: bool = False) -> list[tuple[str, object]]:
        answer = self.call(suggest_with_camel, text, str(self.folder), places)
        assert isinstance(answer, Suggested)
        return [(text[each.start : each.end], each.attributes["kind"]) for each in answer.spans]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    folder = tmp_path_factory.mktemp("camel")
    worker = Worker()
    tiny_camel.write_catalogue(folder)
    worker.submit(tiny_camel.write_model, str(folder)).result(110)
    yield Tiny(folder, worker)
    worker.kill()


@needs_camel
def test_the_real_recognizer_suggests_persons_and_bodies_without_their_clitics(tiny: Tiny) -> None:
    text = "قال أحمد الشرع وسانا في دمشق ، وزارة الدفاع كأس ."
    assert tiny.suggested(text) == [("أحمد الشرع", "person"), ("سانا", "organisation"), ("وزارة الدفاع", "government")]
    assert ("دمشق", "state") in tiny.suggested(text, places=True)


@needs_camel
def test_a_vocalised_text_gets_the_same_mentions_as_a_plain_one(tiny: Tiny) -> None:
    assert tiny.suggested("قَالَ أَحْمَد الشَّرْع\u200f وَســانا .") == [("أَحْمَد الشَّرْع", "person"), ("ســانا", "organisation")]


@needs_camel
def test_the_real_recognizer_gives_fewer_labels_than_words_and_we_one_each(tiny: Tiny) -> None:
    words = ["أحمد", "\ufffd", "الشرع", "\ue000"]
    assert tiny.call(tiny_camel.raw_labels, str(tiny.folder), words) == ["B-PERS", "I-PERS"]
    assert tiny.call(tiny_camel.our_labels, str(tiny.folder), [words]) == [["B-PERS", SKIPPED, "I-PERS", SKIPPED]]
    assert tiny.suggested("قال أحمد \ufffd الشرع") == [("أحمد \ufffd الشرع", "person")]


@needs_camel
def test_long_sentences_and_words_too_long_for_the_model_are_labelled_word_by_word(tiny: Tiny) -> None:
    long = "\u4e00" * 300  # one word, three hundred pieces
    words = ["قال", long, "أحمد", "الشرع"] + ["في"] * 600 + ["سانا"]
    labels = tiny.call(tiny_camel.our_labels, str(tiny.folder), [words])
    assert labels == [["O", SKIPPED, "B-PERS", "I-PERS"] + ["O"] * 600 + ["B-ORG"]]


@needs_camel
def test_a_text_without_words_gets_nothing(tiny: Tiny) -> None:
    assert tiny.suggested(" \n ") == []
    assert tiny.suggested("\ufffd") == []


@needs_camel
def test_the_database_tells_a_clitic_from_a_words_own_letter(tiny: Tiny, tmp_path: Path) -> None:
    tiny_camel.write_catalogue(tmp_path)
    tiny_camel.write_morphology(tmp_path)
    text = "ووزير وزير وسانا بلال وَـسانا غيرمعروف"
    worker = Worker()
    try:
        answer = worker.submit(tiny_camel.our_clitics, str(tmp_path), text).result(110)
    finally:
        worker.kill()
    assert answer == [1, 0, 1, 0, 3, None]
