"""Payloads that carry trust: the platform's keys, a device's assertion, a countersigned chain head."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import EnrolmentId
from app.domain.wire import Wire


class KeyUse(StrEnum):
    """What a platform key may sign or open."""

    POLICY = "policy"
    COMMAND = "command"
    SEAL = "seal"


@dataclass(frozen=True)
class PlatformKey(Wire):
    """A public key: base64url of 32 bytes, Ed25519 for signing, X25519 for `SEAL`.

    `kid` is the RFC 7638 thumbprint of the signing key; for a seal key it is its version.
    """

    use: KeyUse
    kid: str
    public: str


@dataclass(frozen=True)
class KeySet(Wire):
    """The keys in force, signed by the platform's root key. `version` never goes back (TUF)."""

    version: int
    keys: tuple[PlatformKey, ...]


@dataclass(frozen=True)
class DeviceAssertion(Wire):
    """The device says who it is, over a nonce of its own, to get a token of scope `device`."""

    enrolment_id: EnrolmentId
    nonce: str
    issued_at: datetime
    audience: str


@dataclass(frozen=True)
class ReceiptHead(Wire):
    """The platform's countersignature over the head of a device's receipt chain."""

    enrolment_id: EnrolmentId
    sequence: int
    head: str
    at: datetime
