"""Sources: whom a text credits with information, by verbs, prepositions and marks of reporting.

Every find is a phrase of words with the cue that credits it. Offsets are code points, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from annotator.core.suggestion import Suggestion
from annotator.suggest.outlets import SPEAKING, marked, media_told, standing_alone
from annotator.suggest.reading import Reading
from annotator.suggest.reporting_cues import by_giver, by_preposition, may_be_giver, may_be_preposition
from annotator.suggest.reporting_verbs import (
    before_clause,
    by_participle,
    by_verb,
    may_be_participle,
    may_lead_to_clause,
)
from annotator.suggest.source_kinds import carried_kinds, named_again, source_kind
from annotator.suggest.source_phrases import Credit
from annotator.suggest.words import Form


def suggest_sources(reading: Reading) -> list[Suggestion]:
    """Everybody whom the text credits, one suggestion per extent."""
    best: dict[tuple[int, int], Credit] = {}
    for credit in credits_in(reading):
        key = (credit.phrase.start, credit.phrase.end(reading))
        if key not in best or best[key].score < credit.score:
            best[key] = credit
    ordered = [best[key] for key in sorted(best)]
    kinds = carried_kinds(reading, [(each.phrase, source_kind(reading, each.phrase)) for each in ordered])
    named = named_again(reading, [each.phrase for each in ordered])
    rows = zip(ordered, kinds, named, strict=True)
    return [_suggestion(reading, credit, kind, named=known) for credit, kind, known in rows]


def _suggestion(reading: Reading, credit: Credit, kind: str, *, named: bool) -> Suggestion:
    phrase = credit.phrase
    attributes = {"kind": kind, "named": "yes" if named else "no"}
    return Suggestion(
        phrase.start, phrase.end(reading), "SOURCE", attributes, credit.score, "sources", credit.why
    )


def credits_in(reading: Reading) -> Iterator[Credit]:
    """Every credit, cue by cue; one phrase may come more than once."""
    for index, word in enumerate(reading.words):
        for find in _finders(word.form):
            yield from find(reading, index)
    yield from marked(reading)


@lru_cache(maxsize=50_000)
def _finders(form: Form) -> tuple[Callable[[Reading, int], Iterator[Credit]], ...]:
    """What may find a credit at a written word: for most words nothing, so that they are not looked at again."""
    says = form.info.verb in {"fact", "soft"}
    found = (
        (says, by_verb), (may_be_preposition(form), by_preposition),
        (says or form.stem in SPEAKING, media_told),
        (form.info.role == "source", standing_alone), (may_lead_to_clause(form), before_clause),
        (may_be_participle(form), by_participle), (may_be_giver(form), by_giver),
    )  # fmt: skip
    return tuple(find for may, find in found if may) if form.letters else ()
