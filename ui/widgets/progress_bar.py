"""How far something is."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ui.theme import colors, painting


class ProgressBar(QProgressBar):
    """4 or 8 px high, round ends; 0-1000. ``fill`` names a palette token."""

    def __init__(
        self,
        share: float = 0.0,
        *,
        thickness: int = 4,
        fill: str = "accent",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._thickness, self._fill = thickness, fill
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """0 = nothing, 1 = all; clipped."""
        self.setValue(round(1000 * min(max(share, 0.0), 1.0)))

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(120, self._thickness)

    def minimumSizeHint(self) -> QSize:
        """24 px wide."""
        return QSize(24, self._thickness)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and bar."""
        painter = QPainter(self)
        painting.progress(
            painter, QRectF(self.rect()), self.value() / 1000, getattr(colors(), self._fill), self._thickness
        )
