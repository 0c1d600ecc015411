"""A score of a few steps."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting


class ScoreBar(QWidget):
    """``total`` cells of which ``value`` are filled; amber when ``low``. ``cell`` is the cell width in px."""

    def __init__(
        self,
        value: int,
        total: int = 5,
        *,
        low: bool = False,
        cell: int = 20,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._total, self._cell, self._name = total, cell, name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_score(value, low=low)

    def set_score(self, value: int, *, low: bool = False) -> None:
        """Show another score."""
        self._value, self._low = value, low
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.tr("{0} of {1}").format(value, self._total))
        self.update()

    def sizeHint(self) -> QSize:
        """Cells with 2 px between them."""
        return QSize(self._total * (self._cell + 2) - 2, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells from left to right."""
        c = colors()
        painter = QPainter(self)
        for index in range(self._total):
            on = index < self._value
            fill = (c.warn_fill if self._low else c.wave_cust) if on else c.sunken
            top = (self.height() - 8) / 2
            painting.box(painter, QRectF(index * (self._cell + 2), top, self._cell, 8), 2, fill)
