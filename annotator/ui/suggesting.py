"""Suggestions for the document that was opened: made in another process, never changed under the eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from annotator.core.changes import Changes
from annotator.core.command import AddSuggestions
from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.core.suggestion import Suggested
from annotator.project.training import model_path
from annotator.ui.open_document import held_rounds
from annotator.ui.session import Session
from annotator.ui.suggesting_work import SuggestingWork

FRAME_MS = 5
"""So long the window writes suggestions before it looks at what else there is to do."""
UNSEEN_MS = 400
"""So soon after a document was opened other suggestions may take the place of the earlier ones."""
WARM_MS = 500


@dataclass(slots=True)
class _Round:
    """A document on its way: how many pieces of its text are still out, and what waits to be written."""

    document: str
    text: str
    pieces: int
    fresh: bool
    """Whether it had no suggestions before."""
    open: int = 0
    ready: list[AddSuggestions] = field(default_factory=list)
    written: int = 0


class Suggesting(QObject):
    """Asks the suggesters for the open document, once for each model, and writes what they say a frame at a time.

    ``rested``: all is done that was to do for a document (its id), or it went wrong. ``replaced``: earlier
    suggestions of a document made way for others.
    """

    rested = Signal(str)
    replaced = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.work = SuggestingWork(model_path(session.project.path), session.project.path, self)
        self._round: _Round | None = None
        self._asked: dict[str, tuple[int, int]] = {}
        self._touched = False
        self._since = QElapsedTimer()
        self._idle = self._timer(self._begin)
        self._warming = self._timer(self.work.go_on)
        self._writing = self._timer(self._write)
        self.work.found.connect(self._take)
        self.work.failed.connect(self._fail)
        session.document_opened.connect(self.begin_soon)
        session.bridge.changed.connect(self._on_changed)
        if session.desk is not None:
            self.begin_soon()
        self._warming.start(WARM_MS)

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    @property
    def busy(self) -> bool:
        """Whether a document is being suggested for."""
        return self._round is not None or self._idle.isActive()

    @property
    def complete(self) -> bool:
        """Whether all is found for a document, and waits until it is left."""
        return self._round is not None and not self._round.open and not self._idle.isActive()

    # ---- beginning -----------------------------------------------------------------------------------

    def begin_soon(self) -> None:
        """Look for suggestions as soon as the window has nothing else to do."""
        self._touched = False
        self._since.start()
        self._idle.start(0)

    def _begin(self) -> None:
        desk = self._session.desk
        doing = self._round
        if desk is not None and doing is not None and (desk.id, desk.text) == (doing.document, doing.text):
            return  # opened anew, for instance by another annotator
        self._leave()
        if desk is None:
            return
        has = self._session.project.queries.has_suggestions(desk.id)
        if self._is_settled(desk.id, desk.text, has=has):
            self.rested.emit(desk.id)
            return
        from annotator.project.suggestions import pieces

        cuts = pieces(desk.text)
        self._round = _Round(desk.id, desk.text, len(cuts), not has, len(cuts))
        if len(cuts) > 1:
            self._session.tell(N_("Looking for suggestions…"))
        self._asked[desk.id] = (self.work.stamp, hash(desk.text))
        self.work.begin(desk.text, cuts)

    def _is_settled(self, document: str, text: str, *, has: bool) -> bool:
        """Whether nothing is to do: nothing can be written, or what can be known is there already."""
        from annotator.project.holding_out import is_held_out

        desk, stamp = self._session.desk, self.work.stamp
        if self._session.project.read_only or not text.strip() or (desk and is_held_out(desk.document)):
            return True
        return self._asked.get(document) == (stamp, hash(text)) or (has and stamp == 0)

    # ---- what was found ------------------------------------------------------------------------------

    def _take(self, within: tuple[int, int], suggested: Suggested) -> None:
        doing = self._round
        if doing is None:
            return
        from annotator.project.suggestions import joined, parts

        doing.open -= 1
        doing.ready += parts(doing.document, joined([(within[0], suggested)]), within)
        if doing.pieces > 1:
            self._session.tell(N_("Looking for suggestions: %(share)s%%"), share=100 * within[1] // len(doing.text))
        self._writing.start(0)

    def _write(self) -> None:
        """Write as much as a frame has room for, and go on in the next."""
        doing = self._round
        if doing is None or not self._may_show(doing):
            return
        frame = QElapsedTimer()
        frame.start()
        with held_rounds():
            while doing.ready and frame.elapsed() < FRAME_MS:
                if not self._write_one(doing):
                    return
        if doing.ready:
            self._writing.start(1)
        elif not doing.open:
            self._finish(doing)

    def _write_one(self, doing: _Round) -> bool:
        command = doing.ready.pop(0)
        doing.written += len(command.suggested.spans)
        if self._session.bridge.execute(command, "") is None:
            self.stop()
            return False
        return True

    def _may_show(self, doing: _Round) -> bool:
        """Whether what is found may be shown: nothing was there before, or nobody can have looked at it yet."""
        if doing.fresh or doing.written:
            return True
        return not doing.open and not self._touched and self._since.elapsed() < UNSEEN_MS

    def _finish(self, doing: _Round) -> None:
        self._round = None
        if doing.pieces > 1:
            self._session.tell(N_("Suggestions found: %(count)s"), count=doing.written)
        if not doing.fresh:
            self.replaced.emit(doing.document)
        self.rested.emit(doing.document)

    def _leave(self) -> None:
        """Another document was opened: write what waited for that, give up what is not complete."""
        doing, desk = self._round, self._session.desk
        if doing is None:
            return
        if doing.open:
            self._asked.pop(doing.document, None)
        elif desk is None or desk.id != doing.document:
            while doing.ready and self._write_one(doing):
                pass
        self.stop()

    def _on_changed(self, changes: Changes) -> None:
        if any(map(changes.touches, ("span", "decision", "setting"))):
            self.work.forget_names()
        if changes.touches("span") or changes.touches("decision"):
            self._touched = True

    # ---- ending --------------------------------------------------------------------------------------

    def _fail(self, error: UserError) -> None:
        """Say what went wrong; the document keeps what it has, and the next one is asked for anew."""
        document = self._round.document if self._round is not None else ""
        self._round = None
        self._session.refused.emit(speak(error.message, error.arguments))
        if document:
            self.rested.emit(document)

    def stop(self) -> None:
        """Give up the document that is being suggested for; what was written stays."""
        self.work.stop()
        self._writing.stop()
        self._round = None

    def close(self) -> None:
        """End the process."""
        self.stop()
        self._idle.stop()
        self._warming.stop()
        self.work.close()
