"""One audio file: an SQLCipher database of its own key, bytes in rows of about 1 MiB.

Rows, because the first far jump inside one large BLOB walks its whole overflow chain.
"""

import io
import threading
from bisect import bisect_right
from pathlib import Path

from app.errors import CallNexError, UserFacing
from local_store.connection import Connection, check_pages, faults, open_keyed, transaction

ROW_BYTES = 1 << 20
SIDE_FILES = ("", "-wal", "-shm", "-journal")


def begin(path: Path, key: bytes, *, durable: bool) -> Connection:
    """Create the file; `durable`: every statement is on disk when it returns (live audio)."""
    con = open_keyed(path, key, journal="wal" if durable else "memory", any_thread=True)
    with faults():
        con.execute("CREATE TABLE chunk (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, data BLOB NOT NULL)")
        con.execute("CREATE TABLE peaks (n INTEGER PRIMARY KEY CHECK (n = 1), data BLOB NOT NULL)")
    path.chmod(0o600)
    return con


def read_peaks(path: Path, key: bytes) -> bytes | None:
    """Return the peaks pyramid kept beside the audio."""
    con = open_keyed(path, key, read_only=True, any_thread=True)
    try:
        with faults():
            row = con.execute("SELECT data FROM peaks").fetchone()
            check_pages(con)
        return None if row is None else bytes(row[0])
    finally:
        con.close()


def write_peaks(path: Path, key: bytes, peaks: bytes) -> None:
    """Keep the peaks pyramid; durable on return."""
    con = open_keyed(path, key, journal="delete", any_thread=True)
    try:
        with faults(), transaction(con):
            con.execute("INSERT OR REPLACE INTO peaks (n, data) VALUES (1, ?)", (peaks,))
    finally:
        con.close()


def remove_file(path: Path) -> None:
    """Unlink the file and what SQLite keeps beside it."""
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)


class MediaStream(io.RawIOBase):
    """A seekable stream of decrypted bytes, usable from one thread at a time.

    C libraries swallow what a Python file raises: after each read through one, look at `fault`.
    """

    def __init__(self, path: Path, key: bytes, *, recover: bool = False) -> None:
        """Open the file; raises EnvironmentFault when it is damaged or the key is not its own.

        `recover`: the file may have been left by a crash, with a log beside it that must be read.
        """
        super().__init__()
        self.fault: CallNexError | None = None
        self._lock = threading.Lock()
        self._con = open_keyed(path, key, read_only=not recover, any_thread=True)
        try:
            with faults():
                rows = self._con.execute("SELECT start, length(data), n FROM chunk ORDER BY n").fetchall()
                check_pages(self._con)
        except BaseException:
            self._con.close()
            raise
        self._starts = [row[0] for row in rows]
        self._numbers = [row[2] for row in rows]
        self._size = rows[-1][0] + rows[-1][1] if rows else 0
        self._at = 0
        self._cached = -1
        self._chunk = b""

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to `offset` bytes from start, here or end; return the new place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the start")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Return the place in bytes."""
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as there is audio; return the bytes filled, 0 at the end."""
        view, done = memoryview(buffer).cast("B"), 0
        with self._lock:
            try:
                while done < len(view) and self._at < self._size:
                    piece = self._piece(len(view) - done)
                    view[done : done + len(piece)] = piece
                    done += len(piece)
                    self._at += len(piece)
            except CallNexError as error:
                self.fault = error
                raise
        return done

    def _piece(self, wanted: int) -> bytes:
        if self.closed:
            raise self.fault or _revoked()
        place = bisect_right(self._starts, self._at) - 1
        if place != self._cached:
            with faults():
                found = self._con.execute("SELECT data FROM chunk WHERE n = ?", (self._numbers[place],))
                chunk = bytes(found.fetchone()[0])
                check_pages(self._con)
            self._chunk = chunk
            self._cached = place
        offset = self._at - self._starts[place]
        return self._chunk[offset : offset + wanted]

    def revoke(self) -> None:
        """End the stream because its audio is being destroyed; a reader gets STO-232."""
        self.fault = self.fault or _revoked()
        self.close()

    def close(self) -> None:
        """Close the file; idempotent."""
        if not self.closed:
            with self._lock:
                self._con.close()
                self._chunk = b""
        super().close()


def _revoked() -> UserFacing:
    return UserFacing(
        "STO-232", "This recording has just been deleted.", "Choose another one; its time was up."
    )
