"""How a button looks, for the widget and for buttons painted inside tables."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

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
_GAP = 8


@dataclass(frozen=True, slots=True)
class ButtonState:
    """What the pointer and the page do to a button."""

    enabled: bool = True
    hover: bool = False
    pressed: bool = False
    checked: bool = False


@dataclass(frozen=True, slots=True)
class ButtonFace:
    """``size`` is the height: 28, 32 or 40 px."""

    text: str
    kind: ButtonKind
    size: int
    icon: str = ""
    keys: tuple[str, ...] = ()

    @property
    def style(self) -> TextStyle:
        """Type style of the words."""
        return type_scale.SMALL_MEDIUM if self.kind is ButtonKind.LINK else _STYLES[self.size]

    def width(self) -> int:
        """Width in px with padding; square without words and keys."""
        if self.kind is ButtonKind.LINK:
            return round(self._content_width())
        if not self.text and not self.keys:
            return self.size
        return round(self._content_width()) + 2 * (_PADDING[self.size] + 1)

    def height(self) -> int:
        """Height in px; links are as high as a line of text."""
        return 16 if self.kind is ButtonKind.LINK else self.size

    def paint(self, painter: QPainter, area: QRectF, state: ButtonState) -> None:
        """Box, then icon, text and keys centred together."""
        fill, line, ink = self._look(state)
        if self.kind is not ButtonKind.LINK:
            painting.box(painter, area, 6, fill, line)
        left = area.left() + (area.width() - self._content_width()) / 2
        middle = area.center().y()
        if self.icon:
            side = self._icon_side()
            icons.paint(painter, self.icon, left, middle - side / 2, side, ink)
            left += side + (_GAP if self.text else 0)
        width = painting.text_width(self.text, self.style)
        words = QRectF(left, area.top(), width, area.height())
        painting.text(painter, words, self.text, self.style, ink)
        left += width + (_GAP if self.text else 0)
        painting.paint_keys(painter, left, middle - 9, self.keys, *self._key_look(ink, state.enabled))

    def _icon_side(self) -> int:
        if not self.text:
            return 16 if self.size < 40 else 20
        return 14 if self.kind is ButtonKind.LINK else _ICON[self.size]

    def _content_width(self) -> float:
        width = painting.text_width(self.text, self.style)
        gap = _GAP if self.text else 0
        if self.icon:
            width += self._icon_side() + gap
        if self.keys:
            width += painting.keys_width(self.keys) + gap
        return width

    def _key_look(self, ink: str, enabled: bool) -> tuple[str, str]:
        if self.kind in (ButtonKind.PRIMARY, ButtonKind.DANGER) and enabled:
            return ink, ink
        return (colors().text2 if enabled else ink), colors().line2

    def _look(self, state: ButtonState) -> tuple[str | None, str | None, str]:
        """(fill, outline, ink)."""
        c = colors()
        if not state.enabled:
            bare = self.kind in (ButtonKind.GHOST, ButtonKind.LINK)
            return None if bare else c.sunken, None, c.text3
        soft = c.pressed if state.pressed else c.hover if state.hover else None
        match self.kind:
            case ButtonKind.PRIMARY:
                fill = c.accent_pressed if state.pressed else c.accent_hover if state.hover else c.accent
                return fill, None, c.on_accent
            case ButtonKind.DANGER:
                return c.danger_fill, None, c.on_accent
            case ButtonKind.GHOST:
                return soft, None, c.text if soft or state.checked else c.text2
            case ButtonKind.LINK:
                return None, None, c.accent_hover if state.hover else c.accent_text
            case ButtonKind.DANGER_OUTLINE:
                return soft or c.surface, c.line2, c.danger
            case _:
                return soft or c.surface, c.line2, c.text
