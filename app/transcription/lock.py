"""One process at a time changes the installed models."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import UserFacing


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock file, which the operating system frees if we die; raises UserFacing while it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as busy:
            what = "Another window or command is changing the models."
            raise UserFacing("MOD-107", what, "Try again when it is done.") from busy
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
