"""Retention carried out: deleting what is over its time, and leaving nothing of it behind.

Hiding is not done here: the verdict is part of every query, so what expires is gone from sight at once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import TypeVar, cast

from app.domain.inventory import DueReceipt, HeldAbout, InventoryRow, Purged, UpcomingDeletions
from app.domain.policy import Policy
from app.domain.retention import DataClass, Facts, Verdict, verdict
from app.ports.clock import Clock
from local_store.about import held_about
from local_store.connection import Connection, transaction
from local_store.ends import begin_again, recount_batch, recounting
from local_store.executor import Database, DbThread
from local_store.holdings import inventory, upcoming
from local_store.media_rows import MediaFiles, scrub
from local_store.owed import due, owe, owed, promise, scrubbed, settled
from local_store.partials import destroy_partials
from local_store.purging import BATCH, EXPIRED, ORPHAN, count_under_policy, delete_batch, unfinished_expired
from local_store.search import go_stale, settle_index
from local_store.spare import follow
from local_store.times import to_us
from local_store.verdicts import schedule_of

T = TypeVar("T")

MANY_TURNS = 5_000
"""A purge of fewer takes its entries out of the index one by one."""


class SqlRetention:
    """Implements app.ports.stores.Retention."""

    def __init__(
        self,
        db: DbThread,
        clock: Clock,
        files: MediaFiles,
        receipts: Path,
        proven: Callable[[], datetime | None] | None = None,
    ) -> None:
        """`proven` gives the time that may destroy, None while there is none; `clock` only hides."""
        self._db = db
        self._clock = clock
        self._files = files
        self._receipts = receipts
        self._proven = proven

    async def inventory(self) -> tuple[InventoryRow, ...]:
        """Return what is held, measured now."""
        return await self._db.run(lambda db: inventory(db.main, self._receipts))

    async def upcoming(self, days: int) -> tuple[UpcomingDeletions, ...]:
        """Return the recordings that go on each of the next days, today first."""
        now = self._clock.now()
        return await self._db.run(lambda db: upcoming(db.main, now, days))

    async def about(self, text: str) -> tuple[HeldAbout, ...]:
        """Return what is held about whom `text` means: every spelling of one number, or words of a name."""
        now = self._clock.now()
        return await self._db.run(lambda db: held_about(db.main, text, now))

    async def preview(self, policy: Policy) -> Purged:
        """Return what a purge under `policy` would delete now; changes nothing."""
        now = to_us(self._clock.now())

        return await self._db.run(lambda db: count_under_policy(db.main, now, policy.schedule))

    async def purge(self) -> Purged:
        """Delete what has expired, batch by batch: keys and files first, then rows with their index entries.

        Only what expired by the proven time goes. Return everything deleted since the last scrub, by order of
        the platform too: receipts are due only after `scrub`, and one that was killed or could not run is
        owed still. The ends of a policy that came before, or in the middle, are written first.
        """
        await self._recount()
        moment = self._destroying_time()
        if moment is not None:
            at = to_us(moment)
            while await self._step(lambda db: self._purge_audio(db, at)):
                pass
            await self._step(lambda db: self._choose_way(db, at))
            while (await self._step(lambda db: self._purge_rows(db, at))).total:
                pass
        return await self._db.run(self._close_purge)

    async def _recount(self) -> None:
        while await self._db.run(lambda db: recount_batch(db.main)):
            pass

    async def _step(self, work: Callable[[Database], T]) -> T:
        """Return `work(database)`, done while every end is that of the policy in force."""
        while True:
            done, result = await self._db.run(
                lambda db: (False, None) if recounting(db.main) else (True, work(db))
            )
            if done:
                return cast("T", result)
            await self._recount()

    def _destroying_time(self) -> datetime | None:
        """A clock set forward hides but must not destroy; a clock set back buys nothing but time."""
        now = self._clock.now()
        if self._proven is None:
            return now
        proven = self._proven()
        return None if proven is None else min(now, proven)

    def _purge_audio(self, db: Database, at: int) -> bool:
        rows = db.main.execute(
            f"SELECT file, {ORPHAN} FROM media WHERE {EXPIRED} LIMIT {BATCH}", (at,)
        ).fetchall()
        self._files.destroy(db, [row[0] for row in rows])
        with transaction(db.main):
            owe(db.main, Purged(other=sum(row[1] for row in rows)))
        return bool(rows)

    def _choose_way(self, db: Database, at: int) -> None:
        """A large purge leaves the index to the scrub, which builds it anew of the little that stays."""
        every, going = db.main.execute(
            f"SELECT total(turns), total(iif({EXPIRED}, turns, 0)) FROM transcript", (at,)
        ).fetchone()
        if going >= MANY_TURNS and 2 * going >= every:
            with transaction(db.main):
                go_stale(db.main)

    def _purge_rows(self, db: Database, at: int) -> Purged:
        destroy_partials(db, unfinished_expired(db.main, at))
        with transaction(db.main):
            deleted = delete_batch(db.main, at)
            owe(db.main, deleted)
        return deleted

    def _close_purge(self, db: Database) -> Purged:
        self._files.list_expiry(db)
        follow(db)
        return owed(db.main)

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in free pages, write-ahead log or index.

        keys.db first: with a key gone for good, its audio is. Raises EnvironmentFault STO-210 when a reader
        holds the log; the scrub is then still due.
        """

        def work(db: Database) -> None:
            scrub(db.spare)
            scrub(db.keys)
            settle_index(db.main)
            begin_again(db.main)
            scrub(db.main)
            with transaction(db.main):
                scrubbed(db.main)

        await self._db.run(work)

    async def due(self) -> DueReceipt | None:
        """Return what was scrubbed and waits for its receipt, None when nothing does."""
        return await self._db.run(lambda db: due(db.main))

    async def promise(self, sequence: int) -> None:
        """Record, before it is written, which link of the chain the due receipt becomes."""
        await self._write(lambda con: promise(con, sequence))

    async def settled(self) -> None:
        """Forget what was due: its receipt is written."""
        await self._write(settled)

    async def _write(self, change: Callable[[Connection], None]) -> None:
        def work(db: Database) -> None:
            with transaction(db.main):
                change(db.main)

        await self._db.run(work)

    async def over(self, data_class: DataClass, moments: Sequence[datetime]) -> int:
        """Return how many of these moments, oldest first, are over their class's time for certain."""
        now = self._destroying_time()
        if now is None:
            return 0
        schedule = await self._db.run(lambda db: schedule_of(db.main))
        gone = (verdict(schedule, data_class, Facts(at), now) is Verdict.EXPIRED for at in moments)
        return sum(takewhile(bool, gone))
