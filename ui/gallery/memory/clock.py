"""A clock that stands where it is put."""

from datetime import datetime, timedelta


class MemoryClock:
    """Implements `Clock`; `move` lets time pass."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._boot_s = 0.0

    def now(self) -> datetime:
        """Return where the clock stands."""
        return self._now

    def boot_seconds(self) -> float:
        """Return the seconds that were let pass."""
        return self._boot_s

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)
        self._boot_s += seconds

    def boot_id(self) -> str:
        """Return the one boot there is."""
        return "memory"
