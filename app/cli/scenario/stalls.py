"""How long the GUI thread did not answer: a timer that should tick every 10 ms tells."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 10
STALL_MS = 50.0


class StallMeter(QObject):
    """Counts gaps between ticks longer than 50 ms over the tick itself.

    `busiest_ms`: the most processor time that the thread itself used between two ticks. On a busy machine
    gaps are longer than that; what is over it, other programs have taken.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[float] = []
        self.busiest_ms = 0.0
        self._last, self._used = time.monotonic(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to count."""
        self._last, self._used = time.monotonic(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def excuse(self, seconds: float) -> None:
        """Leave out work on this thread that is not the console's: the robot's own, such as a picture."""
        self._last += seconds
        self._used += seconds

    def _tick(self) -> None:
        now, used = time.monotonic(), time.thread_time()
        gap_ms = (now - self._last) * 1000 - TICK_MS
        self.busiest_ms = max(self.busiest_ms, (used - self._used) * 1000)
        self._last, self._used = now, used
        if gap_ms > STALL_MS:
            self.stalls.append(gap_ms)
