"""The profile key: 256 random bits, kept only wrapped, in `wrapped.key`.

Format (JSON, version 1): `slots`, each {kind, box, salt, ops, memory}. `box` is base64 of a libsodium
SecretBox (XSalsa20-Poly1305) whose plaintext is the JSON of `Wrapped`: the slot's own kind is inside it,
so a slot cannot be passed off as another, and the end of an offline slot cannot be moved.
- `keyring`: the box key is a random secret in the OS keyring. Either half gone, all is gone.
- `passphrase`: the box key is Argon2id (RFC 9106) of a passphrase, where there is no keyring.
- `offline`: the same over the password of the last sign-in, good up to the end of the lease.
"""

import base64
import os
from dataclasses import dataclass, replace
from datetime import datetime

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from pydantic import ValidationError

from app.domain.wire import Wire
from app.errors import EnvironmentFault, UserFacing
from app.ports.secrets import Secrets
from app.protocol.codec import decode, encode
from local_store.connection import KEY_BYTES
from local_store.files import disk_fault, unlink_durably, write_atomic
from local_store.profile import ProfilePaths
from local_store.rekey import rekey

KEYRING_SECRET = "profile-key"
KEYRING, PASSPHRASE, OFFLINE = "keyring", "passphrase", "offline"
VERSION, ROTATING = 1, 2
"""2 while the key is being changed: a program that knows nothing of that must not open the profile."""
MOST_MEMORY = 1 << 30
MOST_OPS = 16


class KeyringHalfGone(EnvironmentFault):
    """KEY-302: the keyring has no secret of this profile, or another one."""


@dataclass(frozen=True)
class Cost:
    """Argon2id cost: passes and bytes of memory. The default is libsodium's MODERATE."""

    ops: int = pwhash.argon2id.OPSLIMIT_MODERATE
    memory: int = pwhash.argon2id.MEMLIMIT_MODERATE


@dataclass(frozen=True)
class Slot(Wire):
    """One way to the key; the fields are base64."""

    kind: str
    box: str
    salt: str = ""
    ops: int = 0
    memory: int = 0


@dataclass(frozen=True)
class WrappedKey(Wire):
    """The file's content."""

    version: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Wrapped(Wire):
    """What a box holds. `valid_until` is set in an offline slot, `previous` while the key is being changed:
    files may still be under that one."""

    kind: str
    key: str
    valid_until: datetime | None = None
    previous: str = ""


