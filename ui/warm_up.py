"""The first widget of a kind brings types, enums and styles along; later ones are far quicker to make."""

from PySide6.QtCore import QDate, QTime

from ui.widgets import DateEdit, SelectBox, TextArea, TimeEdit


def text_boxes() -> None:
    """Make a text box and let it go."""
    TextArea(name="").deleteLater()


def pickers() -> None:
    """Make one of each picker and let them go."""
    for made in (DateEdit(QDate(2026, 1, 1)), TimeEdit(QTime(12, 0)), SelectBox([], name="")):
        made.deleteLater()
