"""Which disagreements are open and which one is looked at. Reading many of them goes in steps between key strokes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import UserError
from annotator.core.i18n import counted, speak
from annotator.project.adjudication import adjudicate
from annotator.project.disagreements import Case, Disagreements
from annotator.ui.review.front_case import FrontCase
from annotator.ui.review.worklist_order import Wanted, cluster_of, listed
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.agreement.ranking import Weights

RERANK_MS = 400
MANY = 6000
"""More spans than this are read and merged in steps."""
PIECE = 40
"""So many cases on which all agree are merged at once, where there are many: a key waits no longer than that takes."""
PIECE_MS = 10
WEIGHTS = "adjudication.weights"
UNANIMOUS = "adjudication.unanimous"


class CaseList(FrontCase):
    """Holds the worklist and the case in front.

    ``list_changed``: other cases; ``case_changed``: another case, or other things known of it; ``told``: a sentence
    for the user.
    """

    list_changed = Signal()
    case_changed = Signal()
    told = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.wanted = Wanted()
        self.cases: list[Case] = []
        self.reason = ""
        self.note = ""
        self.ready = self.halted = False
        self._stale = True
        self._writing = False
        self._skipped: list[tuple[int, bool]] = []
        self._shown_at = time.monotonic()
        self._steps: Iterator[None] = iter(())
        self._stepping, self._rerank = QTimer(self), QTimer(self)
        self._stepping.timeout.connect(self._do_step)
        self._rerank.setSingleShot(True)
        self._rerank.setInterval(RERANK_MS)
        self._rerank.timeout.connect(self.list_anew)

    # ---- opening -------------------------------------------------------------------------------------

    def begin(self, wanted: Wanted | None = None, members: frozenset[str] = frozenset()) -> None:
        """Read what is to be read, merge what all agree on, and look at the first open case (or at one of spans)."""
        self.wanted = wanted or self.wanted
        self._rerank.stop()
        self._stepping.stop()
        self.halted = False
        many = self.session.project.queries.more_spans_than(MANY)
        self._steps = self._opening(members, many=many)
        if many:
            self._stepping.start(0)
            if self._stale:
                self._clear()
            else:  # nothing is to be read: the list is there before the page is painted at all
                self._do_step()
        else:
            self._finish()

    def take(self, state: Disagreements) -> None:
        """Use what was read ahead, so that the next `begin` need not read."""
        self._clear()
        self._skipped.clear()
        self.state, self._stale = state, False

    def stop(self) -> None:
        """Read no more: nothing is listed until the next `begin`, which reads anew."""
        if self.reading:
            self._stepping.stop()
            self._steps, self.halted = iter(()), True
            self._clear()

    @property
    def reading(self) -> bool:
        """Whether layers are being read, and nothing is listed yet."""
        return self.busy and not self.ready

    @property
    def stale(self) -> bool:
        """Whether the next `begin` reads all layers anew."""
        return self._stale and not self.busy

    def _clear(self) -> None:
        """Show nothing until there is something to show."""
        self.ready, self.cases, self.case, self.draft = False, [], None, None
        self.list_changed.emit()
        self.case_changed.emit()

    def _finish(self) -> None:
        for _step in self._steps:
            pass

    def _do_step(self) -> None:
        """One step, then whatever else the window has to do."""
        if next(self._steps, self) is self:
            self._stepping.stop()

    @property
    def busy(self) -> bool:
        """Whether steps are still to come."""
        return self._stepping.isActive()

    def _opening(self, members: frozenset[str], *, many: bool) -> Iterator[None]:
        if self._stale:
            yield from self.state.loading()
            self._stale = False
            self._skipped.clear()
            yield
        merged = 0 if many else self._merge_unanimous(self.state.unanimous())
        self.ready = True
        self.list_anew()
        again = (each for each in self.cases if members & cluster_of(self.state, each).spans) if members else iter(())
        self.show(next(again, None) or self.first())
        self._stepping.setInterval(PIECE_MS)  # what is shown is painted before anything is merged
        yield
        if many:
            numbers = self.state.unanimous()
            for first in range(0, len(numbers), PIECE):
                merged += self._merge_unanimous(numbers[first : first + PIECE])
                yield
            self._list_after_merging(merged)
        if merged:
            self.told.emit(counted("%(count)s case on which all agree was merged",
                                   "%(count)s cases on which all agree were merged", merged))  # fmt: skip

    def _list_after_merging(self, merged: int) -> None:
        """Relations whose ends were merged come into the list."""
        if merged:
            self.list_anew()
        if self.case is None and self.cases:
            self.show(self.first())

    def _merge_unanimous(self, numbers: Sequence[int]) -> int:
        """Make gold of clusters on which all agree, unless the project says otherwise; how many that settled."""
        project = self.session.project
        if not numbers or project.read_only or project.queries.setting(UNANIMOUS, True) is False:
            return 0
        self._writing = True
        try:
            return adjudicate(project, "unanimous", state=self.state, only=numbers).settled
        except UserError as error:
            self.told.emit(speak(error.message, error.arguments))
            return 0
        finally:
            self._writing = False

    # ---- the worklist --------------------------------------------------------------------------------

    @property
    def weights(self) -> Weights:
        """The project's weights."""
        from annotator.agreement.ranking import SEVERITY, Weights

        kept = self.session.project.queries.setting(WEIGHTS) or {}
        parts = {name: float(kept.get(name, 1.0)) for name in ("effect", "severity", "reach")}
        return Weights(**parts, severities=dict(SEVERITY) | dict(kept.get("severities", {})))

    def want(self, wanted: Wanted) -> None:
        """List other cases."""
        self.wanted = wanted
        self.list_anew()
        if self.case not in self.cases:
            self.show(self.first())

    def list_anew(self) -> None:
        """Rank all open cases; the one in front stays."""
        self._rerank.stop()
        if not self.ready:
            return
        self.cases = cases = listed(self.state, self.wanted, self.weights, self._skipped)
        here = self.case
        if here is not None:
            key = (here.number, here.relation)
            self.case = next((each for each in cases if (each.number, each.relation) == key), here)
        self.list_changed.emit()

    def first(self) -> Case | None:
        """The first case listed."""
        return self.cases[0] if self.cases else None

    # ---- the case ------------------------------------------------------------------------------------

    def show(self, case: Case | None) -> None:
        """Look at a case; nothing is written."""
        self._look_at(case)
        self.case_changed.emit()

    def _look_at(self, case: Case | None) -> None:
        self.case, self.draft = case, None
        self.reason = self.note = ""
        self._shown_at = time.monotonic()

    def step(self, by: int) -> None:
        """Look at the next (1) or the former (-1) case."""
        if self.cases:
            here = self.cases.index(self.case) if self.case in self.cases else -1
            self.show(self.cases[(here + by) % len(self.cases)])

    def step_document(self, by: int) -> None:
        """Look at the first listed case of the next or the former document that has one."""
        there = {case.document for case in self.cases}
        documents = [each for each in self.state.texts if each in there] if there else []
        if not documents:
            return
        here = documents.index(self.case.document) if self.case and self.case.document in documents else -1
        target = documents[(here + by) % len(documents)]
        self.show(next(each for each in self.cases if each.document == target))
