"""Durable file writes: permissions before data, fsync of the file and of its folder, then rename."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from app.errors import EnvironmentFault

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def disk_fault(error: OSError, path: Path) -> EnvironmentFault:
    """Return the fault a person should read for `error`; only the file's last name is shown."""
    if error.errno in NO_ROOM:
        return EnvironmentFault(
            "STO-203", "There is no room left on this disk.", "Free some space, then try again."
        )
    return EnvironmentFault(
        "STO-204",
        f"The file {path.name} could not be read or written ({error.strerror or error}).",
        "Check the disk and the folder's permissions, then try again.",
    )


def sync_folder(folder: Path) -> None:
    """Make renames and unlinks in `folder` durable (a no-op where folders cannot be opened)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte of `data`; `os.write` may stop short on a nearly full disk."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def write_atomic(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, readable by the owner only; either the old or the new content survives.

    Raises EnvironmentFault when the disk is full or fails; the old file is then untouched.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        try:
            write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise disk_fault(error, path) from error


def append_durably(path: Path, data: bytes) -> None:
    """Append `data` and fsync; on failure the file is cut back to what it was. Raises EnvironmentFault."""
    try:
        created = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        try:
            before = os.fstat(handle).st_size
            try:
                write_all(handle, data)
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, before)
                raise
        finally:
            os.close(handle)
        if created:
            sync_folder(path.parent)
    except OSError as error:
        raise disk_fault(error, path) from error


def unlink_durably(path: Path) -> None:
    """Remove `path` if it is there and make that durable. Raises EnvironmentFault."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_fault(error, path) from error


def cut(path: Path, size: int) -> None:
    """Cut `path` to `size` bytes, durably. Raises EnvironmentFault."""
    try:
        with path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())
    except OSError as error:
        raise disk_fault(error, path) from error
