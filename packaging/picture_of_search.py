"""The search in pictures: the panel below the text, the form that writes a query, the steps before anything is done."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.core.i18n import language
from annotator.ui.marking import label_title
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PATIENCE = 120.0
QUERY = {"ar": "السوري* OR النوع:قتلى", "en": "السوري* OR kind:killed"}


def show(bench: Workbench, subject: str) -> QWidget | None:
    """Bring the corpus in, search, and show what is to be seen; the widget to take, none for the window."""
    from annotator.project.exchange import import_files

    import_files(bench.session.project, [CORPUS], actor="lead", kind="gold")
    bench.open_first()
    tools = bench.tools
    assert tools is not None
    searching = tools.searching
    searching.look_for(QUERY[language()])
    end = time.monotonic() + PATIENCE
    while searching.desk.busy:
        assert time.monotonic() < end, "the search does not end"
        QTest.qWait(50)
    assert searching.panel is not None
    if subject == "search":
        searching.next_hit()
        return None
    return _form(bench) if subject == "search-fields" else _steps(bench)


def _form(bench: Workbench) -> QWidget:
    from annotator.ui.search.form_dialog import FormDialog

    dialog = FormDialog(bench.session.scheme, ["سلمى", "نادر"], bench)
    dialog.words.setText("السوري*")
    dialog.label.setCurrentIndex(2)
    dialog.attribute.setCurrentIndex(dialog.attribute.findData("kind"))
    dialog.value.setCurrentIndex(1)
    dialog.show()
    return dialog


def _steps(bench: Workbench) -> QWidget:
    from annotator.core.i18n import _
    from annotator.project.search.bulk import labelling
    from annotator.ui.search.steps_dialog import StepsDialog

    session, tools = bench.session, bench.tools
    assert tools is not None
    hits = session.project.queries.search("السوري*", limit=14)
    steps = labelling(session.project.queries, hits, "ACTOR", session.annotator, session.scheme)
    title = label_title(session.scheme, "ACTOR")
    dialog = StepsDialog(_("Label these places as %(label)s?") % {"label": title}, steps, bench)
    dialog.show()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    return dialog
