"""The menu bar, built from the action table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from annotator.core.i18n import _, right_to_left
from annotator.ui.actions import ACTIONS, FILE, MENUS, VIEW, Action
from annotator.ui.choices import LANGUAGES, THEMES
from annotator.ui.keymap import Keymap
from annotator.ui.routing import Run

EDGES, RECENT = "edges.nudge", "recent"
Choose = Callable[[str, str], None]
"""Takes a setting's name and its new value."""


class Menus:
    """Keeps the menus' entries; they show keys in the letters of the active layout and do not catch them.

    The keys themselves are caught by place (`Routing`), so that they work under any layout.
    """

    def __init__(self, bar: QMenuBar, keymap: Keymap, run: Run) -> None:
        self.keymap = keymap
        self._run = run
        self.entries: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        bar.clear()
        for name in MENUS:
            self.menus[name] = menu = bar.addMenu(_(name))
            self._fill(menu, [each for each in ACTIONS if each.menu == name])
            menu.aboutToShow.connect(self.refresh_keys)

    def _fill(self, menu: QMenu, actions: list[Action]) -> None:
        group = 0
        for each in actions:
            if each.group != group:
                menu.addSeparator()
                group = each.group
            entry = self._place(menu, each).addAction(_(each.title))
            entry.triggered.connect(lambda _checked=False, action=each: self._run(action))
            self.entries[each.id] = entry
        self.refresh_keys()

    def _place(self, menu: QMenu, action: Action) -> QMenu:
        """The menu itself, or the one inside of it for the eight ways to move an edge: a laptop's screen is short."""
        if action.handler != EDGES:
            return menu
        if EDGES not in self.menus:
            self.menus[EDGES] = menu.addMenu(_("Move a boundary"))
        return self.menus[EDGES]

    def refresh_keys(self) -> None:
        """Show the keys as they are now."""
        for each in ACTIONS:
            entry, key = self.entries.get(each.id), self.keymap.shown(each.id)
            if entry is not None:
                entry.setText(f"{_(each.title)}\t{key}" if key else _(each.title))

    def enable(self, *, project: bool, document: bool) -> None:
        """Grey out what cannot be done now."""
        there = {"": True, "project": project, "document": document}
        for each in ACTIONS:
            entry = self.entries.get(each.id)
            if entry is not None:
                entry.setEnabled(there[each.needs])

    def show_recent(self, paths: list[str], open_path: Callable[[str], object]) -> None:
        """The recent projects, below Open, in place of those that were shown before."""
        if RECENT in self.menus:
            self.menus[FILE].removeAction(self.menus[RECENT].menuAction())
            self.menus.pop(RECENT).deleteLater()
        menu = self.menus[RECENT] = QMenu(_("Recent projects"), self.menus[FILE])
        for path in paths:
            shown = f"\u2066{path}\u2069" if right_to_left() else path
            menu.addAction(shown).triggered.connect(lambda _checked=False, chosen=path: open_path(chosen))
        menu.setEnabled(bool(paths))
        before = self.entries["import_texts"]
        self.menus[FILE].insertMenu(before, menu)

    def show_choices(self, language: str, theme: str, choose: Choose) -> None:
        """Language and theme, as marked choices."""
        for title, name, options, present in (
            (_("Language"), "language", LANGUAGES, language), (_("Theme"), "theme", THEMES, theme),
        ):  # fmt: skip
            menu = QMenu(title, self.menus[VIEW])
            for code, shown in options:
                entry = menu.addAction(_(shown))
                entry.setCheckable(True)
                entry.setChecked(code == present)
                entry.triggered.connect(lambda _checked=False, key=name, value=code: choose(key, value))
            self.menus[VIEW].insertMenu(self.entries["preferences"], menu)
