"""One key per file, from the profile key."""

import hashlib

from local_store.connection import KEY_BYTES


def subkey(profile_key: bytes, name: bytes) -> bytes:
    """Return the key of one file: BLAKE2b of its name keyed by the profile key (RFC 7693), 32 bytes."""
    return hashlib.blake2b(name, key=profile_key, digest_size=KEY_BYTES, person=b"callnex-profile").digest()
