"""Discontinuous spans by key: the selection becomes a piece of the span that was singled out, or leaves it."""

from __future__ import annotations

from annotator.core.command import ChangeSpan
from annotator.core.i18n import N_
from annotator.core.span import Extent, Span
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.walking import Walking
from annotator.ui.words import mention_at


def with_piece(extent: Extent, start: int, end: int) -> Extent:
    """An extent with ``[start, end)`` added; pieces that touch become one. Code points, half-open."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted((*extent, (start, end))):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def without_piece(extent: Extent, start: int, end: int) -> Extent:
    """An extent without ``[start, end)``; a piece around it falls into two. May come to nothing."""
    left: list[tuple[int, int]] = []
    for first, last in extent:
        left += [(low, high) for low, high in ((first, min(last, start)), (max(first, end), last)) if low < high]
    return tuple(left)


class Pieces:
    """Adds the selection (or the word at the caret) to a span as a piece, and takes it away."""

    def __init__(self, session: Session, view: TextView, walking: Walking) -> None:
        self._session = session
        self._view = view
        self._walking = walking

    def add(self) -> None:
        """Add the selected words to the span that was singled out last."""
        self._change(add=True)

    def drop(self) -> None:
        """Take the selected words out of the span that was singled out last."""
        self._change(add=False)

    def _change(self, *, add: bool) -> None:
        span = self._span()
        if span is None:
            self._session.tell(N_("Go to a span first, then select the words that belong to it"))
            return
        start, end = self._words(span)
        wanted = with_piece(span.extent, start, end) if add else self._without(span, start, end)
        if start >= end or wanted == span.extent:
            self._session.tell(N_("Select the words that are meant: they lie elsewhere than the span") if add
                               else N_("Select the words of the span that do not belong to it"))  # fmt: skip
        elif not wanted:
            self._session.tell(N_("A span keeps at least one word; Delete removes it whole"))
        elif self._session.do(ChangeSpan(span.id, extent=wanted)) is not None:
            self._walking.focus(span.id)
            self._session.tell(N_("The span has %(count)s pieces"), count=len(wanted))

    def _without(self, span: Span, start: int, end: int) -> Extent:
        desk = self._session.desk
        left = without_piece(span.extent, start, end)
        return tuple(each for each in map(self._bare, left) if each[0] < each[1]) if desk else left

    def _bare(self, piece: tuple[int, int]) -> tuple[int, int]:
        """A piece without the spaces at its ends."""
        covered = self._view.text()[slice(*piece)]
        return piece[0] + len(covered) - len(covered.lstrip()), piece[1] - len(covered) + len(covered.rstrip())

    def _span(self) -> Span | None:
        desk = self._session.desk
        return desk.spans.get(self._session.focus or self._walking.former) if desk else None

    def _words(self, span: Span) -> tuple[int, int]:
        start, end = self._bare(self._view.selection())
        if start < end:
            return start, end
        if self._session.focus == span.id and len(span.extent) > 1:  # nothing is selected: its last piece
            return span.extent[-1]
        return mention_at(self._view.text(), self._view.caret()) or (start, start)
