"""Every dialog and page of the window, each with how it is opened. A new one is added here: a test says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.agreement.measures import MEASURES
from annotator.agreement.ranking import Weights
from annotator.core.command import AddDocuments, ChangeSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import problem
from annotator.core.resources import corpus_path
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.disagreements import Disagreements
from annotator.project.propagation import MentionPlace
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.lints import LINTS
from annotator.project.search.bulk import Step
from annotator.project.searching import Hit
from annotator.ui.actions import ACTIONS
from annotator.ui.dialogs.about import AboutDialog
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.dialogs.crash import CrashDialog
from annotator.ui.dialogs.key_sheet import KeySheet, action_title
from annotator.ui.dialogs.language_data import LanguageDataDialog
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.dialogs.paste import PasteDialog
from annotator.ui.dialogs.preferences import PreferencesDialog
from annotator.ui.dialogs.propagation import PropagationDialog
from annotator.ui.dialogs.report import ReportDialog
from annotator.ui.dialogs.suggesters import SuggestersDialog
from annotator.ui.dialogs.who import WhoDialog
from annotator.ui.exchange.export_dialog import ExportDialog
from annotator.ui.exchange.import_dialog import ImportDialog
from annotator.ui.radar.fixes_dialog import FixesDialog
from annotator.ui.review.alike_dialog import AlikeDialog
from annotator.ui.review.number_dialog import NumberDialog
from annotator.ui.review.rules_dialog import RulesDialog
from annotator.ui.review.weights_dialog import WeightsDialog
from annotator.ui.search.form_dialog import FormDialog
from annotator.ui.search.steps_dialog import StepsDialog
from annotator.ui.structure.claims_dialog import ClaimsDialog
from annotator.ui.structure.correct_text import CorrectTextDialog
from annotator.ui.structure.entity_picker import EntityPicker
from annotator.ui.structure.metadata_dialog import MetadataDialog
from annotator.ui.structure.registry_dialog import RegistryDialog
from annotator.ui.structure.scheme_editor import SchemeEditor
from tests.ui.conftest import Desk
from tests.ui.pseudo import pseudo

PATIENCE = 600
"""Rounds of waiting for what a worker computes; many, since the machine may be busy."""


def furnish_project(desk: Desk) -> None:
    """Two articles that several annotators labelled, without gold, so that every page has something to show."""
    reading = LINES.read(corpus_path("articles.jsonl"), ReadOptions())
    chosen: list[AnnotatedDocument] = []
    for each in reading.documents:
        layers = tuple(layer for layer in each.layers if layer.kind == "annotation")
        if len(layers) > 1 and len(chosen) < 2:
            chosen.append(replace(each, layers=layers))
    project = desk.session.project
    project.execute(AddDocuments(tuple(chosen), reading.header), "corpus")
    desk.session.become(chosen[0].layers[0].annotator)
    desk.session.open_document(chosen[0].document.id)
    desk.settle()
    desk.press("Tab")


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if done():
            return
        QTest.qWait(30)
    raise AssertionError("the page did not come to rest")


def _document(desk: Desk) -> str:
    assert desk.session.desk is not None
    return desk.session.desk.id


# ---- dialogs ---------------------------------------------------------------------------------------------


def _palette(desk: Desk) -> QWidget:
    keymap = desk.studio.keymap
    return CommandPalette([(each.id, action_title(each), keymap.shown(each.id)) for each in ACTIONS])


def _places(desk: Desk) -> QWidget:
    return PropagationDialog("١٢", "٣", [MentionPlace(_document(desk), "1", 0, 2, "", "١٢", "٤")], "")


def _fixes(desk: Desk) -> QWidget:
    span = desk.spans()[0]
    where = Place(_document(desk), desk.session.annotator, span.start, span.end, span.id)
    finding = Finding(
        "hint", LINTS[0].id, "1", "", span=span.id, document=where.document, places=(where,),
        fix=(ChangeSpan(span.id, extent=((span.start, span.end - 1),)),),
    )  # fmt: skip
    return FixesDialog([finding], {where.document: "1"}, desk.session.scheme)


def _steps(desk: Desk) -> QWidget:
    hit = Hit(_document(desk), "1", 0, 2, "", "١٢", "")
    return StepsDialog("1", [Step(hit, None, "it is empty")])


def _import(desk: Desk) -> QWidget:
    place = desk.studio.settings.path.parent / "1.txt"
    place.write_text("نص", "utf-8")
    return ImportDialog(desk.session, [place], desk.bench.view.look())


def _weights(desk: Desk) -> QWidget:
    return WeightsDialog(desk.session.scheme, {"effect": 1, "severity": 1, "reach": 1}, dict(Weights().severities))


def _article(desk: Desk) -> Document:
    return desk.session.project.queries.document(_document(desk))


DIALOGS: dict[str, Callable[[Desk], QWidget]] = {
    "AboutDialog": lambda desk: AboutDialog(),
    "AlikeDialog": lambda desk: AlikeDialog("1", [(1, "2")]),
    "ChoiceDialog": lambda desk: ChoiceDialog(pseudo("Which?"), [("a", "1")]),
    "ClaimsDialog": lambda desk: ClaimsDialog(desk.session),
    "CommandPalette": _palette,
    "CorrectTextDialog": lambda desk: CorrectTextDialog(
        _article(desk), desk.session.project.queries, desk.session.scheme
    ),
    "CrashDialog": lambda desk: CrashDialog("1", Path("1")),
    "EntityPicker": lambda desk: EntityPicker("1", desk.session.project.queries.entities(), desk.session.scheme),
    "ExportDialog": lambda desk: ExportDialog(
        desk.session.project, desk.session.annotator, desk.studio.settings.path.parent
    ),
    "FixesDialog": _fixes,
    "FormDialog": lambda desk: FormDialog(desk.session.scheme, ["1"]),
    "ImportDialog": _import,
    "KeySheet": lambda desk: KeySheet(desk.studio.keymap),
    "LanguageDataDialog": lambda desk: LanguageDataDialog(),
    "MetadataDialog": lambda desk: MetadataDialog(_article(desk), desk.session.scheme),
    "NewProjectDialog": lambda desk: NewProjectDialog(Path("1"), "1"),
    "NumberDialog": lambda desk: NumberDialog(tuple(each.name for each in MEASURES)),
    "PasteDialog": lambda desk: PasteDialog(),
    "PreferencesDialog": lambda desk: PreferencesDialog(desk.studio.settings),
    "PropagationDialog": _places,
    "RegistryDialog": lambda desk: RegistryDialog(desk.session),
    "ReportDialog": lambda desk: ReportDialog("1", [problem("1", "it is empty")]),
    "RulesDialog": lambda desk: RulesDialog(Disagreements(desk.session.project), unanimous=True),
    "SchemeEditor": lambda desk: SchemeEditor(desk.session.scheme, {}),
    "StepsDialog": _steps,
    "SuggestersDialog": lambda desk: SuggestersDialog(desk.studio.settings, desk.session.scheme),
    "WeightsDialog": _weights,
    "WhoDialog": lambda desk: WhoDialog(["1"], "1"),
}
"""By the name of its class. Those that are not here yet stand in `LATER`."""

LATER = frozenset({"VersionsDialog", "OldTextsDialog", "SplitDialog", "OwnNamesDialog"})
BEING_BUILT = frozenset({"team", "overview"})
"""Dialogs, and rooms of the house, that are being built: they are looked at as soon as they stand above."""


# ---- pages -----------------------------------------------------------------------------------------------


def _agreement(desk: Desk) -> None:
    desk.tools.reviewing.agreement()
    page = desk.tools.reviewing.review_page
    assert page is not None
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        _wait(lambda: not page.busy())


def _adjudication(desk: Desk) -> None:
    desk.tools.reviewing.adjudicate()
    desk.settle()


def _radar(desk: Desk) -> None:
    desk.tools.radar.findings()
    page = desk.tools.radar.page
    assert page is not None
    _wait(lambda: not page.lookout.busy)


def _search(desk: Desk) -> None:
    desk.tools.searching.look_for("قال")
    desk.settle()


def _find(desk: Desk) -> None:
    desk.tools.finding.find()


def _tabs(desk: Desk) -> None:
    for at in range(desk.tools.tabs.count()):
        desk.tools.tabs.setCurrentIndex(at)
        desk.settle()


PAGES: dict[str, Callable[[Desk], None]] = {
    "text": lambda desk: desk.settle(),
    "tabs": _tabs,
    "find": _find,
    "search": _search,
    "agreement": _agreement,
    "adjudication": _adjudication,
    "radar": _radar,
    "empty": lambda desk: desk.session.close_document(),
    "welcome": lambda desk: desk.studio.close_project(),
}
"""What the window shows, by what opens it."""
