"""Orders from the platform to one device, and what the device answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CommandId, EnrolmentId
from app.domain.wire import Wire


class CommandKind(StrEnum):
    """What the platform can order."""

    LOCK = "lock"
    WIPE = "wipe"


@dataclass(frozen=True)
class Command(Wire):
    """A command as signed at contact. Valid for `audience` over `nonce` until `expires_at` only."""

    id: CommandId
    kind: CommandKind
    audience: EnrolmentId
    nonce: str
    issued_at: datetime
    expires_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class ContactGrant(Wire):
    """Signed proof of contact: the platform's time over the device's nonce; renews the lease."""

    audience: EnrolmentId
    nonce: str
    server_time: datetime
    policy_revision: int
    expires_at: datetime


class ReceiptKind(StrEnum):
    """What a receipt proves."""

    PURGE = "purge"
    WIPE = "wipe"
    LOCK = "lock"
    POLICY_APPLIED = "policy_applied"
    ENROLLED = "enrolled"
    ORDER_REFUSED = "order_refused"
    CHAIN_PRUNED = "chain_pruned"


@dataclass(frozen=True)
class Receipt(Wire):
    """One link of the device's receipt chain. No personal data: counts, times and reasons only.

    `previous` is the SHA-256 (hex) of the signed link before it, "" for the first.
    """

    sequence: int
    previous: str
    kind: ReceiptKind
    enrolment_id: EnrolmentId
    at: datetime
    detail: str
    counts: tuple[tuple[str, int], ...] = ()
    command_id: CommandId | None = None
