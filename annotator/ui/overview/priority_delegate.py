"""The editor of priorities in the table: a choice."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.project.listing import PRIORITIES
from annotator.ui.models.documents import priority_title

Index = QModelIndex | QPersistentModelIndex


class PriorityDelegate(QStyledItemDelegate):
    """Offers the priorities, and the one that is there if it is none of ours."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The choice."""
        box = QComboBox(parent)
        now = str(index.data(Qt.ItemDataRole.EditRole))
        for each in dict.fromkeys((*PRIORITIES, now)):
            box.addItem(priority_title(each), each)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the present priority."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(str(index.data(Qt.ItemDataRole.EditRole))))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Wish the chosen one."""
        assert isinstance(editor, QComboBox)
        model.setData(index, str(editor.currentData()), Qt.ItemDataRole.EditRole)
