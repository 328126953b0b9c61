"""How far a project is: documents and spans by status, annotator, label and week, speed, precision, what is left.

Everything here is counted in one reading, in a worker's process. What an import brought counts as there, but in no
week: weeks tell what people did. Times are active seconds of the project as a whole: they say what labelling costs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from annotator.project.listing import words_of
from annotator.project.reader import GOLD, span_of
from annotator.project.visibility import sees_all
from annotator.storage import tally
from annotator.storage.listing import words_in
from annotator.storage.store import Store

FINISHED = ("done", "locked")
RECENT_DAYS = 28
"""The pace is that of these last days."""
SAMPLE = 200
"""Agreement is measured on so many shared documents at most, evenly taken from all."""
Json = Mapping[str, Any]


@dataclass(slots=True)
class Week:
    """What was done in a week that begins on this Monday (ISO date, UTC)."""

    begin: str
    finished: dict[str, int] = field(default_factory=dict)
    spans: dict[str, int] = field(default_factory=dict)
    by: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def precision(self) -> float | None:
        """The share of decided suggestions that was accepted as it was."""
        decided = self.accepted + self.corrected + self.rejected
        return self.accepted / decided if decided else None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions on one suggester's suggestions of one label."""

    suggester: str
    label: str
    accepted: int
    corrected: int
    rejected: int

    @property
    def precision(self) -> float | None:
        """The share that was accepted as it was."""
        decided = self.accepted + self.corrected + self.rejected
        return self.accepted / decided if decided else None


