"""How many tries were made and how many are left."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting

_DOT, _GAP = 8, 4


class AttemptDots(QWidget):
    """One dot a try: made ones filled, the present one in the accent, the rest outlined."""

    def __init__(self, attempt: int, allowed: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_attempt(attempt, allowed)

    def set_attempt(self, attempt: int, allowed: int) -> None:
        """``attempt`` counts from 1; 0 before the first."""
        self._attempt, self._allowed = attempt, allowed
        self.setAccessibleName(self.tr("Attempt {0} of {1}").format(attempt, allowed))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """8 px dots with 4 px between them."""
        return QSize(max(1, self._allowed) * (_DOT + _GAP) - _GAP, _DOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From left to right."""
        c = colors()
        painter = QPainter(self)
        for index in range(self._allowed):
            area = QRectF(index * (_DOT + _GAP), (self.height() - _DOT) / 2, _DOT, _DOT)
            if index + 1 == self._attempt:
                painting.box(painter, area, _DOT / 2, c.accent)
            elif index < self._attempt:
                painting.box(painter, area, _DOT / 2, c.wave_cust)
            else:
                painting.box(painter, area, _DOT / 2, None, c.line_strong)
