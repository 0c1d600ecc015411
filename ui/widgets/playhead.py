"""The line that moves while a recording plays, on a layer of its own."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import colors, painting, type_scale
from ui.widgets.clock_text import clock

_WIDTH = 56


class Playhead(QWidget):
    """A 2 px line with the time in a bubble on top; lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ms = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def place(self, ms: int, x: float, top: int, height: int) -> None:
        """Stand at ``x`` px of the parent."""
        self._ms = ms
        self.setGeometry(round(x) - _WIDTH // 2, top, _WIDTH, height)
        self.update(0, 0, _WIDTH, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, then bubble."""
        c = colors()
        painter = QPainter(self)
        painter.fillRect(_WIDTH // 2 - 1, 8, 2, self.height() - 8, painting.qcolor(c.text))
        shown = clock(self._ms, tenths=True)
        width = round(painting.text_width(shown, type_scale.TINY_STRONG)) + 9
        bubble = QRectF((_WIDTH - width) // 2, 0, width, 16)
        painting.box(painter, bubble, 4, c.text)
        painting.text(painter, bubble, shown, type_scale.TINY_STRONG, c.surface, painting.ALIGN_CENTER)
