"""One item of a segmented control."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import colors, painting, type_scale


class Segment(QAbstractButton):
    """24 px high; raised when checked."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRadius", 4)

    def sizeHint(self) -> QSize:
        """As wide as the bold text, so that selecting moves nothing."""
        return QSize(ceil(painting.text_width(self.text(), type_scale.SMALL_STRONG)) + 16, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text on the track, or on a raised box."""
        c = colors()
        painter = QPainter(self)
        area = QRectF(self.rect())
        style, ink = type_scale.SMALL, c.text if self.underMouse() else c.text2
        if self.isChecked():
            painting.box(painter, area, 4, c.surface, c.line2)
            style, ink = type_scale.SMALL_STRONG, c.text
        if not self.isEnabled():
            ink = c.text3
        painting.text(painter, area, self.text(), style, ink, painting.ALIGN_CENTER)
