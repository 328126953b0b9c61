"""The way into the search: the panel below the text, made when it is first wanted, and to the hits and back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from annotator.core.changes import Changes
from annotator.core.i18n import N_, _
from annotator.project.search.saved import save_search, saved_searches
from annotator.project.searching import Hit
from annotator.ui.search.acting import Acting
from annotator.ui.search.search_desk import PAGE, SearchDesk
from annotator.ui.search.search_panel import SearchPanel
from annotator.ui.session import Session
from annotator.ui.text.view import TextView
from annotator.ui.walking import Walking

REST_MS = 500
LAST = 12
"""So many queries are remembered, of this user on this machine."""


class Searching(QObject):
    """Handlers named ``searching.…`` in the action table."""

    def __init__(self, session: Session, view: TextView, walking: Walking, bench: QWidget) -> None:
        super().__init__(bench)
        self._session = session
        self._view = view
        self._walking = walking
        self._bench = bench
        self.desk = SearchDesk(session, self)
        self.panel: SearchPanel | None = None
        self.acting: Acting | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(REST_MS)
        self._again.timeout.connect(self._ask_again)
        session.bridge.changed.connect(self._on_changed)
        session.bridge.closing.connect(self._stop)

    # ---- actions -------------------------------------------------------------------------------------

    def find_all(self) -> None:
        """Open the panel with the selected words in it, or go into its line."""
        panel = self._furnished()
        selected = self._view.selected_text().strip()
        if selected and "\n" not in selected and not panel.isVisible():
            panel.field.setText(f'"{selected}"' if " " in selected else selected)
            self._ask(panel.field.text())
        panel.show()
        panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        panel.field.selectAll()

    def next_hit(self) -> None:
        """To the next hit, from wherever one is."""
        self._step(1)

    def previous_hit(self) -> None:
        """To the former hit."""
        self._step(-1)

    def close(self) -> None:
        """Hide the panel and return to the text."""
        if self.panel is not None:
            self.panel.hide()
            self.desk.stop()
        self._view.setFocus()

    def _step(self, step: int) -> None:
        if self.panel is None or not self.panel.isVisible():
            self.find_all()
            return
        hit = self.panel.step(step)
        if hit is None:
            self._session.tell(N_("No more hits"))
        else:
            self.go_to(hit)

    # ---- the panel -----------------------------------------------------------------------------------

    def _furnished(self) -> SearchPanel:
        if self.panel is None:
            self.panel = panel = SearchPanel(self.desk)
            self.acting = Acting(self._session, panel.picked, self._bench)
            layout = self._bench.layout()
            assert layout is not None
            layout.addWidget(panel)
            self.desk.begun.connect(panel.begin)
            panel.asked.connect(self._ask)
            panel.chosen.connect(self._on_chosen)
            panel.closed.connect(self.close)
            panel.form_wanted.connect(self._fill_form)
            panel.saved_menu.aboutToShow.connect(lambda: self._fill_saved(panel.saved_menu))
            panel.action_menu.aboutToShow.connect(self._fill_actions)
        return self.panel

    def _fill_actions(self) -> None:
        if self.panel is not None and self.acting is not None:
            self.acting.fill(self.panel.action_menu)

    def _ask(self, query: str) -> None:
        """Search; the same query again goes into its hits."""
        panel = self._furnished()
        if query == self.desk.query and panel.model.rows():
            panel.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.desk.ask(query)
        if query.strip():
            last = [query, *(each for each in self._session.settings.get("searches", []) if each != query)]
            self._session.settings.set("searches", last[:LAST])

    def _fill_form(self) -> None:
        from annotator.ui.search.form_dialog import FormDialog

        dialog = FormDialog(self._session.scheme, self._session.project.queries.annotators(), self._bench)
        if dialog.exec():
            self.look_for(dialog.query())

    def look_for(self, query: str) -> None:
        """Show a query's hits."""
        panel = self._furnished()
        panel.show()
        panel.field.setText(query)
        self._ask(query)
        panel.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- saved searches ------------------------------------------------------------------------------

    def _fill_saved(self, menu: QMenu) -> None:
        menu.clear()
        kept = saved_searches(self._session.project.queries)
        for name, query in kept.items():
            menu.addAction(name).triggered.connect(lambda _checked=False, wanted=query: self.look_for(wanted))
        menu.addSeparator()
        keep = menu.addAction(_("Save this search…"))
        keep.triggered.connect(self._save)
        keep.setEnabled(bool(self.desk.query.strip()))
        forget = menu.addMenu(_("Forget"))
        forget.setEnabled(bool(kept))
        for name in kept:
            forget.addAction(name).triggered.connect(lambda _checked=False, gone=name: self.save(gone, ""))
        lately = menu.addMenu(_("Lately"))
        for query in self._session.settings.get("searches", []):
            lately.addAction(query).triggered.connect(lambda _checked=False, wanted=query: self.look_for(wanted))
        lately.setEnabled(not lately.isEmpty())

    def _save(self) -> None:
        name, taken = QInputDialog.getText(self._bench, _("Save the search"), _("Its name"))
        if taken and name.strip():
            self.save(name.strip(), self.desk.query)

    def save(self, name: str, query: str) -> None:
        """Keep a query in the project under a name; an empty one forgets the name."""
        self._session.do(save_search(name, query))

    # ---- to the text ---------------------------------------------------------------------------------

    def _on_chosen(self, hit: Hit) -> None:
        self.go_to(hit)
        self._view.setFocus()

    def go_to(self, hit: Hit) -> None:
        """Open the document and single the span out, or select the words."""
        session = self._session
        if (session.desk is None or session.desk.id != hit.document) and not session.open_document(hit.document):
            return
        if session.desk is not None and hit.span in session.desk.spans:
            self._walking.focus(hit.span)
        else:
            self._walking.place_caret(hit.start, hit.end)

    # ---- hearing -------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if self.panel is not None and self.panel.isVisible() and self.desk.query and changes.documents:
            self._again.start()

    def _ask_again(self) -> None:
        """Look again after a change; the row that one stands on stays the row."""
        panel = self.panel
        if panel is None or not panel.isVisible():
            return
        row, wanted = panel.table.currentIndex().row(), max(PAGE, len(self.desk.hits))
        self.desk.ask(self.desk.query, wanted)
        if 0 <= row < panel.model.rowCount():
            panel.table.selectRow(row)

    def _stop(self) -> None:
        self._again.stop()
        self.desk.close()
        if self.acting is not None:
            self.acting.work.close()
