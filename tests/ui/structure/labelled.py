"""A span in the open document, found by its words."""

from __future__ import annotations

from annotator.core.command import AddSpan
from annotator.core.span import Value
from tests.ui.conftest import Desk


def span(desk: Desk, words: str, label: str, at: int = 0, **attributes: Value) -> str:
    """Label the first such words from code point ``at`` on as سلمى; the id of the span."""
    opened = desk.session.desk
    assert opened is not None
    start = opened.text.index(words, at)
    changes = desk.session.do(AddSpan(opened.id, start, start + len(words), label, "سلمى", attributes))
    assert changes is not None
    desk.settle()
    return next(iter(changes.ids["span"]))
