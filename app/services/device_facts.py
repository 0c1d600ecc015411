"""What can be said of this device before anyone signs in."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from app.domain.lease import Lease, Rung
from app.domain.policy import Policy
from app.ports.profile import Enrolment
from app.security.keeper import TrustKeeper


@dataclass(frozen=True)
class DeviceFacts:
    """Enrolment and verified policy; None before enrolment. `locked`: by order, until a sign-in."""

    now: datetime
    enrolment: Enrolment | None = None
    policy: Policy | None = None
    lease: Lease | None = None
    rung: Rung | None = None
    locked: bool = False


class ReadDeviceFacts:
    """One use: `await read()`."""

    def __init__(self, keeper: TrustKeeper) -> None:
        self._keeper = keeper

    async def __call__(self) -> DeviceFacts:
        """Return the facts; raises EnvironmentFault when the trust state is damaged."""
        return await asyncio.to_thread(self._read)

    def _read(self) -> DeviceFacts:
        state = self._keeper.state()
        if state is None:
            return DeviceFacts(self._keeper.now())
        return DeviceFacts(
            now=self._keeper.now(),
            enrolment=state.enrolment,
            policy=self._keeper.policy(),
            lease=self._keeper.lease(),
            rung=self._keeper.rung() if state.last_contact is not None else None,
            locked=state.locked,
        )
