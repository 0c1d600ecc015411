"""A level meter."""

from enum import StrEnum
from math import floor

from PySide6.QtCore import QElapsedTimer, QLocale, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ui.theme import colors, painting

FLOOR_DB = -60.0
_CELL, _GAP, _HEIGHT = 3, 1, 8
_HOLD_MS = 1500
_FRAME_MS = 33


class MeterSide(StrEnum):
    """Whose voice: the agent is blue, the customer slate."""

    AGENT = "agent"
    CUSTOMER = "customer"


class Meter(QProgressBar):
    """Cells of 3 px with 1 px between them, -60 to 0 dBFS, peak held for 1.5 s, last three cells red.

    ``set_level`` may be called at any rate; it paints at most 30 times a second, and not at all when idle.
    """

    def __init__(
        self, side: MeterSide = MeterSide.AGENT, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._level = self._peak = FLOOR_DB
        self._held = QElapsedTimer()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self.update)
        self.setRange(round(FLOOR_DB), 0)
        self.setTextVisible(False)
        self.setValue(round(FLOOR_DB))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_level(self, dbfs: float) -> None:
        """Level of the last block in dBFS; anything below -60 is silence."""
        self._level = min(max(dbfs, FLOOR_DB), 0.0)
        if self._level >= self._peak or not self._held.isValid() or self._held.elapsed() > _HOLD_MS:
            self._peak = self._level
            self._held.start()
        if not self._frame.isActive():
            self._frame.start(_FRAME_MS)

    def set_idle(self) -> None:
        """No call: empty cells."""
        self._level = self._peak = FLOOR_DB
        self._held.invalidate()
        self.update()

    def text(self) -> str:
        """The level for a screen reader and for the label beside the meter."""
        return self.tr("{0} dB").format(QLocale().toString(round(self._level)).replace("-", "−"))

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Ten cells."""
        return QSize(10 * (_CELL + _GAP), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plain rectangles, no antialiasing: this runs 30 times a second."""
        c = colors()
        painter = QPainter(self)
        lit_color = painting.qcolor(c.wave_agent if self._side is MeterSide.AGENT else c.wave_cust)
        off_color, red = painting.qcolor(c.line2), painting.qcolor(c.danger_fill)
        cells = max(1, (self.width() + _GAP) // (_CELL + _GAP))
        lit = self._cells(self._level, cells)
        peak = self._cells(self._peak, cells) - 1
        live = self._held.isValid()
        for index in range(cells):
            on = index < lit or (live and index == peak and peak >= 0)
            end = index >= cells - 3
            color = (red if end and live else lit_color) if on else off_color
            painter.fillRect(index * (_CELL + _GAP), (self.height() - _HEIGHT) // 2, _CELL, _HEIGHT, color)

    @staticmethod
    def _cells(dbfs: float, cells: int) -> int:
        return floor((dbfs - FLOOR_DB) / -FLOOR_DB * cells)
