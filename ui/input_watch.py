"""How long nobody has touched keyboard or mouse in the console's windows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class InputWatch(QObject):
    """Listens to windows and not to every widget: all input comes in by a window, and little else does."""

    def __init__(self, seconds: Callable[[], float], parent: QObject | None = None) -> None:
        """`seconds` is a clock that nobody can set and that counts sleep: a lid opened again is no input."""
        super().__init__(parent)
        self._seconds = seconds
        self._last = seconds()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow)
        self._follow(application.focusWindow())

    @property
    def quiet_s(self) -> float:
        """Seconds since the last input."""
        return self._seconds() - self._last

    def touch(self) -> None:
        """Count from now."""
        self._last = self._seconds()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note input; it goes on to whom it is for."""
        if event.type() in INPUT:
            self.touch()
        return False

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            # Again for one that was in front before: Qt keeps a filter once.
            window.installEventFilter(self)
