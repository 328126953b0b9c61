r"""Reading a query: signs to a tree, the tree to clauses. What cannot be read is told in one sentence with its place.

The language, which the guide describes in both languages::

    المرصد السوري          both words, folded, behind و ف ب ل ك too
    "المرصد السوري"        the words in a row (also “…” and «…»)
    سور*                   words that begin so
    /قتل[تى]?\b/            a regular expression over the text as it stands
    label:FIGURE  kind:killed,injured  value:>100  entity:…  by:…  status:done  note:…  is:unsure
    meta.outlet:سانا  meta.date:2026-01..2026-03  tag:…  name:…  text:…  (anywhere in the document)
    -word  -label:SOURCE   not so            OR  أو  |   either            ( … )   together
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.core.arabic import fold
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.project.search.filters import filter_of, wrong
from annotator.project.search.query import Anywhere, Clause, Filter, Leaf, Pattern, Query, Words
from annotator.project.search.vocabulary import Vocabulary, field_named

_SIGN = re.compile(
    r"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<either>\|)|(?P<minus>[-−–](?=[^\s|)]))
    |(?P<key>[^\W\d_][\w.-]*):|(?P<pattern>/(?:[^/\\]|\\.)+/)
    |(?P<quoted>"[^"]*"|“[^”]*”|«[^»]*»)(?P<star>\*?)|(?P<word>[^\s()|"“«/][^\s()|"“«]*)""",
    re.VERBOSE,
)
_VALUE = re.compile(r'(?P<quoted>"[^"]*"|“[^”]*”|«[^»]*»)|(?P<bare>[^\s()"“«]+)')
_EITHER = {"OR", "أو"}
_WORD = re.compile(r"[^\W_]+")
_DEEPEST = 40
MOST_CLAUSES = 64


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign of a query: what it is, what it says, and where it begins (code points, from 0)."""

    kind: str
    place: int
    leaf: Leaf | None = None


Tree = Leaf | tuple[str, "list[Tree]"]
"""A leaf, or ``and``, ``or`` and ``not`` over trees."""


def read(query: str, known: Vocabulary) -> Query:
    """What a query asks; nothing for an empty one.

    Raises:
        UserError: it cannot be read; ``place`` among the arguments counts its characters from 1.
    """
    signs = _signs(query, known)
    if not signs:
        return Query()
    tree = _Reader(signs, len(query)).whole()
    return Query(tuple(_clause(each) for each in _alternatives(tree, holds=True)), known.every_label)


def words_of(text: str, *, prefix: bool = False) -> Words:
    """A text's words, folded."""
    return Words(tuple(_WORD.findall(fold(text))), prefix)


# ---- signs -----------------------------------------------------------------------------------------------


def _signs(query: str, known: Vocabulary) -> list[_Sign]:
    found, place = [], 0
    while place < len(query):
        match = _SIGN.match(query, place)
        if match is None:
            raise _unclosed(query[place], place)
        kind = match.lastgroup if match["key"] is None else "key"
        end = match.end()
        if kind == "key":
            sign, end = _field(query, match, known)
            found.append(sign)
        elif kind != "space":
            found.append(_sign(match, place))
        place = end
    return found


def _unclosed(sign: str, place: int) -> UserError:
    return wrong(N_("%(sign)s at character %(place)s is not closed"), place, sign=sign)


def _sign(match: re.Match[str], place: int) -> _Sign:
    if match["quoted"] is not None:
        return _Sign("leaf", place, _words(match["quoted"][1:-1], place, prefix=bool(match["star"])))
    if match["pattern"] is not None:
        return _Sign("leaf", place, _pattern(match["pattern"], place))
    word = match["word"]
    if word is None:
        return _Sign(str(match.lastgroup), place)
    if word in _EITHER:
        return _Sign("either", place)
    return _Sign("leaf", place, _words(word, place, prefix=word.endswith("*")))


def _words(text: str, place: int, *, prefix: bool = False) -> Words:
    found = words_of(text, prefix=prefix)
    if not found.words:
        raise wrong(N_("«%(text)s» at character %(place)s has no letters to search for"), place, text=text)
    return found


def _pattern(written: str, place: int) -> Pattern:
    import regex  # type: ignore[import-untyped]  # has no types of its own

    source = written[1:-1].replace(r"\/", "/")
    try:
        regex.compile(source)
    except regex.error as error:
        raise wrong(
            N_("the regular expression at character %(place)s cannot be read: %(reason)s"), place, reason=str(error)
        ) from error
    return Pattern(source)


