"""Drawing without a display: Qt's offscreen platform, and quiet about the one thing that it cannot do."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_NO_FAULT = "This plugin does not support propagateSizeHints()"
"""The platform says so of every window; nobody can do anything about it."""


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message != _NO_FAULT:
        sys.stderr.write(message + "\n")


def draw_off_screen() -> None:
    """Draw to memory from now on; every other warning of Qt is passed on."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_pass_on)
