"""Line icons: recoloured SVG bytes rendered at the device pixel ratio, cached."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

# Smaller icons need a heavier line to keep the same optical weight on a 24 unit grid.
STROKES = {12: 2.2, 14: 2.0, 16: 1.9, 18: 1.8, 20: 1.7, 24: 1.6}


@cache
def _source(name: str) -> bytes:
    return resources.icon(name).read_bytes()


def preload() -> None:
    """Read every bundled icon, so that painting one never opens a file."""
    for name in resources.icon_names():
        _source(name)


def svg(name: str, size: int, color: str) -> bytes:
    """SVG bytes of an icon in ``color`` (``#RRGGBB``) with the stroke width that suits ``size`` px."""
    stroke = STROKES[min(STROKES, key=lambda known: abs(known - size))]
    recoloured = _source(name).replace(b"currentColor", color.encode())
    return recoloured.replace(b'stroke-width="2"', b'stroke-width="%.1f"' % stroke)


@lru_cache(maxsize=512)
def pixmap(name: str, size: int, color: str, dpr: float = 1.0) -> QPixmap:
    """A square pixmap of ``size`` logical px at the given device pixel ratio."""
    side = max(1, round(size * dpr))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg(name, size, color)))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(dpr)
    return made


def paint(painter: QPainter, name: str, x: float, y: float, size: int, color: str) -> None:
    """Draw an icon with its top left corner at (x, y), snapped to whole device pixels."""
    device = painter.device()
    dpr = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(QPointF(round(x * dpr) / dpr, round(y * dpr) / dpr), pixmap(name, size, color, dpr))


def icon(name: str, size: int, color: str, dpr: float = 1.0) -> QIcon:
    """A QIcon for places that only take one (menus, window icon)."""
    return QIcon(pixmap(name, size, color, dpr))
