"""A tick box."""

from math import ceil

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale


class CheckBox(QCheckBox):
    """16 px box, 8 px gap, text."""

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", 4)

    def sizeHint(self) -> QSize:
        """Box and the whole text."""
        return QSize(24 + ceil(painting.text_width(self.text(), type_scale.BODY)), 20)

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The text toggles too."""
        return self.rect().contains(pos)

    def focus_rect(self) -> QRectF:
        """The box, for the focus ring."""
        return QRectF(0, (self.height() - 16) / 2, 16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled with a tick when on, outlined when off."""
        c = colors()
        painter = QPainter(self)
        area = self.focus_rect()
        if self.isChecked():
            painting.box(painter, area, 4, c.accent if self.isEnabled() else c.text3)
            icons.paint(painter, "check", area.x() + 2, area.y() + 2, 12, c.on_accent)
        else:
            painting.box(painter, area, 4, c.surface if self.isEnabled() else c.sunken, c.line_strong)
        ink = c.text if self.isEnabled() else c.text3
        painting.text(painter, QRectF(24, 0, self.width(), self.height()), self.text(), type_scale.BODY, ink)
