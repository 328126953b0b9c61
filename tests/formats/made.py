"""Documents made for tests: everything that formats get wrong, by hypothesis and by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Extent, Relation, Span, Value, extent_of
from annotator.core.suggestion import RelationSuggestion, Suggestion

LABELS = ("ACTOR", "FIGURE", "SOURCE", "جهة_فاعلة", "GPE-LOC")
WORDS = (
    "قال", "وسانا", "لبيروت", "المرصد", "السوري", "بالمرصد", "129", "1,332", "3.5%", "٥٫٢", "عُنْصُرًا", "مـــن", "Reuters",
    "😊", "👩‍👩‍👧", "🇸🇾", "ﷺ", "لـ”الشرق", "الأوسط”", "(سانا)", "،", ".", "؟", "#", "_", "|", "\\", "[1]", "a->b", "*",
    "<b>", "&amp;", '"', "-DOCSTART-", "O", "B-PER", "x\\", "ab",
)  # fmt: skip
GAPS = (" ", " ", " ", " ", "", "  ", "\n", "\n\n", "\t", "\u00a0", "\u200f", "\u2028", "\ufeff", "\n  ", " \n")
HARD_GAPS = (*GAPS, "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\x01", "\ud83d", "\udc00", "\ud83d\ude00")


def texts(hard: bool = False) -> st.SearchStrategy[str]:
    """Texts of words and gaps; ``hard`` ones hold controls, carriage returns and halves of characters too."""
    gaps = st.sampled_from(HARD_GAPS if hard else GAPS)
    pairs = st.lists(st.tuples(st.sampled_from(WORDS), gaps), max_size=12)
    return st.tuples(gaps, pairs).map(lambda made: made[0] + "".join(word + gap for word, gap in made[1]))


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 500_000), st.floats(-1e6, 1e6), st.sampled_from(
        ("killed", "شخص", "ألف دولار", "", "a\tb", "سطر\nثان", "x|y;z", "*", "_", "\\", "true", "12", "٪")
    ),
)  # fmt: skip
NAMES = st.sampled_from(("kind", "value", "unit", "entity", "named", "صفة", "a b"))
ATTRIBUTES = st.dictionaries(NAMES, VALUES, max_size=3)


@st.composite
def spans_of(draw: st.DrawFn, text: str, hard: bool) -> tuple[Span, ...]:
    """Spans over a text: nested, crossing, equal, inside words, in pieces."""
    if not text:
        return ()
    found = []
    for number in range(draw(st.integers(0, 6))):
        edges = sorted(set(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4))))
        if len(edges) < 2:
            continue
        pieces: Extent = ((edges[0], edges[-1]),)
        if len(edges) == 4 and draw(st.booleans()):
            pieces = ((edges[0], edges[1]), (edges[2], edges[3]))
        start, end, fragments = extent_of(pieces)
        label = draw(st.sampled_from(LABELS))
        note = draw(st.sampled_from(("", "", "ملاحظة", "a\tb\nc"))) if hard else ""
        found.append(
            Span(f"s{number}", start, end, label, draw(ATTRIBUTES), fragments, note, draw(st.booleans()) and hard)
        )
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn, hard: bool = False) -> AnnotatedDocument:
    """One document with one layer."""
    text = draw(texts(hard))
    spans = draw(spans_of(text, hard))
    relations = []
    if len(spans) > 1:
        for number in range(draw(st.integers(0, 2))):
            head, tail = draw(st.permutations(spans))[:2]
            attributes: dict[str, Value] = {"sure": True} if draw(st.booleans()) and hard else {}
            relations.append(Relation(f"r{number}", draw(st.sampled_from(("COUNTS", "PART_OF"))), head.id, tail.id,
                                      attributes))  # fmt: skip
    layer = Layer("", spans=spans, relations=tuple(relations))
    name = draw(st.sampled_from(("a", "مقال 7", "x/../y", "id:1", "ولا*شيء")))
    return AnnotatedDocument(Document(name, name, text), (layer,))


def corpora(hard: bool = False) -> st.SearchStrategy[list[AnnotatedDocument]]:
    """Up to three documents with ids of their own."""

    def told_apart(made: list[AnnotatedDocument]) -> list[AnnotatedDocument]:
        return [
            replace(each, document=replace(each.document, id=f"{number}-{each.document.id}",
                                           name=f"{number}-{each.document.id}"))
            for number, each in enumerate(made)
        ]  # fmt: skip

    return st.lists(documents(hard), max_size=3).map(told_apart)


def document(text: str, *spans: tuple[int, int, str], name: str = "d1") -> AnnotatedDocument:
    """A document by hand."""
    made = tuple(Span(f"s{number}", start, end, label) for number, (start, end, label) in enumerate(spans))
    return AnnotatedDocument(Document(name, name, text), (Layer("", spans=made),))


def article() -> AnnotatedDocument:
    """A short article with an emoji, harakat, clitics, nesting, two labels on one extent and relations."""
    text = (
        "أفاد المرصد السوري لحقوق الإنسان 😊 بأن 129 عُنْصُرًا من المسلحين و82 من القوات السورية قُتلوا.\n"
        "وقالت وكالة الأنباء السورية الرسمية (سانا) إن القوات تصدت للهجوم؛ ونقلت عن وسانا نفسها."
    )

    def span(name: str, covered: str, label: str, **attributes: Value) -> Span:
        start = text.index(covered)
        return Span(name, start, start + len(covered), label, attributes)

    spans = (
        span("s1", "المرصد السوري لحقوق الإنسان", "SOURCE", kind="monitor", named="yes"),
        span("s2", "129 عُنْصُرًا", "FIGURE", value=129, bound="exact", kind="killed"),
        span("s3", "المسلحين", "ACTOR", kind="armed_group"),
        span("s4", "82", "FIGURE", value=82, bound="exact"),
        span("s5", "القوات السورية", "ACTOR", kind="military"),
        span("s6", "القوات السورية", "SOURCE", kind="military"),
        span("s7", "وكالة الأنباء السورية الرسمية (سانا)", "SOURCE", kind="news_agency"),
        span("s8", "سانا نفسها", "ACTOR", kind="media"),
        span("s9", "السوري", "ACTOR", kind="state"),
    )
    relations = (Relation("r1", "REPORTED_BY", "s2", "s1"), Relation("r2", "COUNTS", "s4", "s5"))
    return AnnotatedDocument(Document("مقال-1", "مقال-1", text), (Layer("", spans=spans, relations=relations),))


def layered() -> AnnotatedDocument:
    """A document with layers of every kind."""
    base = article()
    first = base.layers[0]
    suggestions = (
        Suggestion(0, 4, "ACTOR", {"kind": "other"}, 0.25, "rules", "لفظة", "g1", "rejected", "سارة"),
        Suggestion(5, 11, "SOURCE", {}, 0.5, "crf", "", "g2", "", ""),
    )
    layers = (
        replace(first, annotator="سارة", status="done"),
        Layer("gold", "gold", "locked", first.spans[:2]),
        Layer("rules", "suggestion", suggestions=suggestions,
              suggested_relations=(RelationSuggestion("COUNTS", 0, 1, 0.75, "قرب"),)),
    )  # fmt: skip
    return replace(base, layers=layers)
