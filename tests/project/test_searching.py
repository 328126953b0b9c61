"""Search: what a query must find and what it must not, and just where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.arabic import fold
from annotator.core.command import AddDocuments, AddEntity, Batch, ChangeSpan, RemoveSpan, SetSetting
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.span import Span, Value
from annotator.project.project import Project
from annotator.project.search.pages import START
from annotator.project.search.vocabulary import Vocabulary
from annotator.project.searching import Hit, known_words, search_page

TEXTS = {
    "مرصد": "قال المرصد السوري إنّ 12 جندياً قُتِلوا. وأضاف بالمرصد، ثم نفى للمرصد والمرصد.",
    "دولة": "تسعى لسوريا وبسوريا وسوريا ولسوريا، لا السوريين. وُلِد الولد في بلد وليد.",
    "نظام": "للنظام رأي، وللنظام كلام، والنظام باقٍ. لجنة للجنة واللجنة. لبنان للبنان.",
    "حركات": "المَرْصَدُ الســـوريُّ أعلنَ: مِئةُ قتيلٍ؛ القوّاتُ الأمريكيّة على الجُدران ﻻ تتحرّك.",
    "أرقام": "قتل ١٢ شخصا و۳٤ امرأة و1,200 طفل في عام 2011. Reuters قالت: OK_123.",
    "أخرى": "كتب كاتب كتابا عن كتب الكتاب والكتب. وزير الوزير ووزير. فلسطين وفلسطين. وقف وقال وقت.",
}
TABLE: tuple[tuple[str, list[str]], ...] = (
    # folding, harakat, tatweel, letters that are written in several ways
    ("السوري", ["السوري", "الســـوريُّ"]),
    ("السُّورِيّ", ["السوري", "الســـوريُّ"]),
    ("الســوري", ["السوري", "الســـوريُّ"]),
    ("مئة", ["مِئةُ"]),
    ("ميه", ["مِئةُ"]),
    ("القوات", ["القوّاتُ"]),
    ("الامريكيه", ["الأمريكيّة"]),
    ("قتلوا", ["قُتِلوا"]),
    ("إن", ["إنّ"]),
    ("أن", ["إنّ"]),
    ("علي", ["على"]),
    ("امراه", ["امرأة"]),
    ("لا", ["لا", "ﻻ"]),
    ("ثمّ", ["ثم"]),
    ("المرصاد", []),
    ("مرصد", []),
    # numbers in all digits
    ("12", ["12", "١٢"]),
    ("١٢", ["12", "١٢"]),
    ("34", ["۳٤"]),
    ("1,200", ["1,200"]),
    ("2011", ["2011"]),
    ("201", []),
    ("reuters", ["Reuters"]),
    ("123", ["123"]),
    # proclitics: the word without them is the hit
    ("المرصد", ["المرصد", "المرصد", "لمرصد", "المرصد", "المَرْصَدُ"]),
    ("سوريا", ["سوريا", "سوريا", "سوريا", "سوريا"]),
    ("لسوريا", ["لسوريا", "لسوريا"]),
    ("ولسوريا", ["ولسوريا"]),
    ("النظام", ["لنظام", "لنظام", "النظام"]),
    ("للنظام", ["للنظام", "للنظام"]),
    ("اللجنة", ["لجنة", "اللجنة"]),
    ("لجنة", ["لجنة", "لجنة"]),
    ("لبنان", ["لبنان", "لبنان"]),
    ("قال", ["قال", "قال"]),
    ("فلسطين", ["فلسطين", "فلسطين"]),
    ("وزير", ["وزير", "وزير"]),
    ("جندي", []),
    # letters that are the word's own are no proclitics
    ("لد", []),
    ("زير", []),
    ("لسطين", []),
    ("قف", []),
    ("قت", []),
    ("يد", []),
    ("الد", []),
    ("تاب", []),
    ("ليد", []),
    # beginnings
    ("سور*", ["سوريا", "سوريا", "سوريا", "سوريا"]),
    ("السور*", ["السوري", "السوريين", "الســـوريُّ"]),
    ("كتا*", ["كتابا"]),
    ("كت*", ["كتب", "كتابا", "كتب"]),
    ("وز*", ["وزير", "وزير"]),
    ("ج*", ["جندياً"]),
    ("زي*", []),
    # phrases
    ('"المرصد السوري"', ["المرصد السوري", "المَرْصَدُ الســـوريُّ"]),
    ("«المرصد السوري»", ["المرصد السوري", "المَرْصَدُ الســـوريُّ"]),
    ("“قال المرصد”", ["قال المرصد"]),
    ('"السوري المرصد"', []),
    ('"المرصد السور"', []),
    ('"المرصد السور"*', ["المرصد السوري", "المَرْصَدُ الســـوريُّ"]),
    ('"مرصد السوري"', []),
    ('"وقف وقال"', ["وقف وقال"]),
    ('"لا السوريين"', ["لا السوريين"]),
    # together, either, not
    ("المرصد 12", ["المرصد", "12", "المرصد", "لمرصد", "المرصد"]),
    ("المرصد 2011", []),
    ("المرصد -12", ["المَرْصَدُ"]),
    ("12 -المرصد", ["١٢"]),
    ("12 -(المرصد OR 34)", []),
    ("2011 OR قُتلوا", ["قُتِلوا", "2011"]),
    ("2011 أو قُتلوا", ["قُتِلوا", "2011"]),
    ("2011 | قُتلوا", ["قُتِلوا", "2011"]),
    ("(2011 | قُتلوا) -المرصد", ["2011"]),
    ("text:المرصد 12", ["12"]),
    ("نص:المرصد 12", ["12"]),
    ("12 -text:المرصد", ["١٢"]),
    ("كاتب كتب", ["كتب", "كاتب", "كتب"]),
    # nothing but what must not stand there: each such document once, in document order
    ("-المرصد", ["", "", "", ""]),
    ("-المرصد -2011", ["", "", ""]),
    ('-"المرصد السوري" -سور*', ["", "", ""]),
    ("-غريب", ["", "", "", "", "", ""]),
    # regular expressions look at the text as it stands
    (r"/قُتِل\w*/", ["قُتِلوا"]),
    (r"/[0-9]{4}/", ["2011"]),
    (r"/وز\w+/ -سوريا", ["وزير", "وزير", "وزير"]),
    (r"text:/\d{4}/ ١٢", ["١٢"]),
    (r"/قتلوا/", []),
)  # fmt: skip


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("search") / "p.raqim") as project:
        every = tuple(AnnotatedDocument(Document(name, name, text)) for name, text in TEXTS.items())
        project.execute(AddDocuments(every), "A")
        yield project


@pytest.mark.parametrize(("query", "found"), TABLE, ids=[query for query, _ in TABLE])
def test_a_query_finds_just_this(texts: Project, query: str, found: list[str]) -> None:
    hits = texts.queries.search(query)
    assert [hit.text for hit in hits] == found
    for hit in hits:
        text = TEXTS[hit.document]
        assert text[hit.start : hit.end] == hit.text
        assert text[: hit.start].endswith(hit.before)
        assert text[hit.end :].startswith(hit.after)


def test_a_negated_word_alone_gives_the_documents_without_it_in_their_order(texts: Project) -> None:
    assert [hit.document for hit in texts.queries.search("-المرصد")] == ["دولة", "نظام", "أرقام", "أخرى"]
    first = texts.queries.search_page("-المرصد", 3)
    assert [hit.document for hit in first.hits] == ["دولة", "نظام", "أرقام"]
    assert [hit.document for hit in texts.queries.search_page("-المرصد", 3, first.cursor).hits] == ["أخرى"]


def test_the_table_is_long_enough() -> None:
    assert len({query for query, _ in TABLE}) >= 60


# ---- labels and all that ---------------------------------------------------------------------------------


def _span(text: str, words: str, label: str, *, note: str = "", unsure: bool = False, **attributes: Value) -> Span:
    start = text.index(words)
    identity = f"{label}-{words}"
    return Span(identity, start, start + len(words), label, attributes, note=note, unsure=unsure)


FIRST = "قال المرصد إن 12 جندياً قتلوا وأصيب 30 آخرون. والمرصد في لندن."
SECOND = "نقلت سانا عن مصدر أن القصف أوقع 5 قتلى. المرصد نفى."


def _labelled() -> tuple[AnnotatedDocument, ...]:
    mine = (
        _span(FIRST, "المرصد", "SOURCE", kind="monitor", entity="e1"),
        _span(FIRST, "12 جندياً", "FIGURE", kind="killed", value=12, bound="exact", unit="جندي"),
        _span(FIRST, "30 آخرون", "FIGURE", kind="injured", value=30, note="من هم؟", unsure=True),
    )
    alike = (_span(FIRST, "المرصد", "ACTOR"), _span(FIRST, "12 جندياً", "FIGURE", kind="killed", value=12))
    theirs = tuple(Span(f"b{each.id}", each.start, each.end, each.label, each.attributes) for each in alike)
    other = (_span(SECOND, "سانا", "SOURCE", kind="news_agency"), _span(SECOND, "5 قتلى", "FIGURE", value=5))
    first = Document("d1", "الخبر الأول", FIRST, {"outlet": "وكالة سانا", "date": "2026-01-15", "year": 2026})
    second = Document("d2", "الخبر الثاني", SECOND, {"outlet": "رويترز", "date": "2026-03-31", "tags": ["عاجل"]})
    third = Document("d3", "الثالث", "لا شيء هنا إلا القصف.", {})
    return (
        AnnotatedDocument(first, (Layer("سمر", status="done", spans=mine), Layer("نادر", "annotation", "in_progress",
                                                                               theirs))),
        AnnotatedDocument(second, (Layer("سمر", status="in_progress", spans=other),)),
        AnnotatedDocument(third),
    )  # fmt: skip


FILTERS: tuple[tuple[str, list[str]], ...] = (
    ("label:SOURCE", ["المرصد", "سانا"]),
    ("تصنيف:مصدر", ["المرصد", "سانا"]),
    ("label:source,actor", ["المرصد", "المرصد", "سانا"]),
    ("label:FIGURE kind:killed", ["12 جندياً", "12 جندياً"]),
    ("النوع:قتلى", ["12 جندياً", "12 جندياً"]),
    ("kind:killed,injured by:سمر", ["12 جندياً", "30 آخرون"]),
    ("kind:monitor bound:exact", []),
    ("attribute.unit:جندي", ["12 جندياً"]),
    ("unit:*", ["12 جندياً"]),
    ("value:12", ["12 جندياً", "12 جندياً"]),
    ("value:١٢", ["12 جندياً", "12 جندياً"]),
    ("value:>12", ["30 آخرون"]),
    ("value:>=12 by:نادر", ["12 جندياً"]),
    ("value:5..12 by:سمر", ["12 جندياً", "5 قتلى"]),
    ("value:<6", ["5 قتلى"]),
    ("entity:مرصد", ["المرصد"]),
    ("كيان:e1", ["المرصد"]),
    ("entity:*", ["المرصد"]),
    ("by:نادر label:ACTOR", ["المرصد"]),
    ("label:FIGURE status:done", ["12 جندياً", "30 آخرون"]),
    ("label:FIGURE حالة:منجزة", ["12 جندياً", "30 آخرون"]),
    ("status:done by:سمر", [""]),
    ("status:in_progress by:سمر", [""]),
    ("status:new", [""]),
    ("note:هم", ["30 آخرون"]),
    ("note:*", ["30 آخرون"]),
    ("note:غيرهم", []),
    ("is:unsure", ["30 آخرون"]),
    ('هو:"غير متأكد"', ["30 آخرون"]),
    ("is:disagreement", ["المرصد", "المرصد", "30 آخرون"]),
    ("is:disagreement by:سمر", ["المرصد", "30 آخرون"]),
    ("المرصد label:SOURCE", ["المرصد"]),
    ("المرصد -label:SOURCE -label:ACTOR", ["المرصد", "المرصد"]),
    ("قتلوا label:FIGURE", []),
    ("text:القصف label:FIGURE", ["5 قتلى"]),
    ("label:FIGURE -kind:killed", ["30 آخرون", "5 قتلى"]),
    ("label:FIGURE -جندياً", ["30 آخرون", "5 قتلى"]),
    ("جند* label:FIGURE by:سمر", ["جندياً"]),
    (r"/\d+/ label:FIGURE by:سمر", ["12", "30", "5"]),
    ("meta.outlet:سانا", [""]),
    ("meta.outlet:سانا label:FIGURE by:سمر", ["12 جندياً", "30 آخرون"]),
    ("بيانات.outlet:رويترز label:FIGURE", ["5 قتلى"]),
    ("meta.date:2026-01..2026-02 is:unsure", ["30 آخرون"]),
    ("meta.date:..2026-03 label:FIGURE by:سمر", ["12 جندياً", "30 آخرون", "5 قتلى"]),
    ("meta.date:>2026-01 label:FIGURE", ["5 قتلى"]),
    ("meta.year:2026 is:unsure", ["30 آخرون"]),
    ("meta.year:2020..2030 is:unsure", ["30 آخرون"]),
    ("tag:عاجل القصف", ["القصف"]),
    ("-tag:عاجل القصف", ["القصف"]),
    ("name:الثاني", [""]),
    ("id:d2 المرصد", ["المرصد"]),
    ("القصف -label:FIGURE", ["القصف", "القصف"]),
    ("-label:FIGURE", [""]),
    ("-meta.outlet:*", [""]),
    ("label:ACTOR OR value:5", ["المرصد", "5 قتلى"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("search") / "p.raqim") as project:
        project.execute(AddEntity("المرصد السوري", ("مرصد",), id="e1"), "سمر")
        project.execute(AddDocuments(_labelled()), "سمر")
        yield project


@pytest.mark.parametrize(("query", "found"), FILTERS, ids=[query for query, _ in FILTERS])
def test_a_filter_finds_just_this(labelled: Project, query: str, found: list[str]) -> None:
    assert [hit.text for hit in labelled.queries.search(query)] == found


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ('قال "المرصد', 5), ("(قال", 1), ("قال)", 4), ("قال |", 6), ("| قال", 1), ("label:", 1), ("ساعة:10", 1),
        ("label:NOTHING", 1), ("قال status:gone", 5), ("value:many", 1), ("/(/", 1), ("/قال", 1), ("قال ،", 5),
        ("by:nobody", 1), ("entity:لاأحد", 1), ("is:odd", 1), ('meta.x:"', 8), ("*", 1), ("-", 1), ("kind:odd", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(labelled: Project, query: str, place: int) -> None:
    with pytest.raises(UserError) as refused:
        labelled.queries.search(query)
    assert refused.value.arguments["place"] == place
    assert str(place) in str(refused.value)


def test_an_empty_query_finds_nothing(labelled: Project) -> None:
    assert labelled.queries.search("  ") == []


def test_too_many_alternatives_are_refused(labelled: Project) -> None:
    with pytest.raises(UserError, match="too many"):
        labelled.queries.search(" ".join("(أ OR ب)" for _ in range(9)))


def test_a_pattern_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.search.places.SECONDS", 0.05)
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", "ا" * 5000)),)), "A")
        with pytest.raises(UserError, match="too long"):
            project.queries.search("/(ا+)+ب/")


def test_what_changed_is_found_as_it_is_now(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments(_labelled()), "سمر")
        project.execute(ChangeSpan("SOURCE-سانا", label="ACTOR", attributes={"kind": "media"}), "سمر")
        assert [hit.text for hit in project.queries.search("سانا label:ACTOR kind:media")] == ["سانا"]
        assert project.queries.search("سانا label:SOURCE") == []
        project.execute(RemoveSpan("SOURCE-سانا"), "سمر")
        assert project.queries.search("سانا label:ACTOR") == []
        project.undo("سمر")
        project.undo("سمر")
        assert [hit.span for hit in project.queries.search("kind:news_agency")] == ["SOURCE-سانا"]


def test_pages_join_to_the_whole(labelled: Project) -> None:
    store = labelled.queries._store
    whole = labelled.queries.search("المرصد OR label:FIGURE OR القصف")
    found: list[Hit] = []
    cursor, done = START, False
    while not done:
        page = search_page(store, "المرصد OR label:FIGURE OR القصف", 2, cursor)
        found += page.hits
        cursor, done = page.cursor, page.done
        assert len(page.hits) <= 2
    assert found == whole
    assert len(whole) > 5


def test_document_order_holds_where_documents_came_in_between(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.raqim") as project:
        for name in ("one", "two", "three"):
            project.execute(AddDocuments((AnnotatedDocument(Document(name, name, "قال المرصد.")),)), "A")
        store = project.queries._store
        with store.transaction():
            store.connection.execute("UPDATE documents SET position = 9 WHERE id = 'one'")
            store.connection.execute("INSERT INTO facts VALUES ('documents_mixed', '1')")
        assert [hit.document for hit in project.queries.search("المرصد")] == ["two", "three", "one"]
        page = search_page(store, "المرصد", 1)
        assert [hit.document for hit in search_page(store, "المرصد", 5, page.cursor).hits] == ["three", "one"]


WORDS = ("المرصد", "وقال", "سوريا", "للنظام", "12", "سانا", "قتلى")


@given(
    st.lists(st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(("ACTOR", "SOURCE")),
                       st.integers(0, 5)), min_size=1, max_size=12),
    st.sampled_from(WORDS), st.sampled_from(("ACTOR", "SOURCE")),
)  # fmt: skip
@settings(max_examples=15, deadline=None)
def test_the_index_leaves_out_nothing_that_fits(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[list[str], str, int]], word: str, label: str
) -> None:
    documents = []
    expected = []
    for number, (words, of, wished) in enumerate(made):
        text = " ".join(words)
        place = wished % len(words)
        start = len(" ".join(words[:place])) + (place > 0)
        span = Span(f"s{number}", start, start + len(words[place]), of)
        documents.append(AnnotatedDocument(Document(f"d{number}", f"d{number}", text), (Layer("A", spans=(span,)),)))
        if words[place] == word and of == label:
            expected.append(f"s{number}")
    with Project.create(tmp_path_factory.mktemp("search") / "p.raqim") as project:
        project.execute(AddDocuments(tuple(documents)), "A")
        assert [hit.span for hit in project.queries.search(f"{word} label:{label}")] == expected


@given(st.text(st.sampled_from("المرصد (\")/-:|*«»أو OR label.,>"), max_size=24))
def test_any_line_is_read_or_refused_in_a_sentence(query: str) -> None:
    from annotator.project.search.reading import read

    refused: dict[str, object] = {}
    try:
        read(query, Vocabulary())
    except UserError as error:
        refused = error.arguments
    assert not refused or refused.keys() & {"place", "count"}


def test_every_field_is_known_by_both_its_names(labelled: Project) -> None:
    from annotator.project.search.vocabulary import FIELDS, field_named

    for english, arabic in FIELDS.items():
        assert field_named(english) == field_named(arabic) == field_named(fold(arabic)) == english
    assert known_words(labelled.queries._store).attribute_named("القيمة") == "value"


def test_many_at_once_are_undone_at_once(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments(_labelled()), "سمر")
        found = project.queries.search("label:FIGURE by:سمر")
        project.execute(Batch(tuple(ChangeSpan(hit.span, note="x") for hit in found)), "سمر")
        assert len(project.queries.search("note:x")) == 3
        project.undo("سمر")
        assert project.queries.search("note:x") == []


def test_an_annotator_finds_only_what_the_leads_let_them_see(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments(_labelled()), "سمر")
        project.execute(SetSetting("leads", ["قائدة"]), "قائدة")
        seen = {who: {hit.layer for hit in project.queries.search("label:FIGURE", viewer=who)}
                for who in ("سمر", "نادر", "قائدة")}  # fmt: skip
        assert seen == {"سمر": {"سمر"}, "نادر": {"نادر"}, "قائدة": {"سمر", "نادر"}}
        assert project.queries.search("is:disagreement", viewer="سمر") == []
