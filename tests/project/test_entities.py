from __future__ import annotations

import pytest

from annotator.core.command import AddEntity, AddSpan, MergeEntities, SplitEntity
from annotator.core.entity import Entity
from annotator.core.errors import UserError
from annotator.project.entity_links import Registry, mentions_of, unlinked_mentions
from annotator.project.exchange import add_text, export
from annotator.project.project import Project
from tests.project.conftest import TEXT


def exported(project: Project) -> bytes:
    out = project.path.with_suffix(".jsonl")
    export(project, out, format="jsonl")
    return out.read_bytes()


def mention(project: Project, word: str, entity: str = "", document: str = "d1", who: str = "A") -> str:
    start = project.queries.document(document).text.index(word)
    changes = project.execute(
        AddSpan(document, start, start + len(word), "ACTOR", who, {"entity": entity} if entity else {}), who
    )
    return next(iter(changes.ids["span"]))


@pytest.fixture
def registry(project: Project) -> Project:
    project.execute(AddEntity("المرصد السوري لحقوق الإنسان", ("المرصد",), "monitor", "Q123", "e1"), "A")
    project.execute(AddEntity("المرصد السوري", ("المرصد السورى",), id="e2"), "A")
    project.execute(AddEntity("النظام السوري", id="e3"), "A")
    return project


def test_merged_entries_keep_all_names_and_mentions_and_can_be_parted_again(registry: Project) -> None:
    mention(registry, "المرصد السوري", "e2")
    before = exported(registry)
    registry.execute(MergeEntities("e1", ("e2",)), "A")
    assert [each.id for each in registry.queries.entities()] == ["e1", "e3"]
    assert registry.queries.entities()[0].aliases == ("المرصد", "المرصد السوري", "المرصد السورى")
    assert [each.words for each in mentions_of(registry, "e1")] == ["المرصد السوري"]
    registry.undo("A")
    assert exported(registry) == before
    assert [each.words for each in mentions_of(registry, "e2")] == ["المرصد السوري"]


def test_an_entry_is_not_merged_with_itself(registry: Project) -> None:
    with pytest.raises(UserError):
        registry.execute(MergeEntities("e1", ("e1",)), "A")


def test_a_split_takes_mentions_and_aliases_to_a_new_entry(registry: Project) -> None:
    first = mention(registry, "المرصد السوري", "e1")
    mention(registry, "القوات السورية", "e1")
    before = exported(registry)
    registry.execute(SplitEntity("e1", "مرصد آخر", (first,), ("المرصد",), id="e9"), "A")
    entries = {each.id: each for each in registry.queries.entities()}
    assert entries["e9"] == Entity("e9", "مرصد آخر", ("المرصد",), "monitor")
    assert entries["e1"].aliases == ()
    assert [each.words for each in mentions_of(registry, "e9")] == ["المرصد السوري"]
    assert [each.words for each in mentions_of(registry, "e1")] == ["القوات السورية"]
    registry.undo("A")
    assert exported(registry) == before


def test_a_split_takes_only_the_entrys_own_mentions(registry: Project) -> None:
    stranger = mention(registry, "القوات السورية", "e3")
    with pytest.raises(UserError, match="no mention"):
        registry.execute(SplitEntity("e1", "آخر", (stranger,)), "A")


@pytest.mark.parametrize(
    ("words", "best"),
    [("المرصد السوري لحقوق الانسان", "e1"), ("لنظام السوري", "e3"), ("المرصد السوري", "e2"), ("مرصد سوري", "e2"),
     ("النظم السوري", "e3"), ("حقوق الإنسان", "e1")],
)  # fmt: skip
def test_folded_fuzzy_search_finds_the_entry(registry: Project, words: str, best: str) -> None:
    assert Registry.of(registry.queries.entities()).candidates(words)[0].entity.id == best


def test_words_like_no_entry_find_none(registry: Project) -> None:
    assert Registry.of(registry.queries.entities()).candidates("منظمة الصحة العالمية") == []
    assert Registry(()).candidates("شيء") == []


def test_unlinked_mentions_are_found_across_the_project(registry: Project) -> None:
    second = add_text(registry, "الثاني", "وقال للمرصد السوري أحدهم، ثم نفى المرصد.", "A")
    mention(registry, "المرصد السوري")
    mention(registry, "المرصد", document=second)
    mention(registry, "لمرصد السوري", document=second, who="B")
    entity = next(each for each in registry.queries.entities() if each.id == "e2")
    found = [(each.words, each.document_name, each.layer) for each in unlinked_mentions(registry, entity)]
    assert found == [("المرصد السوري", "الأول", "A"), ("لمرصد السوري", "الثاني", "B")]
    assert len(list(unlinked_mentions(registry, entity, layer="B"))) == 1
    assert TEXT.index("المرصد السوري")
