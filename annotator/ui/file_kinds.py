"""What Qt's file dialogs know of our files by their names, so that they need not look into them."""

from __future__ import annotations

from PySide6.QtCore import QResource

from annotator.core.resources import resource


def teach_file_kinds() -> bool:
    """Add our file kinds to those that Qt knows, before the first dialog asks for one; whether that went well.

    A dialog of Qt opens every file whose kind its name does not tell. When it closes an open project's file again, the
    process loses its locks on it (`annotator.storage.holding`). An installed package tells the whole system of these
    kinds; this serves where there is none. The list is made from the package's:
    ``pyside6-rcc --binary --no-compress packaging/linux/file-kinds.qrc -o resources/file-kinds.rcc``.
    """
    return QResource.registerResource(str(resource("file-kinds.rcc")))
