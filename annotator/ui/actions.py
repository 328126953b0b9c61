"""Everything that the window can do, as one table of plain data.

``key`` holds the default chords (places on the keyboard, several with spaces between); ``handler`` names the
part of the window and its method; ``scope`` says where the chord works: in the text, or in the whole window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.core.i18n import N_

Scope = Literal["text", "window"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the window can do. ``needs``: ``""``, ``project`` or ``document``."""

    id: str
    title: str
    key: str
    menu: str
    handler: str
    scope: Scope = "window"
    needs: str = ""
    arguments: tuple[object, ...] = ()
    group: int = 0


FILE, EDIT, LABEL, GO, VIEW, HELP = (
    N_("File"), N_("Edit"), N_("Label"), N_("Go"), N_("View"), N_("Help"),
)  # fmt: skip
MENUS = (FILE, EDIT, LABEL, GO, VIEW, HELP)


def _text(
    name: str, title: str, key: str, handler: str, *arguments: object, menu: str = LABEL, group: int = 0
) -> Action:
    return Action(name, title, key, menu, handler, "text", "document", arguments, group)


def _labels() -> tuple[Action, ...]:
    plain = (_text(f"label_{n}", N_("Label %(number)s"), str(n), "labelling.label", n, menu="") for n in range(1, 10))
    also = (
        _text(
            f"also_label_{n}",
            N_("Label the same words as %(number)s too"),
            f"Alt+{n}",
            "labelling.also_label",
            n,
            menu="",
        )
        for n in range(1, 10)
    )
    return (*plain, *also)


