"""Questions that go through most of a file, asked of its two halves at once.

SQLite lets go of the interpreter while it reads, so a second connection in a thread reads on another core.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any

from annotator.core.errors import UserError
from annotator.storage.store import Store

Bounds = Sequence[object]


def rows_abreast(store: Store, sql: str, whole: Bounds, halves: Sequence[Bounds]) -> list[Any]:
    """The rows of a question about each of two halves of it, as of one moment; or those about the whole.

    The whole is asked for in one go where a second connection cannot see the same: in a transaction, where the file
    opens no second time, or where another program wrote meanwhile.
    """
    found = None if store.connection.in_transaction else _both(store, sql, halves)
    return store.rows(sql, whole) if found is None else found


def _both(store: Store, sql: str, halves: Sequence[Bounds]) -> list[Any] | None:
    before = store.data_version()
    with suppress(UserError, sqlite3.Error):  # the one connection says what is wrong when it reads the whole
        with closing(Store.open(store.path, reading=True)) as second, ThreadPoolExecutor(max_workers=1) as thread:
            second.connection.execute("PRAGMA cache_size = -2000")  # it goes through its half once, in order
            later = thread.submit(second.rows, sql, halves[1])
            rows = [*store.rows(sql, halves[0]), *later.result()]
        return rows if store.data_version() == before else None
    return None
