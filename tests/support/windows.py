"""Watches which windows an application puts on the screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class _Watch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        # Kept as Python objects, so that no later window can pass for an earlier one.
        if shown and not any(watched is one for one in self.seen):
            self.seen.append(watched)
        return False


@contextmanager
def windows_shown(app: QApplication) -> Iterator[list[QObject]]:
    """Every widget that was a window of its own when it was shown; a flash counts."""
    watch = _Watch()
    app.installEventFilter(watch)
    try:
        yield watch.seen
    finally:
        app.removeEventFilter(watch)
