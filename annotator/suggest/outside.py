"""What is said between Raqim and an outside suggester: one JSON object per line, each way.

We write ``{"id", "text"}``; the program answers with ``{"id", "spans": [{"start", "end", "label", "attributes",
"score", "why"}], "relations": [{"type", "head", "tail", "score"}]}``. Offsets are code points of the text,
half-open; a relation's ends are indexes into the spans. Nothing that a program says is believed unchecked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from annotator.core.errors import Problem, UserError, problem
from annotator.core.i18n import N_
from annotator.core.scheme import Label, Scheme, check_value
from annotator.core.span import Value
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion

SCORE = 0.5
"""The score of what came without one."""
PROBLEMS = 20
"""How many problems of one answer are told."""
WHY = 300
"""How many characters of a reason are kept."""


def question(document: str, text: str) -> bytes:
    """The line that asks for a document. Plain ASCII, so that no program's encoding can break it."""
    return json.dumps({"id": document, "text": text}).encode("ascii") + b"\n"


def parsed(line: bytes) -> Mapping[str, Any]:
    """The JSON object of a line.

    Raises:
        UserError: the line is no JSON object.
    """
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError("a line that is no JSON: %(line)s", line=_short(line.decode("utf-8", "replace"))) from error
    if not isinstance(data, dict):
        raise UserError("a line that is no JSON object: %(line)s", line=_short(json.dumps(data)))
    return data


class Answer:
    """A program's answer to one document, checked: ``suggested``, and ``problems`` with what was left out."""

    def __init__(self, name: str, document: str, text: str, data: Mapping[str, Any], scheme: Scheme | None) -> None:
        self._where = f"{name}: {document}"
        self._name, self._text, self._scheme = name, text, scheme
        self.problems: list[Problem] = []
        places: dict[int, int] = {}
        spans: list[Suggestion] = []
        for number, each in enumerate(self._rows(data, "spans")):
            span = self._checked(number, each)
            if span is not None:
                places[number] = len(spans)
                spans.append(span)
        relations = tuple(self._relations(self._rows(data, "relations"), places, spans))
        self.suggested = Suggested(tuple(spans), relations)

    def _note(self, message: str, place: str = "", **arguments: object) -> None:
        if len(self.problems) < PROBLEMS:
            self.problems.append(problem(f"{self._where}{place}", message, **arguments))

    def _rows(self, data: Mapping[str, Any], name: str) -> Sequence[Any]:
        rows = data.get(name) or []
        if isinstance(rows, list):
            return rows
        self._note(N_("%(name)s is no list"), name=name)
        return []

    # ---- spans ---------------------------------------------------------------------------------------

    def _checked(self, number: int, data: Any) -> Suggestion | None:  # noqa: ANN401 - whatever the program sent
        try:
            return self._span(data)
        except UserError as error:
            self._note(error.message, f" spans[{number}]", **error.arguments)
            return None

    def _span(self, data: Any) -> Suggestion:  # noqa: ANN401 - whatever the program sent
        if not isinstance(data, dict):
            raise UserError("it is no JSON object")
        start, end = _place(data.get("start")), _place(data.get("end"))
        if not 0 <= start < end <= len(self._text):
            raise UserError("[%(start)s, %(end)s) does not lie in the text", start=start, end=end)
        covered = self._text[start:end]
        if not covered.strip():
            raise UserError("[%(start)s, %(end)s) covers white space alone", start=start, end=end)
        if data.get("text") not in (None, covered):
            raise UserError(
                "[%(start)s, %(end)s) is “%(covered)s” and not “%(given)s”; offsets are code points",
                start=start, end=end, covered=_short(covered), given=_short(str(data["text"])),
            )  # fmt: skip
        name, label = self._label(data.get("label"))
        return Suggestion(
            start, end, name, self._attributes(label, data.get("attributes") or {}), _score(data.get("score")),
            self._name, _short(str(data.get("why") or self._name), WHY),
        )  # fmt: skip

    def _label(self, name: Any) -> tuple[str, Label | None]:  # noqa: ANN401 - whatever the program sent
        if not isinstance(name, str) or not name:
            raise UserError("it has no label")
        if self._scheme is None:
            return name, None
        label = self._scheme.label(self._scheme.present_name(name))
        if label is None:
            raise UserError("the scheme has no label %(label)s", label=_short(name))
        return label.name, label

    def _attributes(self, label: Label | None, given: Any) -> dict[str, Value]:  # noqa: ANN401 - see above
        """The attributes that fit; others are told and left out, the span stays."""
        if not isinstance(given, dict):
            self._note(N_("%(name)s is no JSON object"), name="attributes")
            return {}
        kept: dict[str, Value] = {}
        for name, value in given.items():
            hindrance = _unfit(label, name, value)
            if hindrance:
                self._note(hindrance, attribute=name, value=_short(str(value)))
            elif value is not None:
                kept[name] = value
        return kept

    # ---- relations -----------------------------------------------------------------------------------

    def _relations(
        self, rows: Sequence[Any], places: Mapping[int, int], spans: Sequence[Suggestion]
    ) -> Iterator[RelationSuggestion]:
        for number, each in enumerate(rows):
            try:
                yield self._relation(each, places, spans)
            except UserError as error:
                self._note(error.message, f" relations[{number}]", **error.arguments)

    def _relation(
        self,
        data: Any,  # noqa: ANN401 - whatever the program sent
        places: Mapping[int, int],
        spans: Sequence[Suggestion],
    ) -> RelationSuggestion:
        if not isinstance(data, dict):
            raise UserError("it is no JSON object")
        kind, ends = data.get("type"), (_place(data.get("head")), _place(data.get("tail")))
        if any(end not in places for end in ends):
            raise UserError("its ends %(head)s and %(tail)s are no spans that were taken", head=ends[0], tail=ends[1])
        head, tail = (places[end] for end in ends)
        if not isinstance(kind, str) or not kind or head == tail:
            raise UserError("it has no type, or joins a span to itself")
        self._check_type(kind, spans[head].label, spans[tail].label)
        return RelationSuggestion(kind, head, tail, _score(data.get("score")), _short(str(data.get("why") or "")))

    def _check_type(self, kind: str, head: str, tail: str) -> None:
        if self._scheme is None:
            return
        known = self._scheme.relation(kind)
        if known is None:
            raise UserError("the scheme has no relation %(relation)s", relation=_short(kind))
        if (known.heads and head not in known.heads) or (known.tails and tail not in known.tails):
            raise UserError(
                "%(relation)s does not go from %(head)s to %(tail)s", relation=kind, head=head, tail=tail
            )


