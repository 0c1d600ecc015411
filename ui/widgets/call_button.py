"""The large buttons of the call bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ui.theme import colors, icons, painting, type_scale


class CallButton(QToolButton):
    """88 x 56 px: icon over label and key. ``hang_up`` is wider and red while it can be used."""

    def __init__(
        self,
        icon: str,
        label: str,
        key: str = "",
        *,
        hang_up: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._key, self._hang_up = icon, key, hang_up
        self.setText(label)
        self.setAccessibleName(label)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 8)

    def set_label(self, icon: str, label: str) -> None:
        """Another icon and word, e.g. Mute and Unmute."""
        self._icon = icon
        self.setText(label)
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """At least 88 px (Hang up 132), more when the words need it."""
        width = painting.text_width(self.text(), type_scale.TINY_MEDIUM)
        width += painting.text_width(self._key, type_scale.TINY_MEDIUM) + 6 + 20
        return QSize(max(132 if self._hang_up else 88, round(width)), 56)

    def minimumSizeHint(self) -> QSize:
        """The size hint: it never elides."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, icon, one line of words."""
        painter = QPainter(self)
        fill, line, ink, key_ink = self._look()
        painting.box(painter, QRectF(self.rect()), 8, fill, line)
        icons.paint(painter, self._icon, (self.width() - 18) / 2, 9, 18, ink)
        style = type_scale.TINY_MEDIUM
        label, key = painting.text_width(self.text(), style), painting.text_width(self._key, style)
        left = (self.width() - label - (6 + key if self._key else 0)) / 2
        painting.text(painter, QRectF(left, 31, label, 16), self.text(), style, ink)
        painting.text(painter, QRectF(left + label + 6, 31, key, 16), self._key, style, key_ink)

    def _look(self) -> tuple[str, str | None, str, str]:
        """(fill, outline, ink, ink of the key)."""
        c = colors()
        if not self.isEnabled():
            return (c.surface if self._hang_up else c.sunken), c.line2, c.text3, c.text3
        if self._hang_up:
            return (c.danger if self.isDown() else c.danger_fill), None, c.on_accent, c.on_accent
        if self.isChecked():
            return c.accent_tint, c.accent, c.accent_text, c.accent_text
        fill = c.pressed if self.isDown() else c.hover if self.underMouse() else c.surface
        return fill, c.line2, c.text, c.text2
