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
    """What the pill shows; ``timer`` is already formatted ("03:42"), "" hides it.

    ``short`` stands in the pill where ``label`` is too long for it; the whole label is in the tooltip and is
    what a screen reader says.
    """

    look: PillLook
    label: str
    timer: str = ""
    icon: str = ""
    short: str = ""


_ICONS = {
    PillLook.READY: "headphones",
    PillLook.PREVIEW: "eye",
    PillLook.DIALLING: "phone-outgoing",
    PillLook.LIVE: "phone-call",
    PillLook.WRAP_UP: "timer",
    PillLook.IDLE: "pause",
}

_WIDTH, _NAME_LEFT, _TIMER_RIGHT = 172, 35, 30


class StatePill(QAbstractButton):
    """172 x 32 px, fixed so that nothing moves when the state changes.

    Clicking opens the menu given with ``set_menu``; without one only ``clicked`` fires.
    """

    def __init__(self, state: PillState, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._menu: QMenu | None = None
        self.setFixedSize(_WIDTH, 32)
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
        self.setToolTip(state.label if state.short else "")
        self.update()

    def set_menu(self, menu: QMenu) -> None:
        """The menu a click opens, below the pill."""
        self._menu = menu

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(_WIDTH, 32)

    def name_room(self) -> float:
        """How wide a name may be beside the timer of now, in px."""
        return _WIDTH - _NAME_LEFT - _TIMER_RIGHT - self._timer_width() - 4

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, name, timer, chevron."""
        painter = QPainter(self)
        fill, line, ink = self._colors()
        painting.box(painter, QRectF(self.rect()), 16, fill, line)
        icons.paint(painter, self._state.icon or _ICONS[self._state.look], 12, 8, 16, ink)
        icons.paint(painter, "chevron-down", _WIDTH - 25, 9, 14, ink)
        timer = self._timer_width()
        area = QRectF(_WIDTH - _TIMER_RIGHT - timer, 0, timer, 32)
        painting.text(painter, area, self._state.timer, type_scale.BODY_MEDIUM, ink, painting.ALIGN_RIGHT)
        name = QRectF(_NAME_LEFT, 0, self.name_room(), 32)
        words = self._state.short or self._state.label
        painting.text(painter, name, words, type_scale.BODY_STRONG, ink, elide=True)

    def _timer_width(self) -> float:
        return painting.text_width(self._state.timer, type_scale.BODY_MEDIUM)

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
