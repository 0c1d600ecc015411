"""What this device believes of what the platform signs. Pure rules; every refusal has its reason.

Key sets and policies follow TUF: signed by the key above them, and never an older one after a newer one.
Grants and commands are minted over a nonce of ours, for our enrolment id, and live ten minutes at most.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc.jwk import OKPKey

from app.domain.command import Command, ContactGrant
from app.domain.ids import CommandId, EnrolmentId
from app.domain.lease import Lease
from app.domain.policy import Policy
from app.domain.retention import add_calendar
from app.ports.profile import Enrolment
from app.protocol.signed import (
    COMMAND,
    GRANT,
    KEY_SET,
    POLICY,
    RECEIPT_HEAD,
    Reason,
    Refused,
    verify,
)
from app.protocol.trust import KeySet, KeyUse, PlatformKey, ReceiptHead
from app.security.encoding import from_base64url

LIFETIME = timedelta(minutes=10)
"""Nothing minted at contact is good for longer than this, whatever it says of itself."""

SKEW = timedelta(minutes=1)
"""How far two clocks of the platform may lie apart."""

KEY_BYTES = 32
LAST_YEAR = 9000
_CODE = re.compile(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class CodeParts:
    """An enrolment code: the secret to show, and the fingerprint its platform must have."""

    secret: str
    fingerprint: str


@dataclass(frozen=True)
class TrustedKeys:
    """The platform's keys in force, by use; `seal` is X25519, 32 bytes."""

    version: int
    policy: Mapping[str, OKPKey]
    command: Mapping[str, OKPKey]
    seal: bytes


@dataclass(frozen=True)
class Meeting:
    """One contact as this device knows it: who we are, what we asked with, how long the answer took."""

    enrolment_id: EnrolmentId
    nonce: str
    elapsed: timedelta


def split_code(code: str) -> CodeParts:
    """Return the parts of `XXXX-XXXX-XXXX.<32 hex characters>`; blanks and letter case do not matter.

    Raises Refused(MALFORMED).
    """
    secret, dot, fingerprint = "".join(code.split()).partition(".")
    match = _CODE.fullmatch(f"{secret.upper()}{dot}{fingerprint.lower()}")
    if match is None:
        raise Refused(Reason.MALFORMED)
    return CodeParts(match[1], match[2])


def fingerprint(root_public: str) -> str:
    """Return the first 16 bytes (32 hex characters) of SHA-256 of a root key given in base64url."""
    return hashlib.sha256(_bytes_of(root_public)).hexdigest()[:32]


def check_root(parts: CodeParts, root_public: str) -> None:
    """Raise Refused(UNKNOWN_KEY) unless the code names this root key."""
    if fingerprint(root_public) != parts.fingerprint:
        raise Refused(Reason.UNKNOWN_KEY)


def verify_key_set(token: str, root_public: str, known: KeySet | None) -> KeySet:
    """Return the key set if the root signed it and it is not older than `known`.

    Two different sets of one version mean that one of them is not what the platform published last, so
    the later one is refused as rolled back.
    """
    root = _signing_key(root_public)
    found = verify(KEY_SET, token, {root.thumbprint(): root})
    if known is not None and (found.version < known.version or _differs(found, known)):
        raise Refused(Reason.ROLLED_BACK)
    trusted_keys(found)
    return found


def trusted_keys(key_set: KeySet) -> TrustedKeys:
    """Return the keys by use; raises Refused(BAD_PAYLOAD) when the set is not fit for use.

    Fit means: one seal key, each signing key under its own thumbprint, no key serving two uses.
    """
    if len({key.public for key in key_set.keys}) != len(key_set.keys):
        raise Refused(Reason.BAD_PAYLOAD)
    seals = [key for key in key_set.keys if key.use is KeyUse.SEAL]
    if len(seals) != 1:
        raise Refused(Reason.BAD_PAYLOAD)
    return TrustedKeys(
        key_set.version,
        _signers(key_set, KeyUse.POLICY),
        _signers(key_set, KeyUse.COMMAND),
        _bytes_of(seals[0].public),
    )


def verify_policy(token: str, keys: TrustedKeys, enrolment: Enrolment, known: Policy | None) -> Policy:
    """Return the policy if a policy key signed it for our organisation and it is not older than `known`."""
    found = verify(POLICY, token, keys.policy)
    _check_policy(found)
    if found.organisation != enrolment.organisation:
        raise Refused(Reason.WRONG_AUDIENCE)
    if known is not None and (
        found.revision < known.revision or (found.revision == known.revision and found != known)
    ):
        raise Refused(Reason.ROLLED_BACK)
    return found


