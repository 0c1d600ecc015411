"""The agent's state: the one large coloured element."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale


class PillLook(StrEnum):
    """How a state looks: calm tint, outline, or the filled green of a live call."""

    READY = "ready"
    PREVIEW = "preview"
    DIALLING = "dialling"
    LIVE = "live"
    WRAP_UP = "wrap_up"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class PillState:
    """What the pill shows; ``timer`` is already formatted ("03:42"), "" hides it."""

    look: PillLook
    label: str
    timer: str = ""
    icon: str = ""


_ICONS = {
    PillLook.READY: "headphones",
    PillLook.PREVIEW: "eye",
    PillLook.DIALLING: "phone-outgoing",
    PillLook.LIVE: "phone-call",
    PillLook.WRAP_UP: "timer",
    PillLook.IDLE: "pause",
}


class StatePill(QAbstractButton):
    """172 x 32 px (``width`` for longer words), fixed so that nothing moves when the state changes.

    Clicking opens the menu given with ``set_menu``; without one only ``clicked`` fires.
    """

    def __init__(self, state: PillState, *, width: int = 172, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._menu: QMenu | None = None
        self._width = width
        self.setFixedSize(width, 32)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 16)
        self.clicked.connect(self._open)
        self.set_state(state)

    def set_state(self, state: PillState) -> None:
        """Show another state, or the same with the timer moved on."""
        renamed = state.label != self._state.label or not self.accessibleName()
        self._state = state
        if renamed:
            # Only the word is announced: a timer read aloud every second would drown everything else.
            self.setAccessibleName(self.tr("State: {0}").format(state.label))
        self.setText(state.label)
        self.update()

    def set_menu(self, menu: QMenu) -> None:
        """The menu a click opens, below the pill."""
        self._menu = menu

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(self._width, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, name, timer, chevron."""
        painter = QPainter(self)
        fill, line, ink = self._colors()
        painting.box(painter, QRectF(self.rect()), 16, fill, line)
        icons.paint(painter, self._state.icon or _ICONS[self._state.look], 12, 8, 16, ink)
        icons.paint(painter, "chevron-down", self.width() - 27, 9, 14, ink)
        right = self.width() - 34.0
        timer = painting.text_width(self._state.timer, type_scale.BODY_MEDIUM)
        area = QRectF(right - timer, 0, timer, 32)
        painting.text(painter, area, self._state.timer, type_scale.BODY_MEDIUM, ink, painting.ALIGN_RIGHT)
        name = QRectF(36, 0, right - timer - 36 - 6, 32)
        painting.text(painter, name, self._state.label, type_scale.BODY_STRONG, ink, elide=True)

    def _colors(self) -> tuple[str, str | None, str]:
        c = colors()
        return {
            PillLook.READY: (c.ok_tint, None, c.ok),
            PillLook.PREVIEW: (c.surface, c.line2, c.text),
            PillLook.DIALLING: (c.accent_tint, None, c.accent_text),
            PillLook.LIVE: (c.ok_fill, None, c.on_accent),
            PillLook.WRAP_UP: (c.warn_tint, None, c.warn),
            PillLook.IDLE: (c.idle_tint, None, c.text2),
        }[self._state.look]

    def _open(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
