"""The session: the open project, who works in it, the open document and the mark that the keys act on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import speak
from annotator.core.scheme import Scheme
from annotator.core.settings import Settings
from annotator.project.project import Project
from annotator.ui.bridge import Bridge
from annotator.ui.marking import marks_of
from annotator.ui.open_document import STRETCH, OpenDocument, Thing, held_rounds

if TYPE_CHECKING:
    from annotator.core.command import Command

SHORT, FRAME_MS = 100_000, 16
"""The spans of longer texts (code points) are read stretch by stretch, from a frame after the text was shown on."""


class Session(QObject):
    """What all parts of the window share. Parts never meet; they change the session and hear its signals.

    ``document_opened``: another document lies on the desk. ``marks_changed``: ids gone, marks come.
    ``focus_changed``: the mark that keys act on. ``told``: a sentence for the status line.
    """

    document_opened = Signal()
    document_loaded = Signal()
    """All spans of a long document are there; with `document_opened` come its first, and all of a short one."""
    document_closed = Signal()
    marks_changed = Signal(object, object)
    links_changed = Signal(object)
    """Relations, or suggested ones, came or went at these marks; those of marks that changed go with their marks."""
    focus_changed = Signal(str)
    told = Signal(str)
    refused = Signal(str)
    annotator_changed = Signal(str)
    scheme_changed = Signal()

    def __init__(self, project: Project, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = Bridge(project, self)
        self.settings = settings
        self.annotator = str(settings.get("annotator", ""))
        self.desk: OpenDocument | None = None
        self.focus = ""
        self._load_soon = QTimer(self)
        self._load_soon.setSingleShot(True)
        self._load_soon.timeout.connect(self._load)
        self.bridge.closing.connect(self._load_soon.stop)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.refused.connect(self.refused)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.bridge.project

    @cached_property
    def scheme(self) -> Scheme:
        """The project's scheme."""
        return self.project.queries.scheme()

    # ---- documents -----------------------------------------------------------------------------------

    def open_document(self, document: str) -> bool:
        """Put a document on the desk; whether that went well."""
        try:
            desk = OpenDocument(self.project.queries.document(document), self.annotator)
            desk.read_on(self.project.queries, SHORT if len(desk.text) <= SHORT else STRETCH)
        except UserError as error:
            self.refused.emit(speak(error.message, error.arguments))
            return False
        self.desk = desk
        self.focus = ""
        self.document_opened.emit()
        if not desk.loaded:
            self._load_soon.start(FRAME_MS)
        return True

    def _load(self) -> None:
        """Read the next stretch of a long document, and go on in the next frame."""
        self._read_on(STRETCH)
        if self.desk is not None and not self.desk.loaded:
            self._load_soon.start(0)

    def load_now(self) -> None:
        """Read what is not read yet of a long document: somebody wants to do something with it."""
        if self.desk is not None and not self.desk.loaded:
            self._read_on(len(self.desk.text))

    def _read_on(self, stretch: int) -> None:
        desk = self.desk
        if desk is None or desk.loaded:
            return
        try:
            with held_rounds():
                desk.read_on(self.project.queries, stretch)
        except UserError as error:
            self.close_document()
            self.refused.emit(speak(error.message, error.arguments))
            return
        if desk.loaded:
            self._load_soon.stop()
            self.document_loaded.emit()

    def close_document(self) -> None:
        """Take the document off the desk."""
        self.desk = None
        self.focus = ""
        self.document_closed.emit()

    def become(self, annotator: str) -> None:
        """Work as this annotator from now on."""
        self.settings.set("annotator", annotator)
        self.annotator = annotator
        self.annotator_changed.emit(annotator)
        if self.desk is not None:
            self.open_document(self.desk.id)

    # ---- writing -------------------------------------------------------------------------------------

    def do(self, *commands: Command) -> Changes | None:
        """Carry out commands as the annotator, several as one undo step; ``None`` where refused."""
        if not commands:
            return Changes()
        from annotator.core.command import Batch

        command = commands[0] if len(commands) == 1 else Batch(commands)
        return self.bridge.execute(command, self.annotator)

    def tell(self, message: str, **arguments: object) -> None:
        """Say a sentence in the status line."""
        self.told.emit(speak(message, arguments))

    # ---- focus ---------------------------------------------------------------------------------------

    def set_focus(self, mark: str) -> None:
        """Make a mark the one that keys act on (none: empty)."""
        if mark != self.focus:
            self.focus = mark
            self.focus_changed.emit(mark)

    def focused(self) -> Thing | None:
        """The span or suggestion that keys act on."""
        return self.desk.thing(self.focus) if self.desk and self.focus else None

    # ---- hearing -------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("scheme"):
            self.__dict__.pop("scheme", None)
            self.scheme_changed.emit()
        if self.desk is None or not changes.in_document(self.desk.id):
            return
        if changes.touches("document") and self.project.queries.document_named(self.desk.id) is None:
            self.close_document()
            return
        if changes.touches("document") and self._took_revision():
            return
        if not self.desk.loaded:
            self.desk.begin_again()  # what was read before this change may be otherwise now
            self.load_now()
        gone, come, tied = self.desk.update(self.project.queries, changes)
        if gone or come:
            added = [thing for each in come if (thing := self.desk.thing(each)) is not None]
            self.marks_changed.emit(gone, marks_of(self.scheme, added))
        if tied:
            self.links_changed.emit(tied)
        if self.focus and self.desk.thing(self.focus) is None:
            self.set_focus("")

    def _took_revision(self) -> bool:
        """Read the open document's name and metadata anew; whether it has another text and was opened anew."""
        assert self.desk is not None
        focus, text = self.focus, self.desk.text
        self.desk.document = document = self.project.queries.document(self.desk.id)
        if document.text == text:
            return False
        if self.open_document(document.id) and self.desk.thing(focus) is not None:
            self.set_focus(focus)
        return True
