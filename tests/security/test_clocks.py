"""Clocks set back, stopped, put forward, and slept through: time is neither bought nor stolen.

Each simulation is a workstation with the trust state of a real keeper and a signed policy, and a person who
turns its wall clock at will while the console runs, is closed, or the lid is shut. The boot clock is the
computer's own (nobody can set it, and it counts sleep), so within one boot five minutes hold both ways; what
was switched off cannot be proven without contact, so after a reboot only hiding and locking are held to them.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from app.domain.lease import Rung
from app.domain.policy import Policy
from app.domain.retention import DataClass, Facts, Verdict, expires_at, verdict
from app.ports.profile import TrustState
from app.protocol.signed import POLICY, sign
from app.security.keeper import TrustKeeper
from app.security.trusted_time import anchored
from tests.support.signing import NOW, enrolment, platform_side, policy
from tests.support.trust_memory import BenchClock, MemoryTrust

FEW, ALL = 60, 10_000
STEPS = 12
GRACE = timedelta(minutes=5)
ROUND = timedelta(minutes=1)
"""How often a console looks at its clocks (`app.cli.session.LEASE_EVERY_S`)."""

OURS = platform_side()
TERMS: Policy = policy(3)
ENROLLED = TrustState(enrolment(), OURS.signed_set(), sign(POLICY, TERMS, OURS.policy))
MOVES = ("rollback", "freeze", "jump", "suspend", "pass", "restart", "contact", "reboot")
ODDS = (0.2, 0.15, 0.2, 0.15, 0.14, 0.08, 0.04, 0.04)


@dataclass
class Station:
    """One workstation: true time is what nobody on it can see."""

    rng: np.random.Generator
    true: datetime = NOW
    rebooted: bool = False
    clock: BenchClock = field(default_factory=BenchClock)
    store: MemoryTrust = field(default_factory=lambda: MemoryTrust(ENROLLED))

    def __post_init__(self) -> None:
        self.clock.wall += self._span(24 * 400) * (1 if self.rng.random() < 0.5 else -1)
        self.keeper = TrustKeeper(self.store, self.clock)
        self.contact()
        began = self.true - timedelta(days=90) + self._span(24 * 40)
        self.item = Facts(began)
        end = expires_at(TERMS.schedule, DataClass.CALL_RECORDING, self.item)
        assert end is not None
        self.expires: datetime = end

    def _span(self, most_hours: float) -> timedelta:
        """Seconds to many hours, short ones as likely as long ones."""
        return timedelta(hours=most_hours * float(self.rng.random()) ** 3)

    def contact(self) -> None:
        """The platform speaks; the answer takes a moment."""
        took = timedelta(seconds=float(self.rng.random()) * 20)
        self.keeper.change(lambda state: anchored(state, self.true - took, took, self.keeper.tick()))
        self.last_contact, self.rebooted = self.true, False

    def rollback(self) -> None:
        self.clock.wall -= self._span(24 * 400)

    def jump(self) -> None:
        self.clock.wall += self._span(24 * 4000)

    def freeze(self) -> None:
        """The wall clock stands still for a while."""
        stood = self.clock.wall
        self.live(self._span(24 * 10))
        self.clock.wall = stood

    def suspend(self) -> None:
        """The lid is shut: nothing looks at the clocks, and they go on."""
        self._go_on(self._span(24 * 20))

    def restart(self) -> None:
        """The console is closed for a while; the next process knows what was saved alone."""
        self._go_on(self._span(24 * 3))
        self.keeper = TrustKeeper(self.store, self.clock)

    def reboot(self) -> None:
        """Switched off for a while; a first look at the clocks is taken before anybody turns them.

        Who turns them back in the firmware, or before that look, buys the time that it was off, until the
        next contact: nothing on the computer has counted it.
        """
        self.keeper.observe()
        self._go_on(self._span(24 * 10))
        self.clock.up, self.clock.boot = 20.0, f"{self.clock.boot}+"
        self.keeper = TrustKeeper(self.store, self.clock)
        self.keeper.observe()
        self.rebooted = True

    def live(self, time: timedelta) -> None:
        """Time passes under a console that looks at its clocks, now and then in a long while."""
        rounds = min(6, max(1, int(time / ROUND)))
        for _ in range(rounds):
            self._go_on(time / rounds)
            self.keeper.observe()

    def _go_on(self, time: timedelta) -> None:
        self.true += time
        self.clock.pass_by(time)

    def step(self, move: str) -> None:
        if move == "pass":
            self.live(self._span(24 * 12))
        else:
            getattr(self, move)()

    def check(self) -> None:
        """Everything that must hold now, whatever was done to the clocks."""
        reading, rung, true = self.keeper.reading(), self.keeper.rung(), self.true
        lease = self.keeper.lease()
        assert reading is not None and lease is not None
        shown, gone = self._verdict(reading.claimed), self._verdict(reading.proven)
        slack = timedelta(milliseconds=1)
        if rung is Rung.WIPE:
            assert true + slack >= lease.wipes_at, "wiped before its time"
        if gone is Verdict.EXPIRED:
            assert true + slack >= self.expires, "deleted before its time"
        if true >= lease.locks_at + GRACE:
            assert rung in (Rung.LOCK, Rung.WIPE), "the lease was extended"
        if true >= self.expires + GRACE:
            # A clock set back before the power went cannot tell the time without it; but it locks.
            unseen = self.rebooted and rung in (Rung.LOCK, Rung.WIPE)
            assert unseen or shown is Verdict.EXPIRED, "still to be seen after its time"
        if not self.rebooted and true >= lease.wipes_at + GRACE:
            assert rung is Rung.WIPE, "the wipe was put off"
        if not self.rebooted and true >= self.expires + GRACE:
            assert gone is Verdict.EXPIRED, "the deletion was put off"

    def _verdict(self, now: datetime) -> Verdict:
        return verdict(TERMS.schedule, DataClass.CALL_RECORDING, self.item, now)


def _simulate(count: int) -> Counter[str]:
    rng = np.random.default_rng(20260416)
    done: Counter[str] = Counter()
    for _ in range(count):
        station = Station(rng)
        station.check()
        for move in rng.choice(MOVES, STEPS, p=ODDS):
            station.step(str(move))
            done[str(move)] += 1
            station.check()
        done["ended locked or wiped"] += station.keeper.rung() in (Rung.LOCK, Rung.WIPE)
        done["outlived its item"] += station.true >= station.expires + GRACE
    return done


def _rarest(count: int) -> int:
    """Simulate, print what was tried, and return how often the rarest of it was."""
    done = _simulate(count)
    print(f"{count} workstations, {STEPS} moves each:", dict(sorted(done.items())))
    return min(done.values())


def test_time_is_neither_bought_nor_stolen() -> None:
    assert _rarest(FEW) > FEW // 10


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_time_is_neither_bought_nor_stolen_in_full() -> None:
    assert _rarest(ALL) > ALL // 10


def test_a_keeper_that_believes_the_wall_clock_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulation fails on each of the mistakes that it is for."""

    def fooled(change: str) -> None:
        real = TrustKeeper.reading

        def reading(self: TrustKeeper) -> object:
            found = real(self)
            assert found is not None
            wall = self.tick().wall
            return replace(found, **{change: wall, "set_back": False})

        with monkeypatch.context() as patch:
            patch.setattr(TrustKeeper, "reading", reading)
            with pytest.raises(AssertionError):
                _simulate(50)

    for change in ("proven", "claimed"):
        fooled(change)
