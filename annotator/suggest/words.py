"""What the word tables say about one written word: its clitics, article, stem, and what it may be in a sentence.

Everything is looked up folded, so that marks, hamza spelling and tatweel make no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.clitics import begins_by_nature, clitic_length, proclitics
from annotator.suggest.shipped import rows as gazetteer_rows


@dataclass(frozen=True, slots=True)
class Info:
    """What a form may be; empty fields where it is no such thing."""

    role: str = ""  # title people population group force gov org media source witness document
    kind: str = ""
    verb: str = ""  # fact soft stance news
    past: str = ""  # the verb, third person
    present: bool = False
    adjective: bool = False
    state: str = ""  # the country code that an adjective of origin names
    given: bool = False
    ends: bool = False
    function: bool = False  # a particle, preposition or word of time: ends every phrase
    owned: bool = False  # with a pronoun suffix


NOTHING = Info()
_VOWELS = "ًٌٍَُِّْـ"


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One written word: ``cut`` code points of clitics, which, and the rest with and without its article.

    ``letters`` says that it is a word and no mark or number, ``number`` that digits are in it.

    A written word has one form (`form_of` keeps it), so that forms are told apart by being the same object.
    """

    cut: int
    prefix: str
    word: str
    stem: str
    definite: bool
    info: Info = field(default=NOTHING)
    letters: bool = True
    number: bool = False


@lru_cache(maxsize=5_000)
def _with(known: Info, **facts: object) -> Info:
    """What is known and these facts, where nothing is known of them; kept, since thousands of forms share few."""
    return replace(known, **{name: value for name, value in facts.items() if not getattr(known, name)})  # type: ignore[arg-type]  # facts are named as the fields of Info are


def _merge(table: dict[str, Info], form: str, **facts: object) -> None:
    table[form] = _with(table.get(form, NOTHING), **facts)


def _past_forms(past: str) -> Iterator[str]:
    if past.endswith("ى") or (past.endswith("ا") and len(past) > 2):
        root = past[:-1]
        yield from (
            past,
            root + "ت",
            root + "وا",
            root + "تا",
            root + "اه",
            root + "اها",
            root + "ته",
            root + "تها",
        )
        return
    yield from (
        past + ending for ending in ("", "ت", "وا", "ا", "تا", "ه", "ها", "ته", "تها", "وه", "هم", "تهم", "ن")
    )


def _present_forms(present: str) -> Iterator[str]:
    root = present[:-1] if present[-1] in "يىو" and present not in {"يرجو", "يدعو"} else present
    feminine = "ت" + present[1:] if present.startswith("ي") else present
    yield from (present, feminine, root + "ون", feminine[: len(root)] + "ان", root + "ان")
    yield from (present + ending for ending in ("ه", "ها", "هم"))
    yield from (feminine + ending for ending in ("ه", "ها", "هم"))


def _add_verbs(table: dict[str, Info]) -> None:
    for row in lexicon.rows("verbs"):
        past = fold(row["past"])
        for form in _past_forms(row["past"]):
            if form.endswith("ه") and table.get(fold(form), NOTHING).adjective:
                continue
            _merge(table, fold(form), verb=row["sense"], past=past)
        for form in _present_forms(row["present"]):
            if not table.get(fold(form), NOTHING).verb:
                _merge(table, fold(form), verb=row["sense"], past=past, present=True)


_SUFFIXES = ("ه", "ها", "هم", "نا")


def _add_heads(table: dict[str, Info]) -> None:
    ending = frozenset(fold(row["form"]) for row in lexicon.rows("phrase_ends"))
    for row in lexicon.rows("heads"):
        form = fold(row["form"])
        if table.get(form, NOTHING).role:
            continue
        _merge(table, form, role=row["role"], kind=row["kind"])
        owner = form[:-1] + "ت" if form.endswith("ه") else form
        for suffix in _SUFFIXES if row["role"] not in {"title", "titles", "population"} else ("ها", "هم", "نا"):
            if owner + suffix not in ending and not table.get(owner + suffix, NOTHING).adjective:
                _merge(table, owner + suffix, role=row["role"], kind=row["kind"], owned=True)
        if not form.endswith(("ه", "ا")):
            _merge(table, form + "ا", role=row["role"], kind=row["kind"])
        if form.endswith(("ون", "ين")) and len(form) > 5 and not table.get(form[:-1], NOTHING).adjective:
            _merge(table, form[:-1], role=row["role"], kind=row["kind"])  # ``ممثلو الادعاء``


def _add_duals(table: dict[str, Info]) -> None:
    for row in lexicon.rows("heads"):
        form = fold(row["form"])
        if row["role"] in {"title", "source"} and len(form) > 2 and not form.endswith(("ه", "ا")):
            role = "titles" if row["role"] == "title" else "source"
            _merge(table, form + "ان", role=role, kind=row["kind"])
            _merge(table, form + "ين", role=role, kind=row["kind"])