def _statuses() -> tuple[Action, ...]:
    return tuple(
        Action(f"status_{status}", title, f"Ctrl+Alt+{key}", GO, "team.set_status", needs="document",
               arguments=(status,), group=2)
        for key, (status, title) in enumerate((
            ("new", N_("Status: new")), ("in_progress", N_("Status: in progress")), ("done", N_("Status: done")),
            ("locked", N_("Status: locked")), ("needs_review", N_("Status: needs review")),
        ), 1)
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    Action("new_project", N_("New project…"), "Ctrl+N", FILE, "files.new_project"),
    Action("open_project", N_("Open project…"), "Ctrl+O", FILE, "files.open_project"),
    Action("import_texts", N_("Import texts…"), "Ctrl+I", FILE, "files.import_texts", needs="project", group=1),
    Action(
        "paste_text",
        N_("Add a pasted text…"),
        "Ctrl+Shift+V",
        FILE,
        "files.paste_text",
        needs="project",
        group=1,
    ),
    Action("export", N_("Export…"), "Ctrl+E", FILE, "files.export", needs="project", group=1),
    Action("hand_out", N_("Hand out…"), "Ctrl+Alt+H", FILE, "team.hand_out", needs="project", group=2),
    Action("send_back", N_("Send back: a whole copy…"), "Ctrl+Alt+B", FILE, "team.send_back", needs="project", group=2),
    Action("merge", N_("Merge files that came back…"), "Ctrl+Alt+G", FILE, "team.merge", needs="project", group=2),
    Action(
        "merge_conflicts", N_("Conflicts of merges…"), "Ctrl+Alt+C", FILE, "team.conflicts", needs="project", group=2
    ),
    Action("team", N_("Team and time…"), "", FILE, "team.team", needs="project", group=2),
    Action("who_am_i", N_("Who am I…"), "", FILE, "files.who_am_i", needs="project", group=2),
    Action("backups", N_("Backups…"), "", FILE, "rescue.backups", needs="project", group=3),
    Action("salvage", N_("Salvage a damaged file…"), "", FILE, "rescue.salvage", group=3),
    Action("close_project", N_("Close project"), "Ctrl+W", FILE, "files.close_project", needs="project", group=4),
    Action("quit", N_("Quit"), "Ctrl+Q", FILE, "window.quit", group=4),
    Action("undo", N_("Undo"), "Ctrl+Z", EDIT, "history.undo", needs="project"),
    Action("redo", N_("Redo"), "Ctrl+Shift+Z Ctrl+Y", EDIT, "history.redo", needs="project"),
    Action("find", N_("Find in the document…"), "Ctrl+F", EDIT, "finding.find", needs="document", group=1),
    Action("find_next", N_("Find next"), "F3", EDIT, "finding.find_next", needs="document", group=1),
    Action(
        "find_previous",
        N_("Find previous"),
        "Shift+F3",
        EDIT,
        "finding.find_previous",
        needs="document",
        group=1,
    ),
    Action("find_all", N_("Search the project…"), "Ctrl+Shift+F", EDIT, "searching.find_all", needs="project", group=1),
    Action("next_hit", N_("Next hit"), "F4", EDIT, "searching.next_hit", needs="project", group=1),
    Action("previous_hit", N_("Former hit"), "Shift+F4", EDIT, "searching.previous_hit", needs="project", group=1),
    Action("correct_text", N_("Correct the text…"), "", EDIT, "structure.correct_text", needs="document", group=2),
    Action("metadata", N_("About the document…"), "", EDIT, "structure.metadata", needs="document", group=2),
    Action("old_texts", N_("Former texts…"), "", EDIT, "structure.old_texts", needs="document", group=2),
    Action("scheme", N_("Scheme…"), "", EDIT, "structure.scheme", needs="project", group=2),
    Action("scheme_versions", N_("Versions of the scheme…"), "", EDIT, "structure.versions", needs="project", group=2),
    Action("claims", N_("Claims…"), "Ctrl+Shift+C", VIEW, "structure.claims", needs="project", group=1),
    Action("registry", N_("Entities…"), "Ctrl+Shift+E", VIEW, "structure.registry", needs="project", group=1),
    Action("command_palette", N_("Command palette…"), "Ctrl+K", EDIT, "window.command_palette", group=2),
    *_labels(),
    _text("accept", N_("Accept, or go on"), "Enter", "labelling.accept"),
    _text("reject", N_("Reject or delete"), "Delete Backspace", "labelling.reject"),
    _text("skip", N_("Skip: next suggestion"), "Space", "walking.next_suggestion"),
    _text(
        "accept_alike",
        N_("Accept or label everything alike in the document"),
        "Alt+Enter",
        "alike.accept_alike",
        group=1,
    ),
    _text("accept_screen", N_("Accept all on screen"), "Ctrl+Shift+A", "alike.accept_screen", group=1),
    _text(
        "cycle_boundary",
        N_("Next boundary: without and back with و ف ب ل ك"),
        "Minus",
        "edges.cycle",
        group=2,
    ),
    _text("grow", N_("Take in the next word"), "Equal", "edges.grow", group=2),
    _text(
        "left_out_word",
        N_("Left edge leftwards by a word"),
        "Alt+Left",
        "edges.nudge",
        "left",
        -1,
        "word",
        group=3,
    ),
    _text(
        "left_in_word",
        N_("Left edge rightwards by a word"),
        "Alt+Right",
        "edges.nudge",
        "left",
        1,
        "word",
        group=3,
    ),
    _text(
        "right_out_word",
        N_("Right edge rightwards by a word"),
        "Alt+Shift+Right",
        "edges.nudge",
        "right",
        1,
        "word",
        group=3,
    ),
    _text(
        "right_in_word",
        N_("Right edge leftwards by a word"),
        "Alt+Shift+Left",
        "edges.nudge",
        "right",
        -1,
        "word",
        group=3,
    ),
    _text(
        "left_out_letter",
        N_("Left edge leftwards by a letter"),
        "Ctrl+Alt+Left",
        "edges.nudge",
        "left",
        -1,
        "letter",
        group=3,
    ),
    _text(
        "left_in_letter",
        N_("Left edge rightwards by a letter"),
        "Ctrl+Alt+Right",
        "edges.nudge",
        "left",
        1,
        "letter",
        group=3,
    ),
    _text(
        "right_out_letter",
        N_("Right edge rightwards by a letter"),
        "Ctrl+Alt+Shift+Right",
        "edges.nudge",
        "right",
        1,
        "letter",
        group=3,
    ),
    _text(
        "right_in_letter",
        N_("Right edge leftwards by a letter"),
        "Ctrl+Alt+Shift+Left",
        "edges.nudge",
        "right",
        -1,
        "letter",
        group=3,
    ),
    _text("propagate", N_("Label the same words elsewhere…"), "Alt+P", "propagating.offer", group=1),
    _text("add_piece", N_("Add the selection to the span as a piece"), "Alt+Equal", "pieces.add", group=2),
    _text("drop_piece", N_("Take the selection out of the span"), "Alt+Minus", "pieces.drop", group=2),
    _text("unsure", N_("Unsure"), "Alt+U", "labelling.unsure", group=4),
    _text("note", N_("Write a note"), "Alt+N", "window.note", group=4),
    _text("attributes", N_("Set attributes"), "Alt+A", "window.attributes", group=4),
    _text("entity", N_("Link to an entity"), "Alt+E", "structure.link", group=4),
    _text("new_entity", N_("New entity from these words"), "Alt+Shift+E", "structure.new_entity", group=4),
    _text("next_mention", N_("Next mention of the same entity"), "Alt+M", "structure.next_mention", menu=GO),
    _text("remove_relation", N_("Remove a relation of the span"), "Alt+Shift+R", "structure.remove_relation", group=4),
    _text("relation", N_("Start a relation"), "Alt+R", "relating.start", group=4),
    _text(
        "accept_relations",
        N_("Accept the suggested relations of the span"),
        "Alt+C",
        "relating.accept_suggested",
        group=4,
    ),
    _text("next_span", N_("Next span"), "Tab", "walking.next_mark", menu=GO),
    _text("previous_span", N_("Previous span"), "Shift+Tab", "walking.previous_mark", menu=GO),
    _text("next_suggestion", N_("Next suggestion"), "Alt+Down", "walking.next_suggestion", menu=GO),
    _text(
        "previous_suggestion",
        N_("Previous suggestion"),
        "Shift+Space Alt+Up",
        "walking.previous_suggestion",
        menu=GO,
    ),
    _text("next_figure", N_("Next figure without a label"), "0", "walking.next_figure", menu=GO),
    _text("leave", N_("Let go of the span"), "Escape", "labelling.leave", menu=GO),
    Action(
        "finish",
        N_("Finish and go to the next unfinished document"),
        "Ctrl+Enter",
        GO,
        "files.finish",
        needs="document",
        group=1,
    ),
    Action(
        "next_document",
        N_("Next document"),
        "Ctrl+PageDown",
        GO,
        "files.next_document",
        needs="project",
        group=1,
    ),
    Action(
        "previous_document",
        N_("Previous document"),
        "Ctrl+PageUp",
        GO,
        "files.previous_document",
        needs="project",
        group=1,
    ),
    *_statuses(),
    Action("next_pane", N_("Next pane"), "F6", GO, "window.next_pane", needs="project", group=3),
    Action("zoom_in", N_("Larger text"), "Ctrl+Equal", VIEW, "window.zoom", arguments=(1,)),
    Action("zoom_out", N_("Smaller text"), "Ctrl+Minus", VIEW, "window.zoom", arguments=(-1,)),
    Action("invisibles", N_("Show invisible characters"), "Ctrl+Shift+I", VIEW, "window.toggle_invisibles"),
    Action("zoom_reset", N_("Usual text size"), "Ctrl+0", VIEW, "window.zoom", arguments=(0,)),
    Action("overview", N_("Overview: how far it is"), "F5", VIEW, "overview.progress", needs="project", group=1),
    Action("documents", N_("Table of documents"), "Shift+F5", VIEW, "overview.documents", needs="project", group=1),
    Action("agreement", N_("Agreement"), "F7", VIEW, "review.agreement", needs="project", group=1),
    Action("adjudicate", N_("Adjudicate"), "F8", VIEW, "review.adjudicate", needs="project", group=1),
    Action("radar", N_("Radar: what may be wrong"), "F9", VIEW, "radar.findings", needs="project", group=1),
    Action("copies", N_("Copies of documents"), "Shift+F9", VIEW, "radar.copies", needs="project", group=1),
    Action("conflicts", N_("Conflicts of sources"), "Ctrl+F9", VIEW, "radar.conflicts", needs="project", group=1),
    Action("preferences", N_("Preferences…"), "Ctrl+Comma", VIEW, "window.preferences", group=2),
    Action(
        "stop_suggesting", N_("Stop looking for suggestions"), "", VIEW, "suggesting.stop", needs="document", group=2
    ),
    Action("suggesters", N_("Suggesters…"), "", VIEW, "window.suggesters", group=2),
    Action("language_data", N_("Language data…"), "", VIEW, "window.language_data", group=2),
    Action("tour", N_("Tour"), "", HELP, "window.tour"),
    Action("key_sheet", N_("Keys"), "Shift+Slash F1", HELP, "window.key_sheet"),
    Action("about", N_("About Raqim"), "", HELP, "window.about", group=1),
)

BY_ID = {each.id: each for each in ACTIONS}
