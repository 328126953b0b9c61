"""What the window does to itself: palette, keys, preferences, zoom, panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout

from annotator.core.i18n import _
from annotator.core.span import Span
from annotator.ui.actions import ACTIONS, BY_ID

if TYPE_CHECKING:
    from annotator.ui.studio import Studio
    from annotator.ui.tools import Tools

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
        from annotator.ui.dialogs.key_sheet import action_title
        from annotator.ui.dialogs.palette import CommandPalette

        studio = self._studio
        entries = [
            (each.id, action_title(each), studio.keymap.shown(each.id))
            for each in ACTIONS
            if studio.can(each) and each.id != "command_palette"
        ]
        page = studio.workbench.tools.reviewing.case_page() if studio.workbench and studio.workbench.tools else None
        entries = [*(page.entries() if page is not None else []), *entries]
        dialog = CommandPalette(entries, studio.window)
        dialog.exec()
        if page is not None and page.run(dialog.chosen):
            return
        if dialog.chosen:
            studio.run(BY_ID[dialog.chosen])

    def tour(self) -> None:
        """The tour of two minutes, in the open document or else in the sample."""
        from annotator.ui.touring import Touring

        studio = self._studio
        if studio.session is None or studio.session.desk is None:
            studio.files.open_sample()
        bench = studio.workbench
        if bench is None or bench.tools is None or bench.session.desk is None:
            return
        column = bench.middle.layout()
        if bench.touring is None and isinstance(column, QBoxLayout):
            bench.touring = Touring(bench.session, column, bench)
        if bench.touring is not None:
            bench.touring.begin()
            bench.view.setFocus()

    def key_sheet(self) -> None:
        """The sheet of keys."""
        from annotator.ui.dialogs.key_sheet import KeySheet

        studio = self._studio
        sheet = KeySheet(studio.keymap, studio.window)

        def change(action: str, chords: list[str]) -> None:
            studio.change_keys(action, chords)
            sheet.show_keymap(studio.keymap)

        sheet.key_changed.connect(change)
        sheet.exec()

    def preferences(self) -> None:
        """Language, theme, font."""
        from annotator.ui.dialogs.preferences import SPOKEN_ANEW, PreferencesDialog

        while True:
            dialog = PreferencesDialog(self._studio.settings, self._studio.window)
            dialog.changed.connect(self._studio.change_setting)
            if dialog.exec() != SPOKEN_ANEW:
                return

    def suggesters(self) -> None:
        """Outside programs that suggest, and camel-tools."""
        from annotator.ui.dialogs.suggesters import SuggestersDialog

        session = self._studio.session
        dialog = SuggestersDialog(self._studio.settings, session.scheme if session else None, self._studio.window)
        dialog.names_button.setEnabled(session is not None)
        dialog.names_wanted.connect(self.own_names)
        dialog.exec()
        self._ask_outside_anew()

    def own_names(self) -> None:
        """The project's own gazetteer: names that grow with decisions, and vetoes."""
        from annotator.ui.dialogs.own_names import OwnNamesDialog

        if self._studio.session is not None:
            OwnNamesDialog(self._studio.session, self._studio.window).exec()

    def language_data(self) -> None:
        """What camel-tools needs, and fetching it."""
        from annotator.ui.dialogs.language_data import LanguageDataDialog

        LanguageDataDialog(parent=self._studio.window).exec()
        self._ask_outside_anew()

    def _ask_outside_anew(self) -> None:
        bench = self._studio.workbench
        if bench is not None and bench.tools is not None:
            bench.tools.outside.forget()
            bench.tools.outside.begin_soon()

    def about(self) -> None:
        """What this program is."""
        from annotator.ui.dialogs.about import AboutDialog

        AboutDialog(self._studio.window).exec()

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1) text; 0 is the usual size."""
        now = int(self._studio.settings.get("zoom", 0))
        wanted = max(SMALLEST, min(LARGEST, now + step)) if step else 0
        self._studio.change_setting("zoom", wanted)

    def toggle_invisibles(self) -> None:
        """Show direction marks, joiners, tatweel and hard spaces, or hide them again."""
        shown = not self._studio.settings.get("show_invisible", False)
        self._studio.change_setting("show_invisible", shown)
        self._studio.tell(_("Invisible characters are shown") if shown else _("Invisible characters are hidden"))

    # ---- panes ---------------------------------------------------------------------------------------

    def next_pane(self) -> None:
        """Give the keyboard to the next pane."""
        if self._studio.workbench is not None:
            self._studio.workbench.next_pane()

    def note(self) -> None:
        """Put the keyboard into the note of the focused span."""
        tools = self._details()
        if tools is not None:
            tools.inspector.note.setFocus()

    def attributes(self) -> None:
        """Put the keyboard into the first attribute of the focused span."""
        tools = self._details()
        if tools is not None:
            tools.inspector.form.focus_first()

    def entity(self) -> None:
        """Put the keyboard into the entity of the focused span."""
        tools = self._details()
        if tools is not None and not tools.inspector.form.focus_first("entity"):
            self._studio.tell(_("Spans of this label have no entity"))

    def _details(self) -> Tools | None:
        """The tools with the details in front, if a span is focused."""
        bench = self._studio.workbench
        if bench is None or bench.tools is None or not isinstance(bench.session.focused(), Span):
            self._studio.tell(_("Go to a span first"))
            return None
        bench.tools.tabs.setCurrentWidget(bench.tools.inspector)
        bench.tools.inspector.settle()
        return bench.tools
