"""How far a source reaches past its plain phrase: to the name behind its office, or along the name of its body.

``كبيرة الباحثين في التقرير آن أولهوف``, ``وزير الدولة لشؤون الطاقة ناصر المنصوري``, ``الجهاز المركزي للتعبئة
العامة والإحصاء``. What is told of whom is known here already, so that less has to be sure than in any other phrase.
Indexes are of words, half-open.
"""

from __future__ import annotations

from annotator.core.changing import changed
from annotator.suggest.adjectives import is_sound_plural
from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import grown, phrase_at
from annotator.suggest.personal_names import name_end, word_at
from annotator.suggest.phrases import PLACES, Phrase, name_role
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON
from annotator.suggest.words import NOTHING

_CLAUSE = cue_words("clause")
_HEARERS = cue_words("hearers")
_SCHOOLS = cue_words("school_nouns")
_NAMED_PLACES = cue_words("named_places")
_SIDES = frozenset({"شمال", "جنوب", "شرق", "غرب", "وسط"})
_PLACE_LINKS = frozenset({"في", "لدي"})
_SENT = cue_words("correspondents")
_WIDE = frozenset({"title", "titles"})
_LONG = 9


def to_the_name(reading: Reading, phrase: Phrase) -> Phrase:
    """An office with the name that stands behind its field, place or body; the same phrase where none does."""
    if phrase.role != "title" or not _is_open(reading, phrase):
        return phrase
    place = phrase.last
    while place - phrase.last < _LONG:
        last = _name_at(reading, place, phrase)
        if last:
            return changed(phrase, last=last, named=True, definite=True)
        following = _past_modifier(reading, place, phrase)
        if not following:
            return phrase
        place = following
    return phrase


def _is_open(reading: Reading, phrase: Phrase) -> bool:
    """Whether a title has no person's name yet; a body that it serves is none."""
    if phrase.last >= len(reading.words):
        return False
    if not (phrase.definite or phrase.named):
        following = reading.words[phrase.last]
        return reading.words[phrase.last - 1].stem in _SCHOOLS or following.stem in _NAMED_PLACES | _SCHOOLS
    before = reading.words[phrase.last - 1]
    if not phrase.named or not before.letters:
        return True
    return phrase.entry is None and (before.definite or _ends_in_body(reading, phrase)) and not before.info.given


def _ends_in_body(reading: Reading, phrase: Phrase) -> bool:
    return any(
        name is not None and name.last == phrase.last and name.entry.kind != PERSON
        for name in (reading.names.get(place) for place in range(phrase.first + 1, phrase.last))
    )


def _name_at(reading: Reading, place: int, phrase: Phrase) -> int:
    """The end of a personal name that begins here and that something closes, 0 where none does."""
    word = word_at(reading, place)
    if word is None or not word.letters or word.definite or word.prefix or word.info.function:
        return 0
    feminine = reading.words[phrase.first].stem.endswith("ه")
    last = name_end(reading, place, "ت" if feminine else "ي")
    if last == place and word.info.role == "title" and place + 1 < len(reading.words):
        last = name_end(reading, place + 1) if reading.words[place + 1].info.given else place
    if last == place and word.info.adjective and _is_surname(reading, place + 1):
        last = place + 2
    elif last > place and _is_surname(reading, last) and _is_closed(reading, last + 1):
        last += 1
    single = last - place == 1
    if last == place or (single and not word.info.given and not _ends_speech(reading, last)):
        return 0
    return last if _is_closed(reading, last) else 0


def _is_surname(reading: Reading, index: int) -> bool:
    """Whether an adjective of origin stands behind a bare name, so that it ends it (``العميد الركن تركي المالكي``)."""
    word = word_at(reading, index)
    return word is not None and word.definite and not word.prefix and word.stem.endswith(("ي", "اوي"))


