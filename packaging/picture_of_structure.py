"""Every screen of the scheme, claims, entities, texts and guidelines in pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.core.command import (
    AddDocuments,
    ChangeDocument,
    ChangeSpan,
    RenameLabel,
    ReviseDocument,
    SetScheme,
)
from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.scheme import scheme_to_dict
from annotator.project.exchange import import_files
from annotator.project.project import Project
from annotator.project.schemes import versions
from annotator.ui.session import Session
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
ARTICLE, WHO = "a01", "سلمى"
PAGES = {
    "scheme": "", "scheme-label": "FIGURE", "scheme-attribute": "bound", "scheme-relation": "REPORTED_BY",
    "scheme-rules": "rules",
}  # fmt: skip
SCREENS = (
    *PAGES, "versions", "split", "claims", "entities", "entity-picker", "text", "old-texts",
    "metadata", "guidelines", "inspector",
)  # fmt: skip


def show(bench: Workbench, subject: str) -> QWidget | None:
    """Open the screen that ``structure-…`` names over the corpus; the widget to take, none for the window."""
    name = subject.removeprefix("structure-")
    session = bench.session
    import_files(session.project, [CORPUS], actor="lead")
    session.open_document(_mine(session.project))
    QTest.qWait(300)
    if name in {"guidelines", "inspector"}:
        _beside(bench, name)
        return None
    dialog = _scheme(session, bench, name) if name in PAGES else _SCENES[name](bench)
    dialog.show()
    QTest.qWait(100)
    return dialog


def _mine(project: Project) -> str:
    """An article of the corpus labelled as its gold is, by the one who works here."""
    article = project.queries.document(ARTICLE)
    spans, relations = project.queries.spans(ARTICLE, "gold"), project.queries.relations(ARTICLE, "gold")
    layer = Layer(
        WHO, spans=tuple(replace(each, id=f"my-{each.id}") for each in spans),
        relations=tuple(replace(each, id=f"my-{each.id}", head=f"my-{each.head}", tail=f"my-{each.tail}")
                        for each in relations),
    )  # fmt: skip
    mine = AnnotatedDocument(replace(article, id="mine", name=f"{article.name} (2)", metadata={}), (layer,))
    project.execute(AddDocuments((mine,)), WHO)
    return "mine"


def _first(session: Session, label: str) -> str:
    assert session.desk is not None
    return next(each.id for each in session.desk.spans.values() if each.label == label)


def _beside(bench: Workbench, name: str) -> None:
    tools, session = bench.tools, bench.session
    assert tools is not None
    span = _first(session, "FIGURE")
    session.do(ChangeSpan(span, attributes={"value": 21}))
    tools.walking.focus(span)
    tools.tabs.setCurrentWidget(tools.guidelines if name == "guidelines" else tools.inspector)
    tools.inspector.settle()


def _scheme(session: Session, bench: Workbench, name: str) -> QWidget:
    from annotator.ui.structure.scheme_editor import SchemeEditor

    editor = SchemeEditor(session.scheme, session.project.queries.stats().by_label, bench)
    if PAGES[name] == "rules":
        rules = editor.tree.topLevelItem(editor.tree.topLevelItemCount() - 1)
        assert rules is not None
        editor.tree.setCurrentItem(rules)
    elif PAGES[name]:
        editor.choose(PAGES[name])
    return editor


def _versions(bench: Workbench) -> QWidget:
    from annotator.ui.structure.versions_dialog import VersionsDialog

    session = bench.session
    session.do(RenameLabel("SOURCE", "VOICE"))
    data = scheme_to_dict(session.scheme)
    data["labels"].append({"name": "PLACE", "titles": {"ar": "مكان", "en": "Place"}})
    data["relations"].append({"name": "AT", "titles": {"ar": "في", "en": "At"}})
    session.do(SetScheme(data))
    return VersionsDialog(versions(session.project), session.project.queries, bench)


def _split(bench: Workbench) -> QWidget:
    from annotator.ui.structure.split_dialog import SplitDialog, splittable

    label = bench.session.scheme.label("FIGURE")
    assert label is not None
    dialog = SplitDialog(label, splittable(label), bench)
    dialog.attribute.setCurrentIndex(1)
    dialog.names["killed"].setText("DEAD")
    return dialog


def _claims(bench: Workbench) -> QWidget:
    from annotator.ui.structure.claims_dialog import ClaimsDialog

    return ClaimsDialog(bench.session, bench)


def _entities(bench: Workbench) -> QWidget:
    from annotator.ui.structure.registry_dialog import RegistryDialog

    dialog = RegistryDialog(bench.session, bench)
    dialog.choose("sohr")
    return dialog


def _picker(bench: Workbench) -> QWidget:
    from annotator.ui.structure.entity_picker import EntityPicker

    return EntityPicker("المرصد", bench.session.project.queries.entities(), bench.session.scheme, bench)


def _edited(session: Session) -> str:
    """The open text with the words of its second span written otherwise and a letter put before the first line."""
    assert session.desk is not None
    spans = sorted(session.desk.spans.values(), key=lambda each: each.start)
    first, second = spans[0], next(each for each in spans[1:] if each.start > spans[0].end)
    text = session.desk.text
    return text[: first.start] + "صحيفة تشرين" + text[first.end : second.end] + "ـ" + text[second.end :]


def _correct(bench: Workbench) -> QWidget:
    from annotator.ui.structure.correct_text import CorrectTextDialog

    session = bench.session
    assert session.desk is not None
    dialog = CorrectTextDialog(session.desk.document, session.project.queries, session.scheme, bench)
    dialog.text.setPlainText(_edited(session))
    dialog.look()
    return dialog


def _old_texts(bench: Workbench) -> QWidget:
    from annotator.ui.structure.old_texts_dialog import OldTextsDialog

    session = bench.session
    assert session.desk is not None
    document = session.desk.id
    session.do(ReviseDocument(document, _edited(session)))
    return OldTextsDialog(session.project.queries.revisions(document), session.scheme, bench)


def _metadata(bench: Workbench) -> QWidget:
    from annotator.ui.structure.metadata_dialog import MetadataDialog

    session = bench.session
    assert session.desk is not None
    known = {"date": "2024-03-05", "outlet": "سانا", "tags": ["حرب", "إغاثة"], "desk": "المحليات"}
    session.do(ChangeDocument(session.desk.id, None, known))
    dialog = MetadataDialog(session.project.queries.document(session.desk.id), session.scheme, bench)
    date = dialog.fields["date"]
    date.setText("أمس")  # type: ignore[union-attr]  # a line, as its type says in the dialog
    dialog.show()
    dialog.accept()
    return dialog


_SCENES: dict[str, Callable[[Workbench], QWidget]] = {
    "versions": _versions, "split": _split, "claims": _claims,
    "entities": _entities, "entity-picker": _picker, "text": _correct, "old-texts": _old_texts,
    "metadata": _metadata,
}  # fmt: skip
