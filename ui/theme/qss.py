"""The style sheet, built from the tokens. Only what Qt paints itself; own widgets paint themselves."""

from string import Template

from ui.theme.tokens import Palette

_SHEET = Template(
    """
QLineEdit, QTextEdit { background: transparent; border: none; }
QLineEdit { lineedit-password-character: 8226; }
QDateEdit, QTimeEdit { background: transparent; border: none; padding-left: 7px; }
QComboBoxPrivateContainer { background: $surface; border: none; }
QDateEdit::drop-down { subcontrol-position: center right; width: 32px; border: none; }
QMenu { background: transparent; border: none; padding: 5px; }
QMenu::item { height: 28px; padding: 0 48px 0 32px; }
QMenu::separator { height: 1px; margin: 4px 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractItemView {
  outline: none; background: transparent; border: none; selection-background-color: transparent;
}
QCalendarWidget QAbstractItemView {
  background: $surface; alternate-background-color: $surface2;
  selection-background-color: $accent_tint2; selection-color: $accent_text;
}
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $line2; border-radius: 8px; padding: 4px;
  selection-background-color: $accent_tint; selection-color: $accent_text;
}
QHeaderView { background: transparent; border: none; }
QTableCornerButton::section { background: transparent; border: none; }
"""
)


def build(palette: Palette) -> str:
    """The whole style sheet for one palette."""
    return _SHEET.substitute({name: getattr(palette, name) for name in Palette.__dataclass_fields__})
