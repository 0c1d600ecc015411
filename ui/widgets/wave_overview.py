"""The whole recording in 24 px, with the part on screen framed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import colors, painting
from ui.widgets.peak_pyramid import PeakPyramid
from ui.widgets.wave_view import WaveView

HEIGHT = 24


class WaveOverview(QWidget):
    """Click or drag moves the part on screen: ``centred`` carries the moment in ms."""

    centred = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pyramids: tuple[PeakPyramid, ...] = ()
        self._flags: tuple[int, ...] = ()
        self._view = WaveView()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_pyramids(self, pyramids: Sequence[PeakPyramid]) -> None:
        """Channels to show over each other."""
        self._pyramids = tuple(pyramids)
        self.update()

    def set_flags(self, flags: Sequence[int]) -> None:
        """Moments (ms) that need attention."""
        self._flags = tuple(flags)
        self.update()

    def set_view(self, view: WaveView) -> None:
        """The part to frame."""
        self._view = view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bed, sound, flags, frame."""
        c = colors()
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 4, c.surface2, c.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(painting.qcolor(c.wave_cust_dim), 1))
        painter.drawLines(self._lines())
        for flag in self._flags:
            x = round(flag / self._view.duration * self.width())
            painter.fillRect(x - 1, 0, 2, HEIGHT, painting.qcolor(c.warn_fill))
        left = self._view.start / self._view.duration * self.width()
        width = self._view.span / self._view.duration * self.width()
        if width < self.width() - 1:
            frame = QRectF(round(left), 0, max(6, round(width)), HEIGHT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(painting.qcolor(c.accent, 0.12))
            painter.drawRoundedRect(frame, 4, 4)
            painting.box(painter, frame, 4, None, c.focus, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Centre there."""
        self._centre(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._centre(event.position().x())

    def _centre(self, x: float) -> None:
        share = min(max(x / max(1, self.width()), 0.0), 1.0)
        self.centred.emit(round(share * self._view.duration))

    def _lines(self) -> list[QLineF]:
        if not self._pyramids:
            return []
        width = max(0, self.width() - 2)
        layers = [pyramid.columns(0.0, 1.0, width) for pyramid in self._pyramids]
        loud = np.max([np.abs(layer).max(axis=1) for layer in layers], axis=0).clip(0, 1)
        middle = HEIGHT / 2
        halves = (loud * (middle - 4)).round().tolist()
        return [QLineF(x + 1, middle - half, x + 1, middle + half) for x, half in enumerate(halves)]
