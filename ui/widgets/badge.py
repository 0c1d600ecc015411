"""A small tinted word."""

from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Tone, painting


class Badge(QLabel):
    """20 px high, never elided. ``icon`` names a bundled icon; ``outline`` drops the tint."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        icon: str = "",
        *,
        outline: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._icon = icon
        self._outline = outline
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "") -> None:
        """Show another word."""
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        return QSize(ceil(painting.badge_width(self.text(), self._icon)), painting.BADGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, icon, word."""
        painting.paint_badge(QPainter(self), 0, 0, self.text(), self._tone, self._icon, self._outline)