@dataclass(frozen=True, slots=True)
class Speed:
    """Per active hour where times were counted: hours, and what lies in the layers that they were counted on."""

    hours: float = 0.0
    documents: int = 0
    spans: int = 0

    @property
    def documents_per_hour(self) -> float | None:
        """Finished documents per active hour."""
        return self.documents / self.hours if self.hours else None

    @property
    def spans_per_hour(self) -> float | None:
        """Spans per active hour."""
        return self.spans / self.hours if self.hours else None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: layers to finish (one for each document, or for each annotator that it is assigned to).

    ``per_day`` counts the layers finished lately by calendar day; ``until`` is the ISO date at this pace.
    """

    layers: int = 0
    per_day: float | None = None
    until: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """Exact F1 on the documents that several annotators share; measured on ``measured`` of ``documents``."""

    value: float | None
    measured: int
    documents: int


@dataclass(slots=True)
class Progress:
    """The numbers of the overview; annotators' names, labels and statuses are keys.

    ``finished``: by everybody whom they are assigned to, or by anybody where they are assigned to nobody.
    """

    documents: int = 0
    untouched: int = 0
    finished: int = 0
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    spans: dict[str, dict[str, int]] = field(default_factory=dict)
    weeks: list[Week] = field(default_factory=list)
    speed: Speed = field(default_factory=Speed)
    precision: list[Decided] = field(default_factory=list)
    agreement: Agreed | None = None
    left: Left = field(default_factory=Left)
    tags: list[str] = field(default_factory=list)
    assigned: list[str] = field(default_factory=list)


def progress_of_file(path: Path, viewer: str | None = None, today: str = "") -> Progress:
    """The numbers of a file; a viewer (an annotator's name) gets those of the layers that they may see.

    ``today`` (ISO date) is the day from which the pace is counted back; empty for the present day.

    Raises:
        UserError: the file cannot be read.
    """
    with closing(Store.open(path, reading=True)) as store:
        return progress(store, viewer, date.fromisoformat(today) if today else datetime.now(UTC).date())


def progress(store: Store, viewer: str | None, today: date) -> Progress:
    """`progress_of_file` of an open file."""
    hidden = viewer is not None and not sees_all(store, viewer)
    seen = {viewer, GOLD} if hidden else None
    pairs = {(row[0], row[1]) for row in tally.finished_pairs(store) if seen is None or row[1] in seen}
    weeks, lately = _weeks(store, pairs, seen, today)
    speed = _speed(store, pairs, seen)
    found = Progress(
        documents=tally.count_documents(store), untouched=tally.untouched(store),
        weeks=weeks, speed=speed,
        precision=_precision(store, seen), agreement=None if hidden else _agreement(store),
        tags=words_in(store, "tags"), assigned=words_in(store, "assigned"),
    )  # fmt: skip
    for table, into in ((tally.layers_by_status, found.statuses), (tally.spans_by_label, found.spans)):
        for annotator, name, count in table(store):
            if seen is None or annotator in seen:
                into.setdefault(annotator, {})[name] = count
    found.left, unfinished = _left(store, pairs, found.documents, seen, lately, speed, today)
    found.finished = found.documents - unfinished
    return found


def plain(found: Progress) -> dict[str, Any]:
    """The numbers as plain JSON values, with what is worked out of them; a share that does not exist is null."""
    return asdict(found) | {
        "weeks": [asdict(each) | {"precision": each.precision} for each in found.weeks],
        "precision": [asdict(each) | {"precision": each.precision} for each in found.precision],
        "speed": asdict(found.speed) | {
            "documents_per_hour": found.speed.documents_per_hour, "spans_per_hour": found.speed.spans_per_hour,
        },
    }  # fmt: skip


# ---- week by week ----------------------------------------------------------------------------------------


def _single(command: Json) -> Iterator[Json]:
    """The commands that a command is made of."""
    for each in command.get("commands", ()):
        yield from _single(each)
    if "commands" not in command:
        yield command


def monday(time: str) -> str:
    """The Monday of a time's week (both ISO 8601)."""
    day = date.fromisoformat(time[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def _weeks(
    store: Store, pairs: set[tuple[str, str]], seen: set[str | None] | None, today: date
) -> tuple[list[Week], tuple[int, int]]:
    """The weeks in which something was done, and how many layers were finished in how many of the last days."""
    weeks: dict[str, Week] = {}
    decided = {(row[0], row[1]): row for row in tally.decisions(store)}
    finished: dict[tuple[str, str], str] = {}
    for time, kept in tally.deeds(store):
        for command in _single(json.loads(kept)):
            who, name = str(command.get("annotator", "")), command.get("command")
            if seen is not None and who not in seen:
                continue
            if name == "set_status":
                finished.pop((command["document"], who), None)
                if command["status"] in FINISHED:
                    finished[command["document"], who] = time
            elif name in {"add_span", "accept_suggestion", "reject_suggestion"}:
                week = weeks.setdefault(monday(time), Week(monday(time)))
                _count(week, command, who, decided.get((command.get("suggestion"), who)))
    for (document, who), time in finished.items():
        if (document, who) in pairs:
            week = weeks.setdefault(monday(time), Week(monday(time)))
            week.finished[who] = week.finished.get(who, 0) + 1
    days = [
        (today - date.fromisoformat(time[:10])).days for pair, time in finished.items() if pair in pairs
    ]
    recent = [each for each in days if 0 <= each < RECENT_DAYS]
    return [weeks[each] for each in sorted(weeks)], (len(recent), max(recent, default=0) + 1)


def _count(week: Week, command: Json, who: str, decision: Any) -> None:  # noqa: ANN401 - an sqlite3.Row
    if decision is not None and decision[2] in ("accepted", "corrected", "rejected"):
        setattr(week, decision[2], getattr(week, decision[2]) + 1)
    if command["command"] != "reject_suggestion":
        label = command.get("label") or (decision[4] if decision is not None else "")
        week.spans[label] = week.spans.get(label, 0) + 1
        week.by[who] = week.by.get(who, 0) + 1


# ---- speed, precision, agreement, what is left -----------------------------------------------------------


def _speed(store: Store, pairs: set[tuple[str, str]], seen: set[str | None] | None) -> Speed:
    rows = [row for row in tally.timed(store) if seen is None or row[1] in seen]
    return Speed(
        sum(row[2] for row in rows) / 3600, sum((row[0], row[1]) in pairs for row in rows), sum(row[3] for row in rows)
    )


def _precision(store: Store, seen: set[str | None] | None) -> list[Decided]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for _suggestion, who, decision, suggester, label in tally.decisions(store):
        if seen is None or who in seen:
            counts.setdefault((suggester, label), Counter())[decision] += 1
    return [
        Decided(*key, each["accepted"], each["corrected"], each["rejected"]) for key, each in sorted(counts.items())
    ]


def _agreement(store: Store) -> Agreed | None:
    from annotator.agreement.comparison import LayerSpans
    from annotator.agreement.report import measure

    documents = tally.shared_documents(store)
    if not documents:
        return None
    chosen = documents[:: -(-len(documents) // SAMPLE)]
    layers = [
        LayerSpans(document, who, tuple(map(span_of, rows)), (), store.document_text(document))
        for document, who, rows in tally.layers_begun(store, chosen)
    ]
    value = measure(layers, ("f1_exact",), bootstrap=0)[0]["value"]
    return Agreed(value if isinstance(value, float) else None, len(chosen), len(documents))


def _left(
    store: Store, pairs: set[tuple[str, str]], documents: int, seen: set[str | None] | None,
    lately: tuple[int, int], speed: Speed, today: date,
) -> tuple[Left, int]:  # fmt: skip
    """What is left, and how many documents are not finished by all whom they are assigned to (else by anybody)."""
    done = {document for document, _who in pairs}
    assigned = {row[0]: _people(row[1]) for row in tally.assignments(store)}
    owed = [(document, who) for document, people in assigned.items() for who in people if seen is None or who in seen]
    free = documents - len(assigned) - len(done - assigned.keys())
    open_pairs = [pair for pair in owed if pair not in pairs]
    layers = free + len(open_pairs)
    per_day = lately[0] / lately[1] if lately[0] else None
    until = ""
    if per_day and layers and layers / per_day < 36_500:
        until = (today + timedelta(days=-int(-layers // per_day))).isoformat()
    hours = layers / speed.documents_per_hour if speed.documents_per_hour else None
    return Left(layers, per_day, until, hours), free + len({document for document, _who in open_pairs})


def _people(kept: object) -> tuple[str, ...]:
    text = str(kept)
    return words_of(json.loads(text)) if text.startswith("[") else words_of(text)
