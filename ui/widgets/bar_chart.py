"""Stacked bars with printed totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QLocale, QPoint, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import colors, painting, type_scale

_AXIS, _HEAD, _SCALE = 28, 18, 32


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """``color`` names a palette token; "" draws an outline only."""

    label: str
    color: str


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One value a series, bottom first. ``label`` below the axis, "" where there is no room for all."""

    values: tuple[float, ...]
    label: str = ""
    hint: str = ""


class BarChart(QWidget):
    """Bars of at most 28 px with 1 px between segments. ``grid`` adds a scale at the left."""

    def __init__(
        self,
        series: Sequence[ChartSeries] = (),
        bars: Sequence[ChartBar] = (),
        *,
        grid: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._series: tuple[ChartSeries, ...] = ()
        self._bars: tuple[ChartBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.set_data(series, bars)

    def set_data(self, series: Sequence[ChartSeries], bars: Sequence[ChartBar]) -> None:
        """Replace everything."""
        self._series, self._bars = tuple(series), tuple(bars)
        spoken = [f"{bar.hint or bar.label} {_number(sum(bar.values))}" for bar in bars]
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def sizeHint(self) -> QSize:
        """160 px high."""
        return QSize(400, 160)

    def minimumSizeHint(self) -> QSize:
        """Room for a few bars."""
        return QSize(120, 96)

    def event(self, event: QEvent) -> bool:
        """The tooltip of a bar says its parts."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tooltip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scale, axis, bars, totals, labels."""
        c = colors()
        painter = QPainter(self)
        plot = self._plot()
        top = self._top_value()
        if self._grid:
            self._paint_grid(painter, plot, top)
        painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), painting.qcolor(c.line2))
        for index, bar in enumerate(self._bars):
            self._paint_bar(painter, self._column(index, plot), bar, plot.height() / top)

    def _plot(self) -> QRectF:
        left = _SCALE if self._grid else 0
        return QRectF(left, _HEAD, self.width() - left, self.height() - _AXIS - _HEAD)

    def _column(self, index: int, plot: QRectF) -> QRectF:
        pitch = plot.width() / max(1, len(self._bars))
        width = min(28, round(pitch * 0.72))
        left = round(plot.left() + index * pitch + (pitch - width) / 2)
        return QRectF(left, plot.top(), width, plot.height())

    def _top_value(self) -> float:
        return max((sum(bar.values) for bar in self._bars), default=1.0) or 1.0

    def _paint_bar(self, painter: QPainter, column: QRectF, bar: ChartBar, unit: float) -> None:
        c = colors()
        base = column.bottom() - 1
        level = 0.0
        for series, value in zip(self._series, bar.values, strict=True):
            if value <= 0:
                continue
            low, high = round(base - level * unit), round(base - (level + value) * unit)
            part = QRectF(column.left(), high + 1, column.width(), max(1, low - high - 1))
            if series.color:
                painter.fillRect(part, painting.qcolor(getattr(c, series.color)))
            else:
                painting.box(painter, part, 0, c.surface2, c.line_strong)
            level += value
        total = QRectF(column.center().x() - 24, base - level * unit - 17, 48, 16)
        style, centre = type_scale.TINY, painting.ALIGN_CENTER
        if level:
            painting.text(painter, total, _number(level), style, c.text2, centre)
        if bar.label:
            half = painting.text_width(bar.label, style) / 2
            middle = min(max(column.center().x(), half), self.width() - half)
            below = QRectF(middle - half, column.bottom() + 8, 2 * half, 16)
            painting.text(painter, below, bar.label, style, c.text3, centre)

    def _paint_grid(self, painter: QPainter, plot: QRectF, top: float) -> None:
        step = max(1, ceil(top / 3 / 10) * 10) if top > 10 else max(1, ceil(top / 3))
        value = 0
        while value <= top:
            y = round(plot.bottom() - value / top * plot.height())
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), painting.qcolor(colors().line))
            area = QRectF(0, y - 8, _SCALE - 8, 16)
            painting.text(
                painter, area, _number(value), type_scale.TINY, colors().text3, painting.ALIGN_RIGHT
            )
            value += step

    def _tooltip(self, at: QPoint, on_screen: QPoint) -> None:
        plot = self._plot()
        for index, bar in enumerate(self._bars):
            column = self._column(index, plot)
            if column.left() <= at.x() <= column.right():
                parts = [
                    f"{series.label}: {_number(value)}"
                    for series, value in zip(self._series, bar.values, strict=True)
                    if value
                ]
                QToolTip.showText(on_screen, "\n".join([bar.hint or bar.label, *parts]), self)


def _number(value: float) -> str:
    return QLocale().toString(round(value))
