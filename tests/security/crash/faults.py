"""Faults to plant: each breaks one guarantee on purpose, and its proof has to notice.

They are switched on in the forked child alone (and, where the mending itself is at fault, in the check).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from local_store import connection, files, keys, media_rows, opening, outbox, replica, retention, schema
from local_store.connection import Connection
from local_store.keys import Wrapped
from local_store.media_rows import MediaFiles
from local_store.sealed_log import SealedLog
from local_store.wipe import FileEraser


def not_sealed() -> None:
    """An action's row is committed, and it was never sealed."""
    SealedLog.append = lambda self, entry: lambda: None  # type: ignore[method-assign]


def answered_stays_sealed() -> None:
    """What was answered stays in outbox.sealed: it is delivered for ever."""
    SealedLog.drop = lambda self, settled: None  # type: ignore[method-assign]


def no_transactions() -> None:
    """What belongs together is committed piece by piece."""

    @contextmanager
    def apart(con: Connection) -> Iterator[None]:
        yield

    for module in (connection, media_rows, outbox, replica, retention):
        module.transaction = apart  # type: ignore[attr-defined]


def no_recovery() -> None:
    """What was sealed and has no row is forgotten."""
    opening.recover = lambda con, log, now: 0


def no_sweep() -> None:
    """Files and keys that a crash left without a row stay."""
    MediaFiles.sweep = lambda self, db: None  # type: ignore[method-assign]


def no_scrub() -> None:
    """What was deleted stays in free pages and in the index."""
    retention.scrub = lambda con: None  # type: ignore[assignment]


def tombstone_ignored() -> None:
    """A wipe that was begun is not gone on with."""
    FileEraser.pending = lambda self: False  # type: ignore[method-assign]


def no_fsync() -> None:
    """Nothing that Python writes reaches the disk before it is promised (SQLite's own writes do)."""
    os.fsync = lambda fd: None


def folder_not_synced() -> None:
    """Renames and unlinks are left to the disk's own time."""
    files.sync_folder = lambda folder: None


def lazy_database() -> None:
    """SQLite does not wait for the disk at a commit."""
    prepare = connection._prepare

    def lazily(con: Connection, *args: Any, **kwargs: Any) -> None:
        prepare(con, *args, **kwargs)
        con.execute("PRAGMA synchronous = OFF")

    connection._prepare = lazily


def no_second_copy() -> None:
    """What exists only here is not brought back from its copy."""
    opening.restore = lambda db, paths, *, rebuilt: None  # type: ignore[assignment]


def never_rebuilt() -> None:
    """A damaged database is not begun anew."""
    opening.damaged = lambda paths, key: ()


def old_key_forgotten() -> None:
    """A key that is being changed is kept without the one that files may still be under."""
    seal = keys._seal

    def alone(secret: bytes, wrapped: Wrapped) -> str:
        return seal(secret, replace(wrapped, previous=""))

    keys._seal = alone


def step_in_pieces() -> None:
    """A migration's statements are committed one by one."""

    def step(con: Connection, number: int, sql: str) -> None:
        con.executescript(f"{sql}\nPRAGMA user_version = {number};")

    schema._step = step


IN_CHECK_TOO = frozenset({"no_recovery", "no_sweep", "tombstone_ignored"})
FAULTS: dict[str, Callable[[], None]] = {
    fault.__name__: fault
    for fault in (
        not_sealed,
        answered_stays_sealed,
        no_transactions,
        no_recovery,
        no_sweep,
        no_scrub,
        tombstone_ignored,
        no_fsync,
        folder_not_synced,
        lazy_database,
        no_second_copy,
        old_key_forgotten,
        step_in_pieces,
        never_rebuilt,
    )
}


def plant(name: str, *, checking: bool = False) -> None:
    """Switch a fault on in this process, for good; "" plants nothing."""
    if name and (not checking or name in IN_CHECK_TOO):
        FAULTS[name]()
