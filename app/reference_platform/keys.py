"""The platform's keys: a root that only vouches, versioned keys that work. All lie in the encrypted database.

Root signs the key set (TUF's idea): policy and command keys (Ed25519) and the seal key (X25519). Consoles
learn the root's fingerprint from their enrolment code. Replacing a working key raises the version of the set.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from joserfc.jwk import OKPKey
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import Connection, func, insert, select

from app.protocol.signed import KEY_SET, sign
from app.protocol.trust import KeySet, KeyUse, PlatformKey
from app.reference_platform.tables import secret

ROOT = "root"
CURSOR = "cursor"


def b64url(data: bytes) -> str:
    """Return unpadded base64url of `data`."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64url(text: str) -> bytes:
    """Return the bytes of unpadded base64url `text`; raises ValueError on anything else."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def public_key(public: str) -> OKPKey:
    """Return the Ed25519 public key `public` (base64url, 32 bytes); raises ValueError."""
    if len(from_b64url(public)) != 32:
        raise ValueError("an Ed25519 public key has 32 bytes")
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public})


@dataclass(frozen=True)
class PlatformKeys:
    """Private keys in force. `seals` holds every version: an outbox may be older than the newest key."""

    root: OKPKey
    policy: OKPKey
    command: OKPKey
    seals: tuple[PrivateKey, ...]
    version: int
    cursor: bytes

    @property
    def root_public(self) -> str:
        """The root's public key, base64url of 32 bytes."""
        return str(self.root.as_dict(private=False)["x"])

    @property
    def fingerprint(self) -> str:
        """First 16 bytes (32 hex digits) of SHA-256 of the root's public key."""
        return hashlib.sha256(from_b64url(self.root_public)).hexdigest()[:32]

    def key_set(self) -> str:
        """Return the key set in force, signed by root."""
        seal = PlatformKey(KeyUse.SEAL, str(len(self.seals)), b64url(bytes(self.seals[-1].public_key)))
        keys = (_public(KeyUse.POLICY, self.policy), _public(KeyUse.COMMAND, self.command), seal)
        return sign(KEY_SET, KeySet(self.version, keys), self.root)

    def unseal(self, sealed: str) -> bytes:
        """Open a sealed box (base64url) made for any version of the seal key; raises ValueError."""
        box = from_b64url(sealed)
        for key in reversed(self.seals):
            try:
                return SealedBox(key).decrypt(box)
            except CryptoError:
                continue
        raise ValueError("no seal key opens this box")


def load_keys(connection: Connection) -> PlatformKeys:
    """Return the keys, making those that do not exist yet."""
    if connection.execute(select(func.count()).select_from(secret)).scalar_one() == 0:
        for name in (ROOT, KeyUse.POLICY, KeyUse.COMMAND):
            _store(connection, name, 1, json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)))
        _store(connection, KeyUse.SEAL, 1, b64url(bytes(PrivateKey.generate())))
        _store(connection, CURSOR, 1, b64url(bytes(PrivateKey.generate())))
    rows = connection.execute(select(secret).order_by(secret.c.name, secret.c.version)).all()
    values: dict[str, list[str]] = {}
    for row in rows:
        values.setdefault(row.name, []).append(row.value)
    return PlatformKeys(
        root=_signing(values[ROOT]),
        policy=_signing(values[KeyUse.POLICY]),
        command=_signing(values[KeyUse.COMMAND]),
        seals=tuple(PrivateKey(from_b64url(value)) for value in values[KeyUse.SEAL]),
        version=sum(len(values[use]) for use in KeyUse) - len(KeyUse) + 1,
        cursor=from_b64url(values[CURSOR][-1]),
    )


def rotate(connection: Connection, use: KeyUse) -> PlatformKeys:
    """Add a new version of the key for `use` and return the keys in force; the set's version goes up."""
    newest = connection.execute(
        select(func.max(secret.c.version)).where(secret.c.name == use.value)
    ).scalar_one()
    if use is KeyUse.SEAL:
        value = b64url(bytes(PrivateKey.generate()))
    else:
        value = json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True))
    _store(connection, use, newest + 1, value)
    return load_keys(connection)


def _store(connection: Connection, name: str, version: int, value: str) -> None:
    connection.execute(insert(secret).values(name=str(name), version=version, value=value))


def _signing(values: list[str]) -> OKPKey:
    return OKPKey.import_key(json.loads(values[-1]))


def _public(use: KeyUse, key: OKPKey) -> PlatformKey:
    return PlatformKey(use, key.thumbprint(), str(key.as_dict(private=False)["x"]))
