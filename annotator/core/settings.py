"""What one user prefers on one machine: language, theme, name, keys. A project keeps its own settings."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

Json = Any  # a plain JSON value


def settings_folder() -> Path:
    """Where the user's settings lie: ``RAQIM_CONFIG``, else the place that the system has for them."""
    chosen = os.environ.get("RAQIM_CONFIG")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "Raqim"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Raqim"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "raqim"


class Settings:
    """Named plain values in one JSON file, written whole at each change.

    A file that cannot be read counts as empty, and one that cannot be written leaves the values for this run:
    nobody is kept from working by a preference.
    """

    def __init__(self, path: Path, values: dict[str, Json]) -> None:
        self.path = path
        self._values = values

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """The user's settings, or those of a given file."""
        place = path or settings_folder() / "settings.json"
        try:
            values = json.loads(place.read_text("utf-8"))
        except (OSError, ValueError):
            values = {}
        return cls(place, values if isinstance(values, dict) else {})

    def get(self, name: str, default: Json = None) -> Json:
        """The value of a name, or the default."""
        return self._values.get(name, default)

    def set(self, name: str, value: Json) -> None:
        """Give a name a value (``None`` takes it away) and write it down."""
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        with contextlib.suppress(OSError):
            self._write()

    def _write(self) -> None:
        import tempfile

        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1)
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
