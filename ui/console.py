"""The one window: sign-in, then the shell, or a screen that says why there is nothing to show."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from ui.widgets import FocusRing

SIZE, MINIMUM = (1440, 900), (1200, 760)


@dataclass(frozen=True)
class _Covered:
    """What is behind a cover."""

    screen: QWidget
    focus: QWidget | None
    dialogs: list[QDialog]


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
        self._covered: _Covered | None = None

    @property
    def screen_shown(self) -> QWidget | None:
        """What the window shows."""
        return self._stack.currentWidget()

    def show_screen(self, screen: QWidget) -> None:
        """Replace what is shown, a cover and what it covers too."""
        old, self._covered = self._screens(), None
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        for one in old:
            self._stack.removeWidget(one)
            one.deleteLater()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def cover(self, screen: QWidget) -> None:
        """Show `screen` over what is shown, and over every dialog and menu, until `uncover`."""
        dialogs = []
        for window in self.findChildren(QWidget):
            if window.isWindow() and window.isVisible():
                window.hide()
                if isinstance(window, QDialog):
                    dialogs.append(window)
        self._covered = _Covered(self._screens()[-1], self.focusWidget(), dialogs)
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if dialogs:
            # The keys went to a dialog: they are for the cover now.
            self.activateWindow()
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Show again what was covered, as it was; nothing happens when something else is shown by now."""
        covered, self._covered = self._covered, None
        if covered is None:
            return
        cover = self._screens()[-1]
        self._stack.setCurrentWidget(covered.screen)
        self._stack.removeWidget(cover)
        cover.deleteLater()
        # Behind the cover the pages went on: what had the focus, or asked something, may be gone.
        if covered.focus is not None and isValid(covered.focus):
            covered.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        for dialog in filter(isValid, covered.dialogs):
            dialog.show()

    def _screens(self) -> list[QWidget]:
        """What is shown, last, and what it covers."""
        found = [self._stack.widget(index) for index in range(self._stack.count())]
        return [screen for screen in found if screen is not None]

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
