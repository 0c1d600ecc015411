"""An answer of the script."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale


class Choice(QAbstractButton):
    """48 px: key cap, label, and at the right the branch it leads to (which elides first)."""

    def __init__(
        self, key: str, label: str, target: str = "", *, checked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key, self._target = key, target
        self.setText(label)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFixedHeight(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRadius", 8)
        self.setAccessibleDescription(self.tr("Key {0}, leads to {1}").format(key, target) if target else key)

    def sizeHint(self) -> QSize:
        """Room for the label; the target takes what is left."""
        return QSize(self._label_width() + 180, 48)

    def minimumSizeHint(self) -> QSize:
        """The label never elides."""
        return QSize(self._label_width() + 56, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Outlined, tinted when chosen."""
        c = colors()
        painter = QPainter(self)
        on = self.isChecked()
        fill = (
            c.accent_tint
            if on
            else c.pressed
            if self.isDown()
            else c.hover
            if self.underMouse()
            else c.surface
        )
        painting.box(painter, QRectF(self.rect()), 8, fill, c.accent if on else c.line2)
        ink = c.accent_text if on else c.text2
        painting.paint_key(painter, 13, 15, self._key, ink, c.accent_text if on else c.line2, c.surface)
        style = type_scale.BODY_STRONG if on else type_scale.BODY
        painting.text(painter, QRectF(43, 0, self.width(), 48), self.text(), style, c.text)
        self._paint_target(painter, ink if on else c.text3)

    def _paint_target(self, painter: QPainter, ink: str) -> None:
        space = self.width() - 43 - self._label_width() - 12 - 20 - 13
        if not self._target or space < 24:
            return
        shown = painting.elided(self._target, type_scale.SMALL, space)
        width = painting.text_width(shown, type_scale.SMALL)
        area = QRectF(self.width() - 13 - width, 0, width, 48)
        painting.text(painter, area, shown, type_scale.SMALL, ink)
        icons.paint(painter, "corner-down-right", area.left() - 19, 17, 14, ink)

    def _label_width(self) -> int:
        return round(painting.text_width(self.text(), type_scale.BODY_STRONG))
