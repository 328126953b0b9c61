"""Making a log smaller: what suggestions said that are gone, and that nobody decided on, is forgotten.

Nothing else is ever deleted. The events stay, with their hashes, so that the file can still be checked and merged; a
file that still has what was forgotten brings it back.
"""

from __future__ import annotations

import json

from annotator.storage.failures import explained
from annotator.storage.payload import SUGGESTED
from annotator.storage.store import Store

_TABLES = {"suggestion": "suggestions", "suggested_relation": "suggested_relations"}
_WANTED = (
    "SELECT id FROM suggestions WHERE NOT deleted UNION SELECT id FROM suggested_relations WHERE NOT deleted"
    " UNION SELECT suggestion FROM decisions"
)


def compact(store: Store) -> int:
    """Forget what superseded suggestions said and give the room back; how many bytes smaller the file is."""
    before = store.path.stat().st_size
    with store.transaction():
        wanted = {row[0] for row in store.rows(_WANTED)}
        _forget_events(store, wanted)
        for table in ("suggested_relations", "suggestions"):
            store.connection.execute(
                f"DELETE FROM {table} WHERE deleted AND id NOT IN (SELECT suggestion FROM decisions)"  # noqa: S608 - our own names
                " AND id NOT IN (SELECT head FROM suggested_relations UNION SELECT tail FROM suggested_relations)"
            )
    with explained(store.path):
        store.connection.execute("VACUUM")
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before - store.path.stat().st_size


def _forget_events(store: Store, wanted: set[str]) -> None:
    gone = [
        (row["event"], row["document"])
        for row in store.stream(
            "SELECT event, document, ops FROM event_ops WHERE layer = ? AND ops IS NOT NULL", (SUGGESTED,)
        )
        if not any(identity in wanted for _, identity, _ in json.loads(row["ops"]))
    ]
    store.connection.executemany(
        "UPDATE event_ops SET ops = NULL, inverse = NULL WHERE event = ? AND document = ? AND layer = ?",
        [(*each, SUGGESTED) for each in gone],
    )
