"""The keys of the adjudication page, as one table: places on the keyboard, so that they work under any layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.core.i18n import N_, _
from annotator.ui.keyboard import normal_chord


@dataclass(frozen=True, slots=True)
class ReviewKey:
    """One thing that a key does; ``method`` is the page's or that of a part of it (dotted), with its arguments."""

    id: str
    title: str
    key: str
    method: str
    arguments: tuple[int, ...] = ()


KEYS: tuple[ReviewKey, ...] = (
    *(ReviewKey(f"variant_{n}", N_("Accept answer %(number)s"), str(n), "accept_variant", (n,)) for n in range(1, 10)),
    ReviewKey("accept_proposed", N_("Accept the outlined answer"), "Enter", "desk.accept"),
    ReviewKey("nothing_here", N_("Nothing is to be marked here"), "0", "desk.accept_nothing"),
    ReviewKey("edit", N_("Move the edges"), "E", "edges.begin"),
    ReviewKey("relabel", N_("Another label"), "T", "questions.relabel"),
    ReviewKey("edit_attributes", N_("Set attributes"), "A", "questions.edit_attributes"),
    ReviewKey("reattach", N_("Join to another span"), "R", "questions.reattach"),
    ReviewKey("alike", N_("Decide everything alike"), "G", "dialogs.alike"),
    ReviewKey("skip", N_("Skip"), "S", "desk.skip"),
    ReviewKey("ask", N_("Leave a question"), "Q Shift+Slash", "ask"),
    ReviewKey("reason", N_("Say why"), "W", "questions.choose_reason"),
    ReviewKey("remark", N_("Write a note"), "N", "questions.write_note"),
    ReviewKey("next_case", N_("Next case"), "J Down", "desk.step", (1,)),
    ReviewKey("previous_case", N_("Previous case"), "K Up", "desk.step", (-1,)),
    ReviewKey("next_document", N_("Next document"), "Shift+J", "desk.step_document", (1,)),
    ReviewKey("previous_document", N_("Previous document"), "Shift+K", "desk.step_document", (-1,)),
    ReviewKey("undo_decision", N_("Undo"), "Z Ctrl+Z", "desk.undo"),
    ReviewKey("redo_decision", N_("Redo"), "Shift+Z Ctrl+Shift+Z", "desk.redo"),
    ReviewKey("blind", N_("Show or hide names"), "B", "toggle_blind"),
    ReviewKey("gold_only", N_("Gold alone, and back"), "H", "text.toggle_gold_only"),
    ReviewKey("layout", N_("One text, or one for each annotator"), "L", "toggle_layout"),
    ReviewKey("example", N_("The answer just given becomes an example in the guidelines"), "X", "make_example"),
    ReviewKey("counterexample", N_("The answer just turned down becomes a counterexample"), "Shift+X",
              "make_counterexample"),
    ReviewKey("methods", N_("How the numbers are computed"), "M", "dialogs.explain"),
    ReviewKey("rules", N_("Rules…"), "U", "dialogs.open_rules"),
    ReviewKey("weights", N_("Weights…"), "O", "dialogs.open_weights"),
    ReviewKey("leave", N_("Give up the change"), "Escape", "edges.leave"),
)  # fmt: skip


def key_id(key: ReviewKey) -> str:
    """The name of a key in the settings."""
    return f"review_{key.id}"


def chords_of(key: ReviewKey, changed: Mapping[str, list[str]]) -> list[str]:
    """The chords of one key, the one to show first."""
    return [normal_chord(each) for each in changed.get(key_id(key), key.key.split())]


def key_title(key: ReviewKey) -> str:
    """What a key does, with its number filled in."""
    number = key.arguments[0] if key.arguments else ""
    return _(key.title) % {"number": number} if "%(number)s" in key.title else _(key.title)


def explaining(changed: Mapping[str, list[str]]) -> list[str]:
    """The chords that say how numbers are computed, on either page."""
    return chords_of(next(each for each in KEYS if each.id == "methods"), changed)


def chords(changed: Mapping[str, list[str]] | None = None) -> dict[str, ReviewKey]:
    """Keys by chord; ``changed`` maps ids to other chords, as the settings keep them (an empty list: no key)."""
    changes = changed or {}
    return {chord: each for each in KEYS for chord in chords_of(each, changes)}
