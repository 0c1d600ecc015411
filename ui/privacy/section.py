"""A titled part of the page."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets import Label


class Section(QWidget):
    """Title at the left, quieter words behind it, `right` at the end; content below, 16 px inset."""

    def __init__(self, title: str, *, inset: int = 16, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(inset, 12, inset, 12)
        self._layout.setSpacing(gap)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = Label(title, type_scale.BODY_STRONG)
        self.after = Label("", type_scale.SMALL, "text3")
        self.head.addWidget(self.title)
        self.head.addWidget(self.after)
        self.head.addStretch(1)
        self._layout.addLayout(self.head)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Below what is there."""
        self._layout.addWidget(widget, stretch)
