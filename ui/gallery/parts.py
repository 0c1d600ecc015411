"""Small helpers of the component sheets: titles, rows and forced states."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets import Button, FocusRing, Label


def title(text: str) -> Label:
    """A section title."""
    return Label(text, type_scale.SMALL_STRONG)


def row(*widgets: QWidget, gap: int = 8) -> QHBoxLayout:
    """Widgets side by side, left aligned."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout


def hovered(widget: QWidget) -> QWidget:
    """Show a widget as if the pointer were over it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return widget


def pressed(button: Button) -> Button:
    """Show a button held down."""
    button.setDown(True)
    return button


def disabled(widget: QWidget) -> QWidget:
    """Switch a widget off."""
    widget.setEnabled(False)
    return widget


def ringed(window: QWidget, target: QWidget) -> QWidget:
    """Ring a widget as if the keyboard had put the focus there."""
    FocusRing(window).ring(target)
    return target
