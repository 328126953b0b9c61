"""Every dialog and page of the window, each with how it is opened. A new one is added here: a test says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.agreement.measures import MEASURES
from annotator.agreement.ranking import Weights
from annotator.core.command import AddDocuments, ChangeSpan, ReviseDocument
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import problem
from annotator.core.resources import corpus_path
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.disagreements import Disagreements
from annotator.project.project import Project
from annotator.project.propagation import MentionPlace
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.lints import LINTS
from annotator.project.schemes import versions
from annotator.project.search.bulk import Step
from annotator.project.searching import Hit
from annotator.ui.actions import ACTIONS
from annotator.ui.dialogs.about import AboutDialog
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.dialogs.crash import CrashDialog
from annotator.ui.dialogs.key_sheet import KeySheet, action_title
from annotator.ui.dialogs.language_data import LanguageDataDialog
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.dialogs.own_names import OwnNamesDialog
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
from annotator.ui.structure.old_texts_dialog import OldTextsDialog
from annotator.ui.structure.registry_dialog import RegistryDialog
from annotator.ui.structure.scheme_editor import SchemeEditor
from annotator.ui.structure.split_dialog import SplitDialog
from annotator.ui.structure.versions_dialog import VersionsDialog
from annotator.ui.team.backups_dialog import BackupsDialog
from annotator.ui.team.conflicts_dialog import ConflictsDialog
from annotator.ui.team.damage_dialog import DamageDialog
from annotator.ui.team.hand_off_dialog import HandOffDialog
from annotator.ui.team.merge_dialog import MergeDialog
from annotator.ui.team.team_dialog import TeamDialog
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
    return PropagationDialog("12", "3", [MentionPlace(_document(desk), "1", 0, 2, "", "12", "4")], "")


def _fixes(desk: Desk) -> QWidget:
    span = desk.spans()[0]
    where = Place(_document(desk), desk.session.annotator, span.start, span.end, span.id)
    finding = Finding(
        "hint", LINTS[0].id, "1", "", span=span.id, document=where.document, places=(where,),
        fix=(ChangeSpan(span.id, extent=((span.start, span.end - 1),)),),
    )  # fmt: skip
    return FixesDialog([finding], {where.document: "1"}, desk.session.scheme)


def _steps(desk: Desk) -> QWidget:
    hit = Hit(_document(desk), "1", 0, 2, "", "12", "")
    return StepsDialog("1", [Step(hit, None, "it is empty")])


def _import(desk: Desk) -> QWidget:
    place = desk.studio.settings.path.parent / "1.txt"
    place.write_text("نص", "utf-8")
    return ImportDialog(desk.session, [place], desk.bench.view.look())


def _weights(desk: Desk) -> QWidget:
    return WeightsDialog(desk.session.scheme, {"effect": 1, "severity": 1, "reach": 1}, dict(Weights().severities))


def _names(desk: Desk) -> QWidget:
    dialog = OwnNamesDialog(desk.session)
    _wait(lambda: dialog._job is None)
    return dialog


def _old_texts(desk: Desk) -> QWidget:
    document = desk.session.project.queries.document_ids()[-1]
    text = desk.session.project.queries.document(document).text
    desk.session.do(ReviseDocument(document, f"{text}\n1"))
    return OldTextsDialog(desk.session.project.queries.revisions(document), desk.session.scheme)


def _split(desk: Desk) -> QWidget:
    scheme = desk.session.scheme
    label = next(each for each in scheme.labels if any(one.type == "choice" for one in each.attributes))
    return SplitDialog(label, [each for each in label.attributes if each.type == "choice"])


def _returned(desk: Desk) -> Path:
    """A copy in which a span was changed that was changed here too."""
    place = desk.studio.settings.path.parent / "2.raqim"
    span = desk.spans()[0]
    if not place.exists():
        desk.session.project.copy_to(place)
        with Project.open(place) as other:
            other.execute(ChangeSpan(span.id, note="2"), desk.session.annotator)
        desk.session.do(ChangeSpan(span.id, note="1"))
    return place


def _merge(desk: Desk) -> QWidget:
    dialog = MergeDialog(desk.session, [_returned(desk)])
    _wait(lambda: not dialog._rehearsing.busy)
    return dialog


def _conflicts(desk: Desk) -> QWidget:
    desk.session.project.merge(_returned(desk), desk.session.annotator)
    return ConflictsDialog(desk.session)


def _backups(desk: Desk) -> QWidget:
    from annotator.project.backup import keep

    keep(desk.session.project.path, "open")
    return BackupsDialog(desk.session.project.path)


def _article(desk: Desk) -> Document:
    return desk.session.project.queries.document(_document(desk))


DIALOGS: dict[str, Callable[[Desk], QWidget]] = {
    "AboutDialog": lambda desk: AboutDialog(),
    "AlikeDialog": lambda desk: AlikeDialog("1", [(1, "2")]),
    "BackupsDialog": _backups,
    "ChoiceDialog": lambda desk: ChoiceDialog(pseudo("Which?"), [("a", "1")]),
    "ClaimsDialog": lambda desk: ClaimsDialog(desk.session),
    "CommandPalette": _palette,
    "ConflictsDialog": _conflicts,
    "CorrectTextDialog": lambda desk: CorrectTextDialog(
        _article(desk), desk.session.project.queries, desk.session.scheme
    ),
    "CrashDialog": lambda desk: CrashDialog("1", Path("1")),
    "DamageDialog": lambda desk: DamageDialog("1", backups=True),
    "EntityPicker": lambda desk: EntityPicker("1", desk.session.project.queries.entities(), desk.session.scheme),
    "ExportDialog": lambda desk: ExportDialog(
        desk.session.project, desk.session.annotator, desk.studio.settings.path.parent
    ),
    "FixesDialog": _fixes,
    "FormDialog": lambda desk: FormDialog(desk.session.scheme, ["1"]),
    "HandOffDialog": lambda desk: HandOffDialog(desk.session, desk.studio.settings.path.parent),
    "ImportDialog": _import,
    "KeySheet": lambda desk: KeySheet(desk.studio.keymap),
    "LanguageDataDialog": lambda desk: LanguageDataDialog(),
    "MergeDialog": _merge,
    "MetadataDialog": lambda desk: MetadataDialog(_article(desk), desk.session.scheme),
    "NewProjectDialog": lambda desk: NewProjectDialog(Path("1"), "1"),
    "NumberDialog": lambda desk: NumberDialog(tuple(each.name for each in MEASURES)),
    "OldTextsDialog": _old_texts,
    "OwnNamesDialog": _names,
    "PasteDialog": lambda desk: PasteDialog(),
    "PreferencesDialog": lambda desk: PreferencesDialog(desk.studio.settings),
    "PropagationDialog": _places,
    "RegistryDialog": lambda desk: RegistryDialog(desk.session),
    "ReportDialog": lambda desk: ReportDialog("1", [problem("1", "it is empty")]),
    "RulesDialog": lambda desk: RulesDialog(Disagreements(desk.session.project), unanimous=True),
    "SchemeEditor": lambda desk: SchemeEditor(desk.session.scheme, {}),
    "SplitDialog": _split,
    "StepsDialog": _steps,
    "SuggestersDialog": lambda desk: SuggestersDialog(desk.studio.settings, desk.session.scheme),
    "TeamDialog": lambda desk: TeamDialog(desk.session.project, desk.session.annotator),
    "VersionsDialog": lambda desk: VersionsDialog(versions(desk.session.project), desk.session.project.queries),
    "WeightsDialog": _weights,
    "WhoDialog": lambda desk: WhoDialog(["1"], "1"),
}
"""By the name of its class; every one of the house."""


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


def _overview(desk: Desk) -> None:
    desk.tools.overview.progress()
    page = desk.tools.overview.page
    assert page is not None
    _wait(lambda: page.numbers is not None and not page.work.busy)
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        desk.settle()


def _documents(desk: Desk) -> None:
    desk.tools.overview.documents()
    desk.settle()


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
    "overview": _overview,
    "documents": _documents,
    "empty": lambda desk: desk.session.close_document(),
    "welcome": lambda desk: desk.studio.close_project(),
}
"""What the window shows, by what opens it."""
