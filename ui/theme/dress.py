"""Style sheets for the few widgets that Qt itself paints, each its own.

A style sheet of the whole application would be matched against every widget at every step of its making:
pages took four times as long to build.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.theme import qss
from ui.theme.theme import theme


class _Dress(QObject):
    """Lives with its widget and follows the theme."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        theme().changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        self._widget.setStyleSheet(qss.build(theme().palette))


def dress(widget: QWidget) -> None:
    """Have a widget, and what it is made of, wear the style sheet of the theme in force."""
    _Dress(widget)
