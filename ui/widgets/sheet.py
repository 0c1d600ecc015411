"""Surfaces that hold other widgets."""

from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import colors, painting


class SheetKind(StrEnum):
    """``MAIN`` has a line and a round top left corner, ``CARD`` is round all over, the rest are flat."""

    MAIN = "main"
    CARD = "card"
    PLAIN = "plain"
    SIDE = "side"
    CANVAS = "canvas"
    DROP = "drop"


class Sheet(QFrame):
    """A painted background. Children of a MAIN or CARD sheet keep 1 px inset for the line."""

    def __init__(self, kind: SheetKind = SheetKind.MAIN, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background and outline of the kind."""
        c = colors()
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._kind is SheetKind.MAIN:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(painting.qcolor(c.line), 1))
            painter.setBrush(painting.qcolor(c.surface))
            painter.drawPath(painting.top_left_sheet(area.adjusted(0.5, 0.5, 2, 2), 9.5))
        elif self._kind is SheetKind.CARD:
            painting.box(painter, area, 8, c.surface, c.line)
        elif self._kind is SheetKind.DROP:
            painting.dashed_box(painter, area, 8, c.line_strong)
        else:
            fills = {SheetKind.SIDE: c.surface2, SheetKind.CANVAS: c.canvas}
            painter.fillRect(self.rect(), painting.qcolor(fills.get(self._kind, c.surface)))
