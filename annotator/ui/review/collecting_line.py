"""The line below the review: what its worker does, and the way to end that and to begin it anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.review import READING
from annotator.ui.panels.work_line import WorkLine
from annotator.ui.review.collector import Collector


class CollectingLine(WorkLine):
    """Follows a collector. ``halted``: it was stopped, and nobody has wanted the figures anew since."""

    def __init__(self, collector: Collector, has_figures: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 6)
        self.halted = False
        self._collector = collector
        self._has_figures = has_figures
        collector.began.connect(lambda: self.begin(_(READING)))
        collector.progressed.connect(lambda doing, done, count: self.show_progress(_(doing), done, count))
        collector.rested.connect(self._on_rested)
        self.stopped.connect(self.halt)

    def halt(self) -> None:
        """End what is being collected at once; the figures that stand stay."""
        self.halted = True
        self._collector.stop()

    def _on_rested(self) -> None:
        if self.halted:
            self.show_stopped(_("Stopped: the figures are the former ones") if self._has_figures()
                              else _("Stopped: nothing is computed yet"))  # fmt: skip
        else:
            self.rest()
