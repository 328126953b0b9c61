"""The command line: the same project as the window, with no window."""

COMMANDS = (
    "new", "import", "inspect", "suggest", "hold-out", "train", "label", "relate", "entities", "scheme", "accept",
    "export", "spans", "do", "history", "undo", "redo", "check", "conflicts", "stats", "search", "formats",
    "suggesters", "backup", "claims", "demo", "merge", "handoff", "agreement", "adjudicate",
)  # fmt: skip
"""The commands there are; anything else in the first place is a project to open."""
