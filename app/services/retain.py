"""Keeps the retention schedule: at start, when a policy arrives, and every day while the console is open."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from app.changes import Changes
from app.domain.command import ReceiptKind
from app.domain.inventory import Purged
from app.domain.retention import DataClass
from app.ports.receipts import Receipts
from app.ports.stores import Retention

SWEEP_EVERY = timedelta(hours=1)
"""More often than daily: hidden rows should not lie around until tomorrow."""


class Retain:
    """Deletes what has expired, scrubs what was deleted, and only then writes the receipt."""

    def __init__(
        self,
        retention: Retention,
        receipts: Receipts,
        changed: Callable[[Changes], None],
        keep_policy: Callable[[], Awaitable[Changes]] | None = None,
    ) -> None:
        """`keep_policy` puts an announced policy in force when its date has come."""
        self._retention = retention
        self._receipts = receipts
        self._changed = changed
        self._keep_policy = keep_policy
        self._one_at_a_time = asyncio.Lock()
        self.last: tuple[datetime, Purged] | None = None

    async def sweep(self) -> Purged:
        """Purge, scrub, receipt; returns what went. Nothing expired: nothing written.

        A receipt that an earlier sweep was killed before is written first, and one it was killed after is
        not written twice: the link it was to become was promised before.
        """
        async with self._one_at_a_time:
            if self._keep_policy is not None and (changes := await self._keep_policy()) != Changes():
                self._changed(changes)
            late = await self._settle_receipt()
            purged = await self._retention.purge()
            if purged.total:
                await self._retention.scrub()
                await self._settle_receipt()
            await self._prune_receipts()
        if purged.total or late:
            self._changed(Changes(policy=True, receipts=True))
        return purged

    async def _settle_receipt(self) -> bool:
        """Write the receipt that is due; returns whether one was."""
        due = await self._retention.due()
        if due is None:
            return False
        links = await self._receipts.all()
        written = any(link.sequence == due.sequence and link.kind is ReceiptKind.PURGE for link in links)
        if not written:
            await self._retention.promise(links[-1].sequence + 1 if links else 1)
            receipt = await self._receipts.append(ReceiptKind.PURGE, "retention", counts_of(due.counts))
            self.last = (receipt.at, due.counts)
        await self._retention.settled()
        return True

    async def _prune_receipts(self) -> None:
        """Receipts have a time too; the chain stays verifiable without its oldest links."""
        written = [link.at for link in await self._receipts.all()]
        count = await self._retention.over(DataClass.DELETION_RECEIPT, written)
        if count:
            await self._receipts.prune(count)

    async def keep_watch(self) -> None:
        """Sweep now and then every hour, until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(SWEEP_EVERY.total_seconds())


def counts_of(purged: Purged) -> tuple[tuple[str, int], ...]:
    """Return the counts of a purge that are not zero, by name."""
    named = (
        ("recordings", purged.recordings),
        ("transcripts", purged.transcripts),
        ("calls_anonymised", purged.calls_anonymised),
        ("contacts", purged.contacts),
        ("marks", purged.marks),
        ("other", purged.other),
    )
    return tuple((name, count) for name, count in named if count)
