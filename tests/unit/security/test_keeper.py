"""The trust state of a profile: one owner, verified each time it is used."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ids import CommandId
from app.domain.lease import Rung
from app.errors import EnvironmentFault, UserFacing
from app.ports.profile import TrustState
from app.protocol.signed import POLICY, sign
from app.security.keeper import TrustKeeper
from app.security.system_clock import SystemClock
from app.security.trusted_time import anchored
from tests.support.signing import NOW, enrolment, platform_side, policy
from tests.support.trust_memory import BenchClock, MemoryTrust

OURS = platform_side()
ENROLLED = TrustState(enrolment(), OURS.signed_set())


def keeper_of(state: TrustState | None) -> tuple[TrustKeeper, MemoryTrust, BenchClock]:
    store, clock = MemoryTrust(state), BenchClock()
    return TrustKeeper(store, clock), store, clock


def contacted() -> tuple[TrustKeeper, MemoryTrust, BenchClock]:
    keeper, store, clock = keeper_of(replace(ENROLLED, policy=sign(POLICY, policy(3), OURS.policy)))
    keeper.change(lambda state: anchored(state, NOW, timedelta(), keeper.tick()))
    return keeper, store, clock


def test_before_enrolment_there_is_a_next_step() -> None:
    keeper, _, clock = keeper_of(None)
    assert keeper.state() is None
    assert keeper.now() == clock.wall
    with pytest.raises(UserFacing, match="ENR-110"):
        keeper.keys()


def test_after_enrolment_the_keys_are_there_and_no_policy() -> None:
    keeper, store, clock = keeper_of(None)
    keeper.begin(ENROLLED)
    assert store.kept == ENROLLED
    assert keeper.seal_key() == bytes(OURS.seal.public_key)
    assert keeper.policy() is None and keeper.lease() is None
    assert keeper.reading() is None and keeper.observe() is None
    assert keeper.now() == clock.wall
    assert keeper.rung() is Rung.LOCK


def test_after_contact_time_goes_on_and_the_ladder_is_climbed() -> None:
    keeper, store, clock = contacted()
    assert keeper.policy() == policy(3)
    assert keeper.rung() is Rung.IN_CONTACT
    lease = keeper.lease()
    assert lease is not None and lease.last_contact == NOW
    clock.pass_by(timedelta(days=6))
    assert keeper.now() == NOW + timedelta(days=6)
    assert keeper.rung() is Rung.WARN
    keeper.observe()
    assert store.kept is not None and store.kept.high_water == NOW + timedelta(days=6)


def test_reading_the_time_saves_nothing() -> None:
    keeper, store, clock = contacted()
    saved = len(store.saved)
    clock.pass_by(timedelta(days=1))
    keeper.reading(), keeper.now(), keeper.rung()
    assert len(store.saved) == saved


@pytest.mark.parametrize("damage", ["key_set", "policy", "root"])
def test_what_was_changed_on_disk_is_not_believed(damage: str) -> None:
    good = replace(ENROLLED, policy=sign(POLICY, policy(3), OURS.policy))
    theirs = platform_side("theirs")
    bad = {
        "key_set": replace(good, key_set=theirs.signed_set()),
        "policy": replace(good, policy=sign(POLICY, policy(9), theirs.policy)),
        "root": replace(good, enrolment=replace(good.enrolment, root_public=theirs.root_public)),
    }[damage]
    keeper, _, _ = keeper_of(bad)
    with pytest.raises(EnvironmentFault, match="KEY-312"):
        keeper.policy()


def test_changes_from_many_threads_are_all_kept() -> None:
    keeper, store, _ = keeper_of(ENROLLED)

    def add(number: int) -> None:
        def change(state: TrustState) -> TrustState:
            time.sleep(0)  # lets another thread in, where the lock lets it
            return replace(state, commands=(*state.commands, CommandId(str(number))))

        for _ in range(50):
            keeper.change(change)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.kept is not None and len(store.kept.commands) == 200


def test_a_state_that_could_not_be_saved_is_not_in_force() -> None:
    class FullDisk(MemoryTrust):
        def save(self, state: TrustState) -> None:
            raise EnvironmentFault("STO-101", "The disk is full.", "Make room.")

    keeper = TrustKeeper(FullDisk(ENROLLED), BenchClock())
    with pytest.raises(EnvironmentFault, match="STO-101"):
        keeper.change(lambda state: replace(state, locked=True))
    assert not keeper.enrolled().locked


def test_the_system_clock_knows_this_boot() -> None:
    clock = SystemClock()
    before = clock.boot_seconds()
    assert clock.boot_seconds() >= before >= time.monotonic() - 1
    assert clock.boot_id() == SystemClock().boot_id() != ""
    assert clock.now().tzinfo is not None


def announced(days: int = 14) -> tuple[TrustKeeper, BenchClock]:
    coming = replace(policy(4), in_force_since=NOW + timedelta(days=days))
    keeper, _, clock = contacted()
    keeper.change(lambda state: replace(state, announced=sign(POLICY, coming, OURS.policy)))
    return keeper, clock


def test_an_announced_policy_is_in_force_from_its_date_on_without_a_contact() -> None:
    keeper, clock = announced(days=5)
    coming = keeper.announced()
    assert coming is not None and keeper.coming() == coming
    assert (keeper.policy(), keeper.replaced()) == (policy(3), None)
    clock.pass_by(timedelta(days=5, seconds=59))
    assert keeper.policy() == policy(3)
    clock.pass_by(timedelta(seconds=1))
    assert (keeper.policy(), keeper.coming()) == (coming, None)
    assert keeper.replaced() == keeper.held() == policy(3)


def test_a_clock_set_forward_puts_no_policy_in_force() -> None:
    keeper, clock = announced(days=5)
    clock.wall += timedelta(days=30)
    assert keeper.policy() == policy(3)