def _inflected(adjective: str) -> Iterator[str]:
    yield from (adjective + ending for ending in ("", "ه", "ون", "ين", "ات", "ا", "ان", "تين", "تان"))


def _add_adjectives(table: dict[str, Info]) -> None:
    for row in lexicon.rows("adjectives"):
        for form in _inflected(fold(row["form"])):
            _merge(table, form, adjective=True)
    for row in gazetteer_rows("states"):
        for adjective in row["adjectives"].split("|"):
            for form in _inflected(fold(adjective)):
                if " " not in form and form:
                    _merge(table, form, adjective=True, state=row["code"])


@cache
def table() -> dict[str, Info]:
    """Every known form, folded, without clitics and article."""
    found: dict[str, Info] = {}
    _add_adjectives(found)
    _add_verbs(found)
    _add_heads(found)
    _add_duals(found)
    for row in lexicon.rows("given_names"):
        _merge(found, fold(row["form"]), given=True)
    for row in gazetteer_rows("people"):
        for word in fold(row["name"]).split(" "):
            if len(word) > 3 and not word.startswith("ال"):
                _merge(found, word, given=True)
    for row in lexicon.rows("phrase_ends"):
        _merge(found, fold(row["form"]), ends=True, function=row["class"] == "function")
    return found


def _has_article(raw: str, folded: str) -> bool:
    """Whether a word begins with the article and not with a hamza that folds alike (``إلياس``)."""
    return folded.startswith("ال") and len(folded) > 3 and raw[0] not in "أإآ"


def _known(raw: str, word: str) -> tuple[str, bool, Info] | None:
    """Stem, definiteness and facts of a folded word without clitics, if a table knows it."""
    known = table()
    if word in known:
        return word, known[word].owned and not known[word].given, known[word]
    if _has_article(raw, word) and word[2:] in known:
        info = known[word[2:]]
        return word[2:], True, replace(info, function=False) if info.function else info
    return None


def _known_behind_lam(raw: str, rest: str) -> tuple[str, bool, Info] | None:
    """The same for what follows a lam: ``لنظام`` (the alef swallowed) and ``لجنه`` of ``للجنة``."""
    known = table()
    if rest.startswith("ل") and len(rest) > 2:
        for stem in (rest[1:], rest):
            if stem in known:
                return stem, True, known[stem]
    return _known(raw, rest)


@lru_cache(maxsize=50_000)
def form_of_token(raw: str) -> Form:
    """The form of one token: a word, a number or a mark; a tatweel that stands alone is meant as a dash."""
    folded = fold(raw)
    if raw[0].isalpha() and folded:
        return form_of(raw)
    if "ـ" in raw and not folded:
        folded = "-"
    return Form(0, "", folded, folded, False, NOTHING, letters=False, number=any(map(str.isdigit, raw)))


@lru_cache(maxsize=50_000)
def form_of(raw: str) -> Form:
    """The form of one written word."""
    folded = fold(raw)
    return _known_form(raw, folded) or _unknown(raw, folded)


def facts_of(raw: str) -> Info:
    """What the tables know of one written word: quicker than its form where that is nothing."""
    known = _known_form(raw, fold(raw))
    return known.info if known is not None else NOTHING


def _known_form(raw: str, folded: str) -> Form | None:
    if raw == "آن":  # the name, which folds as the particle does
        return Form(0, "", raw, raw, False, Info(given=True))
    whole = _known(raw, folded)
    if whole is not None and not (folded == "والي" and "إ" in raw):
        return _without_object(raw, Form(0, "", folded, *whole))
    for cut in () if begins_by_nature(folded) else proclitics(raw):
        prefix = fold(raw[:cut])
        rest = fold(raw[cut:])
        found = _known_behind_lam(raw[cut:], rest) if prefix.endswith("ل") else _known(raw[cut:], rest)
        if found is not None:
            return _without_object(raw, Form(cut, prefix, rest, *found))
    return None


def _without_object(raw: str, form: Form) -> Form:
    """A form that ends in ``ة`` is no verb with its object (``نشرة`` and ``نشره`` fold alike)."""
    if form.info.verb and raw.rstrip(_VOWELS).endswith("ة"):
        return replace(form, info=replace(form.info, verb="", past=""))
    return form


def _unknown(raw: str, folded: str) -> Form:
    cut = clitic_length(raw)
    prefix, word = fold(raw[:cut]), fold(raw[cut:])
    if _has_article(raw[cut:], word):
        return Form(cut, prefix, word, word[2:], True)
    if prefix.endswith("ل") and word.startswith("ل") and len(word) > 2:
        return Form(cut, prefix, word, word[1:], True)
    return Form(cut, prefix, word, word, False)
