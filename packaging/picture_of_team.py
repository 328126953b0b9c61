"""The scenes of the team's pictures: hand out, merge with a conflict, backups, the history of a span."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.core.command import AddSpan, Batch, ChangeSpan
from annotator.project.backup import keep
from annotator.project.exchange import import_files
from annotator.project.project import Project
from annotator.ui.team.backups_dialog import BackupsDialog
from annotator.ui.team.conflicts_dialog import ConflictsDialog
from annotator.ui.team.hand_off_dialog import HandOffDialog
from annotator.ui.team.merge_dialog import MergeDialog
from annotator.ui.team.team_dialog import TeamDialog
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PATIENCE = 120.0
SELMA, AMAL = "سلمى", "أمل"


def show(bench: Workbench, subject: str) -> QWidget | None:
    """The widget that is taken; nothing for the whole window."""
    project = bench.session.project
    import_files(project, [CORPUS], actor=SELMA)
    document = project.queries.document_ids()[0]
    project.execute(
        Batch((AddSpan(document, 0, 4, "ACTOR", SELMA, id="p1"), AddSpan(document, 5, 8, "SOURCE", SELMA, id="p2"))),
        SELMA,
    )
    bench.session.open_document(document)
    made = {
        "team-handout": _hand_out, "team-merge": _merge, "team-conflicts": _conflicts, "team-backups": _backups,
        "team-settings": _settings, "team-history": _history,
    }[subject](bench, document)  # fmt: skip
    if made is not None:
        made.show()
        QTest.qWait(300)
    return made


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "it did not come"
        QTest.qWait(50)


def _hand_out(bench: Workbench, _document: str) -> QWidget:
    dialog = HandOffDialog(bench.session, bench.session.project.path.parent, bench)
    dialog.form.names.line.setText("أمل، باسم، خالد")
    dialog.form.names.take_typed()
    dialog.form.spins["overlap"].setValue(20)
    dialog.form.spins["calibration"].setValue(3)
    dialog.show_shares()
    return dialog


def _returned(bench: Workbench, document: str) -> Path:
    out = bench.session.project.path.with_name("amal.raqim")
    bench.session.project.copy_to(out)
    with Project.open(out) as other:
        other.execute(Batch((ChangeSpan("p1", label="SOURCE"), ChangeSpan("p2", note="هل هذا مصدر؟"))), AMAL)
        other.execute(AddSpan(other.queries.document_ids()[1], 0, 6, "ACTOR", AMAL), AMAL)
    bench.session.do(ChangeSpan("p1", label="FIGURE"), ChangeSpan("p2", note="مصدر غير مباشر"))
    assert document
    return out


def _merge(bench: Workbench, document: str) -> QWidget:
    dialog = MergeDialog(bench.session, [_returned(bench, document)], bench)
    dialog.show()
    _wait(lambda: not dialog.bar.isVisible())
    return dialog


def _conflicts(bench: Workbench, document: str) -> QWidget:
    bench.session.project.merge(_returned(bench, document), SELMA)
    return ConflictsDialog(bench.session, bench)


def _backups(bench: Workbench, document: str) -> QWidget:
    path = bench.session.project.path
    keep(path, "open")
    bench.session.do(AddSpan(document, 13, 18, "FIGURE", SELMA))
    keep(path, "merge")
    return BackupsDialog(path, bench)


def _settings(bench: Workbench, _document: str) -> QWidget:
    return TeamDialog(bench.session.project, SELMA, bench)


def _history(bench: Workbench, document: str) -> None:
    bench.session.project.merge(_returned(bench, document), SELMA)
    tools = bench.tools
    assert tools is not None
    tools.tabs.setCurrentWidget(tools.events)
    tools.walking.focus("p1")
    tools.events.scope.setCurrentIndex(tools.events.scope.findData("span"))
    tools.events.reload()