class ProfileKeys:
    """Makes, wraps, opens and destroys the profile key. Blocking: Argon2id takes most of a second."""

    def __init__(self, paths: ProfilePaths, secrets: Secrets, cost: Cost = Cost()) -> None:
        self._paths = paths
        self._secrets = secrets
        self._cost = cost

    def exists(self) -> bool:
        """Return whether this profile has a key."""
        return self._paths.wrapped_key.exists()

    def kinds(self) -> tuple[str, ...]:
        """Return the ways that lead to the key: keyring, passphrase, offline."""
        return tuple(slot.kind for slot in self._read().slots)

    def create(self, passphrase: str | None = None) -> bytes:
        """Make a key and keep it wrapped by the keyring, or by `passphrase` where one is given.

        Without either it fails closed: KeyringAbsent or KeyringLocked, and nothing is written. Never
        replaces a key: raises UserFacing KEY-303 when there is one, since the data under it would be lost.
        """
        if self.exists():
            raise UserFacing(
                "KEY-303", "This profile has a key already.", "Sign in, or have the profile reset first."
            )
        self._paths.make()
        key = os.urandom(KEY_BYTES)
        if passphrase is None:
            slot = self._keyring_slot(key)
        else:
            slot = self._stretched(PASSPHRASE, key, passphrase, None)
        self._write(WrappedKey(VERSION, (slot,)))
        return key

    def unlock_with_keyring(self) -> bytes:
        """Return the key; raises KeyringAbsent, KeyringLocked, or KeyringHalfGone."""
        slot = self._slot(KEYRING)
        secret = self._secrets.get(KEYRING_SECRET)
        if secret is None:
            raise _half_gone()
        try:
            return self._settled(secret, slot)
        except CryptoError as error:
            raise _half_gone() from error

    def renew_keyring(self, key: bytes) -> None:
        """Wrap `key`, opened another way, by a new secret in the keyring that lost the old one."""
        held = self._read()
        others = tuple(slot for slot in held.slots if slot.kind != KEYRING)
        self._write(replace(held, slots=(self._keyring_slot(key), *others)))

    def unlock_with_passphrase(self, passphrase: str) -> bytes:
        """Return the key; raises UserFacing KEY-304 for a wrong passphrase."""
        try:
            return self._settled(_stretch(passphrase, self._slot(PASSPHRASE)), self._slot(PASSPHRASE))
        except CryptoError as error:
            raise UserFacing(
                "KEY-304", "The passphrase is not right.", "Try again; capital letters count."
            ) from error

    def rotate(self, passphrase: str | None = None) -> bytes:
        """Give the closed profile a new key and return it; opened by the keyring, or by `passphrase`.

        Every other way to the key ends; signing in with the platform makes the offline one again. Killed
        anywhere, the next unlock finishes it. Raises what unlocking raises.
        """
        if passphrase is None:
            old, slot = self.unlock_with_keyring(), self._slot(KEYRING)
            secret = self._secrets.get(KEYRING_SECRET) or b""
        else:
            old, slot = self.unlock_with_passphrase(passphrase), self._slot(PASSPHRASE)
            secret = _stretch(passphrase, slot)
        # Under the same secret: a new one in the keyring would end the old way before the new one is written.
        both = Wrapped(slot.kind, _text(os.urandom(KEY_BYTES)), previous=_text(old))
        slot = replace(slot, box=_seal(secret, both))
        self._write(WrappedKey(ROTATING, (slot,)))
        return self._settled(secret, slot)

    def _settled(self, secret: bytes, slot: Slot) -> bytes:
        """Return the key in a slot once every file is under it; raises CryptoError for a wrong secret."""
        found = _open(secret, slot)
        if found.previous:
            rekey(self._paths, _bytes(found.previous), _bytes(found.key))
            done = replace(slot, box=_seal(secret, Wrapped(slot.kind, found.key)))
            self._write(WrappedKey(VERSION, (done,)))
        return _bytes(found.key)

    def add_offline_slot(self, key: bytes, password: str, valid_until: datetime) -> None:
        """Let `password` open the key until `valid_until` (the end of the lease); replaces an earlier one."""
        held = self._read()
        slots = tuple(slot for slot in held.slots if slot.kind != OFFLINE)
        slot = self._stretched(OFFLINE, key, password, valid_until)
        self._write(replace(held, slots=(*slots, slot)))

    def unlock_offline(self, password: str, now: datetime) -> bytes:
        """Return the key at the trusted time `now`.

        Raises UserFacing KEY-305 (wrong password) or KEY-306 (too late).
        """
        slot = self._slot(OFFLINE)
        try:
            found = _open(_stretch(password, slot), slot)
        except CryptoError as error:
            raise UserFacing(
                "KEY-305",
                "The password is not the one of your last sign-in on this workstation.",
                "Try again, or connect to the platform.",
            ) from error
        if found.valid_until is None or now >= found.valid_until:
            raise UserFacing(
                "KEY-306",
                "This workstation has been without contact for too long to sign in offline.",
                "Connect to the platform and sign in.",
            )
        return _bytes(found.key)

    def destroy(self) -> None:
        """Unlink the wrapped key, then forget the keyring's half. Idempotent.

        The unlink alone ends everything; KeyringAbsent or KeyringLocked is raised only after it.
        """
        unlink_durably(self._paths.wrapped_key)
        self._secrets.delete(KEYRING_SECRET)

    def _keyring_slot(self, key: bytes) -> Slot:
        secret = os.urandom(SecretBox.KEY_SIZE)
        self._secrets.put(KEYRING_SECRET, secret)
        return Slot(KEYRING, _seal(secret, Wrapped(KEYRING, _text(key))))

    def _stretched(self, kind: str, key: bytes, password: str, valid_until: datetime | None) -> Slot:
        if not password:
            raise UserFacing("KEY-307", "The passphrase is empty.", "Choose one of several words.")
        salt = os.urandom(pwhash.argon2id.SALTBYTES)
        bare = Slot(kind, "", _text(salt), self._cost.ops, self._cost.memory)
        return replace(bare, box=_seal(_stretch(password, bare), Wrapped(kind, _text(key), valid_until)))

    def _slot(self, kind: str) -> Slot:
        for slot in self._read().slots:
            if slot.kind == kind:
                return slot
        raise UserFacing(
            "KEY-308",
            f"This profile cannot be opened by {_NAMES[kind]}.",
            "Sign in with the platform, or use the way this profile was set up with.",
        )

    def _read(self) -> WrappedKey:
        path = self._paths.wrapped_key
        try:
            held = decode(WrappedKey, path.read_bytes())
        except FileNotFoundError as error:
            raise EnvironmentFault(
                "KEY-301", "This profile has no key.", "Sign in with the platform to set it up again."
            ) from error
        except OSError as error:
            raise disk_fault(error, path) from error
        except ValidationError as error:
            raise _damaged() from error
        if held.version > ROTATING:
            raise EnvironmentFault(
                "KEY-309",
                "The key of this profile was written by a newer version of the console.",
                "Install that version or a later one; the data is untouched.",
            )
        return held

    def _write(self, held: WrappedKey) -> None:
        write_atomic(self._paths.wrapped_key, encode(held))


_NAMES = {KEYRING: "the keyring", PASSPHRASE: "a passphrase", OFFLINE: "your password alone"}


def _stretch(password: str, slot: Slot) -> bytes:
    if not (0 < slot.ops <= MOST_OPS and 0 < slot.memory <= MOST_MEMORY):
        raise _damaged()
    try:
        return pwhash.argon2id.kdf(
            SecretBox.KEY_SIZE, password.encode(), _bytes(slot.salt), slot.ops, slot.memory
        )
    except (ValueError, CryptoError) as error:
        raise _damaged() from error


def _seal(secret: bytes, wrapped: Wrapped) -> str:
    return _text(bytes(SecretBox(secret).encrypt(encode(wrapped))))


def _open(secret: bytes, slot: Slot) -> Wrapped:
    """Return what the slot's box holds; raises CryptoError for a wrong secret or a changed box."""
    try:
        wrapped = decode(Wrapped, SecretBox(secret).decrypt(_bytes(slot.box)))
    except (ValueError, TypeError) as error:
        raise _damaged() from error
    if wrapped.kind != slot.kind or len(_bytes(wrapped.key)) != KEY_BYTES:
        raise _damaged()
    return wrapped


def _half_gone() -> KeyringHalfGone:
    return KeyringHalfGone(
        "KEY-302",
        "The keyring no longer holds its half of this profile's key: the local data cannot be opened.",
        "Ask IT to reset this workstation's profile; what was not sent is kept sealed and is delivered.",
    )


def _damaged() -> EnvironmentFault:
    return EnvironmentFault(
        "KEY-310",
        "The key file of this profile is damaged.",
        "Ask IT to reset this workstation's profile; what was not sent is kept sealed and is delivered.",
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
