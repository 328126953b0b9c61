"""Several people's work in the window: hand-off, merge, conflicts, backups, active time."""
