"""Slow down guessing: a sliding window of failures by key, in memory."""

import threading
import time
from collections import deque

from app.protocol.problem import ErrorCode
from app.reference_platform.problems import ProblemError


class Throttle:
    """At most `tries` failures by key within `seconds`."""

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries, self._seconds = tries, seconds
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Raise the 429 problem if `key` has used its tries."""
        with self._lock:
            recent = self._recent(key)
            if len(recent) < self._tries:
                return
            wait = int(recent[0] + self._seconds - time.monotonic()) + 1
        raise ProblemError(
            ErrorCode.TOO_MANY_REQUESTS,
            429,
            "Too many tries",
            f"Try again in {wait} seconds.",
            {"Retry-After": str(wait)},
        )

    def failed(self, key: str) -> None:
        """Count one failure."""
        with self._lock:
            self._recent(key).append(time.monotonic())

    def succeeded(self, key: str) -> None:
        """Forget the failures of `key`."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        if len(self._failures) > 10_000:  # made-up keys must not fill the memory
            self._failures.clear()
        recent = self._failures.setdefault(key, deque())
        while recent and recent[0] <= time.monotonic() - self._seconds:
            recent.popleft()
        return recent
