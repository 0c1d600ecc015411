"""A hairline between two areas."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colors, painting


class Divider(QWidget):
    """1 px, horizontal unless told otherwise. ``length`` fixes the long side in px, 0 stretches."""

    def __init__(
        self,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        *,
        length: int = 0,
        tone: str = "line",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
            self.setSizePolicy(free, fixed)
            if length:
                self.setFixedWidth(length)
        else:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, free)
            if length:
                self.setFixedHeight(length)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the line colour."""
        QPainter(self).fillRect(self.rect(), painting.qcolor(getattr(colors(), self._tone)))
