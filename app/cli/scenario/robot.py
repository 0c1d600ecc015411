"""Eyes and hands of a user: finds visible widgets, clicks, types, waits. Nothing else reaches the console."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

W = TypeVar("W", bound=QWidget)
LOOK_EVERY_S = 0.03


class NotSeen(AssertionError):
    """Something a user would have seen did not appear in time."""


class Robot:
    """Acts on the program's windows as a person would: by what is visible, with mouse and keys."""

    def __init__(self, pictures: Path, excuse: Callable[[float], None] = lambda seconds: None) -> None:
        """`excuse` hears how long looking and taking pictures took: it is our work, not the console's."""
        pictures.mkdir(parents=True, exist_ok=True)
        self._pictures = pictures
        self._excuse = excuse
        self.seen: list[str] = []

    @property
    def window(self) -> QWidget:
        """The window in front; raises NotSeen when none is open."""
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if not windows:
            raise NotSeen("no window is open")
        active = QApplication.activeWindow()
        return active if active in windows else max(windows, key=lambda w: w.width() * w.height())

    async def until(self, happened: Callable[[], object], what: str, seconds: float = 20.0) -> None:
        """Wait until `happened()` is true; raises NotSeen naming `what`."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not self._looked(happened):
            if asyncio.get_running_loop().time() > deadline:
                self.picture("not-seen")
                raise NotSeen(f"{what} (waited {seconds:g} s)")
            await asyncio.sleep(LOOK_EVERY_S)

    def _looked(self, happened: Callable[[], object]) -> object:
        with self._own_work():
            return happened()

    @contextmanager
    def _own_work(self) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self._excuse(time.monotonic() - began)

    async def find(self, kind: type[W], name: str, seconds: float = 20.0) -> W:
        """Return the visible, enabled widget whose object name or accessible name is `name`."""
        await self.until(lambda: self.look(kind, name), f"{kind.__name__} “{name}”", seconds)
        found = self.look(kind, name)
        if found is None:
            raise NotSeen(f"{kind.__name__} “{name}” went away")
        return found

    def look(self, kind: type[W], name: str) -> W | None:
        """Return such a widget if it can be seen and used now."""
        for widget in self.window.findChildren(kind):
            if name in _names(widget) and _usable(widget):
                return widget
        return None

    async def click(self, name: str, kind: type[QWidget] = QWidget, seconds: float = 20.0) -> None:
        """Click the middle of a widget."""
        widget = await self.find(kind, name, seconds)
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center()
        )
        await asyncio.sleep(0)

    async def click_at(self, widget: QWidget, point: QPoint) -> None:
        """Click a point of a widget (its own coordinates)."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        await asyncio.sleep(0)

    async def write(self, name: str, text: str, kind: type[QWidget] = QWidget) -> None:
        """Click into a field and type."""
        await self.click(name, kind)
        await self.type(text)

    async def type(self, text: str) -> None:
        """Type into whatever has the focus, one key at a time."""
        for character in text:
            QTest.keyClicks(self._focus(), character)
            await asyncio.sleep(0)

    async def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(self._focus(), key, modifiers)
        await asyncio.sleep(0)

    def picture(self, name: str) -> None:
        """Keep what the front window shows as NAME.png."""
        path = self._pictures / f"{name}.png"
        with self._own_work():
            if not self.window.grab().save(str(path)):
                raise OSError(f"could not write {path}")
        self.seen.append(path.name)

    def _focus(self) -> QWidget:
        # A window that is not in front has a focus of its own: someone may be working in another one.
        return QApplication.focusWidget() or self.window.focusWidget() or self.window


def _names(widget: QWidget) -> tuple[str, ...]:
    written = widget.text() if isinstance(widget, QAbstractButton) else ""
    return tuple(name for name in (widget.objectName(), widget.accessibleName(), written) if name)


def _usable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()
