"""On or off, at once."""

from math import ceil

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.theme import colors, painting, type_scale

_TRACK = QSize(32, 18)


class Switch(QCheckBox):
    """A 32 x 18 px switch with an optional text at its right. Space toggles; read aloud as a check box.

    A setting the organisation has locked is not a grey switch: show its value with ``LockedValue``.
    """

    def __init__(
        self, text: str = "", *, checked: bool = False, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", 9)
        if name:
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Track plus text."""
        text = ceil(painting.text_width(self.text(), type_scale.SMALL)) + 8 if self.text() else 0
        return QSize(_TRACK.width() + text, max(_TRACK.height(), 20 if self.text() else 0))

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The text toggles too."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, knob, text."""
        c = colors()
        painter = QPainter(self)
        top = (self.height() - _TRACK.height()) / 2
        track = c.accent if self.isChecked() else c.line_strong
        painting.box(painter, QRectF(0, top, 32, 18), 9, track if self.isEnabled() else c.sunken)
        knob = 16 if self.isChecked() else 2
        painting.box(painter, QRectF(knob, top + 2, 14, 14), 7, c.on_accent if self.isEnabled() else c.text3)
        ink = c.text if self.isEnabled() else c.text3
        painting.text(painter, QRectF(40, 0, self.width(), self.height()), self.text(), type_scale.SMALL, ink)

    def nextCheckState(self) -> None:
        """Two states only."""
        self.setChecked(not self.isChecked())

    def checkStateSet(self) -> None:
        """Repaint: the track is not part of Qt's indicator rectangle."""
        super().checkStateSet()
        self.update()

    def focus_rect(self) -> QRectF:
        """The track, for the focus ring: the text stays outside."""
        return QRectF(0, (self.height() - 18) / 2, 32, 18)
