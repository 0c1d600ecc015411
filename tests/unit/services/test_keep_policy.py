"""An announced policy reaches the open store on its date, with one receipt."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.changes import Changes
from app.domain.command import ReceiptKind
from app.ports.profile import TrustState
from app.protocol.signed import POLICY, sign
from app.security.keeper import TrustKeeper
from app.security.trusted_time import anchored
from app.services.keep_policy import KeepPolicy
from app.services.retain import Retain
from tests.support.canary_profile import receipts_of
from tests.support.profiles import TestProfile
from tests.support.signing import NOW, enrolment, platform_side, policy
from tests.support.trust_memory import BenchClock, MemoryTrust

OURS = platform_side()


@pytest.mark.anyio
async def test_it_is_put_in_force_once_and_on_its_date(tmp_path: Path) -> None:
    coming = replace(policy(4), in_force_since=NOW + timedelta(days=5))
    first, second = (sign(POLICY, one, OURS.policy) for one in (policy(3), coming))
    clock = BenchClock()
    state = TrustState(enrolment(), OURS.signed_set(), policy=first, announced=second)
    keeper = TrustKeeper(MemoryTrust(state), clock)
    keeper.change(lambda state: anchored(state, NOW, timedelta(), keeper.tick()))
    profile = TestProfile(tmp_path / "p")
    stores, chain, told = profile.open().stores, receipts_of(profile), list[Changes]()
    keep = KeepPolicy(keeper, stores.replica, chain)
    retain = Retain(stores.retention, chain, told.append, keep)
    await retain.sweep()
    assert await stores.replica.policy() == policy(3)
    clock.pass_by(timedelta(days=6))
    await retain.sweep()
    assert await stores.replica.policy() == coming
    await retain.sweep()
    applied = [(link.kind, link.detail) for link in await chain.all()]
    assert applied == [(ReceiptKind.POLICY_APPLIED, f"revision {n}") for n in (3, 4)]
    assert told == [Changes(policy=True, receipts=True)] * 2
    profile.close()


@pytest.mark.anyio
async def test_killed_before_the_store_had_it_a_revision_still_gets_one_receipt(tmp_path: Path) -> None:
    """The receipt was written by whoever applied it first; the store, begun anew, is brought in step."""
    state = TrustState(enrolment(), OURS.signed_set(), policy=sign(POLICY, policy(3), OURS.policy))
    profile = TestProfile(tmp_path / "p")
    stores, chain = profile.open().stores, receipts_of(profile)
    await chain.append(ReceiptKind.POLICY_APPLIED, "revision 3")
    keep = KeepPolicy(TrustKeeper(MemoryTrust(state), BenchClock()), stores.replica, chain)
    assert await keep() == Changes(policy=True, receipts=True)
    assert await stores.replica.policy() == policy(3)
    assert len(await chain.all()) == 1
    profile.close()
