"""Sources: whom a text credits with information, by verbs, prepositions and marks of reporting.

Every find is a phrase of words with the cue that credits it. Offsets are code points, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.core.suggestion import Suggestion
from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import (
    BODIES,
    PLACES,
    Phrase,
    complement_at,
    grown,
    name_end,
    name_role,
    phrase_at,
)
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON
from annotator.suggest.source_kinds import carried_kinds, is_named, source_kind
from annotator.suggest.words import NOTHING

_CLAUSE = cue_words("clause")
_NEGATIONS = cue_words("negations")
_ADVERBS = cue_words("adverbs")
_REPORTING_CUES = cue_words("reporting_cues")
_PLACE_NOUNS = cue_words("place_nouns")
_PASSING = cue_words("passing_notes")
_BYLINES = cue_words("byline_words")
_TOLD_DIRECTLY = cue_words("told_directly")
_QUOTING = frozenset({"نقل", "نسب"})
_DASHES = frozenset({"-", "–", "—", "/", ":", "|"})
_SAYING_PARTICIPLES = cue_words("saying_participles")
_SAYING_NOUNS = cue_words("saying_nouns")
_SAYERS = frozenset({"title", "titles", "media", "source", "witness", "gov", "org", "force", "group"})
_QUOTES = frozenset('"«»“”‹›')
_PRESS = cue_words("press")
_ASIDES = cue_words("asides")
_DAYS = cue_words("days")
_STANCES = cue_words("stances")
_AS_NOUNS = cue_words("as_nouns")
_NOTES = cue_words("notes")
_TOLD = cue_words("told")
_SPEAKING = cue_words("speaking")
_FAR = 9


@dataclass(frozen=True, slots=True)
class Credit:
    """A phrase that is credited with information, the cue in words, and how sure that is."""

    phrase: Phrase
    why: str
    score: float


def suggest_sources(reading: Reading) -> list[Suggestion]:
    """Everybody whom the text credits, one suggestion per extent."""
    best: dict[tuple[int, int], Credit] = {}
    for credit in credits_in(reading):
        key = (credit.phrase.start, credit.phrase.end(reading))
        if key not in best or best[key].score < credit.score:
            best[key] = credit
    ordered = [best[key] for key in sorted(best)]
    kinds = carried_kinds(reading, [(each.phrase, source_kind(reading, each.phrase)) for each in ordered])
    return [_suggestion(reading, credit, kind) for credit, kind in zip(ordered, kinds, strict=True)]


def _suggestion(reading: Reading, credit: Credit, kind: str) -> Suggestion:
    phrase = credit.phrase
    attributes = {"kind": kind, "named": "yes" if is_named(reading, phrase) else "no"}
    return Suggestion(phrase.start, phrase.end(reading), "SOURCE", attributes, credit.score, "sources", credit.why)


def credits_in(reading: Reading) -> Iterator[Credit]:
    """Every credit, cue by cue; one phrase may come more than once."""
    for index, word in enumerate(reading.words):
        if not word.letters:
            continue
        if word.info.verb in {"fact", "soft"}:
            yield from _by_verb(reading, index)
        yield from _by_preposition(reading, index)
        yield from _told(reading, index)
        yield from _standing_alone(reading, index)
        yield from _before_clause(reading, index)
        yield from _by_participle(reading, index)
    yield from _marks(reading)


# ---- who -------------------------------------------------------------------------------------------------


def source_at(reading: Reading, index: int, *, bare: bool = True) -> Phrase | None:
    """The phrase of a possible source at a word: a mention, a state or capital, or with ``bare`` a plain name."""
    if index >= len(reading.words) or not reading.words[index].letters:
        quoted = _behind_quote(reading, index)
        return source_at(reading, quoted, bare=bare) if quoted else None
    phrase = phrase_at(reading, index)
    name = reading.names.get(index)
    if phrase is None and name is not None and name_role(name.entry) in PLACES - {"place"}:
        return Phrase(name.start, name.first, name.last, name_role(name.entry), "state", True, name.entry, named=True)
    if phrase is None and bare:
        phrase = _plain_name(reading, index) or _plain_noun(reading, index)
    return None if phrase is None else with_affiliation(reading, phrase)


def _behind_quote(reading: Reading, index: int) -> int:
    """The word behind an opening quotation mark, 0 where there is none."""
    words = reading.words
    if index + 1 < len(words) and words[index].word in {'"', "“", "”", "«", "'", "‘"} and words[index + 1].letters:
        return index + 1
    return 0


def _plain_name(reading: Reading, index: int) -> Phrase | None:
    """A personal name that no table knows, as the subject of a reporting verb."""
    word = reading.words[index]
    if word.definite or word.info.function:
        return None
    last = name_end(reading, index)
    if last == index or (word.prefix and not word.info.given):
        return None
    return Phrase(word.core, index, last, PERSON, "person", True, named=True)


def _plain_noun(reading: Reading, index: int) -> Phrase | None:
    """A noun that no table knows, as the subject of a reporting verb (``الغطاس إلياس``): a person by what he is."""
    word = reading.words[index]
    if word.stem in _PLACE_NOUNS and len(word.stem) > 4 and not word.prefix and not word.definite:
        return grown(reading, Phrase(word.core, index, index + 1, "gov", "government", False))
    if word.info.function or word.info.ends or word.info.verb or word.prefix or word.info.adjective or word.info.owned:
        return None
    if len(word.stem) < 3 or word.word.endswith("ا"):
        return None
    return grown(reading, Phrase(word.core, index, index + 1, "title", "plain", word.definite))


def with_affiliation(reading: Reading, phrase: Phrase) -> Phrase:
    """A source with the body that it speaks from (``مصدر في القيادة``, ``وزارة الصحة في غزة``)."""
    words = reading.words
    if phrase.last + 1 >= len(words) or words[phrase.last].word not in {"في", "من", "لدي"}:
        return phrase
    if not reading.same_sentence(phrase.first, phrase.last + 1):
        return phrase
    titled = _named_behind(reading, phrase)
    if titled is not None:
        return titled
    ministry = words[phrase.first].stem in {"وزاره", "حكومه", "سلطات", "بعثه"} and words[phrase.last].word == "في"
    if ministry and (found := _place_end(reading, phrase.last + 1)):
        return replace(phrase, last=found)
    if phrase.named or phrase.role not in {"source", "title", "titles", "witness", "people"}:
        return phrase
    inner = complement_at(reading, phrase.last + 1)
    if inner is None or inner.role not in BODIES:
        return phrase
    return replace(phrase, last=inner.last)


def _named_behind(reading: Reading, phrase: Phrase) -> Phrase | None:
    """A title whose name stands behind its place or body (``الناطق باسم الدفاع المدني في غزة محمود بصل``)."""
    if phrase.role != "title" or phrase.named:
        return None
    if not phrase.definite and phrase.adjectives:
        return None
    place = _place_end(reading, phrase.last + 1)
    inner = complement_at(reading, phrase.last + 1) if not place else None
    end = place or (inner.last if inner is not None and inner.role in BODIES else 0)
    if not end or end >= len(reading.words) or not reading.words[end].letters or reading.words[end].definite:
        return None
    feminine = reading.words[phrase.first].stem.endswith("ه")
    last = name_end(reading, end, "ت" if feminine else "ي") if reading.same_sentence(phrase.first, end) else end
    return replace(phrase, last=last, named=True) if last > end else None


def _place_end(reading: Reading, index: int) -> int:
    name = reading.names.get(index)
    if name is not None and name_role(name.entry) in PLACES:
        return name.last
    if index < len(reading.words) and reading.words[index].stem in _PLACE_NOUNS:
        return _place_end(reading, index + 1) or (index + 1 if reading.words[index].definite else 0)
    return 0


# ---- verbs -----------------------------------------------------------------------------------------------


def _by_verb(reading: Reading, index: int) -> Iterator[Credit]:
    words = reading.words
    verb = words[index]
    if verb.prefix not in {"", "و", "ف"} or verb.definite or _negated(words, index):
        return
    if verb.word == "بين" and not _reports_between(reading, index):
        return
    why = f"reporting verb {verb.info.past}"
    subject = _adjacent_subject(reading, index) or _subject_after(reading, index)
    if subject is not None:
        yield from _credit_subject(reading, index, subject, why)
        if verb.info.past in _QUOTING:
            yield from _quoted_from(reading, subject.last, verb)
        return
    if verb.info.verb == "fact" or _clause_follows(reading, index + 1, 2):
        before = _subject_before(reading, index)
        if before is not None and _may_say(before, verb):
            yield Credit(before, why, 0.8)
        if verb.info.past in _QUOTING:
            yield from _quoted_from(reading, index + 1, verb)


def _adjacent_subject(reading: Reading, index: int) -> Phrase | None:
    """A subject that stands right before its verb, so that what follows is told or warned by it."""
    if not index or not reading.words[index - 1].letters or reading.words[index].prefix:
        return None
    before = _subject_before(reading, index)
    following = reading.words[index + 1] if index + 1 < len(reading.words) else None
    return before if before is not None and following is not None and following.word not in _CLAUSE else None


def _negated(words: tuple[Word, ...], index: int) -> bool:
    return index > 0 and words[index - 1].word in _NEGATIONS and words[index - 1].prefix in {"", "و", "ف"} and not (
        words[index - 1].word == "ما" and index > 1 and _is_cue(words[index - 2])
    )


def _is_cue(word: Word) -> bool:
    return word.stem in _REPORTING_CUES


def _reports_between(reading: Reading, index: int) -> bool:
    """Whether ``بين`` is the verb: a clause follows it soon, and it opens its own."""
    return reading.words[index].prefix == "و" and _clause_follows(reading, index + 1, 5)


def _clause_follows(reading: Reading, index: int, far: int = _FAR) -> bool:
    for word in reading.words[index : index + far]:
        if word.word in _CLAUSE or word.word in {":", "“", '"', "«"}:
            return True
    return False


def _may_say(phrase: Phrase, verb: Word) -> bool:
    """Whether a phrase can be the subject of this verb."""
    document = phrase.role == "document"
    if phrase.kind == "plain" and verb.info.past in _QUOTING:
        return False
    if verb.info.past in {"نشر", "بث", "نقل", "اورد"}:
        return phrase.role in BODIES | {PERSON, "title", "state"} and not document
    if verb.info.past in {"رصد", "وثق", "سجل", "وجد", "عرض", "اصدر"}:
        return phrase.role in {"org", "media"} or document
    return phrase.role not in {"population"}


def _credit_subject(reading: Reading, index: int, subject: Phrase, why: str) -> Iterator[Credit]:
    verb = reading.words[index]
    if not _may_say(subject, verb) or _announces_stance(reading, subject.last, verb):
        return
    clause = _clause_follows(reading, subject.last)
    if verb.info.verb == "soft" and not clause:
        return
    if verb.info.past in _QUOTING and not _quoting(reading, subject.last):
        return
    if verb.info.past == "تابع" and not _clause_follows(reading, subject.last, 3):
        return
    unsure = subject.kind == "plain" or (subject.role == PERSON and subject.last - subject.first == 1)
    if unsure and subject.entry is None and not clause and not reading.words[subject.first].info.given:
        return
    score = 0.9 if clause else 0.75
    yield Credit(subject, why, score)
    yield from _joined_credits(reading, subject, why, score - 0.1)


def _joined_credits(reading: Reading, phrase: Phrase, why: str, score: float) -> Iterator[Credit]:
    """Whoever is credited along with a source (``مسعفون وسكان محليون``)."""
    if phrase.last >= len(reading.words) or reading.words[phrase.last].prefix != "و":
        return
    other = source_at(reading, phrase.last, bare=False)
    if other is not None and other.role not in {"document", "population"} and reading.same_sentence(phrase.first, other.first):
        yield Credit(other, why, score)


def _announces_stance(reading: Reading, index: int, verb: Word) -> bool:
    """Whether what follows is a position or a will and no fact."""
    for word in reading.words[index : index + 4]:
        if word.stem in _STANCES or word.word in _STANCES:
            return True
        if word.word in _CLAUSE:
            return False
    following = reading.words[index].word if index < len(reading.words) else ""
    return verb.info.past in {"شدد", "حذر"} and following == "علي"


def _subject_after(reading: Reading, index: int) -> Phrase | None:
    """The subject behind a verb, past adverbs, days and parentheses between commas."""
    words = reading.words
    place = index + 1
    while place < min(index + 12, len(words)) and reading.same_sentence(index, place):
        word = words[place]
        if word.word in _CLAUSE:
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
        reading.words[place].info.adjective or reading.words[place].word in {"سابق", "له", "لها", "صحفي", "صحافي"}
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
    if words[end - 1].word in {"،", ","}:
        end = _before_parenthesis(reading, end - 1)
    for first in range(end - 1, max(-1, end - 9), -1):
        if not words[first].letters or not reading.same_sentence(first, index):
            continue
        if not _opens_clause(words, first):
            continue
        phrase = source_at(reading, first, bare=_clause_follows(reading, index, 4))
        if phrase is not None and phrase.last == end:
            return phrase
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
    return before is None or not before.letters or before.sentence != words[first].sentence or (
        before.word in {"وكان", "وكانت", "كان", "كانت", "لكن", "فيما", "بينما", "كما", "ان", "ما", "اما", "غير", "فان"}
    )


def _before_parenthesis(reading: Reading, comma: int) -> int:
    for place in range(comma - 1, max(0, comma - 14), -1):
        if reading.words[place].word in {"،", ","}:
            return place
    return comma


def _quoting(reading: Reading, index: int) -> bool:
    return any(word.word in {"عن", "الي"} for word in reading.words[index : index + 6]) or _clause_follows(reading, index, 4)


def _quoted_from(reading: Reading, index: int, verb: Word) -> Iterator[Credit]:
    """Whom an outlet quotes: ``نقلت … عن مصدر أمني``, ``نسبت إلى مصدر قوله``."""
    link = "عن" if verb.info.past == "نقل" else "الي"
    if link == "الي" and not _clause_follows(reading, index, 12):
        return
    for place in range(index, min(index + 6, len(reading.words) - 1)):
        if reading.words[place].word == link:
            phrase = source_at(reading, place + 1)
            if phrase is not None:
                yield Credit(phrase, "quoted by another: نقل عن", 0.88)
            return


def _before_clause(reading: Reading, index: int) -> Iterator[Credit]:
    """Who stands between a verb that no table knows and the clause that it leads to (``يجزم الخبير أن``)."""
    words = reading.words
    verb = words[index]
    if verb.info != NOTHING or verb.definite or verb.prefix not in {"", "و", "ف"} or index + 1 >= len(words):
        return
    following = words[index + 1]
    if following.prefix or not following.letters or not reading.same_sentence(index, index + 1):
        return
    if index in reading.names or index - 1 in reading.names or not _opens_clause(words, index):
        return
    phrase = source_at(reading, index + 1, bare=False)
    if phrase is None or phrase.role in {"document", "population"} or phrase.last >= len(words):
        return
    behind = words[phrase.last]
    if behind.word in {"ان", "بان", "انه", "انها", "بانه", "بانها"} or (behind.word == ":" and _quote_at(words, phrase.last + 1)):
        yield Credit(phrase, f"a clause follows {verb.word}", 0.65)


def _quote_at(words: tuple[Word, ...], index: int) -> bool:
    return index < len(words) and words[index].word in {'"', "«", "“", "”", "‹"}


def _by_participle(reading: Reading, index: int) -> Iterator[Credit]:
    """The subject of the sentence, where it goes on ``قائلاً إن …``, ``مشيراً إلى …``."""
    words = reading.words
    word = words[index]
    if word.definite or (word.prefix + word.word) not in _SAYING_PARTICIPLES:
        return
    if not _clause_follows(reading, index + 1, 4) and words[min(index + 1, len(words) - 1)].word != "الي":
        return
    for place in range(_sentence_start(reading, index), index - 1):
        verb = words[place]
        if not verb.info.verb or verb.definite or verb.prefix not in {"", "و", "ف"}:
            continue
        subject = source_at(reading, place + 1, bare=False)
        if subject is not None and subject.role not in {"document", "population", "source"}:
            if verb.info.verb not in {"fact", "soft"} and not words[subject.first].prefix:
                yield Credit(subject, f"participle {word.word}", 0.6)
            return


# ---- prepositions ----------------------------------------------------------------------------------------


def _by_preposition(reading: Reading, index: int) -> Iterator[Credit]:
    """``وفقاً ل``, ``وفق``, ``بحسب``, ``نقلاً عن``, ``على لسان`` … with or without a verb behind them."""
    place = _behind_cue(reading, index) or _behind_noun(reading, index)
    if not place or place >= len(reading.words) or not reading.same_sentence(index, place):
        return
    why = f"preposition {reading.words[index].stem}"
    phrase = _past_notes(reading, place)
    if phrase is not None and phrase.role != "population":
        yield Credit(phrase, why, 0.88)
        yield from _joined_credits(reading, phrase, why, 0.7)


def _behind_cue(reading: Reading, index: int) -> int:
    """The word behind a preposition of reporting that begins here, 0 where none begins."""
    words = reading.words
    word, following = words[index], words[index + 1] if index + 1 < len(words) else words[index]
    if word.stem in {"وفقا", "طبقا", "تبعا"} and following.prefix == "ل":
        return index + 1
    if word.word in _AS_NOUNS or word.word in {"حسبما", "وفقما", "برأي", "براي"}:
        return index + 1
    if (word.word, following.word) in {("نقلا", "عن"), ("علي", "لسان"), ("استنادا", "الي")}:
        return index + 2
    if word.word == "علي" and following.word == "حد" and index + 2 < len(words):
        return index + 3 if words[index + 2].word in {"قول", "تعبير", "وصف"} else 0
    return 0


def _behind_noun(reading: Reading, index: int) -> int:
    """The word behind a noun of saying, if whoever says it follows (``توقعات الخبراء``, ``تصريحات للوزير``)."""
    words = reading.words
    word = words[index]
    if word.stem not in _SAYING_NOUNS or word.definite or index + 1 >= len(words) or word.info.role:
        return 0
    following = words[index + 1]
    known = following.info.role in _SAYERS or (index + 1) in reading.names
    if following.stem in _PRESS:
        return 0
    return index + 1 if known and following.prefix in {"", "ل"} else 0


def _past_notes(reading: Reading, place: int) -> Phrase | None:
    """The source behind a cue, past ``ما أعلنه`` and past the document that carries its words."""
    words = reading.words
    document: Phrase | None = None
    for _ in range(3):
        if place >= len(words) or not words[place].letters:
            break
        word = words[place]
        if word.stem == "ما" or word.info.verb in {"fact", "soft"} or word.word in {"به", "عنه", "اليه"}:
            place += 1
            continue
        if word.stem in _PASSING:
            place = _giver_of(reading, place, None)
            continue
        if word.stem in _NOTES and word.info.role in {"document", ""}:
            document = _document(reading, place)
            if document is not None and document.last - document.first > 1 and document.definite:
                return document
            place = _giver_of(reading, place, document)
            continue
        break
    phrase = source_at(reading, place) if place < len(words) else None
    if phrase is None and document is not None and words[document.first].stem == "بيان":
        return None
    return phrase if phrase is not None else document


def _document(reading: Reading, place: int) -> Phrase | None:
    phrase = phrase_at(reading, place)
    return phrase if phrase is not None and phrase.role == "document" else None


def _giver_of(reading: Reading, place: int, document: Phrase | None) -> int:
    """Where the giver of a document may stand: behind ``ل``, ``صادر عن``, ``نشرته``, or in idafa with it."""
    words = reading.words
    after = document.last if document is not None and document.adjectives else place + 1
    while after < len(words) and words[after].info.adjective and not words[after].prefix:
        after += 1
    if after < len(words) and words[after].stem in {"صادر", "صادره", "صدر", "صدرت"}:
        return after + 2
    return after


# ---- the medium told, marks, and sources that stand alone --------------------------------------------------


def _told(reading: Reading, index: int) -> Iterator[Credit]:
    """The medium that somebody told: ``قال … لـ"الشرق الأوسط"``, ``في مقابلة مع قناة``."""
    words = reading.words
    word = words[index]
    in_talk = index > 0 and words[index - 1].word == "في"
    if not (word.stem in _SPEAKING and (in_talk or word.prefix == "ل")) and word.info.verb not in {"fact", "soft"}:
        return
    for place in range(index + 1, min(index + 14, len(words))):
        found = words[place]
        if found.word in _CLAUSE or not reading.same_sentence(index, place):
            return
        medium = _medium_at(reading, place)
        if medium is None and word.info.past in _TOLD_DIRECTLY:
            name = reading.names.get(place)
            known = name is not None and name_role(name.entry) == "media"
            medium = phrase_at(reading, place) if known else _quoted_name(reading, place)
        if medium is not None:
            yield Credit(medium, "the medium told", 0.85)
            return


def _medium_at(reading: Reading, place: int) -> Phrase | None:
    words = reading.words
    word = words[place]
    target = place
    if word.word in {"ل", "الي", "مع", "اليه", "اليها"}:
        target = place + 1
    elif word.prefix != "ل":
        return None
    if target >= len(words):
        return None
    if not words[target].letters:
        target = _behind_quote(reading, target) or target
    phrase = phrase_at(reading, target) if words[target].letters else None
    if phrase is not None:
        return phrase if phrase.role == "media" else None
    return _quoted_name(reading, target)


def _quoted_name(reading: Reading, first: int) -> Phrase | None:
    """A name of up to four words between quotation marks: an outlet that no table knows."""
    words = reading.words
    if not first or words[first - 1].word not in _QUOTES:
        return None
    for last in range(first + 1, min(first + 5, len(words))):
        if words[last].word in _QUOTES:
            return Phrase(words[first].start, first, last, "media", "media", True, named=True)
        if not words[last].letters or words[last].info.verb or words[last].info.ends:
            return None
    return None


def _standing_alone(reading: Reading, index: int) -> Iterator[Credit]:
    """``المصدر`` and a source with its adjective, wherever they stand."""
    word = reading.words[index]
    if word.info.role != "source":
        return
    phrase = source_at(reading, index, bare=False)
    if phrase is None or phrase.role != "source" or _heads_list(reading, index):
        return
    if phrase.definite and phrase.last - phrase.first == 1 and not word.info.owned:
        yield Credit(phrase, "the source spoken of before", 0.8)
    elif phrase.adjectives or phrase.last - phrase.first > 2:
        yield Credit(phrase, "a source by its name", 0.75)


def _heads_list(reading: Reading, index: int) -> bool:
    """Whether a line ``المصدر: …`` begins here."""
    return index + 1 < len(reading.words) and reading.words[index + 1].word == ":" and _sentence_start(reading, index) == index


def _marks(reading: Reading) -> Iterator[Credit]:
    """An agency in brackets, a by-line, and who stands before a colon at the head of a line."""
    for name in reading.names.values():
        if name_role(name.entry) == "media" and _is_mark(reading, name.first, name.last):
            yield Credit(
                Phrase(name.start, name.first, name.last, "media", name.entry.kind, True, name.entry, named=True),
                "mark of an agency", 0.85,
            )  # fmt: skip
    yield from _by_lines(reading)
    for index, word in enumerate(reading.words):
        if word.stem in _BYLINES and index and reading.words[index - 1].word in _DASHES and _ends_line(reading, index + 1):
            phrase = Phrase(word.core, index, index + 1, "media", "news_agency", word.definite)
            yield Credit(phrase, "by-line", 0.7)
    yield from _before_colons(reading)


def _by_lines(reading: Reading) -> Iterator[Credit]:
    """An outlet that no table knows, beside the place of a by-line in the first lines (``عمّان – الرأي``)."""
    words = reading.words
    for index, word in enumerate(words[:40]):
        if word.word not in _DASHES or not index or word.sentence > 2:
            continue
        begins = _sentence_start(reading, index)
        place = reading.names.get(begins)
        if place is None or name_role(place.entry) not in PLACES or place.last != index:
            continue
        first = index + 2 if _quote_at(words, index + 1) or words[min(index + 1, len(words) - 1)].word == "(" else index + 1
        last = first
        while last < len(words) and words[last].letters and reading.same_sentence(index, last) and last - first < 4:
            if words[last].info.verb or words[last].info.function or words[last].stem == "خاص":
                break
            last += 1
        if last > first and _closes_by_line(reading, last):
            yield Credit(Phrase(words[first].start, first, last, "media", "media", True, named=True), "by-line", 0.75)


def _closes_by_line(reading: Reading, index: int) -> bool:
    while index < len(reading.words) and reading.words[index].word in _QUOTES | {")"}:
        index += 1
    return _ends_line(reading, index) or reading.words[index].word in _DASHES | {"."}


def _ends_line(reading: Reading, index: int) -> bool:
    return index >= len(reading.words) or not reading.same_sentence(index - 1, index)


def _is_mark(reading: Reading, first: int, last: int) -> bool:
    words = reading.words
    before = words[first - 1].word if first else ""
    after = words[last].word if last < len(words) else ""
    if before == "(" and after == ")":
        return first < 2 or phrase_before_bracket(reading, first - 1) is None
    dashes = {"-", "–", "—", "/", ":", ")", "|"}
    begins = _sentence_start(reading, first)
    if words[begins].info.role == "source" and _heads_list(reading, begins):
        return True
    closes = last >= len(words) or not reading.same_sentence(first, last) or after in dashes | {"،", '"', "»", "”"}
    if first == begins:
        return after in dashes
    marked = before in {"-", "–", "—", "/", ":", "|"} or (before in {'"', "«", "“"} and words[first - 2].word in _DASHES | {"خاص"})
    return marked and first - begins <= 6 and closes


def _sentence_start(reading: Reading, index: int) -> int:
    while index and reading.same_sentence(index - 1, index):
        index -= 1
    return index


def phrase_before_bracket(reading: Reading, bracket: int) -> Phrase | None:
    """The body whose short name stands in these brackets, if one does."""
    for first in range(bracket - 1, max(-1, bracket - 8), -1):
        phrase = phrase_at(reading, first) if reading.words[first].letters else None
        if phrase is not None and phrase.last > bracket:
            return phrase
    return None


def _before_colons(reading: Reading) -> Iterator[Credit]:
    words = reading.words
    for index, word in enumerate(words):
        if word.word != ":" or index == 0:
            continue
        first = _sentence_start(reading, index)
        if index - first > 9 or not words[first].letters:
            continue
        phrase = source_at(reading, first, bare=False)
        if phrase is not None and phrase.last == index and phrase.role not in {"document", "population"} | PLACES:
            yield Credit(phrase, "speaks before a colon", 0.75)
