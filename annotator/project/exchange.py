"""Files into a project and out of it: what the window, the command line and tests use of `arrivals` and `delivery`."""

from __future__ import annotations

from annotator.project.arrivals import (
    IMPORTED,
    CancelledError,
    ImportReport,
    Progress,
    add_text,
    format_of,
    import_file,
    import_files,
)
from annotator.project.delivery import LOSSLESS, ExportReport, export, preview_export
from annotator.project.selection import Choice, chosen_layer

__all__ = [
    "IMPORTED", "LOSSLESS", "CancelledError", "Choice", "ExportReport", "ImportReport", "Progress", "add_text",
    "chosen_layer", "export", "format_of", "import_file", "import_files", "preview_export",
]  # fmt: skip
