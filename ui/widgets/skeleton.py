"""Grey bars where rows are about to be."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting

_DELAY_MS = 300
_WIDTHS = ((0.34, 0.22), (0.43, 0.26), (0.38, 0.18))


class Skeleton(QWidget):
    """``rows`` of 44 px. Nothing shows for the first 300 ms, so that fast answers do not flicker."""

    def __init__(
        self, rows: int = 2, *, circles: bool = True, delay: int = _DELAY_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows, self._circles, self._delay = rows, circles, delay
        self._due = delay == 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reveal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loading"))

    def sizeHint(self) -> QSize:
        """44 px a row."""
        return QSize(240, self._rows * 44)

    def showEvent(self, event: QShowEvent) -> None:
        """Start waiting."""
        if not self._due:
            self._timer.start(self._delay)

    def hideEvent(self, event: QHideEvent) -> None:
        """Next time wait again."""
        self._timer.stop()
        self._due = self._delay == 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """No shimmer: movement says nothing about progress."""
        if not self._due:
            return
        painter = QPainter(self)
        fill = colors().sunken
        for row in range(self._rows):
            first, second = _WIDTHS[row % len(_WIDTHS)]
            top = row * 44
            left = 44 if self._circles else 12
            if self._circles:
                painting.box(painter, QRectF(12, top + 10, 24, 24), 12, fill)
            painting.box(painter, QRectF(left, top + 10, self.width() * first, 8), 4, fill)
            painting.box(painter, QRectF(left, top + 26, self.width() * second, 8), 4, fill)

    def _reveal(self) -> None:
        self._due = True
        self.update()
