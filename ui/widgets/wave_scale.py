"""Ruler, marks and named regions of a waveform; painters start at the left edge of the sound."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.theme import colors, painting, type_scale
from ui.widgets.clock_text import clock
from ui.widgets.wave_data import WaveMark, WaveRegion
from ui.widgets.wave_view import WaveView

# Seconds between two labelled ticks; the first that leaves 72 px for a label wins.
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)


def paint_regions(painter: QPainter, view: WaveView, top: float, regions: Sequence[WaveRegion]) -> None:
    """Bars 20 px high with their names inside."""
    c = colors()
    for region in regions:
        left, right = view.x(region.start), view.x(region.end)
        area = QRectF(round(left), top, max(8, round(right - left)), 20)
        painting.box(painter, area, 4, c.accent_tint, c.accent_tint2)
        inside = area.adjusted(8, 0, -8, 0)
        painting.text(painter, inside, region.label, type_scale.TINY_MEDIUM, c.accent_text, elide=True)


def paint_marks(painter: QPainter, view: WaveView, top: float, marks: Sequence[WaveMark]) -> None:
    """Pins 18 px high with a foot that points at the moment."""
    c = colors()
    for mark in marks:
        x = round(view.x(mark.at))
        width = max(24.0, painting.text_width(mark.label, type_scale.TINY_STRONG) + 12)
        area = QRectF(round(x - width / 2), top, width, 18)
        edge = area.bottom() - 0.5
        foot = (QPointF(x - 4, edge), QPointF(x, edge + 4), QPointF(x + 4, edge))
        painting.box(painter, area, 4, c.surface, c.line_strong)
        # The fill hides the pin's lower edge between the feet of the arrow.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(painting.qcolor(c.surface))
        painter.drawPolygon(QPolygonF([foot[0] - QPointF(0, 1), *foot, foot[2] - QPointF(0, 1)]))
        painter.setPen(QPen(painting.qcolor(c.line_strong), 1))
        painter.drawPolyline(QPolygonF(list(foot)))
        painting.text(painter, area, mark.label, type_scale.TINY_STRONG, c.text, painting.ALIGN_CENTER)


def paint_ruler(painter: QPainter, view: WaveView, top: float) -> None:
    """A line with five short ticks between two labelled ones."""
    c = colors()
    line = painting.qcolor(c.line2)
    painter.fillRect(QRectF(0, top, view.width, 1), line)
    per_second = view.width / view.span * 1000
    step = next((step for step in _STEPS if step * per_second >= 72), _STEPS[-1]) * 1000
    minor = step / 5
    at = view.start // minor * minor
    while at <= view.start + view.span:
        x = round(view.x(at))
        major = round(at) % step == 0
        painter.fillRect(QRectF(x, top, 1, 5 if major else 3), line)
        if major:
            shown = QRectF(x + 6, top + 1, 60, 16)
            painting.text(painter, shown, clock(round(at)), type_scale.TINY, c.text3)
        at += minor
