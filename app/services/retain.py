"""Keeps the retention schedule: at start, when a policy arrives, and every day while the console is open."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from app.changes import Changes
from app.domain.command import ReceiptKind
from app.domain.inventory import Purged
from app.ports.receipts import Receipts
from app.ports.stores import Retention

SWEEP_EVERY = timedelta(hours=1)
"""More often than daily: hidden rows should not lie around until tomorrow."""


class Retain:
    """Deletes what has expired, scrubs what was deleted, and only then writes the receipt."""

    def __init__(self, retention: Retention, receipts: Receipts, changed: Callable[[Changes], None]) -> None:
        self._retention = retention
        self._receipts = receipts
        self._changed = changed
        self._one_at_a_time = asyncio.Lock()
        self.last: tuple[datetime, Purged] | None = None

    async def sweep(self) -> Purged:
        """Purge, scrub, receipt; returns what went. Nothing expired: nothing written."""
        async with self._one_at_a_time:
            purged = await self._retention.purge()
            if not purged.total:
                return purged
            await self._retention.scrub()
            receipt = await self._receipts.append(ReceiptKind.PURGE, "retention", counts_of(purged))
            self.last = (receipt.at, purged)
        self._changed(Changes(policy=True, receipts=True))
        return purged

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
