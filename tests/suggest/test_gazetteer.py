"""The gazetteer finds names behind clitics and in any spelling, never inside a word, at exact offsets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.arabic import fold
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.shipped import shipped_gazetteer
from annotator.suggest.words import NOTHING, facts_of, form_of, table

NAMES = ("سوريا", "النظام السوري", "اللجنة", "حزب الله", "دمشق", "حركة 23 مارس", "أوبك+")


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer(Entry(name, "ACTOR", "organisation") for name in NAMES)


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[match.start : match.end] for match in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد إلى سوريا", "سوريا"),
        ("مساعدات لسوريا", "سوريا"),
        ("ولسوريا دور", "سوريا"),
        ("مواقع للنظام السوري", "لنظام السوري"),
        ("وبالنظام السوري", "النظام السوري"),
        ("قالت للجنة أمس", "لجنة"),
        ("بين دِمَشْقَ وأنقرة", "دِمَشْقَ"),
        ("خفضت أوبك+ الإنتاج", "أوبك+"),
        ("حزب  الله", ""),
        ("متمردو حركة ٢٣ مارس", "حركة ٢٣ مارس"),
        ("لـدمشق", "دمشق"),
    ],
)
def test_names_are_found_behind_clitics_and_marks(gazetteer: Gazetteer, text: str, expected: str) -> None:
    assert found(gazetteer, text) == ([expected] if expected else [])


@pytest.mark.parametrize("text", ["السوريان", "سورياك", "أسوريا", "دمشقي", "حزب اللهجة", "xدمشق"])
def test_nothing_is_found_inside_a_word(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text) == []


def test_a_word_that_begins_so_by_nature_is_not_cut() -> None:
    assert found(Gazetteer([Entry("زير"), Entry("سام"), Entry("لسطين")]), "وزير ووسام في فلسطين") == []


def test_the_longest_name_wins_and_all_are_there_on_request() -> None:
    gazetteer = Gazetteer([Entry("حزب الله"), Entry("حزب الله اللبناني"), Entry("الله")])
    text = "عناصر حزب الله اللبناني"
    assert found(gazetteer, text) == ["حزب الله اللبناني"]
    assert [text[m.start : m.end] for m in gazetteer.find_all(text)] == ["حزب الله اللبناني", "حزب الله", "الله"]


def test_a_project_adds_names_before_the_shipped_ones_and_vetoes_others(gazetteer: Gazetteer) -> None:
    own = gazetteer.extended([Entry("دمشق", "ACTOR", "state", entity="sy")], vetoes=["حِزب الله"])
    assert [match.entry.entity for match in own.find("حزب الله في دمشق")] == ["sy"]
    assert found(gazetteer, "حزب الله") == ["حزب الله"]


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer([]).find("دمشق") == []


@given(st.text(alphabet="دمشقوبل َّـ\u200f😀 ", max_size=30), st.text(alphabet="دمشق وبل،", max_size=12))
def test_a_match_covers_what_folds_to_its_name(before: str, after: str) -> None:
    text = f"{before} دمشق {after}"
    matches = Gazetteer([Entry("دمشق")]).find(text)
    assert matches
    assert all(fold(text[match.start : match.end]) == "دمشق" for match in matches)


def test_every_shipped_name_is_found_in_itself_or_in_a_longer_spelling() -> None:
    gazetteer = shipped_gazetteer()
    lost = [e.name for e in gazetteer.entries if not any(m.entry == e for m in gazetteer.find_all(e.name))]
    assert lost == []


def test_the_city_table_stays_small_and_carries_its_notice() -> None:
    table = Path(__file__).parents[2] / "resources" / "gazetteers" / "cities.tsv"
    text = table.read_text("utf-8")
    assert table.stat().st_size <= 1_000_000
    assert "CC BY 4.0" in text.splitlines()[0]


def test_offsets_hold_under_the_traps() -> None:
    traps = Path(__file__).parents[2] / ".." / "shared" / "dev-data" / "trap_cases.jsonl"
    if not traps.exists():
        pytest.skip("the shared trap cases are not here")
    for line in traps.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        for match in shipped_gazetteer().find_all(text):
            name = fold(match.entry.name).replace(" ", "")
            covered = "".join(fold(text[match.start : match.end]).split())
            assert covered in {name, name.removeprefix("ا"), name.removeprefix("ال")}


def test_the_word_tables_hold_single_words_so_that_a_city_of_two_is_none_of_them() -> None:
    assert not [form for form in table() if " " in form]
    assert facts_of("كوالا لمبور") == NOTHING


@pytest.mark.parametrize("raw", ["والوزير", "للجنة", "نشرة", "إلياس", "كوالا", "5"])
def test_the_facts_of_a_word_are_those_of_its_form(raw: str) -> None:
    assert facts_of(raw) == form_of(raw).info
