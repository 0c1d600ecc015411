"""A platform's keys and what it signs, for tests of those who must believe it or not."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from joserfc.jwk import OKPKey
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from app.domain.command import Command, CommandKind, ContactGrant
from app.domain.ids import CommandId, EnrolmentId, OrganisationId
from app.domain.policy import LeaseTerms, Policy, UncheckedAudio
from app.domain.retention import Schedule, default_rules
from app.ports.profile import Enrolment
from app.protocol.signed import KEY_SET, sign
from app.protocol.trust import KeySet, KeyUse, PlatformKey
from app.security.encoding import to_base64url
from app.security.trust import Meeting, TrustedKeys, trusted_keys

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEVICE = EnrolmentId("4f1c1f0e-3d55-4f0b-9a69-0e3c7a6f8d11")
NONCE = to_base64url(b"n" * 32)
ORGANISATION = "Voorbeeld BV"


def key_from(seed: bytes) -> OKPKey:
    """Return the Ed25519 key of a 32 byte seed."""
    public = bytes(SigningKey(seed).verify_key)
    return OKPKey.import_key(
        {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(public), "d": to_base64url(seed)}
    )


def public_of(key: OKPKey) -> str:
    """Return the public half as base64url."""
    return str(key.as_dict(private=False)["x"])


@dataclass(frozen=True)
class PlatformSide:
    """The private keys of a platform."""

    root: OKPKey
    policy: OKPKey
    command: OKPKey
    seal: PrivateKey

    def set_of(self, version: int = 1) -> KeySet:
        """Return the key set as the platform publishes it."""
        return KeySet(
            version,
            (
                PlatformKey(KeyUse.POLICY, self.policy.thumbprint(), public_of(self.policy)),
                PlatformKey(KeyUse.COMMAND, self.command.thumbprint(), public_of(self.command)),
                PlatformKey(KeyUse.SEAL, "1", to_base64url(bytes(self.seal.public_key))),
            ),
        )

    def signed_set(self, version: int = 1) -> str:
        """Return the key set signed by root."""
        return sign(KEY_SET, self.set_of(version), self.root)

    @property
    def root_public(self) -> str:
        """The root key as base64url."""
        return public_of(self.root)

    @property
    def trusted(self) -> TrustedKeys:
        """The keys as a device that believes this platform holds them."""
        return trusted_keys(self.set_of())


@cache
def platform_side(name: str = "ours") -> PlatformSide:
    """Return the same keys for the same name."""

    def seed(use: str) -> bytes:
        return f"{name}-{use}".encode().ljust(32, b".")[:32]

    return PlatformSide(
        key_from(seed("root")),
        key_from(seed("policy")),
        key_from(seed("command")),
        PrivateKey(seed("seal")),
    )


def enrolment(side: PlatformSide | None = None) -> Enrolment:
    """Return an enrolment with `side`, ours by default."""
    return Enrolment(
        DEVICE,
        OrganisationId("org-1"),
        ORGANISATION,
        "desk-7",
        "Ada Admin",
        NOW - timedelta(days=30),
        (side or platform_side()).root_public,
        "https://localhost:8443",
    )


def meeting(elapsed: timedelta = timedelta(seconds=2)) -> Meeting:
    """Return a contact of this device in which the answer took `elapsed`."""
    return Meeting(DEVICE, NONCE, elapsed)


def policy(revision: int = 1) -> Policy:
    """Return a policy that can be obeyed."""
    return Policy(
        revision=revision,
        organisation=ORGANISATION,
        signed_by="Petra Privacy",
        in_force_since=NOW - timedelta(days=10),
        schedule=Schedule("Europe/Brussels", default_rules()),
        lease=LeaseTerms("P5D", "P7D", "P30D"),
        scrub_within="PT24H",
        idle_lock="PT10M",
        unchecked_audio=UncheckedAudio.HOLD,
        transcription_threads=2,
        privacy_notice="What we keep, and for how long.",
        authority="GBA, Brussels",
    )


def grant(nonce: str = NONCE, at: datetime = NOW, revision: int = 1) -> ContactGrant:
    """Return a grant minted at `at` for this device."""
    return ContactGrant(DEVICE, nonce, at, revision, at + timedelta(minutes=10))


def command(
    kind: CommandKind = CommandKind.LOCK, nonce: str = NONCE, at: datetime = NOW, name: str = "c-1"
) -> Command:
    """Return a command minted at `at` for this device."""
    return Command(CommandId(name), kind, DEVICE, nonce, at, at + timedelta(minutes=10), "lost laptop")


def rotated(side: PlatformSide, name: str) -> PlatformSide:
    """Return `side` with new working keys under the same root."""
    fresh = platform_side(name)
    return replace(fresh, root=side.root)
