"""What is done with the results: label, status, assign, tag, export; looked at first, one undo for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from annotator.core.command import Command
from annotator.core.document import STATUSES, Status
from annotator.core.i18n import N_, _, speak
from annotator.project.queries import Queries
from annotator.project.search.bulk import Step, assigning, batch, documents_of, labelling, setting_status, tagging
from annotator.project.searching import Hit
from annotator.ui.exchange.work import Work
from annotator.ui.marking import label_title
from annotator.ui.models.documents import status_title
from annotator.ui.search.steps_dialog import StepsDialog
from annotator.ui.session import Session

LONG = 300
"""From so many steps on they are carried out off the window's thread."""
Ask = Callable[[str, Sequence[Step]], list[Step]]


class Acting(QObject):
    """Fills the menu of actions and carries them out on what `hits` gives."""

    def __init__(self, session: Session, hits: Callable[[], list[Hit]], window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._hits = hits
        self._window = window
        self.work = Work(self)
        self.work.finished.connect(self._on_done)
        self.work.failed.connect(self._on_failed)

    @property
    def _queries(self) -> Queries:
        return self._session.project.queries

    def fill(self, menu: QMenu) -> None:
        """Offer what can be done now."""
        menu.clear()
        scheme = self._session.scheme
        labels = menu.addMenu(_("Label as"))
        for each in scheme.labels:
            labels.addAction(label_title(scheme, each.name)).triggered.connect(partial(self._label, each.name))
        statuses = menu.addMenu(_("Set the status"))
        for status in STATUSES:
            statuses.addAction(status_title(status)).triggered.connect(partial(self._status, status))
        people = menu.addMenu(_("Assign to"))
        for name in self._queries.annotators():
            people.addAction(name).triggered.connect(partial(self._assign, name))
        people.setEnabled(not people.isEmpty())
        menu.addAction(_("Tag…")).triggered.connect(self._tag)
        menu.addSeparator()
        menu.addAction(_("Export these documents…")).triggered.connect(self._export)
        for entry in menu.actions():
            entry.setEnabled(entry.isEnabled() and bool(self._hits()))

    # ---- actions -------------------------------------------------------------------------------------

    def _label(self, label: str, _checked: bool = False) -> None:
        if not self._known():
            return
        session = self._session
        steps = labelling(self._queries, self._hits(), label, session.annotator, session.scheme)
        said = _("Label these places as %(label)s?") % {"label": label_title(session.scheme, label)}
        self.do(said, steps, N_("label search results"))

    def _status(self, status: Status, _checked: bool = False) -> None:
        if self._known():
            steps = setting_status(self._queries, self._hits(), self._session.annotator, status)
            said = _("Set your status of these documents to “%(status)s”?") % {"status": status_title(status)}
            self.do(said, steps, N_("set the status of search results"))

    def _assign(self, name: str, _checked: bool = False) -> None:
        said = _("Assign these documents to %(name)s?") % {"name": name}
        self.do(said, assigning(self._queries, self._hits(), [name]), N_("assign search results"))

    def _tag(self) -> None:
        tag, taken = QInputDialog.getText(self._window, _("Tag"), _("Which tag?"))
        if taken and tag.strip():
            self.tag(tag.strip())

    def tag(self, tag: str) -> None:
        """Give the documents a tag."""
        said = _("Tag these documents with “%(tag)s”?") % {"tag": tag}
        self.do(said, tagging(self._queries, self._hits(), tag), N_("tag search results"))

    def _export(self) -> None:
        from annotator.ui.exchange.export_dialog import ExportDialog

        session = self._session
        documents = tuple(each.document for each in documents_of(self._hits()))
        folder = Path(session.project.path).parent
        dialog = ExportDialog(session.project, session.annotator, folder, self._window, documents=documents)
        if dialog.exec() and dialog.report is not None:
            session.tell(N_("Documents exported: %(count)s"), count=dialog.report.documents)

    def _known(self) -> bool:
        if not self._session.annotator:
            self._session.tell(N_("Say who you are first: labels are kept with a name"))
        return bool(self._session.annotator)

    # ---- carrying out --------------------------------------------------------------------------------

    def do(self, said: str, steps: Sequence[Step], title: str) -> None:
        """Show the steps, and carry out those that were ticked as one undo step."""
        chosen = self._chosen(said, steps)
        if not chosen:
            return
        command = batch(chosen, title)
        if len(chosen) < LONG:
            if self._session.bridge.execute(command, self._session.annotator) is not None:
                self._tell(len(chosen))
            return
        self._carry_out(command)

    def _chosen(self, said: str, steps: Sequence[Step]) -> list[Step]:
        dialog = StepsDialog(said, steps, self._window)
        dialog.exec()
        return dialog.chosen

    def _carry_out(self, command: Command) -> None:
        from annotator.project.schemes import carry_out

        if self.work.busy:
            self._session.tell(N_("the former action is still under way"))
            return
        self._session.tell(N_("The results are being changed…"))
        self.work.start(carry_out, self._session.project.path, command, self._session.annotator)

    def _on_done(self, _nothing: object) -> None:
        self._session.bridge.refresh()
        self._session.tell(N_("The results were changed; undo takes all back"))

    def _on_failed(self, error: object) -> None:
        from annotator.core.errors import UserError

        assert isinstance(error, UserError)
        self._session.refused.emit(speak(error.message, error.arguments))

    def _tell(self, count: int) -> None:
        self._session.tell(N_("Done: %(count)s; undo takes all of them back"), count=count)
