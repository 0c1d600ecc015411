"""A large page shows what is new in parts, one a turn of the loop: a key waits for one part, not for all."""

from collections import deque
from collections.abc import Callable, Sequence
from weakref import WeakMethod

from PySide6.QtCore import QObject, QTimer

Part = Callable[[], None]


class Paced(QObject):
    """Calls its parts in order, each in a turn of its own; what a part changed is painted before the next.

    Parts read what they show when they are called, so several changes that arrive together are shown once.
    They are methods of `parent`, which is not kept alive by them.
    """

    def __init__(self, parts: Sequence[Part], parent: QObject) -> None:
        super().__init__(parent)
        # A cycle would leave the page to the garbage collector, which runs on any thread.
        self._parts = [WeakMethod(part) for part in parts]
        self._due: deque[WeakMethod[Part]] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._next)

    def begin(self) -> None:
        """Call every part again, those that still wait only once."""
        self._due.extend(part for part in self._parts if part not in self._due)
        self._turn.start()

    def _next(self) -> None:
        part = self._due.popleft()()
        if not self._due:
            self._turn.stop()
        if part is not None:
            part()
