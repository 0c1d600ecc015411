"""The DB thread: the only thread that touches console.db and keys.db."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from app.errors import CallNexError, EnvironmentFault
from local_store.connection import Connection, check_pages, faults, suspicious

T = TypeVar("T")


@dataclass(frozen=True)
class Database:
    """The connections of one open profile; use them on the DB thread alone."""

    main: Connection
    keys: Connection
    spare: Connection

    def close(self) -> None:
        """Close every file."""
        for con in (self.main, self.keys, self.spare):
            con.close()

    def check_pages(self) -> None:
        """Raise Damaged where any page that was read since opening failed its check."""
        for con in (self.main, self.keys, self.spare):
            check_pages(con)


class DbThread:
    """Runs functions on one thread, in order. Cancelling an awaiting task never tears a transaction."""

    def __init__(
        self, opener: Callable[[], Database], mend: Callable[[Database], Database] | None = None
    ) -> None:
        """Start the thread and open the connections on it; raises what `opener` raises.

        `mend` is given the database when a page of it turns out damaged; it returns a sound one or raises.
        """
        self._mend = mend
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="callnex-db")
        self._open = True
        try:
            self._db = self._pool.submit(opener).result()
        except BaseException:
            self._open = False
            self._pool.shutdown()
            raise

    async def run(self, work: Callable[[Database], T]) -> T:
        """Return `work(database)`; driver errors come back as EnvironmentFault or Bug.

        Where a page turned out damaged, `work` is done once more on the database that was mended.
        """
        try:
            future = self._pool.submit(self._guarded, work)
        except RuntimeError as error:
            raise EnvironmentFault("STO-209", "The local data is closed.", "Sign in again.") from error
        return await asyncio.wrap_future(future)

    def interrupt(self) -> None:
        """Abort the statement that runs now; its caller gets STO-208. Any thread may call it."""
        if self._open:
            self._db.main.interrupt()

    def close(self) -> None:
        """Finish the work given so far, then close both files. Idempotent; blocking."""
        if not self._open:
            return
        self._open = False
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _guarded(self, work: Callable[[Database], T]) -> T:
        try:
            return self._checked(work)
        except CallNexError as fault:
            if self._mend is None or not suspicious(fault):
                raise
            self._db = self._mend(self._db)
        return self._checked(work)

    def _checked(self, work: Callable[[Database], T]) -> T:
        """What `work` returned or raised says nothing when a page that it read was not what was written."""
        with faults():
            try:
                return work(self._db)
            finally:
                self._db.check_pages()

    def _close(self) -> None:
        self._db.close()
