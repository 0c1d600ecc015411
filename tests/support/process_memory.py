"""Looks for secrets in the memory of another process."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

PIECE = 1 << 24


def forms_of(secret: bytes) -> tuple[bytes, ...]:
    """Return a secret as memory may hold it: raw, in hex (SQLCipher is given it so), in base64."""
    return secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)


def places_of(pid: int, secrets: dict[str, bytes]) -> list[str]:
    """Return the names of those `secrets` that any readable page of the process holds in any form.

    Raises PermissionError where this user may not look into that process.
    """
    needles = {form: name for name, secret in secrets.items() for form in forms_of(secret)}
    longest = max(map(len, needles))
    found = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in _readable(pid):
            for piece in _pieces(memory.fileno(), start, end, longest):
                found |= {name for form, name in needles.items() if form in piece}
    return sorted(found)


def _readable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
        addresses, permissions, *rest = line.split()
        if permissions.startswith("r") and rest[-1] not in ("[vvar]", "[vsyscall]"):
            start, _, end = addresses.partition("-")
            yield int(start, 16), int(end, 16)


def _pieces(memory: int, start: int, end: int, overlap: int) -> Iterator[bytes]:
    for at in range(start, end, PIECE):
        wanted = min(PIECE + overlap, end - at)
        try:
            yield os.pread(memory, wanted, at)
        except OSError:
            continue  # pages of a device, or gone since the list was read
