"""A short confirmation with a way back."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import colors, icons, painting, type_scale

_STAY_MS = 6_000
_MARGIN = 16
_HINT_BAR = 28
_RAIL = 88


class Toast(QFrame):
    """A child of the window, bottom left above the hint bar, 6 s, one at a time: a new one replaces the old.

    ``acted`` fires when the action is clicked (or Enter pressed on it). ``closed`` when it goes by itself.
    """

    acted = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._text = self._action = self._keys = ""
        self._icon = "check"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("focusRadius", 8)
        self.setMinimumWidth(360)
        self.setFixedHeight(44)
        self.hide()
        window.installEventFilter(self)

    def show_message(self, text: str, *, action: str = "", keys: str = "", icon: str = "check") -> None:
        """Show at once; ``keys`` is the shortcut printed beside the action ("Ctrl Z")."""
        self._text, self._action, self._keys, self._icon = text, action, keys, icon
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"{action} {keys}".strip())
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start(_STAY_MS)

    def sizeHint(self) -> QSize:
        """44 px high, as wide as its words."""
        action = painting.text_width(self._action, type_scale.BODY_STRONG)
        keys = painting.text_width(self._keys, type_scale.BODY)
        words = painting.text_width(self._text, type_scale.BODY)
        return QSize(max(self.minimumWidth(), round(44 + words + 48 + action + keys + 20)), 44)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The right part is the action."""
        if self._action and event.position().x() >= self._action_left() - 8:
            self._act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space act, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._action:
            self._act()
        elif event.key() == Qt.Key.Key_Escape:
            self._expire()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Inverse colours."""
        c = colors()
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 8, c.text)
        icons.paint(painter, self._icon, 16, 14, 16, c.surface)
        left = self._action_left()
        area = QRectF(44, 0, left - 44 - 16, 44)
        painting.text(painter, area, self._text, type_scale.BODY, c.surface, elide=True)
        painting.text(painter, QRectF(left, 0, 200, 44), self._action, type_scale.BODY_STRONG, c.surface)
        left += painting.text_width(self._action, type_scale.BODY_STRONG) + 4
        painting.text(painter, QRectF(left, 0, 200, 44), self._keys, type_scale.BODY, c.surface)

    def _action_left(self) -> float:
        action = painting.text_width(self._action, type_scale.BODY_STRONG)
        keys = painting.text_width(self._keys, type_scale.BODY)
        return self.width() - 16 - action - (4 + keys if self._keys else 0)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move(_RAIL + _MARGIN, window.height() - _HINT_BAR - _MARGIN - self.height())

    def _act(self) -> None:
        self._timer.stop()
        self.hide()
        self.acted.emit()

    def _expire(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()
