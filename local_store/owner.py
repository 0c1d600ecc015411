"""owner.sealed: whose profile this is, readable with the profile key alone.

Needed before console.db is opened: an offline sign-in must know whether this is the right person's profile.
"""

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from app.errors import EnvironmentFault
from local_store.files import write_atomic
from local_store.profile import ProfilePaths
from local_store.subkey import subkey

NAME = "owner.sealed"


def write_owner(paths: ProfilePaths, profile_key: bytes, owner: bytes) -> None:
    """Keep the owner (any bytes), sealed; atomic and durable."""
    write_atomic(paths.root / NAME, bytes(_box(profile_key).encrypt(owner)))


def read_owner(paths: ProfilePaths, profile_key: bytes) -> bytes:
    """Return the owner; raises EnvironmentFault STO-251 when the file is gone or damaged."""
    try:
        return _box(profile_key).decrypt((paths.root / NAME).read_bytes())
    except (OSError, CryptoError) as error:
        raise EnvironmentFault(
            "STO-251",
            "This profile does not say whose it is.",
            "Connect to the network and sign in again; nothing unsent is lost.",
        ) from error


def _box(profile_key: bytes) -> SecretBox:
    return SecretBox(subkey(profile_key, NAME.encode("ascii")))
