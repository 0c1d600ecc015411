"""A trend in one line, without a scale: the figure stands beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting


class Sparkline(QWidget):
    """1.5 px line with a dot at its end. Fewer than two values draw nothing."""

    def __init__(
        self,
        values: Sequence[float] = (),
        *,
        width: int = 72,
        height: int = 24,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = tuple(values)
        self._size = QSize(width, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_values(self, values: Sequence[float]) -> None:
        """Another trend, oldest first."""
        self._values = tuple(values)
        self.update()

    def sizeHint(self) -> QSize:
        """The size given."""
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painting.spark(QPainter(self), QRectF(self.rect()), self._values, colors().text2)
