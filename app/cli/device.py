"""An enrolled device: what it can do with nobody signed in. Contact, orders, lease, receipts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.changes import Changes
from app.cli.workstation import Workstation
from app.domain.policy import Policy
from app.ports.platform import Platform
from app.ports.profile import Enrolment
from app.ports.receipts import Receipts
from app.security.device import DeviceIdentity
from app.services.check_in import CheckIn
from app.services.hand_over import HandOver
from app.services.obey import Lock, Obey


@dataclass(frozen=True)
class Device:
    """The parts of an enrolled device, wired."""

    workstation: Workstation
    identity: DeviceIdentity
    enrolment: Enrolment
    platform: Platform
    receipts: Receipts
    hand_over: HandOver
    obey: Obey

    def check_in(self, apply_policy: Callable[[Policy], Awaitable[Changes]] | None = None) -> CheckIn:
        """Return the contact use case; `apply_policy` while a profile is open."""
        return CheckIn(
            self.platform, self.workstation.keeper, self.receipts, self.hand_over, self.obey, apply_policy
        )


def device_of(
    workstation: Workstation,
    identity: DeviceIdentity,
    enrolment: Enrolment,
    platform: Platform,
    lock: Lock,
    close_handles: Callable[[], None],
) -> Device:
    """Wire an enrolled device. `lock` ends the session; `close_handles` closes what a wipe must unlink."""
    receipts = workstation.receipts(identity, enrolment)
    hand_over = HandOver(platform, workstation.keeper, receipts)
    eraser = workstation.eraser(close_handles)
    obey = Obey(workstation.keeper, receipts, hand_over, eraser, workstation.secrets, lock)
    return Device(workstation, identity, enrolment, platform, receipts, hand_over, obey)
