"""Keys printed beside what they do."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import colors, painting

_GAP = 8


class KeyCap(QLabel):
    """One cap a key, 18 px high: ``KeyCap("Ctrl", "K")``. Left, Right, Up and Down show arrows."""

    def __init__(self, *keys: str, parent: QWidget | None = None) -> None:
        super().__init__("+".join(keys), parent)
        self._keys = tuple(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: Sequence[str]) -> None:
        """Show other keys, e.g. after the user remapped them."""
        self._keys = tuple(keys)
        self.setText("+".join(keys))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Caps with 8 px between them."""
        return QSize(ceil(painting.keys_width(self._keys, _GAP)), painting.KEY_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The caps from left to right."""
        painting.paint_keys(QPainter(self), 0, 0, self._keys, colors().text2, colors().line2, _GAP)
