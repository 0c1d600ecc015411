"""The one place that opens SQLCipher files, and that turns its errors into sentences."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from sqlcipher3 import dbapi2

from app.errors import Bug, CallNexError, EnvironmentFault

KEY_BYTES = 32
Journal = Literal["wal", "delete", "memory"]


class Cursor(Protocol):
    """What the store uses of a DB-API cursor."""

    rowcount: int

    def fetchone(self) -> Any:
        """Return the next row (a tuple) or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the remaining rows."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What the store uses of an SQLCipher connection."""

    in_transaction: bool

    def execute(self, sql: str, parameters: Sequence[object] | dict[str, Any] = ...) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]]) -> Cursor:
        """Run one statement for each row of parameters."""
        ...

    def executescript(self, sql: str) -> Cursor:
        """Run several statements."""
        ...

    def create_function(self, name: str, arguments: int, function: Callable[..., object] | None) -> None:
        """Make a Python function callable from SQL."""
        ...

    def interrupt(self) -> None:
        """Abort the running statement; may be called from any thread."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class Damaged(EnvironmentFault):
    """STO-201 or STO-202: a page is not what was written, or the key is not the file's."""


_SENTENCES = (
    (
        "file is not a database",
        "STO-201",
        "The local data cannot be opened with this key: it is damaged or belongs to another profile.",
        "Ask IT to reset this workstation's profile; nothing already sent is lost.",
    ),
    (
        "malformed",
        "STO-202",
        "The local data is damaged.",
        "Start the console again: it is rebuilt from the platform, and what was not sent is delivered.",
    ),
    ("full", "STO-203", "There is no room left on this disk.", "Free some space, then try again."),
    (
        "disk i/o error",
        "STO-204",
        "The disk could not be read or written.",
        "Check the disk, then start the console again.",
    ),
    (
        "unable to open",
        "STO-205",
        "The local data cannot be opened: the file is missing or not accessible.",
        "Check that you own the profile folder, then start the console again.",
    ),
    (
        "readonly",
        "STO-205",
        "The local data cannot be written: the file or its folder is read-only.",
        "Check that you own the profile folder, then start the console again.",
    ),
    (
        "locked",
        "STO-207",
        "The local data is in use by another program.",
        "Close the other console of this profile, then try again.",
    ),
    ("interrupted", "STO-208", "The search or the work on the local data was stopped.", "Try again."),
)


DAMAGE = frozenset({"STO-201", "STO-202"})


def check_pages(con: Connection) -> None:
    """Raise Damaged STO-202 where a page that this connection has read failed its check.

    SQLCipher gives such a page back as zeros and refuses the pages after it. Where there are none, as behind
    the last page of a long text, the statement succeeds with a text that ends in zeros. Costs about 3 µs.
    """
    if value(con, "PRAGMA cipher_status") == "0":
        raise explain(dbapi2.DatabaseError("malformed: a page failed its check"))


def explain(error: Exception) -> CallNexError:
    """Return the fault behind a driver error; anything not named here is a bug of ours."""
    text = str(error).lower()
    for needle, code, what, next_step in _SENTENCES:
        if needle in text:
            kind = Damaged if code in DAMAGE else EnvironmentFault
            return kind(code, what, next_step)
    return Bug(f"The local store failed: {error}.")


def suspicious(fault: CallNexError) -> bool:
    """Say whether damaged pages may be behind a fault, so that every page should be looked at.

    Once one has failed its check SQLCipher may refuse to write, and FTS5 or SQLite fail in ways of their own.
    """
    if isinstance(fault, Damaged) or "read-only" in fault.explanation.what:
        return True
    harmless = (dbapi2.IntegrityError, dbapi2.ProgrammingError, dbapi2.InterfaceError)
    cause = fault.__cause__
    return isinstance(fault, Bug) and isinstance(cause, dbapi2.Error) and not isinstance(cause, harmless)


@contextmanager
def faults() -> Iterator[None]:
    """Turn driver errors into EnvironmentFault (the world) or Bug (ours)."""
    try:
        yield
    except (dbapi2.Error, MemoryError) as error:
        raise explain(error) from error


def open_keyed(
    path: Path, key: bytes, *, journal: Journal = "wal", read_only: bool = False, any_thread: bool = False
) -> Connection:
    """Open (or create) the SQLCipher file at `path` under a raw 256-bit key.

    `journal`: "wal" and "delete" survive a crash at any moment; "memory" is for a file that is worthless
    until complete. Each commit is fsynced. Statements autocommit; use `transaction`.
    Raises EnvironmentFault STO-201 .. STO-207.
    """
    if len(key) != KEY_BYTES:
        raise Bug("A store key must have 32 bytes.")
    with faults():
        con: Connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}",
            uri=True,
            isolation_level=None,
            timeout=5.0,
            check_same_thread=not any_thread,
        )
        try:
            _prepare(con, key, journal, read_only=read_only)
        except BaseException:
            con.close()
            raise
    return con


def _prepare(con: Connection, key: bytes, journal: Journal, *, read_only: bool) -> None:
    con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if not value(con, "PRAGMA cipher_version"):
        raise Bug("This SQLite has no encryption.")
    con.execute("SELECT count(*) FROM sqlite_master").fetchone()
    con.execute("PRAGMA secure_delete = ON")
    if value(con, "PRAGMA secure_delete") != 1:
        raise Bug("Deleted rows would not be overwritten.")
    con.execute("PRAGMA foreign_keys = ON")
    if read_only:
        return
    mode = value(con, f"PRAGMA journal_mode = {journal}")
    if mode != journal:
        raise Bug(f"The journal mode is {mode}.")
    con.execute("PRAGMA synchronous = FULL")


def value(con: Connection, sql: str, parameters: Sequence[object] = ()) -> Any:
    """Return the first column of the first row, None when there is no row."""
    row = con.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Commit on leaving, roll back on any error."""
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
