"""The window's looks: light, dark and high contrast, as one table of colours and one style sheet."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from annotator.core.resources import resource

THEMES = ("light", "dark", "high_contrast")


class Colours(NamedTuple):
    """The colours of the window around the text. ``ground`` lies below ``surface``; ``line`` parts them."""

    ground: str
    surface: str
    raised: str
    line: str
    ink: str
    faint: str
    accent: str
    on_accent: str
    good: str
    bad: str


COLOURS: dict[str, Colours] = {
    "light": Colours("#f1efe9", "#fdfcf9", "#ffffff", "#d9d5cb", "#1f1f1f", "#6a675f", "#1d5fbf", "#ffffff",
                     "#1a7a3c", "#b3261e"),
    "dark": Colours("#15171a", "#1d1f23", "#282b31", "#3a3e45", "#e8e6e1", "#a3a6ab", "#6ea8fe", "#0c1420",
                    "#7bd89a", "#ff8a80"),
    "high_contrast": Colours("#000000", "#000000", "#000000", "#ffffff", "#ffffff", "#ffffff", "#ffff00", "#000000",
                             "#00ff00", "#ff9d9d"),
}  # fmt: skip

_SHEET = """
QMainWindow, QDialog, QWidget#Frame {{ background: {ground}; }}
QWidget {{ color: {ink}; }}
QMenuBar {{ background: {ground}; border-bottom: 1px solid {line}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 5px 10px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {raised}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ padding: 6px 26px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QStatusBar {{ background: {ground}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}
QLabel#Faint, QLabel[faint="true"] {{ color: {faint}; }}
QLabel#Heading {{ font-weight: 600; }}
QLabel#Title {{ font-size: 34px; font-weight: 600; }}
QLabel#Saved {{ color: {good}; padding: 0 10px; }}
QLabel#Saved[state="bad"] {{ color: {bad}; }}
QFrame#Panel {{ background: {surface}; border: none; }}
QFrame#Rule {{ background: {line}; max-height: 1px; border: none; }}
QLineEdit, QPlainTextEdit, QComboBox, QDoubleSpinBox, QSpinBox {{ background: {raised}; border: 1px solid {line};
  border-radius: 6px; padding: 5px 8px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {line};
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QPushButton {{ background: {raised}; border: 1px solid {line}; border-radius: 6px; padding: 6px 16px; }}
QPushButton:hover {{ border-color: {accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 15px; }}
QPushButton:default, QPushButton#Primary {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:disabled, QPushButton:default:disabled, QPushButton#Primary:disabled {{ background: {ground};
  color: {faint}; border-color: {line}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolButton {{ background: {raised}; border: 1px solid {line}; border-radius: 6px; padding: 4px 10px; }}
QToolButton:hover {{ border-color: {accent}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 3px 9px; }}
QAbstractItemView {{ background: {surface}; border: none; outline: none; alternate-background-color: {ground};
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QTableView {{ gridline-color: {line}; }}
QListView, QTableView, QTreeView {{ border: 2px solid {surface}; }}
QListView:focus, QTableView:focus, QTreeView:focus {{ border: 2px solid {accent}; }}
QListWidget::item, QTreeView::item {{ padding: 4px 6px; }}
QListWidget::item:selected, QTreeView::item:selected {{ background: {accent}; color: {on_accent}; }}
QHeaderView::section {{ background: {ground}; border: none; border-bottom: 1px solid {line}; padding: 5px 8px;
  color: {faint}; }}
QTableCornerButton::section {{ background: {ground}; border: none; }}
QTabBar::tab {{ background: transparent; padding: 7px 10px; border: none; border-bottom: 2px solid transparent;
  color: {faint}; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QToolTip {{ background: {raised}; color: {ink}; border: 1px solid {line}; padding: 4px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-{theme}.png"); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 20px; border: none;
  background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin-top: 2px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin-bottom: 2px; }}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/chevron-up-{theme}.png"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/chevron-{theme}.png"); width: 10px; height: 10px; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator, QListWidget::indicator {{ width: 16px; height: 16px; border: 1px solid {faint};
  border-radius: 4px; background: {raised}; }}
QCheckBox::indicator:checked, QListWidget::indicator:checked {{ background: {accent}; border-color: {accent};
  image: url("{icons}/check-{theme}.png"); }}
QCheckBox:focus {{ color: {accent}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {surface}; border: 1px solid {line}; border-radius: 3px; }}
QProgressBar {{ max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {good}; border-radius: 3px; }}
"""


def colours(name: str) -> Colours:
    """The colours of a theme; the light one's where there is no such theme."""
    return COLOURS.get(name, COLOURS["light"])


def palette_of(chosen: Colours) -> QPalette:
    """The colours as Qt's palette, for what no style sheet reaches."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, chosen.ground), (roles.WindowText, chosen.ink), (roles.Base, chosen.surface),
        (roles.AlternateBase, chosen.ground), (roles.Text, chosen.ink), (roles.Button, chosen.raised),
        (roles.ButtonText, chosen.ink), (roles.Highlight, chosen.accent), (roles.HighlightedText, chosen.on_accent),
        (roles.ToolTipBase, chosen.raised), (roles.ToolTipText, chosen.ink), (roles.PlaceholderText, chosen.faint),
        (roles.Link, chosen.accent), (roles.Mid, chosen.line), (roles.Accent, chosen.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.faint))
    return palette


def style_sheet(name: str) -> str:
    """The style sheet of a theme."""
    chosen = colours(name)
    theme = name if name in COLOURS else "light"
    return _SHEET.format(**chosen._asdict(), icons=resource("icons").as_posix(), theme=theme)


def apply_theme(application: QApplication, name: str) -> None:
    """Dress the whole application."""
    application.setPalette(palette_of(colours(name)))
    if application.styleSheet() != (sheet := style_sheet(name)):
        application.setStyleSheet(sheet)
