"""A still icon in a token colour."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import colors, icons


class IconLabel(QLabel):
    """``size`` px square; ``tone`` names a palette token. Decorative unless ``name`` is given."""

    def __init__(
        self, icon: str, size: int = 16, tone: str = "text2", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._size, self._tone = icon, size, tone
        self.setFixedSize(size, size)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, tone: str = "") -> None:
        """Another icon, and another colour when given."""
        self._icon, self._tone = icon, tone or self._tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon."""
        icons.paint(QPainter(self), self._icon, 0, 0, self._size, getattr(colors(), self._tone))
