"""Helpers for paint events: crisp rounded boxes, text, key caps, badges and the focus ring.

All coordinates are logical px. Strokes of 1 px are drawn on half pixels so that they stay one px wide.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from ui.theme import fonts, icons, type_scale
from ui.theme.theme import colors
from ui.theme.tone import Tone
from ui.theme.type_scale import TextStyle

ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter

KEY_HEIGHT = 18
BADGE_HEIGHT = 20

_KEY_SYMBOLS = {"Left": "arrow-left", "Right": "arrow-right", "Up": "arrow-up", "Down": "arrow-down"}


@lru_cache(maxsize=256)
def qcolor(value: str, alpha: float = 1.0) -> QColor:
    """A cached QColor of a token; ``alpha`` 0-1."""
    made = QColor(value)
    made.setAlphaF(alpha)
    return made


@lru_cache(maxsize=64)
def metrics(style: TextStyle) -> QFontMetricsF:
    """Cached metrics of a style; widths in logical px."""
    return QFontMetricsF(fonts.font(style))


def text_width(text: str, style: TextStyle) -> float:
    """Advance of one line of text in px."""
    return metrics(style).horizontalAdvance(text)


def elided(text: str, style: TextStyle, width: float) -> str:
    """The text, cut with an ellipsis at the right when it is wider than ``width`` px."""
    return metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, width)


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str | None = None,
    line: str | None = None,
    width: float = 1,
) -> None:
    """A rounded box whose outline lies inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(qcolor(fill) if fill else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    painter.setPen(QPen(qcolor(line), width))
    half = width / 2
    inner = max(0.0, radius - half)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), inner, inner)


def dashed_box(painter: QPainter, rect: QRectF, radius: float, line: str) -> None:
    """A 1 px dashed outline, for places to drop something."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(qcolor(line), 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def text(
    painter: QPainter,
    rect: QRectF,
    value: str,
    style: TextStyle,
    color: str,
    align: Qt.AlignmentFlag = ALIGN_LEFT,
    elide: bool = False,
) -> None:
    """One line of text in a rectangle."""
    painter.setFont(fonts.font(style))
    painter.setPen(qcolor(color))
    shown = elided(value, style, rect.width()) if elide else value
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), shown)


def key_width(key: str) -> float:
    """Width in px of the cap of one key."""
    if key in _KEY_SYMBOLS:
        return 20.0
    return max(18.0, float(round(text_width(key, type_scale.TINY_MEDIUM))) + 10)


def keys_width(keys: tuple[str, ...], gap: float = 4) -> float:
    """Width in px of several caps beside each other."""
    return sum(key_width(key) for key in keys) + gap * max(0, len(keys) - 1)


def paint_key(
    painter: QPainter, x: float, y: float, key: str, color: str, line: str, fill: str | None = None
) -> float:
    """One key cap with its top left corner at (x, y). Returns its width in px."""
    width = key_width(key)
    box(painter, QRectF(x, y, width, KEY_HEIGHT), 4, fill, line)
    symbol = _KEY_SYMBOLS.get(key)
    if symbol is None:
        text(painter, QRectF(x, y, width, KEY_HEIGHT), key, type_scale.TINY_MEDIUM, color, ALIGN_CENTER)
    else:
        icons.paint(painter, symbol, x + (width - 12) / 2, y + 3, 12, color)
    return width


def paint_keys(
    painter: QPainter, x: float, y: float, keys: tuple[str, ...], color: str, line: str, gap: float = 4
) -> None:
    """Caps from left to right, starting at (x, y)."""
    for key in keys:
        x += paint_key(painter, x, y, key, color, line) + gap


def tone_colors(tone: Tone) -> tuple[str, str]:
    """(ink, tint) of a tone in the palette in force."""
    c = colors()
    return {
        Tone.NEUTRAL: (c.text2, c.idle_tint),
        Tone.ACCENT: (c.accent_text, c.accent_tint),
        Tone.OK: (c.ok, c.ok_tint),
        Tone.WARN: (c.warn, c.warn_tint),
        Tone.DANGER: (c.danger, c.danger_tint),
    }[tone]


def badge_width(label: str, icon: str = "") -> float:
    """Width in px of a badge."""
    return round(text_width(label, type_scale.TINY_MEDIUM)) + 12.0 + (16 if icon else 0)


def paint_badge(
    painter: QPainter, x: float, y: float, label: str, tone: Tone, icon: str = "", outline: bool = False
) -> float:
    """A badge 20 px high with its top left corner at (x, y). Returns its width in px."""
    ink, tint = tone_colors(tone)
    width = badge_width(label, icon)
    rect = QRectF(x, y, width, BADGE_HEIGHT)
    box(painter, rect, 4, None if outline else tint, colors().line2 if outline else None)
    left = x + 6
    if icon:
        icons.paint(painter, icon, left, y + 4, 12, ink)
        left += 16
    text(painter, QRectF(left, y, width, BADGE_HEIGHT), label, type_scale.TINY_MEDIUM, ink)
    return width


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The ring around ``rect``: 2 px, 1 px gap, radius + 3."""
    box(painter, rect.adjusted(-3, -3, 3, 3), radius + 3, None, colors().focus, 2)


