"""The scene of the guide's pictures of the text view: an article's piece with everything that a text can carry.

Nested and interrupted spans, doubt, a note, suggestions, relations on a line, over lines and out of sight, mentions
of one entity, a selection, and a span from which a relation is being made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.core.command import AddEntity, AddRelation, AddSpan, AddSuggestions, Command
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion

if TYPE_CHECKING:
    from annotator.ui.workbench import Workbench

TEXT = (
    "أعلنت وزارة الصحة السورية مساء الثلاثاء أن 47 قتيلاً ونحو 130 جريحاً سقطوا في ريف دمشق وحلب، فيما قال المرصد "
    "السوري لحقوق الإنسان (SOHR) إن الحصيلة بلغت 3.5% من السكان. وأضافت الوزارة أن فرق الأمم المتحدة وصلت.\n"
    "وقال وزير الخارجية الروسي سيرغي لافروف لأنقرة إن الاتفاق “قائم”، وفق ما نقلته رويترز عن مسؤول كبير.\n"
    "ونفت الوزارة ذلك لاحقاً في بيان نشرته سانا، مؤكدةً أن 12 شخصاً فقط ما زالوا في عداد المفقودين.\n"
    "وكانت المعارك قد اندلعت صباح الاثنين في محيط المدينة، وامتدت إلى القرى المجاورة قبل أن تهدأ مساءً.\n"
    "وذكر سكان أن القصف طال الأسواق والمدارس، وأن كثيرين باتوا ليلتهم في العراء.\n"
    "وأكد مسؤول في الإغاثة أن 2,300 أسرة تلقت مساعدات منذ بدء الهدنة."
)
WHO = "سلمى"
_ENTITY = {"entity": "ministry"}


def _extent(words: str, number: int = 0) -> tuple[int, int]:
    place = -1
    for _ in range(number + 1):
        place = TEXT.index(words, place + 1)
    return place, place + len(words)


def _commands(document: str) -> list[Command]:
    minister = _extent("وزير الخارجية الروسي سيرغي لافروف")[0]

    def span(name: str, words: str, label: str, number: int = 0, **more: object) -> AddSpan:
        return AddSpan(document, *_extent(words, number), label, WHO, id=name, **more)  # type: ignore[arg-type]  # fields of AddSpan only

    return [
        AddEntity("وزارة الصحة", id="ministry"),
        span("ministry1", "وزارة الصحة السورية", "SOURCE", attributes=_ENTITY),
        span("dead", "47 قتيلاً", "FIGURE"),
        span("hurt", "نحو 130 جريحاً", "FIGURE", unsure=True),
        span("places", "ريف دمشق وحلب", "ACTOR"),
        span("damascus", "ريف دمشق", "ACTOR"),
        span("observatory", "المرصد السوري لحقوق الإنسان", "SOURCE", note="مقره بريطانيا"),
        span("ministry2", "الوزارة", "SOURCE", attributes=_ENTITY),
        AddSpan(
            document, minister, minister + 33, "ACTOR", WHO, id="minister",
            fragments=((minister, minister + 4), (minister + 21, minister + 33)),
        ),
        span("russian", "الروسي", "ACTOR"),
        span("ankara", "أنقرة", "ACTOR"),
        span("agency", "رويترز", "SOURCE"),
        span("ministry3", "الوزارة", "SOURCE", 1, attributes=_ENTITY),
        span("missing", "12 شخصاً", "FIGURE"),
        span("families", "2,300 أسرة", "FIGURE"),
        AddRelation("REPORTED_BY", "dead", "ministry1"),
        AddRelation("REPORTED_BY", "hurt", "ministry1"),
        AddRelation("REPORTED_BY", "missing", "ministry3"),
        AddRelation("REPORTED_BY", "families", "ministry1"),
    ]  # fmt: skip


def _suggested() -> Suggested:
    share, united, sana = _extent("3.5% من السكان"), _extent("الأمم المتحدة"), _extent("سانا")
    return Suggested(
        (
            Suggestion(*share, "FIGURE", score=0.83, suggester="figures"),
            Suggestion(*united, "ACTOR", score=0.99, suggester="gazetteer"),
            Suggestion(*sana, "SOURCE", score=0.71, suggester="learner"),
        ),
        (RelationSuggestion("REPORTED_BY", 0, 2),),
    )


def show(bench: Workbench) -> None:
    """Open the scene in a window whose project is empty."""
    from annotator.project.exchange import add_text

    session, tools = bench.session, bench.tools
    assert tools is not None
    session.document_opened.disconnect(tools.suggesting.begin_soon)
    document = add_text(session.project, "scene", TEXT, WHO)
    for each in _commands(document):
        session.project.execute(each, WHO)
    session.project.execute(AddSuggestions(document, _suggested()), "")
    session.open_document(document)
    bench.view.setFocus()
    tools.walking.focus("missing")
    tools.relating.start()
    tools.walking.focus("ministry1")
    tools.walking.place_caret(*_extent("مساء الثلاثاء"))
