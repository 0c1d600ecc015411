"""Push buttons of every kind, with key caps inside."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import TextStyle, colors, icons, painting, type_scale


class ButtonKind(StrEnum):
    """How much a button asks for attention; ``danger`` fill is for dialogs and Hang up alone."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    DANGER_OUTLINE = "danger-outline"
    LINK = "link"


_STYLES = {28: type_scale.SMALL_MEDIUM, 32: type_scale.BODY_MEDIUM, 40: type_scale.LARGE_MEDIUM}
_PADDING = {28: 8, 32: 12, 40: 16}
_ICON = {28: 14, 32: 16, 40: 18}


class Button(QPushButton):
    """Height 28, 32 or 40 px. Without text it is square and ``name`` says what it does. Never elided."""

    def __init__(
        self,
        text: str = "",
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        size: int = 32,
        icon: str = "",
        keys: Sequence[str] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind = kind
        self._size = size
        self._icon = icon
        self._keys = tuple(keys)
        policy = QSizePolicy.Policy.Fixed if not text else QSizePolicy.Policy.Minimum
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRadius", 6)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        if keys:
            self.setAccessibleDescription("+".join(keys))
        if kind is ButtonKind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_icon(self, icon: str) -> None:
        """Another bundled icon, "" for none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Another kind; the size stays."""
        self.kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for icon, whole text and key caps."""
        if self.kind is ButtonKind.LINK:
            return QSize(round(self._content_width()), 20)
        if not self.text() and not self._keys:
            return QSize(self._size, self._size)
        return QSize(round(self._content_width()) + 2 * (_PADDING[self._size] + 1), self._size)

    def minimumSizeHint(self) -> QSize:
        """The size hint: a button never elides."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, then icon, text and keys centred together."""
        painter = QPainter(self)
        fill, line, ink = self._look()
        if self.kind is not ButtonKind.LINK:
            painting.box(painter, QRectF(self.rect()), 6, fill, line)
        left = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            side = self._icon_side()
            icons.paint(painter, self._icon, left, middle - side / 2, side, ink)
            left += side + (8 if self.text() else 0)
        width = painting.text_width(self.text(), self._style())
        painting.text(painter, QRectF(left, 0, width, self.height()), self.text(), self._style(), ink)
        left += width + (8 if self.text() else 0)
        painting.paint_keys(painter, left, middle - 9, self._keys, *self._key_look(ink))

    def _style(self) -> TextStyle:
        return type_scale.SMALL_MEDIUM if self.kind is ButtonKind.LINK else _STYLES[self._size]

    def _icon_side(self) -> int:
        if not self.text():
            return 16 if self._size < 40 else 20
        return 14 if self.kind is ButtonKind.LINK else _ICON[self._size]

    def _content_width(self) -> float:
        width = painting.text_width(self.text(), self._style())
        if self._icon:
            width += self._icon_side() + (8 if self.text() else 0)
        if self._keys:
            width += painting.keys_width(self._keys) + (8 if self.text() else 0)
        return width

    def _key_look(self, ink: str) -> tuple[str, str]:
        filled = self.kind in (ButtonKind.PRIMARY, ButtonKind.DANGER) and self.isEnabled()
        return (ink, ink) if filled else (colors().text2 if self.isEnabled() else ink, colors().line2)

    def _look(self) -> tuple[str | None, str | None, str]:
        """(fill, outline, ink) for the present state."""
        c = colors()
        if not self.isEnabled():
            return (None if self.kind in (ButtonKind.GHOST, ButtonKind.LINK) else c.sunken), None, c.text3
        pressed, hover = self.isDown(), self.underMouse()
        if self.kind is ButtonKind.PRIMARY:
            fill = c.accent_pressed if pressed else c.accent_hover if hover else c.accent
            return fill, None, c.on_accent
        if self.kind is ButtonKind.DANGER:
            return (c.danger if pressed or hover else c.danger_fill), None, c.on_accent
        fill_soft = c.pressed if pressed else c.hover if hover else None
        if self.kind is ButtonKind.GHOST:
            return fill_soft, None, c.text if fill_soft or self.isChecked() else c.text2
        if self.kind is ButtonKind.LINK:
            return None, None, c.accent_hover if hover and not pressed else c.accent_text
        ink = c.danger if self.kind is ButtonKind.DANGER_OUTLINE else c.text
        return fill_soft or c.surface, c.line2, ink
