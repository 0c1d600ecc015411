"""A trust store and a boot clock in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.ports.profile import TrustState
from tests.support.signing import NOW


@dataclass
class MemoryTrust:
    """Implements app.ports.profile.TrustStore; `saved` holds every state in order."""

    kept: TrustState | None = None
    saved: list[TrustState] = field(default_factory=list)

    def load(self) -> TrustState | None:
        return self.kept

    def save(self, state: TrustState) -> None:
        self.kept = state
        self.saved.append(state)


@dataclass
class BenchClock:
    """Implements app.security.keeper.BootClock; a test moves both clocks, or one."""

    wall: datetime = NOW
    up: float = 1000.0
    boot: str = "boot-1"

    def now(self) -> datetime:
        return self.wall

    def boot_seconds(self) -> float:
        return self.up

    def boot_id(self) -> str:
        return self.boot

    def pass_by(self, time: timedelta) -> None:
        self.wall += time
        self.up += time.total_seconds()
