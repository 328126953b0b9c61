"""The studio: furnishes the main window, opens and closes projects in it, and runs actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, language, speak, use_language
from annotator.core.settings import Settings
from annotator.project.project import Project
from annotator.ui.choices import FONT
from annotator.ui.main_window import MainWindow
from annotator.ui.painted import FirstPaint
from annotator.ui.session import Session
from annotator.ui.text.look import Look
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.core.scheme import Scheme
    from annotator.ui.actions import Action
    from annotator.ui.standing import Standing

TOLD_MS = 12_000
WARM_MS = 250
TOOLS_MS = 3000
"""So long the panels wait for the spans of a long text, at most."""
MENU_HEIGHT, STATUS_HEIGHT = 31, 32
RECENT = 8
ZOOM_STEP = 1.1


class Studio(QObject):
    """The composition root of the window. ``workbench`` is there while a project is open."""

    project_opened = Signal()

    def __init__(self, window: MainWindow, settings: Settings, *, starting: bool = False) -> None:
        super().__init__(window)
        self.window = window
        self.settings = settings
        self.workbench: Workbench | None = None
        self.warm = False
        """Whether what the first keys need has been read."""
        self.pages = QStackedWidget()
        window.setContentsMargins(0, MENU_HEIGHT, 0, STATUS_HEIGHT)  # room for the bars that come after the text
        window.setCentralWidget(self.pages)
        window.closing.connect(self.close)
        window.may_close = self.may_leave
        self._furnished = False
        if not starting:
            self.furnish()

    # ---- shape ---------------------------------------------------------------------------------------

    def furnish(self) -> None:
        """Add all that may come after the first text: menus, welcome page, status line, keys."""
        from annotator.ui.files import Files
        from annotator.ui.keymap import Keymap
        from annotator.ui.team.rescue import Rescue
        from annotator.ui.theme import apply_theme
        from annotator.ui.window_commands import WindowCommands

        apply_theme(_application(), self.settings.get("theme", "light"))
        self._furnished = True
        self.window.menuBar().setMinimumHeight(MENU_HEIGHT)
        self.window.statusBar().setMinimumHeight(STATUS_HEIGHT)
        self.window.setContentsMargins(0, 0, 0, 0)
        self.keymap = Keymap(self.settings.get("keys", {}))
        self.files, self.rescue = Files(self), Rescue(self)
        self.commands = WindowCommands(self)
        self.window.key_unused.connect(self._on_key)
        self.window.dropped.connect(self.files.take_dropped)
        self._fill()

    def _fill(self) -> None:
        """Build everything that speaks, in the language in use."""
        from annotator.ui.menus import Menus
        from annotator.ui.panels.welcome import WelcomePanel

        self.menus = Menus(self.window.menuBar(), self.keymap, self.run)
        self.menus.show_choices(
            self.settings.get("language", ""), self.settings.get("theme", "light"), self.change_setting
        )
        self.welcome = WelcomePanel(self.settings.get("recent", []))
        self.welcome.new_wanted.connect(self.files.new_project)
        self.welcome.open_wanted.connect(self.files.open_project)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.recent_chosen.connect(lambda path: self.open_project(Path(path)))
        self.pages.addWidget(self.welcome)
        self._show_recent()
        self._furnish_status_line()
        self._show_state()

    def _furnish_status_line(self) -> None:
        from annotator.ui.panels.saved_state import SavedState
        from annotator.ui.team.status_badge import StatusBadge

        bar = self.window.statusBar()
        bar.setSizeGripEnabled(False)
        for old in bar.findChildren(QLabel):
            bar.removeWidget(old)
            old.deleteLater()
        self.who = QLabel()
        self.saved, self.badge = SavedState(), StatusBadge()
        for widget in (self.badge, self.who, self.saved):
            bar.addPermanentWidget(widget)

    def _show_state(self) -> None:
        session = self.session
        self.menus.enable(project=session is not None, document=bool(session and session.desk))
        self.who.setText(_("Annotator: %(name)s") % {"name": session.annotator} if session else "")
        self.saved.setVisible(session is not None)
        name = session.project.path.stem if session else ""
        self.window.setWindowTitle(f"{name} — {_('Raqim')}" if name else _("Raqim"))

    @property
    def session(self) -> Session | None:
        """The session of the open project."""
        return self.workbench.session if self.workbench else None

    # ---- projects ------------------------------------------------------------------------------------

    def open_project(self, path: Path) -> bool:
        """Open a project in place of the present one; whether that went well."""
        return self._show_project(path, lambda: Project.open(path, patience_ms=10))

    def create_project(self, path: Path, scheme: Scheme | None = None) -> bool:
        """Make a project, of a scheme or the usual one, and open it; whether that went well."""
        return self._show_project(path, lambda: Project.create(path, scheme))

    def _show_project(self, path: Path, make: Callable[[], Project]) -> bool:
        if not self.may_leave():
            return False
        try:
            project = make()
        except UserError as error:
            self._refuse_to_open(path, error)
            return False
        if self._furnished:
            self.close_project()
        try:
            self._begin(Session(project, self.settings))
        except UserError as error:  # damage that shows when the first document is read
            self.close_project()
            self._refuse_to_open(path, error)
            return False
        return True

    def _refuse_to_open(self, path: Path, error: UserError) -> None:
        if not self._furnished:
            self.furnish()
        if not self.rescue.offer(path, error):
            self.refuse(speak(error.message, error.arguments))

    def _begin(self, session: Session, document: str = "") -> None:
        self.workbench = bench = Workbench(session)
        session.setParent(bench)
        session.refused.connect(self.refuse)
        self.show_look()
        self.pages.addWidget(bench)
        self.pages.setCurrentWidget(bench)
        if not (document and session.open_document(document)):
            bench.open_first()
        bench.view.setFocus()
        if session.desk is not None and not session.desk.loaded:
            session.document_loaded.connect(lambda: FirstPaint(bench.view.viewport(), self.complete))
            session.document_closed.connect(self.complete)
            QTimer.singleShot(TOOLS_MS, self, self.complete)
        elif session.desk is not None and not self._furnished:
            FirstPaint(bench.view.viewport(), self.complete)
        else:
            self.complete()

    def complete(self) -> None:
        """Add what may come after the text: panels, menus' state, the question for the name."""
        if not self._furnished:
            self.furnish()
        bench = self.workbench
        if bench is None or bench.tools is not None:
            return
        session, tools = bench.session, bench.complete(self.keymap, self.run)
        self._remember(session.project.path)
        session.told.connect(self.tell)
        self.saved.follow(session.bridge)
        self.badge.follow(session)
        session.document_opened.connect(self._show_state)
        session.document_closed.connect(self._show_state)
        session.annotator_changed.connect(lambda _name: self._show_state())
        bench.view.zoom_requested.connect(self.commands.zoom)
        tools.empty.import_wanted.connect(self.files.import_texts)
        tools.empty.paste_wanted.connect(self.files.paste_text)
        self._tell_place(session)
        if not session.annotator or session.project.handed_to not in ("", session.annotator):
            self.files.take_name()
        self._show_state()
        QTimer.singleShot(WARM_MS, self, self._warm_up)
        self.project_opened.emit()

    def _warm_up(self) -> None:
        from annotator.ui.warming import warm_up

        warm_up(self, self._on_warm)

    def _on_warm(self) -> None:
        self.warm = True

    def _tell_place(self, session: Session) -> None:
        """Say at once where the project lies and what that means for saving."""
        from annotator.project.place import on_network

        self.saved.show_open(read_only=session.project.read_only)
        if session.project.read_only:
            session.tell(N_("%(path)s can only be read here: nothing that you do is kept"), path=session.project.path)
        elif on_network(session.project.path):
            session.tell(N_("This folder is on a network: work on it from one computer at a time"))

    def may_leave(self) -> bool:
        """Whether the project can be closed and nothing is lost, or is lost knowingly."""
        session = self.session
        if session is None or not session.bridge.try_now():
            return True
        from annotator.ui.team.leaving import leave_unwritten

        return leave_unwritten(session.bridge.held_up, self.window)

    def close_project(self) -> None:
        """Close the open project, if there is one, and show the welcome page."""
        bench, self.workbench = self.workbench, None
        if bench is not None:
            bench.close_session()
            self.pages.removeWidget(bench)
            bench.deleteLater()
        self._show_state()

    def close(self) -> None:
        """Close the project as the window goes."""
        if self.workbench is not None:
            self.workbench.close_session()
            self.workbench = None

    def recent(self) -> list[str]:
        """The projects opened last, as far as they are still there."""
        return [path for path in self.settings.get("recent", []) if Path(path).is_file()]

    def _remember(self, path: Path) -> None:
        paths = [str(path.resolve()), *self.settings.get("recent", [])]
        self.settings.set("recent", list(dict.fromkeys(paths))[:RECENT])
        if self._furnished:
            self._show_recent()

    def _show_recent(self) -> None:
        self.menus.show_recent(self.recent(), lambda path: self.open_project(Path(path)))
        self.welcome.show_recent(self.settings.get("recent", []))

    # ---- settings ------------------------------------------------------------------------------------

    def change_setting(self, name: str, value: object) -> None:
        """Keep a setting and show it at once."""
        self.settings.set(name, value)
        if name == "annotator" and self.session is not None:
            self.session.become(str(value))
        if name == "language":
            self.change_language()
        elif name == "theme":
            from annotator.ui.theme import apply_theme

            apply_theme(_application(), str(value))
        self.show_look()

    def change_language(self) -> None:
        """Build the window anew in the language of the settings; where one stands stays."""
        from annotator.ui.languages import install_translations, set_direction
        from annotator.ui.standing import Standing

        use_language(self.settings.get("language", ""))
        install_translations(_application())
        set_direction(_application())
        session = self.session
        document = session.desk.id if session and session.desk else ""
        path = session.project.path if session else None
        tools = self.workbench.tools if self.workbench else None
        standing = Standing.of(self.workbench, tools) if self.workbench and tools else None
        if tools is not None:
            tools.inspector.note.blockSignals(True)  # a half-typed note is not finished by this
        self.close_project()
        self.window.statusBar().clearMessage()
        self.pages.removeWidget(self.welcome)
        self.welcome.deleteLater()
        self._fill()
        if path is not None:
            if standing is not None:
                self.project_opened.connect(lambda: self._stand(standing), Qt.ConnectionType.SingleShotConnection)
            self._begin(Session(Project.open(path, patience_ms=10), self.settings), document)

    def _stand(self, standing: Standing) -> None:
        if self.workbench is not None and self.workbench.tools is not None:
            standing.restore(self.workbench, self.workbench.tools)

    def change_keys(self, action: str, chords: list[str]) -> None:
        """Give an action other keys; none means the usual ones."""
        keys = {name: value for name, value in self.settings.get("keys", {}).items() if name != action}
        if chords:
            keys[action] = chords
        self.settings.set("keys", keys)
        from annotator.ui.keymap import Keymap

        self.keymap = self.menus.keymap = Keymap(keys)
        self.menus.refresh_keys()
        if self.workbench is not None and self.workbench.tools is not None:
            self.workbench.routing.keymap = self.keymap

    def show_look(self) -> None:
        """Dress the text as the settings say."""
        if self.workbench is None:
            return
        theme = self.settings.get("theme", "light")
        self.workbench.view.set_look(
            Look(
                theme=theme if theme in {"light", "dark", "high_contrast"} else "light",
                family=self.settings.get("font", FONT),
                size=22.0 * ZOOM_STEP ** int(self.settings.get("zoom", 0)),
                line_spacing=float(self.settings.get("line_spacing", 1.0)),
                show_invisible=bool(self.settings.get("show_invisible", False)),
                doubt="؟" if language() == "ar" else "?",
            )
        )

    # ---- actions -------------------------------------------------------------------------------------

    def parts(self) -> dict[str, object]:
        """Everything that actions name as handlers and that is there now."""
        own: dict[str, object] = {"files": self.files, "window": self.commands, "rescue": self.rescue}
        return own | (self.workbench.parts() if self.workbench else {})

    def can(self, action: Action) -> bool:
        """Whether an action can be done now."""
        session = self.session
        if action.needs == "document" and self.workbench is not None and self.workbench.covered():
            return False  # a page lies over the text: nothing is done to what nobody sees
        return not action.needs or (session is not None and (action.needs == "project" or session.desk is not None))

    def run(self, action: Action) -> None:
        """Do an action, if it can be done now."""
        if not self.can(action):
            return
        if action.needs == "document" and self.session is not None:
            self.session.load_now()
        part, method = action.handler.split(".")
        getattr(self.parts()[part], method)(*action.arguments)

    def _on_key(self, event: QKeyEvent) -> None:
        serve = self.workbench.window_key if self.workbench is not None else self.files.welcome_key
        event.setAccepted(serve(event))

    def tell(self, sentence: str) -> None:
        """Say a sentence in the status line."""
        self.window.statusBar().showMessage(sentence, TOLD_MS)

    def refuse(self, sentence: str) -> None:
        """Say why something was not done: in the status line, and loudly where no text is open."""
        from PySide6.QtWidgets import QMessageBox

        self.tell(sentence)
        if not self._furnished:
            self.furnish()
        if self.workbench is not None:
            self.saved.show_refused()
        else:
            box = QMessageBox(QMessageBox.Icon.Warning, _("Raqim"), sentence, parent=self.window)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
