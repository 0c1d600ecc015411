"""The product's mark."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import colors, painting


class BrandMark(QWidget):
    """32 px, a white C and an arrow on the accent."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(32, 32)
        self.setAccessibleName("CallNex")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The placeholder mark, until the brand has its own."""
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 8, colors().accent)
        pen = QPen(painting.qcolor(colors().on_accent), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(7.3, 10.2, 11.6, 11.6), 52 * 16, 256 * 16)
        arrow = QPainterPath(QPointF(20.8, 12.3))
        arrow.lineTo(24.5, 16)
        arrow.lineTo(20.8, 19.7)
        painter.drawPath(arrow)
