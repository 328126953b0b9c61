"""The attributes of one span as a form, made from the scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.entity import Entity
from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Label
from annotator.core.span import Value
from annotator.ui.panels.attribute_page import AttributePage, Known
from annotator.ui.panels.entity_names import EntityNames

_REFUSALS = {"date": N_("«%(text)s» is not a date (2014-03-05)")}


class AttributeForm(QWidget):
    """One field per attribute that is asked for. ``changed`` carries name and value; ``None`` takes it away.

    ``typed`` carries a name and the words that are being typed for it; ``entity_typed`` the attribute and a name
    that the registry does not have yet. Each label's fields are made once, when they are first needed.
    """

    changed = Signal(str, object)
    typed = Signal(str, str)
    entity_typed = Signal(str, str)
    refused = Signal(str)

    def __init__(self, known: Known | None = None, parent: QWidget | None = None) -> None:
        """``known``: what a text attribute of a label says elsewhere, to be offered."""
        super().__init__(parent)
        self._known: Known = known or (lambda _label, _attribute: ())
        self._names = EntityNames()
        self._pages: dict[tuple[str, str], AttributePage] = {}
        self._page: AttributePage | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.fields: dict[str, QWidget] = {}

    def make_ready(self, labels: Sequence[Label]) -> bool:
        """Make the fields of one label that has none yet, before a span asks for them; whether there was one."""
        for label in labels:
            page = self._pages.get((label.name, language()))
            if page is None or page.label != label:
                self._made(label).hide()
                return True
        return False

    def show_attributes(
        self, label: Label | None, values: Mapping[str, Value], entities: Sequence[Entity], *, enabled: bool,
        of: str = "",
    ) -> None:  # fmt: skip
        """Show the attributes of a label with a span's values. ``of`` is the span: what is typed for it stays."""
        self._names.show_entities(entities)
        page = self._made(label) if label is not None else None
        if page is not self._page and self._page is not None:
            self._page.blockSignals(True)
            self._page.hide()
            self._page.blockSignals(False)
        self._page = page
        self.fields = page.show_values(values, enabled=enabled, of=of) if page is not None else {}
        if page is not None and page.isHidden():
            page.show()

    def _made(self, label: Label) -> AttributePage:
        key = label.name, language()
        page = self._pages.get(key)
        if page is None or page.label != label:
            if page is not None:
                self._forget(page)
            page = self._pages[key] = AttributePage(label, self._names, self._known)
            page.hide()
            self._join(page)
        return page

    def _join(self, page: AttributePage) -> None:
        page.changed.connect(self.changed)
        page.typed.connect(self.typed)
        page.entity_typed.connect(self.entity_typed)
        page.refused.connect(self._on_refused)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(page)

    def _forget(self, page: AttributePage) -> None:
        """The scheme says otherwise of this label now."""
        page.blockSignals(True)
        page.hide()
        page.deleteLater()  # it may be in the middle of the event that led here
        if page is self._page:
            self._page = None

    def focus_first(self, kind: str = "") -> bool:
        """Put the keyboard into the first field, or that of an attribute; whether there is one."""
        field = self.fields.get(kind) if kind else next(iter(self.fields.values()), None)
        if field is not None:
            field.setFocus()
        return field is not None

    def _on_refused(self, kind: str, words: str) -> None:
        self.refused.emit(_(_REFUSALS.get(kind, N_("«%(text)s» is not a number"))) % {"text": f"\u2068{words}\u2069"})
