"""The two channels of a waveform, below the playhead."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui.theme import colors, painting, type_scale
from ui.widgets.peak_pyramid import PeakPyramid
from ui.widgets.wave_data import WaveRedaction
from ui.widgets.wave_view import WaveView

LANE, GAP = 80, 4


class WaveLanes(QWidget):
    """Paints from two pixmaps, played and unplayed, so that a moving playhead costs a few columns only."""

    pressed_at = Signal(int, bool)
    moved_to = Signal(int)
    released = Signal()
    panned = Signal(float)
    zoom_wheel = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pyramids: tuple[PeakPyramid, ...] = ()
        self._redactions: tuple[WaveRedaction, ...] = ()
        self._region: tuple[int, int] | None = None
        self._view = WaveView()
        self._position = 0
        self._played: QPixmap | None = None
        self._unplayed: QPixmap | None = None
        self.lane = LANE
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def set_pyramids(self, pyramids: Sequence[PeakPyramid]) -> None:
        """One pyramid a channel, agent first."""
        self._pyramids = tuple(pyramids)
        self._drop()

    def set_redactions(self, redactions: Sequence[WaveRedaction]) -> None:
        """Stretches without sound."""
        self._redactions = tuple(redactions)
        self.update()

    def set_region(self, region: tuple[int, int] | None) -> None:
        """The stretch being selected, in ms."""
        self._region = region
        self.update()

    def set_view(self, view: WaveView) -> None:
        """Another part of the recording."""
        self._view = view
        self._drop()

    def set_position(self, ms: int) -> None:
        """Move the border between played and unplayed; repaints what lies between old and new."""
        old, new = self._view.x(self._position), self._view.x(ms)
        self._position = ms
        left = round(min(old, new)) - 2
        self.update(QRect(left, 0, round(abs(new - old)) + 4, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two cached layers split at the playhead, then what lies above the sound."""
        if self._played is None or self._unplayed is None:
            self._played, self._unplayed = self._render(True), self._render(False)
        painter = QPainter(self)
        split = min(max(0, round(self._view.x(self._position))), self.width())
        painter.setClipRect(event.rect().intersected(QRect(0, 0, split, self.height())))
        painter.drawPixmap(0, 0, self._played)
        painter.setClipRect(event.rect().intersected(QRect(split, 0, self.width() - split, self.height())))
        painter.drawPixmap(0, 0, self._unplayed)
        painter.setClipRect(event.rect())
        for redaction in self._redactions:
            self._paint_redaction(painter, redaction)
        self._paint_region(painter)

    def changeEvent(self, event: QEvent) -> None:
        """The layers hold colours: drop them with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._drop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The layers have the old width."""
        super().resizeEvent(event)
        self._drop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Shift starts a region, a plain press seeks."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.pressed_at.emit(self._view.ms(event.position().x()), shift)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved_to.emit(self._view.ms(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms around the pointer, otherwise the wheel moves along the recording."""
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wheel.emit(steps, float(self._view.ms(event.position().x())))
        else:
            self.panned.emit(self._view.start - steps * self._view.span / 10)
        event.accept()

    def _drop(self) -> None:
        self._played = self._unplayed = None
        self.update()

    def _render(self, played: bool) -> QPixmap:
        dpr = self.devicePixelRatioF()
        made = QPixmap(max(1, round(self.width() * dpr)), max(1, round(self.height() * dpr)))
        made.fill(Qt.GlobalColor.transparent)
        c = colors()
        inks = (c.wave_agent, c.wave_cust) if played else (c.wave_agent_dim, c.wave_cust_dim)
        painter = QPainter(made)
        for row, pyramid in enumerate(self._pyramids):
            top = row * (self.lane + GAP) * dpr
            bed = QRectF(0, top, made.width(), self.lane * dpr)
            painter.fillRect(bed, painting.qcolor(c.surface2))
            # Pens of width 0 are one device px whatever the scale: one column of sound each.
            painter.setPen(QPen(painting.qcolor(inks[row]), 0))
            painter.drawLines(self._lines(pyramid, made.width(), bed))
        painter.end()
        made.setDevicePixelRatio(dpr)
        return made

    def _lines(self, pyramid: PeakPyramid, width: int, bed: QRectF) -> list[QLineF]:
        view = self._view
        columns = pyramid.columns(view.start / view.duration, (view.start + view.span) / view.duration, width)
        middle, half = bed.center().y(), bed.height() / 2 - 4
        tops = (middle - columns[:, 1].clip(0, 1) * half).round().tolist()
        bottoms = (middle - columns[:, 0].clip(-1, 0) * half).round().tolist()
        return [QLineF(x, top, x, bottom) for x, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))]

    def _paint_redaction(self, painter: QPainter, redaction: WaveRedaction) -> None:
        c = colors()
        left, right = self._view.x(redaction.start), self._view.x(redaction.end)
        if right < 0 or left > self.width():
            return
        area = QRectF(round(left), 0, max(6, round(right - left)), self.height())
        painting.hatched_box(painter, area, 4)
        width = painting.text_width(redaction.label, type_scale.TINY_STRONG) + 22
        if width + 8 > area.width():
            return
        label = QRectF(area.center().x() - width / 2, area.center().y() - 10, width, 20).toRect().toRectF()
        painting.box(painter, label, 4, c.surface, c.line_strong)
        painting.text(painter, label, redaction.label, type_scale.TINY_STRONG, c.text, painting.ALIGN_CENTER)

    def _paint_region(self, painter: QPainter) -> None:
        if self._region is None:
            return
        left, right = sorted(self._view.x(ms) for ms in self._region)
        area = QRectF(left, 0, right - left, self.height())
        painter.fillRect(area, painting.qcolor(colors().accent, 0.14))
        painting.box(painter, area, 2, None, colors().accent)