def _is_closed(reading: Reading, index: int) -> bool:
    """Whether a phrase may end here: a mark, a function word, an aside, a clitic or the sentence's end follows."""
    word = word_at(reading, index)
    if word is None or not word.letters or word.info.function or word.word in _CLAUSE:
        return True
    return bool(word.prefix) and (word.prefix != "ل" or _hears(word) or index in reading.names)


def _ends_speech(reading: Reading, index: int) -> bool:
    word = word_at(reading, index)
    return word is not None and (word.word in _CLAUSE or word.word in {":", "،", "الي"})


def _past_modifier(reading: Reading, place: int, phrase: Phrase) -> int:
    """The word behind an adjective, field, place or body of an office that begins here, 0 where none begins."""
    word = word_at(reading, place)
    if word is None or word.info.verb or word.word in _CLAUSE:
        return 0
    if not word.letters:
        return _past_quoted(reading, place) if reading.words[place - 1].word in _PLACE_LINKS else 0
    sent = word.word == "الي" and reading.words[phrase.first].stem in _SENT
    if word.word in _PLACE_LINKS or sent or (word.word == "ل" and not word.prefix):
        return _past_complement(reading, place + 1)
    if word.info.function:
        return 0
    if word.prefix in {"ل", "ب"}:
        hears = _hears(word) and (word.info.role != "people" or _is_closed(reading, place + 1))
        return 0 if hears else _past_complement(reading, place)
    if word.definite and not word.info.owned:
        return place + 1 if word.prefix in {"", "و"} else 0
    if word.prefix == "و":
        return _past_complement(reading, place)
    before = reading.words[place - 1]
    following = word_at(reading, place + 1)
    if word.stem in _NAMED_PLACES and not word.prefix and following is not None and following.info is NOTHING:
        return place + 2 if following.letters and not following.prefix else 0
    inside = not word.prefix and not before.definite and not word.info.given and place not in reading.names
    return place + 1 if inside and _leads_to_article(reading, place) else 0


def _hears(word: Word) -> bool:
    """Whether a word behind a lam is who was told (``للصحفيين``, ``لرويترز``) and no field of work."""
    people = word.info.role in {"media", "titles", "people", "witness"} or is_sound_plural(word.stem)
    return word.prefix == "ل" and (people or word.stem in _HEARERS)


def _past_complement(reading: Reading, place: int) -> int:
    """The word behind a place, a body or a field of work that begins here."""
    word = word_at(reading, place)
    if word is None:
        return 0
    if not word.letters:
        return _past_quoted(reading, place)
    name = reading.names.get(place + 1 if word.stem in _SIDES else place)
    if name is not None and name.entry.kind != PERSON:
        return 0 if name_role(name.entry) == "media" else name.last
    if word.info.function or word.info.verb:
        return 0
    if word.definite:
        return place + 1
    if word.stem in _NAMED_PLACES:
        following = word_at(reading, place + 1)
        return place + 2 if following is not None and following.letters and not following.info.function else 0
    inner = phrase_at(reading, place)
    if inner is not None and inner.definite and inner.role not in {"media", "title", PERSON} and not inner.named:
        return inner.last
    return place + 1 if _leads_to_article(reading, place) else 0


def _past_quoted(reading: Reading, place: int) -> int:
    """The word behind a name of up to three words in quotation marks."""
    words = reading.words
    if words[place].word not in {'"', "«", "“", "‹"}:
        return 0
    for last in range(place + 2, min(place + 5, len(words))):
        if not words[last].letters:
            return last + 1 if words[last].word in {'"', "»", "”", "›"} else 0
    return 0


def _leads_to_article(reading: Reading, place: int) -> bool:
    """Whether a word without article leads on to one that has it (``إنعاش الأهوار``, ``لاستقبال وإدماج اللاجئين``)."""
    for index in range(place + 1, place + 3):
        word = word_at(reading, index)
        if word is None or not word.letters or word.info.function or word.info.verb or word.prefix not in {"", "و"}:
            return False
        name = reading.names.get(index)
        if word.definite or (name is not None and name_role(name.entry) in PLACES):
            return True
    return False