def _field(query: str, match: re.Match[str], known: Vocabulary) -> tuple[_Sign, int]:
    """A field with its value: the sign, and where the next one begins."""
    name, place = match["key"], match.start()
    if field_named(name) == "text" and query.startswith("/", match.end()):
        pattern = _SIGN.match(query, match.end())
        if pattern is None or pattern["pattern"] is None:
            raise _unclosed("/", match.end())
        return _Sign("leaf", place, Anywhere(_pattern(pattern["pattern"], match.end()))), pattern.end()
    found = _VALUE.match(query, match.end())
    if found is None:
        if query[match.end() : match.end() + 1] in {'"', "“", "«"}:
            raise _unclosed(query[match.end()], match.end())
        raise wrong(N_("after «%(name)s:» at character %(place)s something must follow"), place, name=name)
    quoted = found["quoted"] is not None
    value = found[0][1:-1] if quoted else found[0]
    end = found.end()
    if field_named(name) == "text":
        star = value.endswith("*") or query.startswith("*", end)
        words = _words(value.rstrip("*"), place, prefix=star)
        return _Sign("leaf", place, Anywhere(words)), end + (quoted and query.startswith("*", end))
    return _Sign("leaf", place, filter_of(name, value, known, place, quoted=quoted)), end


# ---- the tree --------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the signs from the first to the last."""

    def __init__(self, signs: list[_Sign], length: int) -> None:
        self._signs = signs
        self._length = length
        self._at = 0
        self._depth = 0

    def _next(self) -> str:
        return self._signs[self._at].kind if self._at < len(self._signs) else ""

    def _place(self) -> int:
        return self._signs[self._at].place if self._at < len(self._signs) else self._length

    def whole(self) -> Tree:
        tree = self._either()
        if self._next() == "close":
            raise wrong(N_("the bracket at character %(place)s closes nothing"), self._place())
        return tree

    def _either(self) -> Tree:
        parts = [self._together()]
        while self._next() == "either":
            self._at += 1
            parts.append(self._together())
        return parts[0] if len(parts) == 1 else ("or", parts)

    def _together(self) -> Tree:
        parts = []
        while self._next() in {"minus", "open", "leaf"}:
            parts.append(self._one())
        if not parts:
            raise wrong(N_("at character %(place)s something to search for is missing"), self._place())
        return parts[0] if len(parts) == 1 else ("and", parts)

    def _one(self) -> Tree:
        sign = self._signs[self._at]
        self._at += 1
        if sign.leaf is not None:
            return sign.leaf
        self._depth += 1
        if self._depth > _DEEPEST:
            raise wrong(N_("at character %(place)s too many brackets or minus signs lie in one another"), sign.place)
        tree: Tree = ("not", [self._negated(sign)]) if sign.kind == "minus" else self._bracket(sign)
        self._depth -= 1
        return tree

    def _negated(self, sign: _Sign) -> Tree:
        if self._next() not in {"minus", "open", "leaf"}:
            raise wrong(N_("at character %(place)s something to search for is missing"), sign.place + 1)
        return self._one()

    def _bracket(self, sign: _Sign) -> Tree:
        tree = self._either()
        if self._next() != "close":
            raise _unclosed("(", sign.place)
        self._at += 1
        return tree


# ---- clauses ---------------------------------------------------------------------------------------------

Signed = tuple[Leaf, bool]


def _alternatives(tree: Tree, *, holds: bool) -> list[tuple[Signed, ...]]:
    """The tree as alternatives of leaves that hold or do not hold together."""
    if not isinstance(tree, tuple):
        return [((tree, holds),)]
    kind, parts = tree
    if kind == "not":
        return _alternatives(parts[0], holds=not holds)
    each = [_alternatives(part, holds=holds) for part in parts]
    if (kind == "or") == holds:
        return _not_too_many([one for some in each for one in some])
    found: list[tuple[Signed, ...]] = [()]
    for some in each:
        found = _not_too_many([before + one for before in found for one in some])
    return found


def _not_too_many(found: list[tuple[Signed, ...]]) -> list[tuple[Signed, ...]]:
    if len(found) > MOST_CLAUSES:
        raise UserError("the query has too many alternatives (more than %(count)s)", count=MOST_CLAUSES)
    return found


def _clause(signed: tuple[Signed, ...]) -> Clause:
    kept: dict[str, list[Leaf]] = {}
    for leaf, holds in dict.fromkeys(signed):
        kept.setdefault(_part(leaf, holds=holds), []).append(leaf.text if isinstance(leaf, Anywhere) else leaf)
    return Clause(**{name: tuple(leaves) for name, leaves in kept.items()})  # type: ignore[arg-type]  # by `_part`


def _part(leaf: Leaf, *, holds: bool) -> str:
    if isinstance(leaf, Anywhere):
        return "anywhere" if holds else "not_anywhere"
    name = f"{leaf.scope}s" if isinstance(leaf, Filter) else "texts"
    return name if holds else f"no_{name}"
