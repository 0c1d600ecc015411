"""The one window: sign-in, then the shell, or a screen that says why there is nothing to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from ui.widgets import FocusRing

SIZE, MINIMUM = (1440, 900), (1200, 760)


class Console(QMainWindow):
    """Shows one screen at a time; the screen before it is destroyed, so that nothing of it stays behind.

    Signal: `closing()` once, when the user closes the window; `allow_close` lets it go.
    """

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("CallNex Agent Console")
        self.resize(*SIZE)
        self.setMinimumSize(*MINIMUM)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._ring = FocusRing(self)
        self._may_close = False

    @property
    def screen_shown(self) -> QWidget | None:
        """What the window shows."""
        return self._stack.currentWidget()

    def show_screen(self, screen: QWidget) -> None:
        """Replace what is shown."""
        old = self._stack.currentWidget()
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def allow_close(self) -> None:
        """Everything is put away: the next close is the last."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever runs us to put things away first."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.closing.emit()
