"""Who this device is: an Ed25519 key in the keyring, and what it signs and seals with it."""

from collections.abc import Callable
from typing import TypeVar

from joserfc.jwk import OKPKey
from nacl.public import PublicKey, SealedBox
from nacl.signing import SigningKey

from app.domain.actions import SignedAction
from app.errors import EnvironmentFault
from app.ports.secrets import Secrets
from app.protocol.signed import ACTION, Kind, sign
from app.security.encoding import to_base64url

SECRET_NAME = "device-key"
SEED_BYTES = 32
T = TypeVar("T")


class DeviceIdentity:
    """The device's signing key. `public` is base64url of its 32 bytes, `kid` its RFC 7638 thumbprint."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 byte seed of RFC 8032; raises EnvironmentFault when it is not one."""
        if len(seed) != SEED_BYTES:
            raise EnvironmentFault(
                "KEY-311",
                "The key of this device in the keyring is damaged.",
                "Ask your administrator for a new enrolment code and enrol this device again.",
            )
        self.public = to_base64url(bytes(SigningKey(seed).verify_key))
        self.key = OKPKey.import_key(
            {"kty": "OKP", "crv": "Ed25519", "x": self.public, "d": to_base64url(seed)}
        )
        self.kid = self.key.thumbprint()

    def public_jwk(self) -> dict[str, str]:
        """Return the public key as a JWK, as DPoP puts it into its header."""
        return {"kty": "OKP", "crv": "Ed25519", "x": self.public}

    def sign(self, kind: Kind[T], payload: T) -> str:
        """Return `payload` as a JWS signed by this device."""
        return sign(kind, payload, self.key)


def create_identity(secrets: Secrets) -> DeviceIdentity:
    """Make a new key and keep it; one kept before is replaced. Blocking.

    Raises KeyringAbsent or KeyringLocked.
    """
    seed = bytes(SigningKey.generate())
    identity = DeviceIdentity(seed)
    secrets.put(SECRET_NAME, seed)
    return identity


def load_identity(secrets: Secrets) -> DeviceIdentity | None:
    """Return the key kept earlier, None when there is none. Blocking."""
    seed = secrets.get(SECRET_NAME)
    return None if seed is None else DeviceIdentity(seed)


def delete_identity(secrets: Secrets) -> None:
    """Forget the key: after this the device can prove nothing any more. Blocking."""
    secrets.delete(SECRET_NAME)


class ActionSealer:
    """Signs a user's action and seals it so that the platform alone can read it.

    `seal_key` gives the X25519 key (32 bytes) of the newest verified key set at the moment of sealing,
    because the platform may change it at any contact.
    """

    def __init__(self, identity: DeviceIdentity, seal_key: Callable[[], bytes]) -> None:
        self._identity = identity
        self._seal_key = seal_key

    def seal(self, action: SignedAction) -> bytes:
        """Return a libsodium sealed box of the device-signed JWS of `action`."""
        token = self._identity.sign(ACTION, action)
        return SealedBox(PublicKey(self._seal_key())).encrypt(token.encode("ascii"))
