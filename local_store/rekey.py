"""Puts the files of a closed profile under a new key; killed anywhere, the same call goes on.

The audio files keep their own random keys: those lie in keys.db and spare.db.
"""

from pathlib import Path

from app.errors import EnvironmentFault
from local_store.connection import Damaged, faults, open_keyed
from local_store.owner import read_owner, write_owner
from local_store.profile import ProfilePaths
from local_store.subkey import subkey


def rekey(paths: ProfilePaths, old: bytes, new: bytes) -> None:
    """Put every database and the owner under the profile key `new`; those that are already are left alone.

    A database that no key opens, or of which a page fails its check, is damaged: it stays as it is, and is
    begun anew when the profile is opened.
    """
    for path in (paths.console, paths.keys, paths.spare):
        name = path.name.encode("ascii")
        if path.exists() and not _opens(path, subkey(new, name)):
            _rekey_file(path, subkey(old, name), subkey(new, name))
    try:
        read_owner(paths, new)
    except EnvironmentFault:
        _rekey_owner(paths, old, new)


def _opens(path: Path, key: bytes) -> bool:
    # Not read-only: what a killed change left half done is taken back first, whichever key is tried.
    try:
        open_keyed(path, key, journal="delete").close()
    except Damaged:
        return False
    return True


def _rekey_file(path: Path, old: bytes, new: bytes) -> None:
    try:
        con = open_keyed(path, old, journal="delete")
    except Damaged:
        return
    try:
        with faults():
            # A page that fails its check would stop it halfway, at this unlock and at each one to come.
            if not con.execute("PRAGMA cipher_integrity_check").fetchall():
                con.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    finally:
        con.close()


def _rekey_owner(paths: ProfilePaths, old: bytes, new: bytes) -> None:
    try:
        owner = read_owner(paths, old)
    except EnvironmentFault:
        return  # made anew at the next sign-in with the platform
    write_owner(paths, new, owner)
