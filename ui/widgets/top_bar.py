"""The bar above the main sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import colors, painting
from ui.widgets.divider import Divider


class TopBar(QWidget):
    """52 px high: state and search at the left, facts at the right, thin lines between them."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(52)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 16, 0)
        self._row.setSpacing(12)
        self._row.addStretch(1)
        self._left = self._right = 0

    def add_left(self, widget: QWidget, *, line: bool = True) -> None:
        """Next to what is at the left already; ``line`` puts a divider before it."""
        if self._left and line:
            self._row.insertWidget(self._left, self._divider())
            self._left += 1
        self._row.insertWidget(self._left, widget)
        self._left += 1

    def add_right(self, widget: QWidget, *, line: bool = True) -> None:
        """After what is at the right already; ``line`` puts a divider before it."""
        if self._right and line:
            self._row.addWidget(self._divider())
        self._row.addWidget(widget)
        self._right += 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas."""
        QPainter(self).fillRect(self.rect(), painting.qcolor(colors().canvas))

    @staticmethod
    def _divider() -> Divider:
        return Divider(Qt.Orientation.Vertical, length=20, tone="line2")
