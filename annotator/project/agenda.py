"""The agenda of the next meeting: what the guidelines leave open, the most expensive question first.

Nobody is named: answers come with how many gave them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core.span import Value
from annotator.project.decisions import Decision
from annotator.project.disagreements import Disagreements

FOR_THE_MEETING = ("guidelines_silent", "guidelines_unclear", "ambiguous")
"""The reasons that guidelines can do something about."""
EXAMPLES = 3
MOST = 30
AROUND = 60


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer: how many gave it, its label (empty: nothing to mark), the words that it marks, and its values."""

    voters: int
    label: str
    words: str
    attributes: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a question, in its context."""

    name: str
    before: str
    text: str
    after: str
    opinions: tuple[Opinion, ...]


@dataclass(slots=True)
class Question:
    """Cases that one sentence in the guidelines would settle. ``gain``: what agreeing on them all adds to F1."""

    kinds: tuple[str, ...]
    reason: str = ""
    note: str = ""
    cases: int = 0
    open: int = 0
    gain: float = 0.0
    examples: list[Example] = field(default_factory=list)


def agenda(state: Disagreements) -> list[Question]:
    """The questions, the most expensive first: asked ones, those of the guidelines, and open cases alike."""
    gains = state.effects.gains().tolist() if state.found else []
    asked = {record.members: record for record in state.records if not record.type and _for_the_meeting(record)}
    questions: dict[tuple[object, ...], Question] = {}
    for number, cluster in enumerate(state.found):
        record = asked.get(tuple(sorted(cluster.spans)))
        waits = state.is_open(number) and not cluster.agreed
        if record is None and not waits:
            continue
        key = tuple(_key(state, number, record))
        question = questions.setdefault(key, Question(state.kinds(number)))
        _add(question, state, number, record, gains[number], waits=waits)
    ranked = sorted(questions.values(), key=lambda each: (not (each.note or each.reason), -each.gain, -each.cases))
    return ranked[:MOST]


def _for_the_meeting(record: Decision) -> bool:
    return record.action == "ask" or record.reason in FOR_THE_MEETING


def _key(state: Disagreements, number: int, record: Decision | None) -> Iterator[object]:
    """What cases of one question share: the note, else the reason, and in which ways and labels they differ."""
    if record is not None and record.note:
        yield record.note
        return
    yield record.reason if record is not None else None
    yield state.kinds(number)
    yield tuple(sorted({each.label for each in state.found[number].variants}))


def _add(
    question: Question, state: Disagreements, number: int, record: Decision | None, gain: float, *, waits: bool
) -> None:
    question.cases += 1
    question.open += waits
    question.gain += gain
    if record is not None:
        question.reason, question.note = record.reason or question.reason, record.note or question.note
    if len(question.examples) < EXAMPLES:
        question.examples.append(_example(state, number))


def _example(state: Disagreements, number: int) -> Example:
    cluster = state.found[number]
    text = state.texts[cluster.document]
    opinions = tuple(
        Opinion(len(each.voters), each.label, " … ".join(text[start:end] for start, end in each.extent),
                tuple(each.attributes))
        for each in cluster.variants
    )  # fmt: skip
    name = state.project.queries.document(cluster.document).name
    before, after = text[max(0, cluster.start - AROUND) : cluster.start], text[cluster.end : cluster.end + AROUND]
    if cluster.start > AROUND:
        before = before[before.find(" ") + 1 :]  # whole words only
    if cluster.end + AROUND < len(text) and " " in after:
        after = after[: after.rindex(" ")]
    return Example(name, before, text[cluster.start : cluster.end], after, opinions)
