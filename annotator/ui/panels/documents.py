"""The document list: what there is, how far each is, where to go on."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.document import STATUSES
from annotator.core.i18n import _
from annotator.project.listing import ListedRow, Wish
from annotator.ui.models.documents import ROW_ROLE, DocumentsModel, counts, labels, status_title
from annotator.ui.models.lister import Lister
from annotator.ui.session import Session

REFRESH_MS, REST_MS = 60, 300
_STATUS_SIGNS = {"new": "○", "in_progress": "◐", "done": "●", "locked": "■", "needs_review": "!"}


class _RowPainter(QStyledItemDelegate):
    """Two lines per document: its name, then how far it is and what it holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines and some air."""
        return QSize(120, option.fontMetrics.height() * 2 + 18)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if row is None:
            return
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        ink = option.palette.color(roles.HighlightedText if picked else roles.Text)
        faint = ink if picked else option.palette.color(roles.PlaceholderText)
        painter.save()
        if picked:
            painter.fillRect(option.rect, option.palette.color(roles.Highlight))
        area = option.rect.adjusted(12, 8, -12, -8)
        half = area.height() // 2
        self._line(painter, QRect(area.left(), area.top(), area.width(), half), row.name, ink, option.font)
        said = f"{_STATUS_SIGNS.get(row.status, '')} {status_title(row.status)} · {counts(row)}"
        marked = labels(row)
        said += f" · {marked}" if marked else ""
        small = QFont(option.font)
        small.setPointSizeF(max(7.0, option.font.pointSizeF() * 0.88))
        self._line(painter, QRect(area.left(), area.top() + half, area.width(), half), said, faint, small)
        painter.restore()

    def _line(self, painter: QPainter, area: QRect, text: str, colour: QColor, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)


class DocumentsPanel(QFrame):
    """The list with its filter and progress. ``document_chosen`` names the document to open."""

    document_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._session = session
        self.model = DocumentsModel(session)
        self._lister = Lister(session, self)
        self._lister.answered.connect(self._on_numbers)
        self._filter = QLineEdit()
        self._status = QComboBox()
        self._progress = QProgressBar()
        self._said = QLabel()
        self.list = QTableView()  # a list view lays every row out; this one those that are seen
        self._timer = QTimer(self)
        self._row_timer = QTimer(self)
        self._stale: set[str] = set()
        self._asking = False
        self._set_up()
        session.bridge.closing.connect(self._timer.stop)
        session.bridge.closing.connect(self._row_timer.stop)
        session.bridge.changed.connect(self._on_changed)
        session.annotator_changed.connect(lambda _name: self.reload())
        session.document_opened.connect(self._on_document_opened)
        self.reload()

    def _set_up(self) -> None:
        self._filter.setPlaceholderText(_("Find a document…"))
        self._filter.setToolTip(_("Find a document…"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName(_("Find a document…"))
        self._filter.textChanged.connect(lambda _text: self._timer.start(REFRESH_MS))
        self._status.setAccessibleName(_("Status"))
        self._status.addItem(_("All documents"), "")
        for status in STATUSES:
            self._status.addItem(status_title(status), status)
        self._status.currentIndexChanged.connect(lambda _index: self.reload())
        self._said.setObjectName("Faint")
        self._progress.setTextVisible(False)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setShowGrid(False)
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.horizontalHeader().hide()
        self.list.horizontalHeader().setStretchLastSection(True)
        rows = self.list.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.list.fontMetrics().height() * 2 + 18)
        self.list.setAccessibleName(_("Documents"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._on_chosen)
        self.list.clicked.connect(self._on_chosen)
        self._timer.setSingleShot(True)
        self._row_timer.setSingleShot(True)
        self._row_timer.timeout.connect(self._refresh_rows)
        self._timer.timeout.connect(self.reload)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(8)
        for widget in (self._filter, self._status, self._progress, self._said):
            inset = QVBoxLayout()
            inset.setContentsMargins(12, 0, 12, 0)
            inset.addWidget(widget)
            layout.addLayout(inset)
        layout.addWidget(self.list, 1)

    # ---- content -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the list anew; what its rows show is read as they are looked at."""
        wish = Wish(
            self._session.annotator, contains=self._filter.text().strip(), status=self._status.currentData() or ""
        )
        self._lister.ask(wish)

    def _on_numbers(self, wish: Wish, numbers: array[int]) -> None:
        self.model.show_numbers(numbers, wish.annotator)
        self._show_progress()
        self._on_document_opened()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("document"):
            self._timer.start(REFRESH_MS)
            return
        if len(changes.documents) > 20:
            self._timer.start(REFRESH_MS)
            return
        self._stale |= changes.documents
        self._asking = self._asking or changes.touches("layer")
        self._row_timer.start(REST_MS if self._asking else REFRESH_MS)
        if changes.touches("layer"):
            self._show_progress()

    def _refresh_rows(self) -> None:
        stale, self._stale = self._stale, set()
        asking, self._asking = self._asking, False
        for document in stale:
            place = self.model.place_of(document)
            if place >= 0:
                self.model.change_row(place, self._known(place, document, asking=asking))

    def _known(self, place: int, document: str, *, asking: bool) -> ListedRow | None:
        """The line of the open document, which is known without counting its spans in the file."""
        desk = self._session.desk
        if desk is not None and desk.loaded and desk.id == document and not asking:
            return self.model.rows()[place]._replace(spans=len(desk.spans), suggestions=len(desk.suggestions))
        return None

    def _show_progress(self) -> None:
        queries = self._session.project.queries
        done, every = queries.finished_count(self._session.annotator), queries.document_count()
        self._progress.setRange(0, max(1, every))
        self._progress.setValue(done)
        self._said.setText(_("%(done)s of %(all)s finished") % {"done": done, "all": every})

    # ---- choosing ------------------------------------------------------------------------------------

    def _on_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.document_chosen.emit(row.id)

    def _on_document_opened(self) -> None:
        desk = self._session.desk
        place = self.model.place_of(desk.id) if desk else -1
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))

    def neighbour(self, step: int) -> str:
        """The document before (-1) or after (1) the open one in the list as shown; empty where there is none."""
        rows, desk = self.model.rows(), self._session.desk
        place = (self.model.place_of(desk.id) if desk else -1) + step
        return rows[place].id if 0 <= place < len(rows) else ""