def to_the_clause(reading: Reading, phrase: Phrase) -> Phrase:
    """A body or document with the rest of its field (``للتعبئة العامة والإحصاء``), where that ends before a mark.

    Only for whom no object can follow: behind a preposition of reporting, or where a clause is told.
    """
    if phrase.role in {"population", "source", PERSON} or not phrase.definite:
        return phrase
    place = phrase.last
    while place - phrase.last < _LONG:
        word = word_at(reading, place)
        if word is None or not word.letters or word.word in _CLAUSE or word.info.function or word.info.verb:
            break
        fields = any(each.prefix == "ل" for each in reading.words[phrase.first : place])
        if not _is_rest(reading, word, place, fields=fields):
            return phrase
        place += 1
    return changed(phrase, last=place) if place > phrase.last and _is_closed(reading, place) else phrase


def _is_rest(reading: Reading, word: Word, place: int, *, fields: bool) -> bool:
    """Whether a word goes on in the name of a body: a field behind a lam, its adjective, what is joined to it."""
    if word.prefix == "ل":
        return (word.definite or _leads_to_article(reading, place)) and not _hears(word) and place not in reading.names
    if word.prefix == "و":
        return fields and word.definite and word.info.role in {"", "document"}
    before = reading.words[place - 1]
    if word.prefix or not word.definite or before.prefix == "ل":
        return word.definite and not word.prefix
    if not before.definite or word.info.role or word.info.given:
        return False
    return before.stem.endswith(("ه", "ات")) == word.stem.endswith("ه")


def up_to(reading: Reading, phrase: Phrase, end: int) -> Phrase | None:
    """A phrase that opens its clause, with all words as far as the verb that it is the subject of.

    ``رئيس اللجنة القضائية العليا في مصر المستشار عبد المعز إبراهيم أكد``; nothing where a verb, mark or clause lies
    between.
    """
    if phrase.last == end:
        return phrase
    if phrase.last > end or phrase.role in {"population", "source", PERSON} or end - phrase.first > 12:
        return None
    rest = reading.words[phrase.last : end]
    if phrase.role == "document" and not phrase.definite and rest[0].info is NOTHING and not rest[0].prefix:
        return None
    if all(_stands_in_subject(word) for word in rest) and rest[-1].word not in _PLACE_LINKS:
        definite = phrase.definite or phrase.role != "document"
        return changed(phrase, last=end, named=phrase.named or phrase.role == "title", definite=definite)
    return None


def _stands_in_subject(word: Word) -> bool:
    if not word.letters or word.word in _CLAUSE or (word.info.verb and not word.definite):
        return False
    return not word.info.function or word.word in _PLACE_LINKS


def apposition(reading: Reading, phrase: Phrase) -> Phrase | None:
    """Who stands behind the comma after a title or name (``الأمين العام، أنطونيو غوتيريش، …``, ``فلان، حاكم …``)."""
    words = reading.words
    place = phrase.last + 1
    if place + 1 >= len(words) or words[phrase.last].word != "،" or not reading.same_sentence(phrase.first, place):
        return None
    if words[place].prefix or words[place].info.function:
        return None
    if (phrase.role == PERSON or _names_person(reading, phrase)) and phrase.last - phrase.first > 1:
        word = words[place]
        other = grown(reading, Phrase(word.core, place, place + 1, "title", "person", word.definite))
        fits = word.info.role == "title" and other.definite and not _names_person(reading, other)
        return other if fits and _is_closed(reading, other.last) else None
    if phrase.role != "title" or not phrase.definite or _names_person(reading, phrase):
        return None
    last = 0 if words[place].info.verb else name_end(reading, place)
    if last - place < 2 or not _is_closed(reading, last):
        return None
    return Phrase(words[place].core, place, last, PERSON, "person", True, named=True)


def _names_person(reading: Reading, phrase: Phrase) -> bool:
    """Whether a title has its bearer's name already."""
    return phrase.named and not _ends_in_body(reading, phrase) and reading.words[phrase.last - 1].letters
