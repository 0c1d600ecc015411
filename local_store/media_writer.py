"""Writes one keyed audio file; nothing of it can be seen until it is complete."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from app.errors import Bug
from local_store.connection import Connection, faults
from local_store.media_file import ROW_BYTES

T = TypeVar("T")


class Worker(Protocol):
    """Runs a function on the media thread."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]:
        """Return what `work` returns."""
        ...


class KeyedWriter:
    """Implements app.ports.stores.MediaWriter.

    Live audio is committed row by row, so that a crash loses nothing that was written; a download is one
    transaction, worthless until complete.
    """

    def __init__(
        self,
        con: Connection,
        file: str,
        live_audio: bool,
        work: Worker,
        complete: Callable[[str, int], Awaitable[None]],
        destroy: Callable[[str], Awaitable[None]],
    ) -> None:
        self._con: Connection | None = con
        self._file = file
        self._live = live_audio
        self._work = work
        self._complete = complete
        self._destroy = destroy
        self._size = 0
        self._buffer = bytearray()

    async def write(self, chunk: bytes) -> None:
        """Append bytes; of live audio they are durable on return. Raises EnvironmentFault (disk full)."""
        await self._work(lambda: self._write(chunk))

    async def commit(self) -> None:
        """Make the file durable and visible (of live audio: end it; it stays in quarantine)."""
        await self._work(self._finish)
        await self._complete(self._file, self._size)

    async def discard(self) -> None:
        """Destroy what was written: the key, then the file."""
        await self._work(self.abandon)
        await self._destroy(self._file)

    def abandon(self) -> None:
        """Close the file as it is; on the media thread. Idempotent."""
        if self._con is not None:
            con, self._con = self._con, None
            with faults():
                con.close()

    def _open(self) -> Connection:
        if self._con is None:
            raise Bug("An audio file was written after it was closed.")
        return self._con

    def _write(self, chunk: bytes) -> None:
        con = self._open()
        if self._live:
            self._put(con, chunk)
            return
        self._buffer += chunk
        while len(self._buffer) >= ROW_BYTES:
            self._put(con, bytes(self._buffer[:ROW_BYTES]))
            del self._buffer[:ROW_BYTES]

    def _put(self, con: Connection, data: bytes) -> None:
        with faults():
            if not self._live and not con.in_transaction:
                con.execute("BEGIN")
            con.execute("INSERT INTO chunk (start, data) VALUES (?,?)", (self._size, data))
        self._size += len(data)

    def _finish(self) -> None:
        con = self._open()
        if self._buffer:
            self._put(con, bytes(self._buffer))
            self._buffer.clear()
        with faults():
            if con.in_transaction:
                con.execute("COMMIT")
            if self._live:
                con.execute("PRAGMA journal_mode = delete")
        self.abandon()
