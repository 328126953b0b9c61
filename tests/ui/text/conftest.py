"""A text view on an offscreen window, and marks by the words that they cover."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.ui.text.look import Look
from annotator.ui.text.marks import Mark
from annotator.ui.text.view import TextView

MakeView = Callable[..., TextView]
PARTS = [*"ابتلاأإله و يسمكـ12٣٤.,%()«»", "َ", "ّ", "ً", *"Ab c-", "\u200c", "\u200d", "\u200f", "\u202b", "\u202c",
         "\u2067", "\u2069", "\u00a0", "\t", "\r", "\ufeff", "😀", "👨\u200d👩", "\ud83d", "\n"]  # fmt: skip
MIXED = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
"""Texts that mix everything that is hard: ligatures, marks, numbers, directions, controls, emoji, lone surrogates."""


@pytest.fixture
def make_view(qtbot: QtBot) -> MakeView:
    """Makes a view that shows a text: ``make_view(text, width=…, height=…, look=…)``."""

    def make(text: str = "", *, width: int = 700, height: int = 500, look: Look | None = None) -> TextView:
        view = TextView()
        qtbot.addWidget(view)
        view.set_look(look or Look())
        view.resize(width, height)
        view.set_document(text)
        view.show()
        view.setFocus()
        QApplication.processEvents()
        return view

    return make


def mark_of(text: str, words: str, **more: Any) -> Mark:
    """A mark over the first place where these words stand."""
    start = text.index(words)
    return Mark(more.pop("id", words), start, start + len(words), more.pop("label", "ACTOR"), **more)
