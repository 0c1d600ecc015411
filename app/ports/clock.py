"""Time, so that rules can be tested."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Wall clock and boot clock of this computer; neither is trusted by itself."""

    def now(self) -> datetime:
        """Return the wall clock, aware, in UTC."""
        ...

    def boot_seconds(self) -> float:
        """Return seconds since boot, suspend included; never goes back while the computer is up."""
        ...
