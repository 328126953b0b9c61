"""What every part of `Queries` stands on: the store, the log, and plain words where damage makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from annotator.core.errors import UserError
from annotator.storage.failures import SENSELESS
from annotator.storage.log import Log
from annotator.storage.store import Store


@contextmanager
def damage_told(store: Store) -> Iterator[None]:
    """Tell of damage where what a damaged file holds makes no sense; where the file is whole, it is our own fault.

    Raises:
        UserError: the file is damaged, and where.
    """
    try:
        yield
    except SENSELESS as error:
        found = _damage(store)
        if not found:
            raise
        raise UserError("%(path)s is damaged: %(reason)s", path=store.path, reason=found) from error


def _damage(store: Store) -> str:
    from annotator.storage.soundness import differences, faults

    try:
        return next(iter(faults(store) or differences(store)), "")
    except SENSELESS as error:
        return f"{type(error).__name__}: {error}"
    except UserError as error:
        return str(error)


class Asking:
    """Some of the questions that can be asked of an open project."""

    def __init__(self, store: Store, log: Log) -> None:
        self._store = store
        self._log = log

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, method in list(vars(cls).items()):
            if callable(method) and not name.startswith("_"):
                setattr(cls, name, _guarded(method))


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def ask(self: Asking, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - any question
        with damage_told(self._store):
            return method(self, *given, **named)

    return ask
