"""Sources by verbs and participles of reporting, before or behind their subjects."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from annotator.core.changing import changed
from annotator.suggest.cues import cue_words
from annotator.suggest.phrases import BODIES, Phrase
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON
from annotator.suggest.source_phrases import (
    CLAUSE,
    Credit,
    clause_follows,
    joined_credits,
    quote_at,
    quoted_name,
    sentence_start,
    source_at,
)
from annotator.suggest.source_reach import apposition, to_the_clause, up_to
from annotator.suggest.surnames import surnames
from annotator.suggest.words import NOTHING, Form

_NEGATIONS = cue_words("negations")
_ADVERBS = cue_words("adverbs")
_REPORTING_CUES = cue_words("reporting_cues")
_QUOTING = frozenset({"نقل", "نسب"})
_THAT = frozenset({"ان", "بان", "انه", "انها", "بانه", "بانها"})
_SAYING_PARTICIPLES = cue_words("saying_participles")
_ASIDES = cue_words("asides")
_DAYS = cue_words("days")
_STANCES = cue_words("stances")
_REFUSED = cue_words("refused_words")
_TELLING = cue_words("telling_verbs")
_OPENING = cue_words("opening_words")


def by_verb(reading: Reading, index: int) -> Iterator[Credit]:
    """Whom a reporting verb credits: its subject, whoever is credited along with it, and whom it quotes."""
    words = reading.words
    verb = words[index]
    if verb.prefix not in {"", "و", "ف"} or verb.definite or _tells_nothing(reading, index):
        return
    why = f"reporting verb {verb.info.past}"
    outlet = quoted_name(reading, index + 2) if verb.info.past in _TELLING else None
    if outlet is not None and clause_follows(reading, outlet.last + 1, 3):
        yield Credit(outlet, why, 0.8)
        return
    subject = _adjacent_subject(reading, index) or _subject_after(reading, index)
    if subject is not None:
        if verb.info.past != "وصف":
            subject = _up_to_clause(reading, subject)
            told = clause_follows(reading, subject.last) or (index and words[index - 1].word in {"ما", "كما"})
            subject = to_the_clause(reading, subject) if told else subject
        yield from _credit_subject(reading, index, subject, why)
        if verb.info.past in _QUOTING:
            yield from _quoted_from(reading, subject.last, verb)
        return
    if verb.info.verb == "fact" or clause_follows(reading, index + 1, 2):
        before = _subject_before(reading, index)
        if before is not None and _may_say(before, verb):
            yield Credit(before, why, 0.8)
        if verb.info.past in _QUOTING:
            yield from _quoted_from(reading, index + 1, verb)


def _tells_nothing(reading: Reading, index: int) -> bool:
    """Whether a form of a reporting verb is denied, refused (``عدم ذكر``), a cue (``نقلا``) or the word ``بين``."""
    words = reading.words
    verb = words[index]
    if _negated(words, index) or verb.word == "نقلا" or (index > 0 and words[index - 1].stem in _REFUSED):
        return True
    if verb.info.past != "بين":
        return False
    return not _reports_between(reading, index) if verb.word == "بين" else verb.info.function


def _up_to_clause(reading: Reading, phrase: Phrase) -> Phrase:
    """A subject with the unknown words between it and its clause: they are the rest of its name."""
    words = reading.words
    last = phrase.last
    while last < len(words) and last - phrase.last < 5 and _may_be_rest(words[last]):
        last += 1
    ends = last < len(words) and reading.same_sentence(phrase.first, last) and words[last].word in CLAUSE
    if last == phrase.last or not ends or phrase.role in {"document", "source", "population"}:
        return phrase
    return changed(phrase, last=last, named=True, definite=True)


def _may_be_rest(word: Word) -> bool:
    info = word.info
    if not word.letters or info.function or info.role or info.verb or word.stem in _ADVERBS:
        return False
    return not word.prefix or (word.prefix != "ل" and info is NOTHING and not word.definite)


def _adjacent_subject(reading: Reading, index: int) -> Phrase | None:
    """A subject that stands right before its verb, so that what follows is told or warned by it."""
    if not index or not reading.words[index - 1].letters or reading.words[index].prefix:
        return None
    if index + 1 == len(reading.words) or reading.words[index + 1].word in CLAUSE:
        return None
    return _subject_before(reading, index)


def _negated(words: tuple[Word, ...], index: int) -> bool:
    return (
        index > 0
        and words[index - 1].word in _NEGATIONS
        and words[index - 1].prefix in {"", "و", "ف"}
        and not (words[index - 1].word == "ما" and index > 1 and _is_cue(words[index - 2]))
    )


def _is_cue(word: Word) -> bool:
    return word.stem in _REPORTING_CUES


def _reports_between(reading: Reading, index: int) -> bool:
    """Whether ``بين`` is the verb: a clause follows it soon, and it opens its own."""
    return reading.words[index].prefix == "و" and clause_follows(reading, index + 1, 5)


def _may_say(phrase: Phrase, verb: Word) -> bool:
    """Whether a phrase can be the subject of this verb."""
    document = phrase.role == "document"
    if phrase.kind == "plain" and verb.info.past in _QUOTING:
        return False
    if verb.info.past in {"نشر", "بث", "نقل", "اورد"}:
        return phrase.role in BODIES | {PERSON, "title", "state"} and not document
    if verb.info.past in {"رصد", "وثق", "سجل", "وجد", "عرض", "اصدر"}:
        return phrase.role in {"org", "media"} or document
    return phrase.role != "population"


def _credit_subject(reading: Reading, index: int, subject: Phrase, why: str) -> Iterator[Credit]:
    verb = reading.words[index]
    if not _may_say(subject, verb) or _announces_stance(reading, subject.last, verb):
        return
    clause = clause_follows(reading, subject.last)
    if verb.info.verb == "soft" and not clause:
        return
    if verb.info.past in _QUOTING and not _quoting(reading, subject.last):
        return
    if verb.info.past == "تابع" and not clause_follows(reading, subject.last, 3):
        return
    known = reading.words[subject.first].word in surnames(reading)
    single = subject.role == PERSON and subject.last - subject.first == 1 and not known
    unsure = subject.kind == "plain" or single
    if unsure and subject.entry is None and not clause and not reading.words[subject.first].info.given:
        return
    score = 0.9 if clause else 0.75
    yield Credit(subject, why, score)
    yield from joined_credits(reading, subject, why, score - 0.1)
    again = apposition(reading, subject)
    if again is not None:
        yield Credit(again, why, score - 0.1)


def _announces_stance(reading: Reading, index: int, verb: Word) -> bool:
    """Whether what follows is a position or a will and no fact."""
    for word in reading.words[index : index + 4]:
        if word.stem in _STANCES or word.word in _STANCES:
            return True
        if word.word in CLAUSE:
            return False
    following = reading.words[index].word if index < len(reading.words) else ""
    return verb.info.past in {"شدد", "حذر"} and following == "علي"


def _subject_after(reading: Reading, index: int) -> Phrase | None:
    """The subject behind a verb, past adverbs, days and parentheses between commas."""
    words = reading.words
    place = index + 1
    while place < min(index + 12, len(words)) and reading.same_sentence(index, place):
        word = words[place]
        if word.word in CLAUSE:
            return None
        skipped = _skipped(reading, place)
        if skipped:
            place = skipped
            continue
        return source_at(reading, place)
    return None


def _skipped(reading: Reading, place: int) -> int:
    """The word behind an adverbial that begins here, 0 where none begins."""
    words = reading.words
    word = words[place]
    if word.word in {"،", ",", "-", "–"}:
        return _behind_parenthesis(reading, place)
    if word.word in _ADVERBS or word.word in _DAYS or word.stem in _ADVERBS:
        return place + 1
    if word.word in {"من", "في"} and place + 1 < len(words) and words[place + 1].stem in _ASIDES:
        return _past_modifiers(reading, place + 2)
    return 0


def _past_modifiers(reading: Reading, place: int) -> int:
    while place < len(reading.words) and (
        reading.words[place].info.adjective
        or reading.words[place].word in {"سابق", "له", "لها", "صحفي", "صحافي"}
    ):
        place += 1
    return place


def _behind_parenthesis(reading: Reading, comma: int) -> int:
    """The word behind the comma that closes what this one opens, within reach; else the word behind this one."""
    for place in range(comma + 1, min(comma + 8, len(reading.words))):
        if reading.words[place].word in {"،", ",", "-", "–"}:
            return place + 1
    return 0


def _subject_before(reading: Reading, index: int) -> Phrase | None:
    """The subject that stands before its verb (``وكالة سانا أفادت``, ``المصدر، الذي …، قال``)."""
    words = reading.words
    if not index or (words[index].prefix and not _answers_topic(reading, index)):
        return None
    end = index
    if words[end - 1].word == "قد":
        end -= 1
    if words[end - 1].word in {"،", ","}:
        end = _before_parenthesis(reading, end - 1)
    for first in range(end - 1, max(-1, end - 13), -1):
        if not words[first].letters or not reading.same_sentence(first, index):
            continue
        if not _opens_clause(words, first):
            continue
        phrase = source_at(reading, first, bare=clause_follows(reading, index, 4))
        if phrase is None:
            continue
        told = words[index].info.verb == "fact" and not words[index].info.present
        subject = up_to(reading, phrase, end) if told or phrase.last == end else None
        if subject is not None:
            return subject
    return None


def _answers_topic(reading: Reading, index: int) -> bool:
    """Whether the verb stands behind ``أما …`` (``أما المتحدث فقال``)."""
    near = reading.words[max(0, index - 14) : index]
    return reading.words[index].prefix == "ف" and any(word.word == "اما" for word in near)


def _opens_clause(words: tuple[Word, ...], first: int) -> bool:
    """Whether a phrase begins its sentence or clause, and is no object or complement."""
    if words[first].prefix not in {"", "و", "ف"}:
        return False
    before = words[first - 1] if first else None
    return (
        before is None
        or not before.letters
        or before.sentence != words[first].sentence
        or before.word in _OPENING
    )


def _before_parenthesis(reading: Reading, comma: int) -> int:
    for place in range(comma - 1, max(0, comma - 14), -1):
        if reading.words[place].word in {"،", ","}:
            return place
    return comma


def _past_bracket(words: tuple[Word, ...], index: int) -> int:
    """The word behind the bracket that opens here, else the same word."""
    if index < len(words) and words[index].word == "(":
        for place in range(index + 1, min(index + 9, len(words))):
            if words[place].word == ")":
                return place + 1
    return index


def _quoting(reading: Reading, index: int) -> bool:
    index = _past_bracket(reading.words, index)
    return any(word.word in {"عن", "الي"} for word in reading.words[index : index + 6]) or clause_follows(
        reading, index, 4
    )


def _quoted_from(reading: Reading, index: int, verb: Word) -> Iterator[Credit]:
    """Whom an outlet quotes: ``نقلت … عن مصدر أمني``, ``نسبت إلى مصدر قوله``."""
    link = "عن" if verb.info.past == "نقل" else "الي"
    if link == "الي" and not clause_follows(reading, index, 12):
        return
    index = _past_bracket(reading.words, index)
    for place in range(index, min(index + 6, len(reading.words) - 1)):
        if reading.words[place].word == link:
            phrase = source_at(reading, place + 1)
            if phrase is not None:
                yield Credit(phrase, "quoted by another: نقل عن", 0.88)
            return


def may_lead_to_clause(form: Form) -> bool:
    """Whether a written word may be the verb that `before_clause` looks for."""
    return form.info is NOTHING and not form.definite and form.prefix in {"", "و", "ف"}


@lru_cache(maxsize=4)
def _clause_openings(reading: Reading) -> tuple[int, ...]:
    """The words of a text that may open a clause behind a subject, in order."""
    return tuple([index for index, word in enumerate(reading.words) if word.word in _THAT or word.word == ":"])


def _clause_ahead(reading: Reading, index: int) -> bool:
    """Whether the sentence, or the one behind it, holds what may open a clause: else no subject is looked for."""
    openings = _clause_openings(reading)
    place = bisect_right(openings, index + 1)
    return place < len(openings) and reading.words[openings[place]].sentence <= reading.words[index].sentence + 1


def before_clause(reading: Reading, index: int) -> Iterator[Credit]:
    """Who stands between a verb that no table knows and the clause that it leads to (``يجزم الخبير أن``)."""
    words = reading.words
    verb = words[index]
    if index + 1 >= len(words) or not may_lead_to_clause(verb.form):
        return
    following = words[index + 1]
    if following.prefix or not following.letters or following.sentence != verb.sentence:
        return
    if not _clause_ahead(reading, index):
        return
    if index in reading.names or index - 1 in reading.names or not _opens_clause(words, index):
        return
    if index and words[index - 1].word == "ان":
        return
    phrase = source_at(reading, index + 1, bare=False)
    if phrase is None or phrase.role in {"document", "population"} or phrase.last >= len(words):
        return
    behind = words[phrase.last]
    if behind.word in _THAT or (
        behind.word == ":" and quote_at(words, phrase.last + 1)
    ):
        yield Credit(phrase, f"a clause follows {verb.word}", 0.65)


def may_be_participle(form: Form) -> bool:
    """Whether a written word may be what `by_participle` looks for."""
    return not form.definite and (form.prefix + form.word) in _SAYING_PARTICIPLES


def by_participle(reading: Reading, index: int) -> Iterator[Credit]:
    """The subject of the sentence, where it goes on ``قائلاً إن …``, ``مشيراً إلى …``."""
    words = reading.words
    word = words[index]
    if not may_be_participle(word.form):
        return
    if not clause_follows(reading, index + 1, 4) and words[min(index + 1, len(words) - 1)].word != "الي":
        return
    for place in range(sentence_start(reading, index), index - 1):
        verb = words[place]
        if not verb.info.verb or verb.definite or verb.prefix not in {"", "و", "ف"}:
            continue
        subject = source_at(reading, place + 1, bare=False)
        if subject is not None and subject.role not in {"document", "population", "source"}:
            if verb.info.verb not in {"fact", "soft"} and not words[subject.first].prefix:
                yield Credit(subject, f"participle {word.word}", 0.6)
            return
