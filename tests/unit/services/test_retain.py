"""The order of deletion: purge, scrub, and only then a receipt."""

import asyncio
from datetime import UTC, datetime

import pytest

from app.changes import Changes
from app.domain.command import ReceiptKind
from app.domain.ids import EnrolmentId
from app.domain.inventory import Purged
from app.services.retain import Retain
from ui.gallery.memory.privacy import MemoryReceipts, MemoryRetention

NOW = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)
EXPIRED = Purged(recordings=11, transcripts=9, contacts=2)


class ScrubRefused(Exception):
    pass


class UnscrubbedRetention(MemoryRetention):
    async def scrub(self) -> None:
        raise ScrubRefused


def receipts() -> MemoryReceipts:
    return MemoryReceipts(EnrolmentId("e"), NOW)


@pytest.mark.anyio
async def test_what_expired_goes_and_leaves_a_receipt_with_its_counts() -> None:
    chain, told = receipts(), list[Changes]()
    retain = Retain(MemoryRetention((), (), EXPIRED), chain, told.append)
    assert await retain.sweep() == EXPIRED
    (receipt,) = await chain.all()
    assert receipt.kind is ReceiptKind.PURGE
    assert receipt.counts == (("recordings", 11), ("transcripts", 9), ("contacts", 2))
    assert told == [Changes(policy=True, receipts=True)]
    assert retain.last == (NOW, EXPIRED)


@pytest.mark.anyio
async def test_nothing_expired_writes_nothing_and_tells_nobody() -> None:
    chain, told = receipts(), list[Changes]()
    retain = Retain(MemoryRetention((), ()), chain, told.append)
    assert (await retain.sweep()).total == 0
    assert await chain.all() == ()
    assert told == []


@pytest.mark.anyio
async def test_the_watch_sweeps_again_every_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    chain, slept = receipts(), list[float]()
    retain = Retain(MemoryRetention((), (), EXPIRED), chain, lambda _: None)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        assert len(await chain.all()) == 1
        if len(slept) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await retain.keep_watch()
    assert slept == [3600.0, 3600.0]


@pytest.mark.anyio
async def test_no_receipt_without_a_scrub() -> None:
    chain = receipts()
    retain = Retain(UnscrubbedRetention((), (), EXPIRED), chain, lambda _: None)
    with pytest.raises(ScrubRefused):
        await retain.sweep()
    assert await chain.all() == ()
