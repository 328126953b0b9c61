"""What the window does to itself: palette, keys, preferences, zoom, panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.core.i18n import _
from annotator.core.span import Span
from annotator.ui.actions import ACTIONS, BY_ID
from annotator.ui.dialogs.about import AboutDialog
from annotator.ui.dialogs.key_sheet import KeySheet, action_title
from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.dialogs.preferences import PreferencesDialog

if TYPE_CHECKING:
    from annotator.ui.studio import Studio

SMALLEST, LARGEST = -6, 12


class WindowCommands:
    """Handlers named ``window.…`` in the action table."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def quit(self) -> None:
        """Close the window."""
        self._studio.window.close()

    def command_palette(self) -> None:
        """Every action by a few letters."""
        studio = self._studio
        entries = [
            (each.id, action_title(each), studio.keymap.shown(each.id))
            for each in ACTIONS
            if studio.can(each) and each.id != "command_palette"
        ]
        dialog = CommandPalette(entries, studio.window)
        dialog.exec()
        if dialog.chosen:
            studio.run(BY_ID[dialog.chosen])

    def key_sheet(self) -> None:
        """The sheet of keys."""
        studio = self._studio
        sheet = KeySheet(studio.keymap, studio.window)

        def change(action: str, chords: list[str]) -> None:
            studio.change_keys(action, chords)
            sheet.show_keymap(studio.keymap)

        sheet.key_changed.connect(change)
        sheet.exec()

    def preferences(self) -> None:
        """Language, theme, font."""
        dialog = PreferencesDialog(self._studio.settings, self._studio.window)
        dialog.changed.connect(self._studio.change_setting)
        dialog.exec()

    def about(self) -> None:
        """What this program is."""
        AboutDialog(self._studio.window).exec()

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1) text; 0 is the usual size."""
        now = int(self._studio.settings.get("zoom", 0))
        wanted = max(SMALLEST, min(LARGEST, now + step)) if step else 0
        self._studio.change_setting("zoom", wanted)

    # ---- panes ---------------------------------------------------------------------------------------

    def next_pane(self) -> None:
        """Give the keyboard to the next pane."""
        if self._studio.workbench is not None:
            self._studio.workbench.next_pane()

    def note(self) -> None:
        """Put the keyboard into the note of the focused span."""
        if self._show_details() and (bench := self._studio.workbench):
            bench.inspector.note.setFocus()

    def attributes(self) -> None:
        """Put the keyboard into the first attribute of the focused span."""
        if self._show_details() and (bench := self._studio.workbench):
            bench.inspector.form.focus_first()

    def entity(self) -> None:
        """Put the keyboard into the entity of the focused span."""
        bench = self._studio.workbench if self._show_details() else None
        if bench is not None and not bench.inspector.form.focus_first("entity"):
            self._studio.tell(_("Spans of this label have no entity"))

    def _show_details(self) -> bool:
        bench = self._studio.workbench
        if bench is None or not isinstance(bench.session.focused(), Span):
            self._studio.tell(_("Go to a span first"))
            return False
        bench.tabs.setCurrentWidget(bench.inspector)
        return True
