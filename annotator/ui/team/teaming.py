"""Handlers named ``team.…`` in the action table: hand out, send back, merge, conflicts, statuses, team."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from annotator.core.command import SetStatus
from annotator.core.document import Status
from annotator.core.i18n import N_, _
from annotator.project.handoff import send_back_from
from annotator.ui.file_dialogs import ask_open_many, ask_save
from annotator.ui.models.documents import status_title
from annotator.ui.session import Session
from annotator.ui.team.keeping import Keeping
from annotator.ui.team.stopwatch import Stopwatch
from annotator.ui.text.view import TextView
from annotator.ui.walking import Walking

SUFFIX = ".raqim"


class Teaming(QObject):
    """Opens this package's dialogs, and keeps backups and time while the project is open."""

    def __init__(self, session: Session, view: TextView, walking: Walking, bench: QWidget) -> None:
        super().__init__(bench)
        self._session, self._walking, self._bench = session, walking, bench
        self.keeping = Keeping(session, self)
        self.stopwatch = Stopwatch(session, view, self)

    def _projects(self) -> str:
        return _("Raqim projects") + f" (*{SUFFIX})"

    # ---- out and back --------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Give annotators their files."""
        from annotator.ui.team.hand_off_dialog import HandOffDialog

        session = self._session
        dialog = HandOffDialog(session, session.project.path.parent, self._bench)
        if dialog.exec() and dialog.files:
            folder = next(iter(dialog.files.values())).parent
            session.tell(N_("%(count)s files were written and checked in %(path)s"), count=len(dialog.files),
                         path=folder)  # fmt: skip

    def send_back(self) -> None:
        """Ask for a place, and write a whole, checked copy there."""
        path = self._session.project.path
        start = path.with_name(f"{path.stem}-{_('back')}{SUFFIX}")
        place = ask_save(self._bench, _("Send back"), str(start), self._projects(), warn=False)  # the copy itself does
        if place is not None:
            self.send_back_to(place if place.suffix else place.with_name(place.name + SUFFIX))

    def send_back_to(self, out: Path) -> bool:
        """Write a whole, checked copy; whether it went. From a file that is gone it comes out of the open one."""
        from annotator.ui.team.work_dialog import WorkDialog

        session = self._session
        if session.bridge.is_gone():
            return self._copy_of_gone(out)
        dialog = WorkDialog(_("Send back"), _("Copying and checking…"), self._bench)
        dialog.begin(send_back_from, session.project.path, out)
        if not dialog.exec():
            return False
        session.tell(N_("%(path)s is whole and was checked: send this file"), path=out)
        return True

    def _copy_of_gone(self, out: Path) -> bool:
        from annotator.core.errors import UserError
        from annotator.core.i18n import speak
        from annotator.project.handoff import send_back

        try:
            send_back(self._session.project, out)
        except UserError as error:
            self._session.refused.emit(speak(error.message, error.arguments))
            return False
        self._session.tell(N_("%(path)s holds everything; open it to go on there"), path=out)
        return True

    # ---- merging -------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Ask for files that came back, and show what they would bring."""
        folder = str(self._session.project.path.parent)
        files = ask_open_many(self._bench, _("Which files came back?"), folder, self._projects())
        if files:
            self.show_merge(files)

    def show_merge(self, paths: Sequence[Path]) -> None:
        """Show what files would bring, and merge them when that is wanted; then the conflicts, if any are left."""
        from annotator.ui.team.merge_dialog import MergeDialog, summary

        dialog = MergeDialog(self._session, paths, self._bench)
        if not dialog.exec():
            return
        self._session.bridge.saved.emit()
        self._session.told.emit(_("Merged: %(what)s") % {"what": summary(dialog.reports)})
        if any(report.conflicts for report in dialog.reports):
            self.conflicts()

    def conflicts(self) -> None:
        """Show the conflicts that merges left."""
        from annotator.ui.team.conflicts_dialog import ConflictsDialog

        dialog = ConflictsDialog(self._session, self._bench)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.place_wanted.connect(self.go_to)
        dialog.show()
        dialog.activateWindow()

    def go_to(self, document: str, span: str) -> None:
        """Open a document, and single a span out or put the caret at it."""
        session = self._session
        if session.desk is None or session.desk.id != document:
            session.open_document(document)
        if session.desk is None or not span:
            return
        row = session.project.queries.span(span)
        if span in session.desk.spans:
            self._walking.focus(span)
        elif row is not None:
            self._walking.place_caret(row.span.start, row.span.end)
        else:
            session.tell(N_("This span was removed; the other value brings it back"))

    # ---- how far, and who ----------------------------------------------------------------------------

    def set_status(self, status: Status) -> None:
        """Say how far one is with the open document."""
        session = self._session
        if session.desk is not None and session.do(SetStatus(session.desk.id, session.annotator, status)) is not None:
            session.tell(N_("Status: %(status)s"), status=status_title(status))

    def team(self) -> None:
        """Who leads, who sees what, whether time is counted."""
        from annotator.ui.team.team_dialog import TeamDialog

        dialog = TeamDialog(self._session.project, self._session.annotator, self._bench)
        if dialog.exec():
            self._session.do(*dialog.wishes())
