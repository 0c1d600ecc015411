"""Killed anywhere between purge and receipt, a deletion gets its receipt, and gets it once."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.command import Receipt, ReceiptKind
from app.domain.inventory import DueReceipt, Purged
from app.domain.retention import DataClass
from app.services.retain import Retain
from local_store.receipts_log import ReceiptLog
from tests.support.canary_profile import receipts_of
from tests.support.profiles import TestProfile
from tests.support.things import NOW, page, policy, recording

pytestmark = pytest.mark.anyio


class Killed(BaseException):
    """Not an error anything could catch and mend."""


@pytest.fixture
async def profile(tmp_path: Path) -> AsyncIterator[TestProfile]:
    profile = TestProfile(tmp_path / "p")
    await profile.open().stores.replica.apply(page(recordings=tuple(recording(n) for n in range(3))))
    profile.clock.move(days=100)
    yield profile
    profile.close()


def retain(profile: TestProfile, chain: ReceiptLog) -> Retain:
    assert profile.opened is not None
    return Retain(profile.opened.stores.retention, chain, lambda _: None)


def dying(target: object, step: str, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """Make a step the last one of this process, before or after it is done."""
    whole: Callable[..., object] = getattr(target, step)

    async def die(*given: object, **named: object) -> object:
        if after:
            await whole(*given, **named)  # type: ignore[misc]
        raise Killed

    monkeypatch.setattr(target, step, die)


STEPS = ("purge", "scrub", "promise", "append", "settled")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_a_step_the_receipt_comes_once(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    chain = receipts_of(profile)
    sweeping = retain(profile, chain)
    assert profile.opened is not None
    target = chain if step == "append" else profile.opened.stores.retention
    with monkeypatch.context() as patched:
        dying(target, step, patched, after=after)
        with pytest.raises(Killed):
            await sweeping.sweep()
    profile.open()
    await retain(profile, chain).sweep()
    await retain(profile, chain).sweep()
    (receipt,) = await chain.all()
    assert (receipt.kind, receipt.counts) == (ReceiptKind.PURGE, (("recordings", 3),))
    assert (await chain.state()).intact


async def test_another_receipt_in_the_promised_place_does_not_count(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = receipts_of(profile)
    with monkeypatch.context() as patched:
        dying(chain, "append", patched, after=False)
        with pytest.raises(Killed):
            await retain(profile, chain).sweep()
    await chain.append(ReceiptKind.POLICY_APPLIED, "revision 2")
    profile.open()
    await retain(profile, chain).sweep()
    assert [link.kind for link in await chain.all()] == [ReceiptKind.POLICY_APPLIED, ReceiptKind.PURGE]


async def test_what_is_deleted_while_a_receipt_is_due_gets_its_own(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = receipts_of(profile)
    assert profile.opened is not None
    with monkeypatch.context() as patched:
        dying(profile.opened.stores.retention, "settled", patched, after=False)
        with pytest.raises(Killed):
            await retain(profile, chain).sweep()
    stores = profile.open().stores
    profile.clock.at = NOW
    await stores.replica.apply(page(recordings=(recording(9),)))
    profile.clock.move(days=100)
    await retain(profile, chain).sweep()
    counts = [dict(link.counts)["recordings"] for link in await chain.all()]
    assert counts == [3, 1]


async def test_two_scrubs_without_a_receipt_are_one_receipt(profile: TestProfile) -> None:
    assert profile.opened is not None
    retention = profile.opened.stores.retention
    await retention.purge()
    await retention.scrub()
    await retention.scrub()
    assert await retention.due() == DueReceipt(Purged(recordings=3))
    profile.clock.at = NOW
    await profile.opened.stores.replica.apply(page(recordings=(recording(9),)))
    profile.clock.move(days=100)
    await retention.purge()
    await retention.scrub()
    assert await retention.due() == DueReceipt(Purged(recordings=4))


async def test_receipts_go_after_three_years_and_the_chain_still_holds(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = receipts_of(profile)
    asked: list[int] = []

    async def prune(count: int) -> int:
        asked.append(count)
        return count

    monkeypatch.setattr(chain, "prune", prune)
    profile.clock.at = NOW
    for years in range(3):
        profile.clock.at = NOW + timedelta(days=365 * years)
        await chain.append(ReceiptKind.POLICY_APPLIED, f"revision {years}")
    await retain(profile, chain).sweep()
    assert asked == []
    assert profile.opened is not None
    over: list[Receipt] = [link for link in await chain.all() if link.at <= NOW + timedelta(days=400)]
    profile.clock.at = NOW + timedelta(days=365 * 4 + 2)
    await retain(profile, chain).sweep()
    assert asked == [len(over)]
    shorter = policy(2, {DataClass.DELETION_RECEIPT: "P10Y"})
    await profile.opened.stores.replica.put_policy(shorter)
    await retain(profile, chain).sweep()
    assert asked == [len(over)]
