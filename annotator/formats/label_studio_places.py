"""Where Label Studio's regions lie: in a page (paths of HTML), in a dialogue (places of paragraphs), or in a text.

A page's text is that of its text nodes, a line break one character; a dialogue's has a line for each paragraph.
Offsets within a node or paragraph are those of a browser, in UTF-16 units.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol

from annotator.core.errors import UserError
from annotator.formats.foreign import natural
from annotator.formats.offsets import Offsets

_STEP = re.compile(r"([\w:.-]+(?:\(\))?)(?:\[(\d{1,9})\])?\Z")
_FRAME = frozenset({"html", "body"})
"""A page is shown inside another: its own frame does not count."""
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_CLOSES = {
    "p": frozenset({"address", "article", "aside", "blockquote", "div", "dl", "footer", "form", "h1", "h2", "h3", "h4",
                    "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"}),
    "li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th", "tr"}), "th": frozenset({"td", "th", "tr"}), "tr": frozenset({"tr"}),
    "option": frozenset({"option"}),
}  # fmt: skip
"""Elements that end, unsaid, where one of these begins."""
_TEXTS = ("text", "utterance", "content", "message", "body")


class Shown(Protocol):
    """A text as Label Studio shows it, and the places in it."""

    text: str

    def extent(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """Start and end of a region's value, in code points.

        Raises:
            UserError: there is no such place.
        """


@dataclass(slots=True)
class Plain:
    """A text whose regions say their offsets themselves, in whatever unit."""

    text: str

    def extent(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """See `Shown`."""
        where = value.get("globalOffsets")
        told = where if isinstance(where, dict) else value
        start, end = (natural(each) if isinstance(each, str) else each for each in (told["start"], told["end"]))
        if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool):
            raise _nowhere(value)
        return start, end


@dataclass(slots=True)
class _Element:
    name: int
    tag: str
    counts: Counter[str] = field(default_factory=Counter)
    in_text: bool = False


class Page(HTMLParser):
    """The text of a page's text nodes, and the places that paths of its elements point to."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Element(0, "")]
        self._children: dict[tuple[int, str, int], int] = {}
        self._nodes: dict[tuple[int, int], tuple[int, int]] = {}
        """Text nodes by element and number: where in the text they start and end."""
        self._parts: list[str] = []
        self._length = 0
        self.feed(source)
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        del attrs
        if tag in _FRAME:
            return
        while tag in _CLOSES.get(self._open[-1].tag, ()):
            self._open.pop()
        parent = self._open[-1]
        parent.in_text = False
        parent.counts[tag] += 1
        name = len(self._children) + 1
        self._children[parent.name, tag, parent.counts[tag]] = name
        if tag == "br":
            self._put("\n")
        if tag not in _VOID:
            self._open.append(_Element(name, tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if any(each.tag == tag for each in self._open[:0:-1]):
            while self._open.pop().tag != tag:
                pass
            self._open[-1].in_text = False

    def handle_comment(self, data: str) -> None:
        """See `HTMLParser`."""
        del data
        self._open[-1].in_text = False

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        own = self._open[-1]
        if not own.in_text:
            own.counts["text()"] += 1
            own.in_text = True
        key = (own.name, own.counts["text()"])
        start = self._nodes.get(key, (self._length, 0))[0]
        self._put(data)
        self._nodes[key] = (start, self._length)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def extent(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """See `Shown`. Offsets in the whole page go before paths."""
        if isinstance(value.get("globalOffsets"), dict):
            return Plain(self.text).extent(value)
        start = self._place(value["start"], value.get("startOffset"))
        end = self._place(value["end"], value.get("endOffset"))
        if start is None or end is None:
            raise _nowhere(value)
        return start, end

    def _place(self, path: object, offset: object) -> int | None:
        if isinstance(path, int) or (isinstance(path, str) and natural(path) is not None):
            return int(path)  # an offset after all
        steps = [_STEP.match(step) for step in str(path).strip("/").split("/")]
        place = 0
        for step in steps:
            if step is None:
                return None
            number = int(step[2] or 1)
            if step[1] == "text()":
                own = self._nodes.get((place, number))
                return None if own is None else _within(self.text, own, offset)
            if step[1].lower() not in _FRAME:
                place = self._children.get((place, step[1].lower(), number), -1)
        return None


class Dialogue:
    """Paragraphs, a line each; regions name the paragraphs in which they start and end."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.text = "\n".join(paragraphs)
        self._extents: list[tuple[int, int]] = []
        start = 0
        for each in paragraphs:
            self._extents.append((start, start + len(each)))
            start += len(each) + 1

    def extent(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """See `Shown`. Without offsets, whole paragraphs are meant."""
        first, last = natural(str(value["start"])), natural(str(value["end"]))
        if first is None or last is None or max(first, last) >= len(self._extents):
            raise _nowhere(value)
        start, end = (
            _within(self.text, self._extents[one], value.get(key, other))
            for one, key, other in ((first, "startOffset", 0), (last, "endOffset", None))
        )
        if end is None and "endOffset" not in value:
            end = self._extents[last][1]
        if start is None or end is None:
            raise _nowhere(value)
        return start, end


def dialogue_in(value: object) -> list[str] | None:
    """The paragraphs of a dialogue: objects that each have a text; None where a value is none."""
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        return None
    key = next((key for key in _TEXTS if all(isinstance(each.get(key), str) for each in value)), None)
    return None if key is None else [each[key] for each in value]


def _within(text: str, extent: tuple[int, int], offset: object) -> int | None:
    """A place inside a stretch of the text, from UTF-16 units inside it; code points where those do not fit."""
    if not isinstance(offset, int) or isinstance(offset, bool):
        return None
    own = text[slice(*extent)]
    for unit in ("utf16", "codepoint"):
        try:
            return extent[0] + Offsets(own, unit).to_codepoint(offset)
        except ValueError:
            continue
    return None


def _nowhere(value: Mapping[str, Any]) -> UserError:
    return UserError("there is no place %(place)s in the text", place=repr(value.get("start"))[:80])