def verify_announced(token: str, keys: TrustedKeys, enrolment: Enrolment, in_force: Policy) -> Policy:
    """Return the policy that is in force next; it must come after the one that is now, in both senses."""
    found = verify_policy(token, keys, enrolment, None)
    if found.revision <= in_force.revision or found.in_force_since <= in_force.in_force_since:
        raise Refused(Reason.ROLLED_BACK)
    return found


def verify_grant(token: str, keys: TrustedKeys, meeting: Meeting, floor: datetime | None) -> ContactGrant:
    """Return the platform's word on the time and on our lease.

    `floor` is the latest trusted time so far; a platform whose clock is before it is refused.
    """
    grant = verify(GRANT, token, keys.command)
    _check_moments(grant.server_time, grant.expires_at)
    _check_addressed(grant.audience, grant.nonce, meeting)
    _check_alive(grant.server_time, grant.expires_at, grant.server_time + meeting.elapsed)
    if floor is not None and grant.server_time < floor - SKEW:
        raise Refused(Reason.ROLLED_BACK)
    return grant


def verify_command(
    token: str, keys: TrustedKeys, meeting: Meeting, server_time: datetime, seen: Collection[CommandId]
) -> Command:
    """Return a command that must be obeyed now.

    `server_time` is that of the verified grant of the same contact: a command is measured against the
    platform's clock and our boot clock, never against the wall clock of this computer.
    """
    command = verify(COMMAND, token, keys.command)
    _check_moments(command.issued_at, command.expires_at)
    _check_addressed(command.audience, command.nonce, meeting)
    if command.issued_at > server_time + SKEW:
        raise Refused(Reason.NOT_YET_VALID)
    _check_alive(command.issued_at, command.expires_at, server_time + meeting.elapsed)
    if command.id in seen:
        raise Refused(Reason.REPLAYED)
    return command


def verify_receipt_head(token: str, keys: TrustedKeys, enrolment_id: EnrolmentId) -> ReceiptHead:
    """Return the platform's countersignature over the head of our receipt chain."""
    head = verify(RECEIPT_HEAD, token, keys.command)
    if head.enrolment_id != enrolment_id:
        raise Refused(Reason.WRONG_AUDIENCE)
    return head


def _check_addressed(audience: EnrolmentId, nonce: str, meeting: Meeting) -> None:
    if audience != meeting.enrolment_id:
        raise Refused(Reason.WRONG_AUDIENCE)
    if nonce != meeting.nonce:
        raise Refused(Reason.WRONG_NONCE)


def _check_alive(issued_at: datetime, expires_at: datetime, now: datetime) -> None:
    if now >= min(expires_at, issued_at + LIFETIME):
        raise Refused(Reason.EXPIRED)


def _check_moments(*moments: datetime) -> None:
    """Refuse times without a zone, and times so late that adding ten minutes would leave the calendar."""
    if any(moment.tzinfo is None or moment.year > LAST_YEAR for moment in moments):
        raise Refused(Reason.BAD_PAYLOAD)


def _check_policy(policy: Policy) -> None:
    """Refuse a policy whose times cannot be read or whose ladder is out of order: it would lock us out."""
    _check_moments(policy.in_force_since)
    try:
        lease = Lease.of(policy.lease, policy.in_force_since)
        keeps = [rule.keep or "P0D" for rule in policy.schedule.rules]
        keeps += [own.keep for own in policy.schedule.campaigns]
        for keep in keeps:
            add_calendar(policy.in_force_since, keep, policy.schedule.zone)
        for duration in (policy.scrub_within, policy.idle_lock):
            add_calendar(policy.in_force_since, duration, "UTC")
    except (ValueError, KeyError, OverflowError) as error:
        raise Refused(Reason.BAD_PAYLOAD) from error
    if not lease.last_contact <= lease.warns_at <= lease.locks_at <= lease.wipes_at:
        raise Refused(Reason.BAD_PAYLOAD)


def _differs(one: KeySet, other: KeySet) -> bool:
    return one.version == other.version and set(one.keys) != set(other.keys)


def _signers(key_set: KeySet, use: KeyUse) -> dict[str, OKPKey]:
    return {key.kid: _named(key) for key in key_set.keys if key.use is use}


def _named(key: PlatformKey) -> OKPKey:
    signer = _signing_key(key.public)
    if signer.thumbprint() != key.kid:
        raise Refused(Reason.BAD_PAYLOAD)
    return signer


def _signing_key(public: str) -> OKPKey:
    _bytes_of(public)
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public})


def _bytes_of(public: str) -> bytes:
    try:
        return from_base64url(public, KEY_BYTES)
    except ValueError as error:
        raise Refused(Reason.BAD_PAYLOAD) from error
