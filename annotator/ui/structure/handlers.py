"""Handlers named ``structure.…`` in the action table: scheme, claims, entities, texts, metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from annotator.core.command import AddEntity, Batch, ChangeSpan, Command, RemoveRelation
from annotator.core.i18n import N_, _
from annotator.core.span import Span
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.marking import relation_title
from annotator.ui.session import Session
from annotator.ui.walking import Walking

if TYPE_CHECKING:
    from annotator.project.jobs import Job, Worker

LONG = 2_000
"""From so many spans on a scheme is changed off the window's thread."""
POLL_MS = 30
MANY = 2
"""From so many texts on there is a former one."""


class Structure:
    """Opens this package's dialogs and does what they were accepted with."""

    def __init__(self, session: Session, walking: Walking, window: QWidget) -> None:
        self._session = session
        self._walking = walking
        self._window = window
        self._worker: Worker | None = None
        session.bridge.closing.connect(self._stop)

    # ---- scheme --------------------------------------------------------------------------------------

    def scheme(self) -> None:
        """Edit the scheme."""
        from annotator.ui.structure.scheme_editor import SchemeEditor

        session = self._session
        editor = SchemeEditor(session.scheme, session.project.queries.stats().by_label, self._window)
        if editor.exec():
            self.carry_out(Batch(tuple(editor.commands), N_("change the scheme")))

    def versions(self) -> None:
        """Show the versions of the scheme, and go back to one of them as a new version."""
        from annotator.project.schemes import versions
        from annotator.ui.structure.versions_dialog import VersionsDialog

        project = self._session.project
        dialog = VersionsDialog(versions(project), project.queries, self._window)
        if dialog.exec() and dialog.commands:
            self.carry_out(Batch(tuple(dialog.commands), N_("go back to an older scheme")))

    def carry_out(self, command: Command) -> None:
        """Carry out a change of the scheme; a large project's in a process of its own."""
        session = self._session
        if sum(session.project.queries.stats().by_label.values()) < LONG:
            session.do(command)
            return
        from annotator.project.jobs import Worker
        from annotator.project.schemes import carry_out

        self._worker = self._worker or Worker()
        session.tell(N_("The scheme is being changed…"))
        self._wait(self._worker.submit(carry_out, session.project.path, command, session.annotator))

    def _wait(self, job: Job) -> None:
        if not job.done():
            QTimer.singleShot(POLL_MS, self._window, lambda: self._wait(job))
            return
        if job.error is not None:
            from annotator.core.i18n import speak

            self._session.refused.emit(speak(job.error.message, job.error.arguments))
        else:
            self._session.bridge.refresh()
            self._session.tell(N_("The scheme was changed"))

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()

    # ---- views ---------------------------------------------------------------------------------------

    def claims(self) -> None:
        """Open the claims view."""
        from annotator.ui.structure.claims_dialog import ClaimsDialog

        dialog = ClaimsDialog(self._session, self._window)
        dialog.span_chosen.connect(self.go_to)
        self._show(dialog)

    def registry(self) -> None:
        """Open the registry, at the entry of the focused span."""
        from annotator.ui.structure.registry_dialog import RegistryDialog

        dialog = RegistryDialog(self._session, self._window)
        dialog.span_chosen.connect(self.go_to)
        focused = self._session.focused()
        if focused is not None and focused.attributes.get("entity"):
            dialog.choose(str(focused.attributes["entity"]))
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        from PySide6.QtCore import Qt

        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.activateWindow()

    def go_to(self, span: str) -> None:
        """Open a span's document and single it out."""
        row = self._session.project.queries.span(span)
        if row is None:
            return
        if self._session.desk is None or self._session.desk.id != row.document:
            self._session.open_document(row.document)
        if self._session.desk is not None and span in self._session.desk.spans:
            self._walking.focus(span)
        else:
            self._walking.place_caret(row.span.start, row.span.end)

    # ---- entities ------------------------------------------------------------------------------------

    def link(self) -> None:
        """Link the focused span to the registry."""
        from annotator.ui.structure.entity_picker import NEW, EntityPicker

        span, words = self._mention()
        if span is None:
            return
        picker = EntityPicker(words, self._session.project.queries.entities(), self._session.scheme, self._window)
        if picker.exec():
            if picker.chosen == NEW:
                self._new(span, picker.name())
            else:
                self._session.do(ChangeSpan(span.id, attributes={"entity": picker.chosen}))

    def new_entity(self) -> None:
        """Make an entry of the focused span's words and link it: one key."""
        span, words = self._mention()
        if span is not None:
            self._new(span, words)

    def _new(self, span: Span, name: str) -> None:
        from annotator.project.plan import new_id

        identity, kind = new_id("e"), span.attributes.get("kind")
        entry = AddEntity(name, kind=str(kind or ""), id=identity)
        if self._session.do(entry, ChangeSpan(span.id, attributes={"entity": identity})) is not None:
            self._session.tell(N_("%(name)s is in the registry now"), name=name)

    def _mention(self) -> tuple[Span | None, str]:
        span, desk = self._session.focused(), self._session.desk
        label = self._session.scheme.label(span.label) if span else None
        if not isinstance(span, Span) or desk is None or label is None or label.attribute("entity") is None:
            self._session.tell(N_("Only spans whose label has an entity can be linked: go to one first"))
            return None, ""
        return span, span.covered(desk.text).replace("\n", " ")

    def next_mention(self) -> None:
        """To the next mention of the same entry in this document, round the end."""
        span, desk = self._session.focused(), self._session.desk
        entity = span.attributes.get("entity") if span else None
        if span is None or desk is None or not entity:
            self._session.tell(N_("This span has no entity"))
            return
        mark = desk.next_mark(span.start, span.end, span.id, lambda each: _entity(desk.thing(each)) == entity, 1)
        if mark:
            self._walking.focus(mark)
        else:
            self._session.tell(N_("No other mention in this document"))

    # ---- relations -----------------------------------------------------------------------------------

    def remove_relation(self) -> None:
        """Take a relation of the focused span away; which one is asked where it has several."""
        span, desk = self._session.focused(), self._session.desk
        if not isinstance(span, Span) or desk is None:
            self._session.tell(N_("A relation starts at a span: go to one first"))
            return
        mine = desk.relations_at(span.id)
        options = [
            (each.id, " — ".join((desk.spans[each.head].covered(desk.text),
                                  relation_title(self._session.scheme, each.type),
                                  desk.spans[each.tail].covered(desk.text))))
            for each in mine
        ]  # fmt: skip
        if not options:
            self._session.tell(N_("This span has no relation"))
            return
        chosen = options[0][0]
        if len(options) > 1:
            dialog = ChoiceDialog(_("Remove which relation?"), options, self._window)
            dialog.exec()
            chosen = dialog.chosen
        if chosen:
            self._session.do(RemoveRelation(chosen))

    # ---- the document --------------------------------------------------------------------------------

    def correct_text(self) -> None:
        """Correct the text of the open document."""
        from annotator.ui.structure.correct_text import CorrectTextDialog

        session = self._session
        if session.desk is None:
            return
        dialog = CorrectTextDialog(session.desk.document, session.project.queries, session.scheme, self._window)
        if dialog.exec():
            session.do(dialog.wish())

    def old_texts(self) -> None:
        """Show the texts that the open document had before it was corrected."""
        from annotator.ui.structure.old_texts_dialog import OldTextsDialog

        session = self._session
        if session.desk is None:
            return
        revisions = session.project.queries.revisions(session.desk.id)
        if len(revisions) < MANY:
            session.tell(N_("The text of this document was never corrected"))
            return
        OldTextsDialog(revisions, session.scheme, self._window).exec()

    def metadata(self) -> None:
        """Say what is known of the open document."""
        from annotator.project.holding_out import holding
        from annotator.ui.structure.metadata_dialog import MetadataDialog

        session = self._session
        if session.desk is None:
            return
        dialog = MetadataDialog(session.project.queries.document(session.desk.id), session.scheme, self._window)
        if not dialog.exec():
            return
        wish, held = dialog.wish(), dialog.held_out()
        commands: list[Command] = [wish] if wish is not None else []
        if held is not None:
            commands += holding(session.project, session.desk.id, held=held)
        if commands:
            session.do(*commands)


def _entity(thing: object) -> object:
    return thing.attributes.get("entity") if isinstance(thing, Span) else None
