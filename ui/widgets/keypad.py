"""Digits to send during a call."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.theme import colors, painting
from ui.widgets.button import Button
from ui.widgets.line_edit import LineEdit

_KEYS = "123456789*0#"


class Keypad(QFrame):
    """Twelve keys and what was sent. ``pressed(str)`` carries one tone; the keyboard works too."""

    pressed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(170)
        self.setAccessibleName(self.tr("Keypad"))
        self._sent = LineEdit(name=self.tr("Sent tones"), size=28)
        self._sent.setReadOnly(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.setSpacing(8)
        layout.addWidget(self._sent)
        grid = QGridLayout()
        grid.setSpacing(4)
        for index, key in enumerate(_KEYS):
            button = Button(key)
            button.clicked.connect(lambda _=False, tone=key: self._send(tone))
            grid.addWidget(button, index // 3, index % 3)
        layout.addLayout(grid)

    def clear(self) -> None:
        """Forget what was sent, when the call ends."""
        self._sent.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, star and hash."""
        if event.text() and event.text() in _KEYS:
            self._send(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface with an outline."""
        painting.box(QPainter(self), QRectF(self.rect()), 8, colors().surface, colors().line2)

    def _send(self, tone: str) -> None:
        self._sent.setText(self._sent.text() + tone)
        self.pressed.emit(tone)
