"""Initials in a circle."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import colors, painting, type_scale


class Avatar(QLabel):
    """``initials`` (one to three letters) in a circle of ``size`` px; ``name`` is read aloud."""

    def __init__(
        self, initials: str, size: int = 32, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(initials, parent)
        self._size = size
        self.setFixedSize(size, size)
        self.setAccessibleName(name or initials)
        self.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle and letters."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        painting.box(painter, area, self._size / 2, colors().sunken)
        wanted = {24: 9, 32: 12, 48: 15}.get(self._size, round(self._size * 0.36))
        style = replace(type_scale.SMALL_STRONG, size=max(10, wanted))
        painting.text(painter, area, self.text(), style, colors().text2, painting.ALIGN_CENTER)
