"""Active seconds by document and annotator, kept apart for each copy of the file, so that a union loses none."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.storage.store import Store


def add(store: Store, chain: str, seconds: Mapping[tuple[str, str], float]) -> None:
    """Add seconds to what this copy of the file measured (inside a transaction)."""
    store.connection.executemany(
        "INSERT INTO active_time(chain, document, annotator, seconds) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds",
        [(chain, document, annotator, float(some)) for (document, annotator), some in seconds.items()],
    )


def take_times(store: Store, other: Store) -> None:
    """Take over what another file measured: of two measurements of one copy the later, which is the longer."""
    store.connection.executemany(
        "INSERT INTO active_time(chain, document, annotator, seconds) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET seconds = max(seconds, excluded.seconds)",
        [tuple(row) for row in other.rows("SELECT chain, document, annotator, seconds FROM active_time")],
    )


def times(store: Store) -> dict[tuple[str, str], float]:
    """The seconds of all copies together, by document and annotator."""
    found = store.rows("SELECT document, annotator, sum(seconds) FROM active_time GROUP BY 1, 2")
    return {(row[0], row[1]): float(row[2]) for row in found}
