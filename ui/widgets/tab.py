"""One tab."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Tone, colors, painting, type_scale


class Tab(QAbstractButton):
    """Text, a number when something waits, a 2 px line below when selected."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.setText(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 4)

    def set_count(self, count: int) -> None:
        """Number waiting; 0 hides it."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the bold text, so that selecting moves nothing."""
        width = painting.text_width(self.text(), type_scale.BODY_STRONG)
        if self._count:
            width += 8 + painting.badge_width(str(self._count))
        return QSize(round(width), 43)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text, number, line."""
        c = colors()
        painter = QPainter(self)
        on = self.isChecked()
        style = type_scale.BODY_STRONG if on else type_scale.BODY
        ink = c.text if on or self.underMouse() else c.text2
        painting.text(painter, QRectF(0, 0, self.width(), self.height()), self.text(), style, ink)
        if self._count:
            left = painting.text_width(self.text(), style) + 8
            painting.paint_badge(painter, left, (self.height() - 20) / 2, str(self._count), Tone.NEUTRAL)
        if on:
            painter.fillRect(0, self.height() - 2, self.width(), 2, painting.qcolor(c.accent))