def _place(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UserError("%(value)s is no whole number", value=_short(str(value)))


def _score(value: object) -> float:
    if value is None:
        return SCORE
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or not 0 <= value <= 1:
        raise UserError("the score %(score)s does not lie between 0 and 1", score=_short(str(value)))
    return float(value)


def _unfit(label: Label | None, name: str, value: object) -> str:
    if isinstance(value, float) and not isfinite(value):
        return N_("%(value)s does not fit the attribute %(attribute)s")
    if value is not None and not isinstance(value, str | int | float | bool):
        return "%(value)s does not fit the attribute %(attribute)s"
    if label is None:
        return ""
    attribute = label.attribute(name)
    return check_value(attribute, value) if attribute is not None else N_("there is no attribute %(attribute)s")


def _short(text: str, length: int = 60) -> str:
    clean = "".join(each if each.isprintable() else " " for each in text)
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def together(parts: Sequence[Suggested]) -> Suggested:
    """Several suggesters' suggestions as one: per extent and label the surest, in text order; relations follow.

    Of equally sure ones the first part's is kept.
    """
    best: dict[tuple[int, int, str], Suggestion] = {}
    for each in (span for part in parts for span in part.spans):
        key = (each.start, each.end, each.label)
        if key not in best or best[key].score < each.score:
            best[key] = each
    order = sorted(best, key=lambda key: (key[0], -key[1], key[2]))
    place = {key: number for number, key in enumerate(order)}
    return Suggested(tuple(best[key] for key in order), tuple(_joined(parts, place).values()))


def _joined(
    parts: Sequence[Suggested], place: Mapping[tuple[int, int, str], int]
) -> dict[tuple[str, int, int], RelationSuggestion]:
    joined: dict[tuple[str, int, int], RelationSuggestion] = {}
    for part in parts:
        where = [place[each.start, each.end, each.label] for each in part.spans]
        for each in part.relations:
            key = (each.type, where[each.head], where[each.tail])
            if key not in joined or joined[key].score < each.score:
                joined[key] = RelationSuggestion(*key, each.score, each.why)
    return joined
