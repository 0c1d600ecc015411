"""One of several."""

from math import ceil

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ui.theme import colors, painting, type_scale


class RadioButton(QRadioButton):
    """16 px circle, 8 px gap, text. Arrow keys move inside the group, as Qt does."""

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", 8)

    def sizeHint(self) -> QSize:
        """Circle and the whole text."""
        return QSize(24 + ceil(painting.text_width(self.text(), type_scale.BODY)), 20)

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The text selects too."""
        return self.rect().contains(pos)

    def focus_rect(self) -> QRectF:
        """The circle, for the focus ring."""
        return QRectF(0, (self.height() - 16) / 2, 16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled with a white dot when on, outlined when off."""
        c = colors()
        painter = QPainter(self)
        area = self.focus_rect()
        if self.isChecked():
            painting.box(painter, area, 8, c.accent if self.isEnabled() else c.text3)
            painting.box(painter, area.adjusted(5, 5, -5, -5), 3, c.on_accent)
        else:
            painting.box(painter, area, 8, c.surface if self.isEnabled() else c.sunken, c.line_strong)
        ink = c.text if self.isEnabled() else c.text3
        painting.text(painter, QRectF(24, 0, self.width(), self.height()), self.text(), type_scale.BODY, ink)
