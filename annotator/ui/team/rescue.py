"""Backups, restore and salvage: what needs the project closed, or none open."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, speak
from annotator.project.backup import backups, restore
from annotator.project.salvage import Salvaged, salvage
from annotator.ui.file_dialogs import ask_open, ask_save

if TYPE_CHECKING:
    from annotator.ui.studio import Studio

SUFFIX = ".raqim"
DAMAGED = "%(path)s is damaged"
"""How the messages of damaged files begin, as gettext ids."""


class Rescue:
    """Handlers named ``rescue.…`` in the action table."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    # ---- a damaged file ------------------------------------------------------------------------------

    def offer(self, path: Path, error: UserError) -> bool:
        """Offer a backup or salvage where a project cannot be opened since it is damaged; whether it was that."""
        if not error.message.startswith(DAMAGED):
            return False
        from annotator.ui.team.damage_dialog import DamageDialog

        said = speak(error.message, error.arguments)
        dialog = DamageDialog(said, backups=bool(backups(path)), parent=self._studio.window)
        dialog.exec()
        if dialog.wish == "backups":
            self.show_backups(path)
        elif dialog.wish == "salvage":
            self.ask_salvage(path)
        return True

    def salvage(self) -> None:
        """Ask for a damaged file and save what it holds."""
        damaged = ask_open(self._studio.window, _("Which file is damaged?"), "", _("All files") + " (*)")
        if damaged is not None:
            self.ask_salvage(damaged)

    def ask_salvage(self, damaged: Path) -> None:
        """Ask where what can be read of a damaged file goes, and put it there."""
        proposed = damaged.with_name(f"{damaged.stem}.{_('salvaged')}{SUFFIX}")
        place = ask_save(
            self._studio.window, _("Where does what can be read go?"), str(proposed),
            _("Raqim projects") + f" (*{SUFFIX})",
        )  # fmt: skip
        if place is not None:
            self.salvage_to(damaged, place if place.suffix else place.with_name(place.name + SUFFIX))

    def salvage_to(self, damaged: Path, out: Path) -> bool:
        """Write what can be read of a damaged file into a new one and open that; whether it went."""
        _done, made = self._worked(_("Salvage"), _("Reading what is left of %(path)s…") % {"path": damaged},
                                   salvage, damaged, out)  # fmt: skip
        if not isinstance(made, Salvaged) or not self._studio.open_project(made.path):
            return False
        session = self._studio.session
        if session is not None:
            session.tell(N_("Saved: %(documents)s documents, %(spans)s spans"), documents=made.documents,
                         spans=made.spans)  # fmt: skip
        return True

    # ---- backups -------------------------------------------------------------------------------------

    def backups(self) -> None:
        """Show the backups of the open project."""
        session = self._studio.session
        if session is not None:
            self.show_backups(session.project.path)

    def show_backups(self, path: Path) -> None:
        """Show the backups of a project, and do what is chosen."""
        from annotator.ui.team.backups_dialog import BackupsDialog

        dialog = BackupsDialog(path, self._studio.window)
        if not dialog.exec() or dialog.chosen is None:
            return
        if dialog.wish == "open":
            self.open_copy(dialog.chosen.path)
        else:
            self.restore(dialog.chosen.path, path)

    def open_copy(self, kept: Path) -> bool:
        """Open a copy of a backup, so that the backup stays as it is; whether it went."""
        stamp = datetime.now(UTC).strftime("%H%M%S")
        place = Path(tempfile.mkdtemp(prefix="raqim-")) / f"{kept.stem}.{stamp}{SUFFIX}"
        done, _aside = self._worked(_("Backups"), _("Copying and checking the backup…"), restore, kept, place)
        return done and self._studio.open_project(place)

    def restore(self, kept: Path, path: Path) -> bool:
        """Put a backup in a project's place; what lies there is kept. The project is opened again in any case."""
        session = self._studio.session
        mine = session is not None and session.project.path == path
        if mine:
            self._studio.close_project()
        done, aside = self._worked(
            _("Backups"), _("Putting the backup in the project's place…"), restore, kept, path
        )
        if not (done or mine) or not self._studio.open_project(path):
            return False
        opened = self._studio.session
        if opened is not None and done:
            if aside is None:
                opened.tell(N_("The backup is the project now"))
            else:
                opened.tell(N_("The backup is the project now; what was here lies in %(path)s"), path=aside)
        return done

    def _worked(self, title: str, sentence: str, function: Callable[..., Any], *arguments: object) -> tuple[bool, Any]:
        """Do something in the worker under a dialog; whether it went, and what it gave."""
        from annotator.ui.team.work_dialog import WorkDialog

        dialog = WorkDialog(title, sentence, self._studio.window)
        dialog.begin(function, *arguments)
        return bool(dialog.exec()), dialog.value
