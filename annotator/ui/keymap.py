"""Which chord does what: the defaults of the action table, changed by the user's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.core.i18n import N_, _, right_to_left
from annotator.ui.actions import ACTIONS, Action
from annotator.ui.keyboard import letter, normal_chord

KEY_TITLES = {
    "Enter": N_("Enter"), "Escape": N_("Esc"), "Delete": N_("Delete"), "Space": N_("Space"),
    "Backspace": N_("Backspace"), "Tab": N_("Tab"), "Home": N_("Home"), "End": N_("End"),
    "PageUp": N_("Page Up"), "PageDown": N_("Page Down"), "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
}  # fmt: skip


class Keymap:
    """Chords by action and actions by chord.

    ``changed`` maps an action's id to its chords, as the settings keep them; an empty list: no key.
    """

    def __init__(self, changed: Mapping[str, list[str]] | None = None) -> None:
        self._chords: dict[str, list[str]] = {}
        changes = self.changed = changed or {}
        for each in ACTIONS:
            written = changes.get(each.id, each.key.split())
            self._chords[each.id] = [normal_chord(key) for key in written]
        self._actions = {key: action for action, keys in self._chords.items() for key in keys}

    def action(self, chord: str) -> str:
        """The id of the action that a chord does; empty when it does none."""
        return self._actions.get(chord, "")

    def chords(self, action: str) -> list[str]:
        """The chords of an action, the one to show first."""
        return self._chords.get(action, [])

    def shown(self, action: str) -> str:
        """The first chord of an action in words, with the letters of the active layout."""
        keys = self.chords(action)
        return shown_chord(keys[0]) if keys else ""


def shown_chord(chord: str) -> str:
    """A chord as people read it: the active layout's letter, the user's words for named keys."""
    *modifiers, name = chord.split("+")
    title = KEY_TITLES.get(name)
    shown = "+".join([*modifiers, _(title) if title else letter(name)])
    return f"\u2066{shown}\u2069" if right_to_left() else shown  # a chord reads from left to right in any language


def conflicts(keymap: Keymap, actions: Iterable[Action] = ACTIONS) -> list[tuple[str, str, str]]:
    """Chords that two actions want: (chord, first action, second action)."""
    seen: dict[str, str] = {}
    found = []
    for each in actions:
        for key in keymap.chords(each.id):
            if key in seen and seen[key] != each.id:
                found.append((key, seen[key], each.id))
            seen.setdefault(key, each.id)
    return found
