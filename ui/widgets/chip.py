"""A filter or a suggestion that can be switched on."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale

_CROSS = 12


class Chip(QAbstractButton):
    """28 px high. ``checkable`` toggles on click; ``removable`` shows a cross, Delete removes it too."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        *,
        checked: bool = False,
        checkable: bool = True,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._removable = removable
        self.setText(text)
        self.setCheckable(checkable)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRadius", 6)

    def sizeHint(self) -> QSize:
        """Text with 9 px on both sides, and the cross."""
        width = painting.text_width(self.text(), type_scale.SMALL) + 18
        return QSize(ceil(width) + (_CROSS + 8 if self._removable else 0), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Outlined when off, tinted when on."""
        c = colors()
        painter = QPainter(self)
        on = self.isChecked() or self._removable
        fill = (
            c.accent_tint
            if on
            else c.pressed
            if self.isDown()
            else c.hover
            if self.underMouse()
            else c.surface
        )
        painting.box(painter, QRectF(self.rect()), 6, fill, c.accent_tint2 if on else c.line2)
        ink = c.accent_text if on else c.text2
        style = type_scale.SMALL_MEDIUM if on else type_scale.SMALL
        painting.text(painter, QRectF(9, 0, self.width() - 18, 28), self.text(), style, ink)
        if self._removable:
            icons.paint(painter, "x", self.width() - 9 - _CROSS, 8, _CROSS, ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace remove a removable chip."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the cross removes."""
        on_cross = event.position().x() > self.width() - 9 - _CROSS - 4
        if self._removable and on_cross and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)
