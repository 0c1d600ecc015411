"""How many attempts of those allowed are used."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting

_DOT, _STEP = 8, 12


class AttemptDots(QWidget):
    """One dot an attempt: filled when used, the one going on blue, the rest outlined."""

    def __init__(self, used: int, allowed: int, going_on: bool, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used, self._allowed, self._going_on = used, min(allowed, 10), going_on
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """8 px dots, 4 px apart."""
        return QSize(self._allowed * _STEP - 4, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dots."""
        c = colors()
        painter = QPainter(self)
        for index in range(self._allowed):
            area = QRectF(index * _STEP, 6, _DOT, _DOT)
            if index >= self._used:
                painting.box(painter, area, _DOT / 2, None, c.line_strong)
            else:
                fill = c.accent if self._going_on and index == self._used - 1 else c.wave_cust
                painting.box(painter, area, _DOT / 2, fill)