def inset_ring(painter: QPainter, rect: QRectF, radius: float = 0) -> None:
    """The ring of a list row, drawn inside it."""
    box(painter, rect, radius, None, colors().focus, 2)


def top_left_sheet(rect: QRectF, radius: float) -> QPainterPath:
    """Outline of the main sheet: only its top left corner is round."""
    path = QPainterPath(QPointF(rect.right(), rect.top()))
    path.lineTo(rect.left() + radius, rect.top())
    path.arcTo(QRectF(rect.left(), rect.top(), 2 * radius, 2 * radius), 90, 90)
    path.lineTo(rect.left(), rect.bottom())
    path.lineTo(rect.right(), rect.bottom())
    return path


def progress(painter: QPainter, rect: QRectF, share: float, fill: str, thickness: float = 4) -> None:
    """A track with a bar over ``share`` (0-1) of it, vertically centred in ``rect``."""
    track = QRectF(rect.left(), rect.center().y() - thickness / 2, rect.width(), thickness)
    box(painter, track, thickness / 2, colors().sunken)
    if share > 0:
        bar = QRectF(track.topLeft(), QSizeF(max(thickness, track.width() * share), thickness))
        box(painter, bar, thickness / 2, fill)


def hatched_box(painter: QPainter, rect: QRectF, radius: float) -> None:
    """What was removed: sunken, diagonal lines, an outline."""
    c = colors()
    box(painter, rect, radius, c.sunken)
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(rect, radius, radius)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(qcolor(c.line_strong, 0.45), 2))
    start = rect.left() - rect.height()
    while start < rect.right():
        painter.drawLine(QPointF(start, rect.bottom()), QPointF(start + rect.height(), rect.top()))
        start += 10
    painter.restore()
    box(painter, rect, radius, None, c.line_strong)


def shadow(painter: QPainter, rect: QRectF, radius: float, *, blur: int, down: int, strength: float) -> None:
    """A soft shadow below a box: thin layers that grow outwards and add up to ``strength`` (0-1)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolor("#000000", strength / blur))
    lowered = rect.translated(0, down)
    for step in range(blur):
        grow = step - blur / 2
        painter.drawRoundedRect(lowered.adjusted(-grow, -grow, grow, grow), radius + grow, radius + grow)


def spark(painter: QPainter, rect: QRectF, values: tuple[float, ...], color: str) -> None:
    """A 1.5 px line through ``values``, lowest at the bottom, with a dot of radius 2 at the end."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    inner = rect.adjusted(1, 3, -3, -3)
    step = inner.width() / (len(values) - 1)
    points = [
        QPointF(inner.left() + index * step, inner.bottom() - (value - low) / spread * inner.height())
        for index, value in enumerate(values)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(qcolor(color), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolor(color))
    painter.drawEllipse(points[-1], 2, 2)


def field_frame(
    painter: QPainter,
    rect: QRectF,
    *,
    focused: bool,
    enabled: bool = True,
    error: bool = False,
    quiet: bool = False,
) -> None:
    """Fill and outline of whatever text is typed into: 1 px, 2 px while it has the focus.

    ``quiet`` fields (the search on the canvas) have a lighter outline: their icon marks them already.
    """
    c = colors()
    plain = c.line2 if quiet else c.line_strong
    line = c.danger if error else c.focus if focused else plain if enabled else c.sunken
    box(painter, rect, 6, c.surface if enabled else c.sunken, line, 2 if focused else 1)
