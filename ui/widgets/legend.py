"""What the colours of a chart mean."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting, type_scale

_SQUARE, _GAP, _BETWEEN = 8, 6, 16


class Legend(QWidget):
    """``items`` are (palette token, label); "" as token draws an outline."""

    def __init__(self, items: Sequence[tuple[str, str]] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_items(items)

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Other entries, e.g. with new numbers in the labels."""
        self._items = tuple(items)
        self.setAccessibleName(", ".join(label for _, label in items))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All entries on one line of 16 px."""
        widths = [_SQUARE + _GAP + painting.text_width(label, type_scale.SMALL) for _, label in self._items]
        return QSize(ceil(sum(widths)) + _BETWEEN * max(0, len(widths) - 1), 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Square and label, from left to right."""
        c = colors()
        painter = QPainter(self)
        left = 0.0
        for token, label in self._items:
            square = QRectF(round(left), 4, _SQUARE, _SQUARE)
            if token:
                painting.box(painter, square, 2, getattr(c, token))
            else:
                painting.box(painter, square, 2, c.surface2, c.line_strong)
            left += _SQUARE + _GAP
            width = painting.text_width(label, type_scale.SMALL)
            painting.text(painter, QRectF(left, 0, width, 16), label, type_scale.SMALL, c.text2)
            left += width + _BETWEEN
