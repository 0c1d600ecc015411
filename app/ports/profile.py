"""What a workstation remembers outside the encrypted data, and how that data is destroyed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.ids import CommandId, EnrolmentId, OrganisationId
from app.domain.wire import Wire


@dataclass(frozen=True)
class Enrolment(Wire):
    """To which platform and organisation this device belongs. No personal data but who enrolled it.

    `root_public` is base64url of the platform's Ed25519 root key.
    """

    enrolment_id: EnrolmentId
    organisation_id: OrganisationId
    organisation: str
    device_name: str
    enrolled_by: str
    enrolled_at: datetime
    root_public: str
    platform_url: str


@dataclass(frozen=True)
class TrustState(Wire):
    """Enrolment, the newest signed key set and policy (JWS), and marks that only ever move forward.

    `high_water` is the latest trusted time seen; `boot_seconds` the boot clock at that moment and
    `boot_id` the boot it belongs to. `commands` are ids already obeyed or refused. `claimed` is the
    latest time the wall clock has claimed, `wall_offset_s` what must be added to the wall clock to get
    the platform's time, `set_back` whether the wall clock went back; a contact renews these three.
    `locked`: a lock was ordered, only signing in with the platform lifts it. `announced` is the policy that
    is in force next, `replaced` the one that was before (both JWS).
    """

    enrolment: Enrolment
    key_set: str
    policy: str = ""
    last_contact: datetime | None = None
    high_water: datetime | None = None
    boot_seconds: float = 0.0
    boot_id: str = ""
    commands: tuple[CommandId, ...] = ()
    claimed: datetime | None = None
    wall_offset_s: float = 0.0
    set_back: bool = False
    locked: bool = False
    announced: str = ""
    replaced: str = ""


class TrustStore(Protocol):
    """The trust state of one profile. Blocking; call it off the GUI thread."""

    def load(self) -> TrustState | None:
        """Return the state, None before enrolment; raises EnvironmentFault if it cannot be read."""
        ...

    def save(self, state: TrustState) -> None:
        """Replace the state atomically and durably."""
        ...


@dataclass(frozen=True)
class WipeReport:
    """What a wipe did. `key_gone_ms`: from the call to the wrapped key unlinked.

    `reason` and `command_id` are those it was begun with, so that a resumed wipe gets its receipt too.
    """

    key_gone_ms: float
    files: int
    size_bytes: int
    unsent_actions: int
    reason: str = ""
    command_id: CommandId | None = None


class Eraser(Protocol):
    """Destroys everything a profile keeps; works with the store open, locked or closed."""

    def wipe(self, reason: str, command_id: CommandId | None) -> WipeReport:
        """Tombstone, unlink the wrapped key, then everything else; resumes if killed. Blocking."""
        ...

    def pending(self) -> bool:
        """Return whether a wipe was begun and not settled."""
        ...

    def resume(self) -> WipeReport:
        """Finish a wipe that was begun; harmless when everything is gone already."""
        ...

    def settled(self) -> None:
        """Forget the tombstone: everything is gone and the receipt is written. Idempotent.

        Until then `pending` stays true, so that a wipe killed before its receipt gets one at the next start.
        """
        ...
