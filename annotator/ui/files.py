"""Projects and documents: new, open, import, paste, export, finish and go on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressDialog

from annotator.core.command import SetStatus
from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, counted, speak
from annotator.core.resources import corpus_path, resource
from annotator.ui.actions import BY_ID
from annotator.ui.file_dialogs import ask_open, ask_open_many
from annotator.ui.keyboard import chord

if TYPE_CHECKING:
    from annotator.formats.base import WriteOptions
    from annotator.project.exchange import ExportReport, ImportReport
    from annotator.ui.studio import Studio

SUFFIX = ".raqim"
IMPORTED_FROM = "imported_from"
"""Under which name the folder of the last import is kept."""
_EARLY = ("new_project", "open_project", "quit", "key_sheet", "command_palette", "preferences")


def sample_texts() -> list[Path]:
    """The shipped sample: the corpus's articles, else the one beside the icons."""
    return sorted(corpus_path().glob("*.txt")) or sorted(resource("sample").glob("*.txt"))


class Files:
    """Handlers named ``files.…`` in the action table."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def welcome_key(self, event: QKeyEvent) -> bool:
        """Keys that work before a project is open; whether this was one."""
        action = BY_ID.get(self._studio.keymap.action(chord(event)))
        if action is None or action.id not in _EARLY:
            return False
        self._studio.run(action)
        return True

    # ---- projects ------------------------------------------------------------------------------------

    def _projects(self) -> str:
        return _("Raqim projects") + f" (*{SUFFIX})"

    def new_project(self) -> None:
        """Ask three questions and make a project."""
        from annotator.ui.dialogs.new_project import NewProjectDialog

        settings = self._studio.settings
        dialog = NewProjectDialog(self._home(), str(settings.get("annotator", "") or ""), self._studio.window)
        if not dialog.exec():
            return
        settings.set("annotator", dialog.annotator())
        if self._made(dialog.place().parent):
            self._studio.create_project(dialog.place(), dialog.scheme())

    def open_project(self) -> None:
        """Ask for a project and open it."""
        place = ask_open(self._studio.window, _("Open project"), self._folder(), self._projects())
        if place is not None:
            self._studio.open_project(place)

    def open_sample(self) -> None:
        """Open the sample among the user's documents; the first time it is made, and the tour begins in it."""
        place = self._home() / (_("Raqim sample") + SUFFIX)
        if place.exists():
            self._studio.open_project(place)
            return
        if self._made(place.parent) and self._studio.create_project(place):
            self.import_paths(sample_texts())
            self._studio.commands.tour()

    def _made(self, folder: Path) -> bool:
        """Make a folder where it is not there yet; whether it is there now."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = {"file": folder, "why": error.strerror}
            self._studio.refuse(speak(N_("%(file)s cannot be written: %(why)s"), why))
            return False
        return True

    def _home(self) -> Path:
        """Where projects begin: the folder of the last one, else Raqim's among the user's documents."""
        recent = self._studio.recent()
        if recent:
            return Path(recent[0]).parent
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents or Path.home()) / "Raqim"

    def close_project(self) -> None:
        """Close the project."""
        if self._studio.may_leave():
            self._studio.close_project()

    def _folder(self) -> str:
        recent = self._studio.recent()
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    # ---- texts in ------------------------------------------------------------------------------------

    def import_texts(self) -> None:
        """Ask for files and take them in."""
        settings = self._studio.settings
        last = str(settings.get(IMPORTED_FROM, "") or Path.home())
        files = ask_open_many(self._studio.window, _("Import texts"), last, self._readable())
        if files:
            settings.set(IMPORTED_FROM, str(files[0].parent))
            self.show_import(files)

    def _readable(self) -> str:
        """What can be imported, as a file dialog's filters."""
        from annotator.formats.registry import FORMATS

        endings = sorted({ending for each in FORMATS if each.reads for ending in each.suffixes})
        patterns = " ".join(f"*{ending}" for ending in endings)
        return f"{_('Texts and corpora')} ({patterns});;{_('All files')} (*)"

    def show_import(self, paths: Sequence[Path]) -> None:
        """Show what files would bring, and take them in when that is wanted."""
        session, bench = self._studio.session, self._studio.workbench
        if session is None or bench is None:
            return
        from annotator.ui.exchange.import_dialog import ImportDialog

        dialog = ImportDialog(session, paths, bench.view.look(), self._studio.window)
        dialog.exec()
        if dialog.report.added or dialog.report.updated or dialog.report.problems:
            self._after_import(dialog.report)

    def import_paths(self, paths: Sequence[Path]) -> ImportReport | None:
        """Take files in, show what was met on the way, and open the first that came."""
        session = self._studio.session
        if session is None:
            return None
        from annotator.project.exchange import import_files

        bar = QProgressDialog(_("Importing…"), _("Stop"), 0, len(paths), self._studio.window)
        bar.setMinimumDuration(600)

        def progress(done: int, count: int) -> bool:
            bar.setMaximum(count)
            bar.setValue(done)
            return not bar.wasCanceled()

        try:
            report = import_files(
                session.project, paths, actor=session.annotator, annotator=session.annotator, progress=progress
            )
        except UserError as error:
            session.refused.emit(speak(error.message, error.arguments))
            return None
        finally:
            bar.close()
            bar.deleteLater()
        self._after_import(report)
        return report

    def _after_import(self, report: ImportReport) -> None:
        session = self._studio.session
        assert session is not None
        said = counted("%(count)s document came in", "%(count)s documents came in", len(report.added))
        if report.added or report.updated:
            session.bridge.saved.emit()
        self._studio.tell(said)
        if report.added:
            session.open_document(report.added[0])
        if report.problems or report.notes:
            from annotator.ui.dialogs.report import ReportDialog

            dialog = ReportDialog(said, [*report.problems, *report.notes], self._studio.window)
            dialog.open()

    def take_dropped(self, paths: list[Path]) -> None:
        """Merge dropped projects into the open one, or open one; import other files, into a new project if need be."""
        projects = [each for each in paths if each.suffix == SUFFIX]
        bench = self._studio.workbench
        if projects and bench is not None and bench.tools is not None:
            bench.tools.teaming.show_merge(projects)
        elif projects:
            self._studio.open_project(projects[0])
        else:
            if self._studio.session is None:
                self.new_project()
            if all(each.suffix == ".txt" and not each.with_suffix(".ann").exists() for each in paths):
                self.import_paths(paths)  # plain texts ask nothing
            else:
                self.show_import(paths)

    def paste_text(self) -> None:
        """Take a pasted text in."""
        from annotator.ui.dialogs.paste import PasteDialog

        dialog = PasteDialog(self._studio.window)
        if dialog.exec():
            self.add_pasted(dialog.name(), dialog.text())

    def add_pasted(self, name: str, text: str) -> None:
        """Add a text as a document and open it."""
        session = self._studio.session
        if session is None:
            return
        try:
            from annotator.project.exchange import add_text

            session.open_document(add_text(session.project, name, text, session.annotator))
        except UserError as error:
            session.refused.emit(speak(error.message, error.arguments))

    # ---- out -----------------------------------------------------------------------------------------

    def export(self) -> None:
        """Show what would be lost, ask for a place, write, read again."""
        session = self._studio.session
        if session is None:
            return
        from annotator.ui.exchange.export_dialog import ExportDialog

        dialog = ExportDialog(session.project, session.annotator, Path(self._folder()), self._studio.window)
        if not dialog.exec() or dialog.report is None:
            return
        session.tell(N_("Exported to %(file)s"), file=", ".join(map(str, dialog.report.files)))
        if dialog.report.differences:
            from annotator.ui.dialogs.report import ReportDialog

            heading = _("Reading it again showed differences")
            ReportDialog(heading, dialog.report.differences, self._studio.window).open()

    def export_to(self, out: Path, format_name: str, layer: str, options: WriteOptions) -> ExportReport | None:
        """Write the project, or one layer, to a place."""
        session = self._studio.session
        if session is None:
            return None
        from annotator.project.exchange import export

        try:
            report = export(session.project, out, format=format_name, layer=layer, options=options)
        except UserError as error:
            session.refused.emit(speak(error.message, error.arguments))
            return None
        session.tell(N_("Exported to %(file)s"), file=out)
        return report

    # ---- who and how far -----------------------------------------------------------------------------

    def who_am_i(self) -> None:
        """Ask for the annotator's name."""
        session = self._studio.session
        if session is None:
            return
        from annotator.ui.dialogs.who import WhoDialog

        handed_to = session.project.handed_to
        dialog = WhoDialog(
            session.project.queries.annotators(), handed_to or session.annotator, self._studio.window,
            handed_to=handed_to,
        )  # fmt: skip
        if dialog.exec() and dialog.name() != session.annotator:
            session.become(dialog.name())

    def take_name(self) -> None:
        """Ask for the name once; without an answer the system's user name serves until it is changed."""
        self.who_am_i()
        session = self._studio.session
        if session is not None and not session.annotator:
            session.become(Path.home().name or "annotator")

    def finish(self) -> None:
        """Call the open document done and open the next unfinished one."""
        session = self._studio.session
        if session is None or session.desk is None:
            return
        here = session.desk.id
        if session.do(SetStatus(here, session.annotator, "done")) is None:
            return
        following = session.project.queries.next_unfinished(session.annotator, here)
        if following is None:
            session.tell(N_("All documents are finished"))
        else:
            session.open_document(following)

    def next_document(self) -> None:
        """Open the next document of the list."""
        self._step(1)

    def previous_document(self) -> None:
        """Open the former document of the list."""
        self._step(-1)

    def _step(self, step: int) -> None:
        bench = self._studio.workbench
        wanted = bench.tools.documents.neighbour(step) if bench and bench.tools else ""
        if bench is not None and wanted:
            bench.session.open_document(wanted)
