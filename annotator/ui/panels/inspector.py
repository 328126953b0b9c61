"""The inspector: everything about the focused span or suggestion, and the fields to change it."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.command import AddEntity, ChangeSpan
from annotator.core.entity import Entity
from annotator.core.i18n import N_, _
from annotator.core.span import Span, Value
from annotator.core.suggestion import Suggestion
from annotator.project.reading import read_attributes
from annotator.ui.characters import character_name
from annotator.ui.labelling import Labelling
from annotator.ui.marking import label_title
from annotator.ui.open_document import Thing
from annotator.ui.panels.attribute_form import AttributeForm
from annotator.ui.reasons import spoken_reason, suggester_title
from annotator.ui.session import Session
from annotator.ui.structure.figure_value import FigureValue

IDLE_MS = 120
"""Between the making of two labels' fields, which nobody waits for."""
LOOKED_AT = 5_000
"""So many spans are read for what was typed before."""


class InspectorPanel(QScrollArea):
    """Shows and changes the focused mark; every field is one command."""

    def __init__(self, session: Session, labelling: Labelling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._labelling = labelling
        self._nothing = QLabel(_("Go to a span or suggestion to see it here."))
        self._body = QWidget()
        self._words, self._label, self._why, self._edges = QLabel(), QLabel(), QLabel(), QLabel()
        self._decide = QWidget()
        self.form, self.figure = AttributeForm(self._typed_before), FigureValue()
        self.unsure = QCheckBox(_("Unsure"))
        self.note = QLineEdit()
        self._shown = ""
        self._entities: list[Entity] | None = None
        self._soon, self._idle = QTimer(self), QTimer(self)
        self._idle.timeout.connect(self._make_ready)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show)
        self._set_up()
        session.focus_changed.connect(lambda _mark: self._soon.start(0))
        session.marks_changed.connect(lambda _gone, _come: self._soon.start(0))
        session.document_opened.connect(self._show)
        session.document_closed.connect(self._show)
        session.scheme_changed.connect(self._on_scheme)
        session.bridge.changed.connect(self._on_changed)
        session.bridge.closing.connect(self._soon.stop)
        session.bridge.closing.connect(self._idle.stop)
        self._show()
        self._idle.start(IDLE_MS)

    def settle(self) -> None:
        """Show the focused mark at once: usually it is shown when the key that went there has done its work."""
        if self._soon.isActive():
            self._soon.stop()
            self._show()

    def _make_ready(self) -> None:
        """Make the fields of a label while nobody waits: a span of it is then shown within a frame."""
        if not self.form.make_ready(self._session.scheme.labels):
            self._idle.stop()

    def _on_scheme(self) -> None:
        self._soon.start(0)
        self._idle.start(IDLE_MS)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("entity"):
            self._entities = None
            self._soon.start(0)

    def _registry(self) -> list[Entity]:
        if self._entities is None:
            self._entities = self._session.project.queries.entities()
        return self._entities

    def _typed_before(self, label: str, attribute: str) -> list[str]:
        """What an attribute says on the spans of the open document, for completion."""
        desk = self._session.desk
        spans = islice(desk.spans.values(), LOOKED_AT) if desk else ()
        said = Counter(str(each.attributes[attribute]) for each in spans
                       if each.label == label and each.attributes.get(attribute))  # fmt: skip
        return [words for words, _count in said.most_common()]

    # ---- shape ---------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QFrame()
        holder.setObjectName("Panel")
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(14, 14, 14, 14)
        outer.addWidget(self._nothing)
        outer.addWidget(self._body)
        outer.addStretch(1)
        self._nothing.setObjectName("Faint")
        self._nothing.setWordWrap(True)
        self._fill_body()
        self.setWidget(holder)

    def _fill_body(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._words.setObjectName("Heading")
        for label in (self._words, self._label, self._why, self._edges):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        for label in (self._why, self._edges):
            label.setObjectName("Faint")
        column.insertWidget(3, self._decide)
        column.insertWidget(4, self.form)
        column.insertWidget(5, self.figure)
        column.insertWidget(6, self.unsure)
        self.note.setPlaceholderText(_("Note"))
        self.note.setAccessibleName(_("Note"))
        column.insertWidget(7, self.note)
        self._fill_decide()
        self.form.changed.connect(self._on_attribute)
        self.form.entity_typed.connect(self._on_new_entity)
        self.form.refused.connect(self._session.refused)
        self.form.typed.connect(self.figure.typing)
        self.figure.taken.connect(self._on_taken)
        self.unsure.clicked.connect(lambda _checked: self._labelling.unsure())
        self.note.editingFinished.connect(self._on_note)

    def _fill_decide(self) -> None:
        row = QHBoxLayout(self._decide)
        row.setContentsMargins(0, 0, 0, 0)
        for title, act in ((_("Accept"), self._labelling.accept), (_("Reject"), self._labelling.reject)):
            button = QPushButton(title)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)

    # ---- content -------------------------------------------------------------------------------------

    def _show(self) -> None:
        thing = self._session.focused()
        self._shown = thing.id if thing else ""
        self._nothing.setVisible(thing is None)
        self._body.setVisible(thing is not None)
        if thing is not None and self._session.desk is not None:
            self._show_thing(thing, self._session.desk.text)

    def _show_thing(self, thing: Thing, text: str) -> None:
        is_span = isinstance(thing, Span)
        covered = " … ".join(text[start:end] for start, end in thing.extent)
        self._words.setText(covered if len(covered) < 300 else covered[:300] + "…")
        self._label.setText(label_title(self._session.scheme, thing.label))
        self._why.setText(self._reason(thing))
        self._why.setVisible(bool(self._why.text()))
        self._decide.setVisible(not is_span)
        self.form.show_attributes(
            self._session.scheme.label(thing.label), thing.attributes, self._registry(), enabled=is_span, of=thing.id,
        )  # fmt: skip
        self.figure.show_thing(thing, text)
        self.unsure.setVisible(is_span)
        self.note.setVisible(is_span)
        if isinstance(thing, Span):
            self.unsure.setChecked(thing.unsure)
            self.note.setText(thing.note)
        self._edges.setText(self._edge_names(text, thing))

    def _reason(self, thing: Thing) -> str:
        if isinstance(thing, Suggestion):
            return _("Suggested by %(suggester)s, %(score)s%%: %(why)s") % {
                "suggester": suggester_title(thing.suggester), "score": round(thing.score * 100),
                "why": spoken_reason(thing.why),
            }  # fmt: skip
        suggester = thing.origin.get("suggester")
        if suggester:
            return _("From a suggestion of %(suggester)s") % {"suggester": suggester_title(str(suggester))}
        return ""

    def _edge_names(self, text: str, thing: Thing) -> str:
        return "\n".join(
            f"{title}: {character_name(text, place)}"
            for title, place in (
                (_("Before"), thing.start - 1),
                (_("First"), thing.start),
                (_("Last"), thing.end - 1),
                (_("After"), thing.end),
            )
        )

    # ---- changes -------------------------------------------------------------------------------------

    def _span(self) -> Span | None:
        """The span that the fields show."""
        desk = self._session.desk
        return desk.spans.get(self._shown) if desk else None

    def _on_attribute(self, name: str, value: Value) -> None:
        span = self._span()
        if span is not None:
            self._session.do(ChangeSpan(span.id, attributes={name: value}))

    def _on_taken(self) -> None:
        """Give a figure what its words say, in place of what was typed."""
        span, desk = self._span(), self._session.desk
        if span is not None and desk is not None:
            read = read_attributes(self._session.scheme, span.label, desk.text, span.start, span.end)
            gone = {"value_max": None} if span.attributes.get("value_max") is not None else {}
            self._session.do(ChangeSpan(span.id, attributes=gone | read))

    def _on_new_entity(self, attribute: str, name: str) -> None:
        span = self._span()
        if span is None:
            return
        kind = span.attributes.get("kind")
        made = self._session.do(AddEntity(name, kind=str(kind) if kind else ""))
        identity = next(iter(made.ids.get("entity", ())), "") if made else ""
        if identity:
            self._session.do(ChangeSpan(span.id, attributes={attribute: identity}))
            self._session.tell(N_("%(name)s is in the registry now"), name=name)

    def _on_note(self) -> None:
        span = self._span()
        if span is not None and self.note.text() != span.note:
            self._session.do(ChangeSpan(span.id, note=self.note.text()))
