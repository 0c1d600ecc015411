"""A value on a line."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from ui.theme import colors, painting


class Slider(QSlider):
    """Horizontal, 2 px line, 12 px knob; keys and wheel as QSlider's."""

    def __init__(
        self, value: int = 0, maximum: int = 100, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, maximum)
        self.setValue(value)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", 6)

    def sizeHint(self) -> QSize:
        """84 px wide."""
        return QSize(84, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line up to the knob in the accent, the rest grey."""
        c = colors()
        painter = QPainter(self)
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        knob = QRectF(handle.center().x() - 6, self.height() / 2 - 6, 12, 12)
        middle = self.height() / 2 - 1
        painter.fillRect(QRectF(0, middle, self.width(), 2), painting.qcolor(c.line2))
        painter.fillRect(QRectF(0, middle, knob.left(), 2), painting.qcolor(c.accent))
        painting.box(painter, knob, 6, c.surface, c.accent, 2)
