"""Audio at rest: one SQLCipher file per recording, each with a key of its own, in rows of 1 MiB.

The keys lie in the platform's database; deleting a recording deletes its key first, then its file. Rows keep
seeking cheap: a far jump inside one large BLOB walks its overflow chain.
"""

import io
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.reference_platform.files import private_folder

ROW_BYTES = 1 << 20
STRAY_AFTER_S = 3600.0
SCHEMA = "CREATE TABLE piece (place INTEGER PRIMARY KEY, data BLOB NOT NULL)"


class AudioStore:
    """Files named at random in `folder`; nothing about a call shows in a name."""

    def __init__(self, folder: Path) -> None:
        self._folder = private_folder(folder)

    def new_file(self) -> tuple[str, bytes]:
        """Return a fresh file name and a fresh 256-bit key."""
        return f"{secrets.token_hex(16)}.db", secrets.token_bytes(32)

    def write(self, name: str, key: bytes, chunks: Iterable[bytes]) -> None:
        """Write a whole file; on any error nothing of it stays."""
        try:
            with closing(self._open(name, key)) as connection:
                connection.execute("PRAGMA journal_mode=OFF")
                connection.execute(SCHEMA)
                connection.executemany(
                    "INSERT INTO piece VALUES (?, ?)", enumerate(_rows_of(chunks, ROW_BYTES))
                )
                connection.commit()
        except BaseException:
            self.remove(name)
            raise

    def read(self, name: str, key: bytes, start: int, end: int) -> Iterator[bytes]:
        """Yield bytes `start` (inclusive) to `end` (exclusive) in pieces of at most 1 MiB."""
        with closing(self._open(name, key)) as connection:
            for place in range(start // ROW_BYTES, -(-end // ROW_BYTES)):
                (data,) = connection.execute("SELECT data FROM piece WHERE place = ?", (place,)).fetchone()
                base = place * ROW_BYTES
                yield data[max(start - base, 0) : end - base]

    def open(self, name: str, key: bytes, size: int) -> io.BytesIO:
        """Return the whole audio in memory, to look at its header."""
        return io.BytesIO(b"".join(self.read(name, key, 0, size)))

    def remove(self, name: str) -> None:
        """Unlink a file; its key is the caller's to delete first."""
        (self._folder / name).unlink(missing_ok=True)

    def strays(self, known: set[str]) -> list[str]:
        """Return files that are neither known nor young enough to be an upload under way."""
        before = time.time() - STRAY_AFTER_S
        return [
            path.name
            for path in self._folder.glob("*.db")
            if path.name not in known and path.stat().st_mtime < before
        ]

    def _open(self, name: str, key: bytes) -> Any:
        connection = dbapi2.connect(str(self._folder / name), check_same_thread=False)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return connection


def _rows_of(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)
