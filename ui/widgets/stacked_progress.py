"""Several parts of one whole in one bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting


@dataclass(frozen=True, slots=True)
class Part:
    """``color`` names a palette token (``ok_fill``, ``accent``, ``wave_cust`` ...)."""

    label: str
    value: float
    color: str


class StackedProgress(QWidget):
    """8 px high, parts with 2 px between them on a sunken track; ``total`` is the full width."""

    def __init__(
        self, parts: Sequence[Part] = (), total: float = 1.0, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_parts(parts, total)

    def set_parts(self, parts: Sequence[Part], total: float) -> None:
        """Show other parts; a total of 0 shows the empty track."""
        self._parts, self._total = tuple(parts), total
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(", ".join(f"{part.label} {part.value:g}" for part in parts))
        self.update()

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(240, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Round ends come from a clip, so that inner edges stay straight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, (self.height() - 8) / 2, self.width(), 8)
        clip = QPainterPath()
        clip.addRoundedRect(track, 4, 4)
        painter.setClipPath(clip)
        painter.fillRect(track, painting.qcolor(colors().sunken))
        left = 0.0
        for part in self._parts if self._total > 0 else ():
            width = part.value / self._total * self.width()
            area = QRectF(round(left), track.top(), max(1, round(width) - 2), 8)
            painter.fillRect(area, painting.qcolor(getattr(colors(), part.color)))
            left += width
