"""The gazetteer tables that ship with the application: states, capitals, organisations, media, persons, cities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from annotator.core.resources import resource
from annotator.suggest.gazetteer import Entry, Gazetteer

STATE = "state"
CAPITAL = "capital"
PLACE = "place"
PERSON = "person"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``resources/gazetteers/NAME.tsv``, by column name; read once."""
    lines = [line for line in resource("gazetteers", f"{name}.tsv").read_text("utf-8").splitlines() if line]
    columns, *cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(dict(zip(columns, row, strict=False)) for row in cells)


def _variants(cell: str) -> list[str]:
    return [each for each in cell.split("|") if each]


def _states() -> Iterator[Entry]:
    for row in rows("states"):
        kind = PLACE if row["code"] == "GZ" else STATE
        yield from (Entry(name, "", kind, row["code"], row["origin"]) for name in _variants(row["names"]))
        yield from (
            Entry(name, "", CAPITAL, row["code"], row["origin"]) for name in _variants(row["capitals"])
        )


def _named(table: str, label: str) -> Iterator[Entry]:
    for row in rows(table):
        yield Entry(row["name"], label, row["kind"], "", row["origin"])


def _countries() -> Iterator[Entry]:
    return (Entry(row["name"], "", STATE, row["code"], row["origin"]) for row in rows("countries"))


def _cities() -> Iterator[Entry]:
    """The cities whose names are no words of another table (``المدينة``, ``الخميس`` and ``بانه`` are towns too)."""
    from annotator.suggest.words import NOTHING, facts_of  # it reads tables of this module

    for row in rows("cities"):
        info = NOTHING if " " in row["name"] else facts_of(row["name"])  # the tables hold single words
        if info == NOTHING or (info.given and int(row["population"]) > 500_000):
            yield Entry(row["name"], "", PLACE, row["country"], row["origin"])


def shipped_entries() -> Iterator[Entry]:
    """All shipped entries; where two tables share a name the earlier one counts."""
    yield from _named("media", "ACTOR")
    yield from _named("organisations", "ACTOR")
    yield from _states()
    yield from _named("people", "ACTOR")
    yield from _countries()
    yield from _cities()


@cache
def shipped_gazetteer() -> Gazetteer:
    """The shipped tables as one gazetteer, built once."""
    return Gazetteer(shipped_entries())
