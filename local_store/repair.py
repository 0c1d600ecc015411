"""A damaged database is begun anew: the platform has what was in it, and what it has not lies twice here.

Which key is right is never guessed from the damaged file. `owner.sealed` or another database that opens under
the key has to say so first: a wrong key must not cost anyone their data (docs/decisions/0010).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.wire import Wire
from app.errors import CallNexError, EnvironmentFault, Explanation
from local_store.connection import (
    Connection,
    Damaged,
    check_pages,
    faults,
    open_keyed,
    suspicious,
    transaction,
)
from local_store.ends import recount_everything
from local_store.files import sync_folder, unlink_durably, write_atomic
from local_store.media_file import remove_file
from local_store.owner import read_owner
from local_store.profile import ProfilePaths
from local_store.subkey import subkey

DATABASES = ("console.db", "keys.db", "spare.db")
SALVAGED: dict[str, tuple[str, object]] = {
    "state": ("name", ""),
    "draft": ("rowid", 0),
    "action": ("rowid", 0),
}
"""Read from a damaged console.db as far as its pages allow: each is authenticated, so it is right.

With the column that orders a table, and what all its values come after.
"""
FORGOTTEN_MARKS = ("cursor", "last_contact")
Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Rebuilt(Wire):
    """What was begun anew and when; `audio_lost` unsent recordings cannot be read any more."""

    at: datetime
    files: tuple[str, ...]
    audio_lost: int = 0

    @property
    def explanation(self) -> Explanation:
        """Return what the user is told: that it happened, and what was lost if anything."""
        lost = (
            "nothing unsent was lost"
            if not self.audio_lost
            else f"unsent recordings that could not be saved: {self.audio_lost}"
        )
        return Explanation(
            "STO-212",
            f"The local data was damaged and has been rebuilt; {lost}.",
            "Stay connected: it is fetched again from the platform; tell IT, the disk may be failing.",
        )


@dataclass(frozen=True)
class Salvage:
    """Rows of a damaged console.db by table: column names and values."""

    tables: tuple[tuple[str, tuple[str, ...], Rows], ...] = ()


def marked(paths: ProfilePaths) -> tuple[str, ...]:
    """Return the databases that were found damaged and are not rebuilt yet."""
    path = _mark(paths)
    text = path.read_text("ascii", errors="replace") if path.exists() else ""
    return tuple(name for name in DATABASES if name in text.split())


def mark(paths: ProfilePaths, names: tuple[str, ...]) -> None:
    """Note durably what is damaged: killed anywhere from here on, the next start rebuilds it."""
    write_atomic(_mark(paths), " ".join(names).encode("ascii"))


def unmark(paths: ProfilePaths) -> None:
    """Everything is rebuilt."""
    unlink_durably(_mark(paths))


def damaged(paths: ProfilePaths, profile_key: bytes) -> tuple[str, ...]:
    """Return the databases of which any page fails its check; none where the key may be the wrong one."""
    found = tuple(name for name in DATABASES if not _sound(paths.root / name, profile_key))
    witnesses = [name for name in DATABASES if _opens(paths.root / name, profile_key)]
    if found and not witnesses:
        try:
            read_owner(paths, profile_key)
        except EnvironmentFault:
            return ()
    return found


def salvage(paths: ProfilePaths, profile_key: bytes) -> Salvage:
    """Return what can still be read of a damaged console.db and would come from nowhere else."""
    read = _Reading(paths.console, subkey(profile_key, b"console.db"))
    try:
        found = [(table, *_rows(read, table, *order)) for table, order in SALVAGED.items()]
    finally:
        read.close()
    return Salvage(tuple(entry for entry in found if entry[2]))


def discard(paths: ProfilePaths, names: tuple[str, ...]) -> None:
    """Destroy damaged databases with their logs: nothing of them is read again or outlives its time."""
    for name in names:
        remove_file(paths.root / name)
    sync_folder(paths.root)


def put_back(con: Connection, found: Salvage) -> None:
    """Put salvaged rows into the new database; the cursor stays empty, so that everything comes again.

    Drafts and actions may have been dated by an earlier policy than the one salvaged.
    """
    with transaction(con):
        for table, columns, rows in found.tables:
            kept = [row for row in rows if not (table == "state" and row[0] in FORGOTTEN_MARKS)]
            marks = ",".join("?" * len(columns))
            sql = f"INSERT OR REPLACE INTO {table} ({','.join(columns)}) VALUES ({marks})"
            con.executemany(sql, kept)
        recount_everything(con)


def _mark(paths: ProfilePaths) -> Path:
    return paths.root / "damaged"


def _opens(path: Path, profile_key: bytes) -> bool:
    """Say whether the first page is authentic under the key."""
    if not path.exists():
        return False
    try:
        open_keyed(path, subkey(profile_key, path.name.encode("ascii")), read_only=True).close()
    except Damaged:
        return False
    return True


def _sound(path: Path, profile_key: bytes) -> bool:
    if not path.exists():
        return True
    try:
        con = open_keyed(path, subkey(profile_key, path.name.encode("ascii")))
    except Damaged:
        return False
    try:
        with faults():
            pages = con.execute("PRAGMA cipher_integrity_check").fetchall()
            return not pages and con.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except CallNexError as fault:
        if suspicious(fault):
            return False
        raise
    finally:
        con.close()


class _Reading:
    """Reads a damaged database; a bad page ends a connection, so the next statement has a new one."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._con: Connection | None = None

    def __call__(self, sql: str, *parameters: object) -> Rows | None:
        """Return the rows, None where a page that they need fails its check."""
        try:
            if self._con is None:
                self._con = open_keyed(self._path, self._key)
            with faults():
                rows = self._con.execute(sql, parameters).fetchall()
                check_pages(self._con)
            return rows
        except CallNexError as fault:
            if not suspicious(fault):
                raise
            self.close()
            return None

    def close(self) -> None:
        """Close the file."""
        con, self._con = self._con, None
        if con is not None:
            con.close()


def _rows(read: _Reading, table: str, column: str, at: object) -> tuple[tuple[str, ...], Rows]:
    """Read a table row by row to the first that is not found; one that is found but unsound is left out."""
    columns = tuple(str(row[1]) for row in read(f"PRAGMA table_info({table})") or ())
    rows: Rows = []
    following = f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT 1"
    while columns and (found := read(following, at)):
        at = found[0][0]
        rows += read(f"SELECT * FROM {table} WHERE {column} = ?", at) or ()
    return columns, rows
