"""Phrases that a name closes: whom a title names, what stands in quotation marks or brackets behind a body."""

from __future__ import annotations

from annotator.core.changing import changed
from annotator.suggest.cues import cue_words
from annotator.suggest.personal_names import name_end, word_at
from annotator.suggest.phrases import BODIES, PLACES, Phrase, name_role
from annotator.suggest.reading import Name, Reading, Word
from annotator.suggest.shipped import PERSON

_NAMED_BODIES = frozenset({"org", "media", "group"})
_PAIRED = {"(": ")", "«": "»", "‹": "›", "‘": "’", "“": "”", "”": "“", '"': '"', "/": "/", "'": "'"}
_HONORIFICS = cue_words("honorifics")
_CORRESPONDENTS = cue_words("correspondents")


def is_honorific(phrase: Phrase, word: Word) -> bool:
    """Whether a second title follows the first without a comma (``وزير الخارجية الأمير فيصل``)."""
    return (
        phrase.role == "title" and phrase.definite and not phrase.named and word.definite and not word.prefix
        and word.stem in _HONORIFICS
    )  # fmt: skip


def named_by(reading: Reading, phrase: Phrase, name: Name) -> Phrase | None:
    """A known name after a head: whom a title names, or the complement of an idafa."""
    role = name_role(name.entry)
    if role == PERSON and not phrase.named and (phrase.role == "title" or ends_in_title(reading, phrase)):
        return changed(phrase, last=name.last, named=True, definite=True)
    if phrase.definite or phrase.adjectives or phrase.role in {"source", "witness", "document"}:
        return None
    names = role not in PLACES and phrase.role != "title"
    return changed(phrase, last=name.last, definite=True, named=phrase.named or names)


def ends_in_title(reading: Reading, phrase: Phrase) -> bool:
    """Whether a body ends in a title and perhaps its adjective (``إدارة الرئيس الأميركي``), which a name may follow."""
    near = reading.words[max(phrase.first + 1, phrase.last - 2) : phrase.last]
    return any(word.info.role == "title" and word.definite for word in near)


def name_of_title(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """The name of the officer that a body belongs to (``حكومة الرئيسة التنفيذية كاري لام``)."""
    if phrase.named or not word.info.given or not ends_in_title(reading, phrase):
        return None
    last = name_end(reading, phrase.last)
    return changed(phrase, last=last, named=True) if last > phrase.last + 1 else None


def name_step(reading: Reading, phrase: Phrase) -> Phrase | None:
    """A title with the personal name behind it, known or not."""
    if phrase.role != "title" or phrase.named:
        return None
    feminine = reading.words[phrase.first].stem.endswith("ه")
    last = name_end(reading, phrase.last, verbal="ت" if feminine else "ي")
    if last == phrase.last or _is_rather_a_verb(reading, phrase.last, last):
        return None
    return changed(phrase, last=last, named=True, definite=True)


def _is_rather_a_verb(reading: Reading, first: int, last: int) -> bool:
    """Whether the single unknown word behind a title has an object, so that it is no name."""
    word, following = reading.words[first], word_at(reading, last)
    return last - first == 1 and not word.info.given and following is not None and following.definite


def paired(reading: Reading, phrase: Phrase, mark: Word) -> Phrase | None:
    """A name in quotation marks or brackets that belongs to the phrase, both marks kept."""
    closing = _PAIRED.get(mark.word)
    quoted = mark.word != "("
    of_outlet = reading.words[phrase.first].stem in _CORRESPONDENTS
    known = reading.names.get(phrase.last + 1) if quoted and phrase.role in _NAMED_BODIES else None
    if known is not None and _closes(reading, known.last, closing):
        return changed(phrase, last=known.last + 1, named=True, definite=True)
    if (
        closing is None
        or reading.words[phrase.first].info.owned
        or (phrase.role not in BODIES and not of_outlet)
        or (quoted and (phrase.named or phrase.last - phrase.first > 2))
    ):
        return None
    if quoted and phrase.definite and phrase.last - phrase.first == 1 and phrase.role in {"force", "gov"}:
        return None
    for index in range(phrase.last + 1, min(phrase.last + 10, len(reading.words))):
        word = reading.words[index]
        if word.word == closing and not word.letters:
            inside = index - phrase.last - 1
            verbal = quoted and phrase.definite and reading.words[phrase.last + 1].info.verb
            titled = not quoted and reading.words[phrase.last + 1].info.role in {"title", "titles"}
            if titled or not 0 < inside <= (8 if quoted else 4) or verbal:
                return None
            return changed(phrase, last=index + 1, named=True, definite=True)
        if not word.letters or not reading.same_sentence(index, phrase.last):
            return None
    return None


def _closes(reading: Reading, index: int, closing: str | None) -> bool:
    """Whether a mark stands at an index."""
    return closing is not None and index < len(reading.words) and reading.words[index].word == closing
