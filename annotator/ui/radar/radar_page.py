"""The radar's page: findings, copies of documents, conflicts between sources; up to date soon after every change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.command import Batch, ChangeDocument, Command, RemoveDocument, SetSetting
from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, speak
from annotator.project.jobs import Job, Worker
from annotator.project.radar.finding import Finding, Place, dismissal
from annotator.project.radar.wanted import View, Wanted
from annotator.project.radar.watching import Duplicates, Fixes, Topics, commands
from annotator.ui.panels.work_line import WorkLine
from annotator.ui.radar.conflicts_tab import ConflictsTab
from annotator.ui.radar.copies_tab import CopiesTab
from annotator.ui.radar.findings_model import layer_title
from annotator.ui.radar.findings_tab import FindingsTab
from annotator.ui.radar.fixes_dialog import FixesDialog
from annotator.ui.radar.lookout import Lookout
from annotator.ui.session import Session

AGAIN_MS, POLL_MS = 300, 40
ALIKE = 2000
"""So many alike findings are mended in one step."""
LONG = 200
"""From so many changes on they are written off the window's thread."""
SEVERITY = "radar_severity"
"""The user's setting: how grave the findings are that are shown."""
COPY = "copy"
"""The tag of documents that are copies."""


class RadarPage(QWidget):
    """``place_wanted``: go to a place in the text; ``span_wanted``: go to a span; ``shown``: an answer was shown."""

    place_wanted = Signal(object)
    span_wanted = Signal(str)
    document_wanted = Signal(str)
    back_wanted = Signal()
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.lookout = Lookout(session, self)
        self.tabs = QTabWidget()
        self.layers = QComboBox()
        self.line = WorkLine()
        self.findings, self.copies, self.conflicts = FindingsTab(), CopiesTab(), ConflictsTab()
        self._fixing = False
        self._writing: tuple[Worker, Job] | None = None
        self._again, self._poll = QTimer(self), QTimer(self)
        self._lay_out()
        self._wire()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.layers.setAccessibleName(_("Whose labels"))
        self.layers.addItem(_("All layers"), "")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for tab, title in (
            (self.findings, _("Findings")), (self.copies, _("Copies")), (self.conflicts, _("Conflicts of sources")),
        ):  # fmt: skip
            self.tabs.addTab(tab, title)
        top = QHBoxLayout()
        top.addWidget(self.layers)
        top.addWidget(self.line, 1)
        top.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 0)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        self.setFocusProxy(self.findings.table)

    def _wire(self) -> None:
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)
        self.lookout.answered.connect(self._on_answer)
        self.lookout.progressed.connect(self._on_progress)
        self.lookout.rested.connect(self.line.rest)
        self.lookout.failed.connect(self._on_failure)
        self.line.stopped.connect(self.lookout.stop)
        self.layers.activated.connect(lambda _row: self.refresh())
        self.tabs.currentChanged.connect(lambda _tab: self.refresh())
        self.findings.show_severity(str(self.session.settings.get(SEVERITY, "")))
        self.findings.severities.activated.connect(
            lambda _row: self.session.settings.set(SEVERITY, self.findings.severity() or None)
        )
        self.findings.wanted_changed.connect(self.refresh)
        self.findings.place_wanted.connect(self._on_place)
        self.findings.fix_wanted.connect(self._on_fix)
        self.findings.fix_all_wanted.connect(self._on_fix_all)
        self.findings.dismiss_wanted.connect(self._on_dismiss)
        self.findings.take_back_wanted.connect(lambda name: self.session.do(SetSetting(name, None)))
        self.copies.document_wanted.connect(self.document_wanted)
        self.copies.tag_wanted.connect(self._on_tag)
        self.copies.removal_wanted.connect(lambda document: self.session.do(RemoveDocument(document)))
        self.conflicts.span_wanted.connect(self.span_wanted)
        self.session.bridge.changed.connect(self._on_changed)
        self.session.bridge.closing.connect(self._again.stop)

    # ---- asking --------------------------------------------------------------------------------------

    def layer(self) -> str:
        """Whose findings are shown; empty for all, where one may see them."""
        wanted, me, queries = str(self.layers.currentData() or ""), self.session.annotator, self.session.project.queries
        return wanted if queries.sees_all(me) or (wanted and queries.may_see(me, wanted)) else me

    def refresh(self) -> None:
        """Ask for what the tab in front shows."""
        tab = self.tabs.currentWidget()
        if tab is self.findings:
            self.lookout.ask(self.findings.wanted(self.layer()))
        elif tab is self.copies:
            self.lookout.ask(Duplicates())
        else:
            self.lookout.ask(Topics(self.layer()))

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._again.start()

    def _on_progress(self, done: int, count: int) -> None:
        said = speak(N_("documents looked at: %(done)s of %(count)s"), {"done": done, "count": count})
        self.line.show_progress(said, done, max(1, count))

    def _on_failure(self, error: UserError) -> None:
        self.session.refused.emit(speak(error.message, error.arguments))

    def _on_answer(self, question: object, answer: Any) -> None:  # noqa: ANN401 - of the kind that the question asks
        if isinstance(question, Wanted):
            self._show_view(cast("View", answer))
        elif isinstance(question, Fixes):
            self._offer(cast("list[Finding]", answer), alike=not question.key)
        elif isinstance(question, Topics):
            names = {each.id: each.name for each in self.session.project.queries.entities()}
            self.conflicts.show_topics(answer, names, self.session.scheme)
        else:
            self.copies.show_copies(answer)
        self.shown.emit()

    def _show_view(self, view: View) -> None:
        if self.layers.count() - 1 != len(view.layers):
            chosen = self.layer()
            self.layers.clear()
            self.layers.addItem(_("All layers"), "")
            for each in view.layers:
                self.layers.addItem(layer_title(each), each)
            self.layers.setCurrentIndex(max(0, self.layers.findData(chosen)))
        self.findings.model.scheme = self.session.scheme
        self.findings.show_view(view)

    # ---- doing ---------------------------------------------------------------------------------------

    def _on_place(self, finding: Finding, number: int) -> None:
        place = finding.places[number] if finding.places else None
        own = Place(finding.document, finding.layer, finding.start, finding.end, finding.span)
        self.place_wanted.emit(place or own)

    def _on_fix(self, finding: Finding) -> None:
        self.lookout.ask(Fixes(Wanted(finding.rule, finding.layer, finding.document, "", ALIKE), finding.key))

    def _on_fix_all(self) -> None:
        finding = self.findings.current()
        rule = self.findings.rule() or (finding.rule if finding else "")
        self.lookout.ask(Fixes(replace(self.findings.wanted(self.layer()), rule=rule, limit=ALIKE)))

    def _offer(self, findings: list[Finding], *, alike: bool) -> None:
        if not findings:
            self.session.tell(N_("There is nothing here that can be mended by itself"))
            return
        if alike:
            dialog = FixesDialog(findings, self._names(findings), self.session.scheme, self)
            dialog.exec()
            findings = dialog.chosen
        self.carry_out(commands(findings))

    def _names(self, findings: list[Finding]) -> dict[str, str]:
        queries = self.session.project.queries
        wanted = dict.fromkeys(each.document for each in findings if each.document)
        return {each: row.name for each in wanted if (row := queries.document_row(each)) is not None}

    def carry_out(self, wishes: list[Command]) -> None:
        """Carry commands out as one step; many of them in a process of their own."""
        if not wishes or self._writing is not None:
            return
        batch = Batch(tuple(wishes), N_("mend what the radar found"))
        if len(wishes) < LONG:
            if self.session.do(batch) is not None:
                self.session.tell(N_("Mended, changes: %(count)s; one undo takes all back"), count=len(wishes))
            return
        from annotator.project.schemes import carry_out

        worker = Worker()
        self._writing = worker, worker.submit(carry_out, self.session.project.path, batch, self.session.annotator)
        self._poll.start()

    def _look(self) -> None:
        if self._writing is None or not self._writing[1].done():
            return
        worker, job = self._writing
        self._poll.stop()
        self._writing = None
        worker.kill()
        if job.error is not None:
            self._on_failure(job.error)
        else:
            self.session.bridge.refresh()
            self.session.tell(N_("Mended; one undo takes all back"))

    def _on_dismiss(self, finding: Finding) -> None:
        name, value = dismissal(finding)
        self.session.do(SetSetting(name, value))

    def _on_tag(self, document: str) -> None:
        tags = self.session.project.queries.document(document).metadata.get("tags")
        own = [str(each) for each in tags] if isinstance(tags, list) else [str(tags)] if tags else []
        if COPY in own:
            self.session.tell(N_("This document is tagged as a copy already"))
        elif self.session.do(ChangeDocument(document, metadata={"tags": [*own, COPY]})) is not None:
            self.session.tell(N_("Tagged as a copy"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops what is under way, or goes back to the text."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.lookout.busy:
            self.lookout.stop()
        else:
            self.back_wanted.emit()

    def close_page(self) -> None:
        """End the workers: the project is about to close."""
        self._again.stop()
        self._poll.stop()
        self.lookout.close()
        if self._writing is not None:
            self._writing[0].kill()
            self._writing = None
