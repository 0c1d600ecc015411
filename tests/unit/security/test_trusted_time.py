"""A clock set back buys nothing, a clock set forward destroys nothing: for every way to turn the clocks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lease import Rung
from app.domain.policy import LeaseTerms
from app.ports.profile import TrustState
from app.security.trusted_time import Reading, Tick, anchored, observed, read, rung_at, unlocked
from tests.support.signing import NOW, enrolment

TERMS = LeaseTerms("P5D", "P7D", "P30D")
FRESH = TrustState(enrolment(), "keys")
ZERO = timedelta()


class Machine:
    """A computer whose true time passes, and whose wall clock somebody turns."""

    def __init__(self) -> None:
        self.true = NOW
        self.booted = NOW - timedelta(hours=3)
        self.turned = ZERO
        self.boots = 1

    @property
    def tick(self) -> Tick:
        up = (self.true - self.booted).total_seconds()
        return Tick(self.true + self.turned, up, f"boot-{self.boots}")

    def pass_by(self, time: timedelta) -> None:
        self.true += time

    def turn(self, by: timedelta) -> None:
        self.turned += by

    def reboot(self, off: timedelta) -> None:
        self.true += off
        self.booted, self.boots = self.true, self.boots + 1


def contacted(machine: Machine, elapsed: timedelta = ZERO) -> TrustState:
    return anchored(FRESH, machine.true - elapsed, elapsed, machine.tick)


def reading(state: TrustState, machine: Machine) -> Reading:
    found = read(state, machine.tick)
    assert found is not None
    return found


def test_before_the_first_contact_no_time_is_known_and_the_device_is_locked() -> None:
    tick = Machine().tick
    assert read(FRESH, tick) is None
    assert observed(FRESH, tick) == FRESH
    assert rung_at(TERMS, None, None) is Rung.LOCK
    assert rung_at(None, NOW, Reading(NOW, NOW, False)) is Rung.LOCK
    assert rung_at(TERMS, NOW, None) is Rung.LOCK


def test_within_one_boot_time_is_exact_whatever_the_wall_clock_was_at_contact() -> None:
    machine = Machine()
    machine.turn(timedelta(days=-400))
    state = contacted(machine)
    machine.pass_by(timedelta(days=3))
    assert reading(state, machine) == Reading(machine.true, machine.true, False)


def test_the_time_an_answer_took_counts_as_passed_only_for_hiding() -> None:
    machine = Machine()
    state = contacted(machine, timedelta(seconds=40))
    found = reading(state, machine)
    assert found.proven == machine.true - timedelta(seconds=40)
    assert found.claimed == machine.true


def test_a_clock_set_back_locks_until_contact_even_when_it_is_put_right() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.turn(timedelta(minutes=-3))
    state = observed(state, machine.tick)
    assert rung_at(TERMS, state.last_contact, reading(state, machine)) is Rung.LOCK
    machine.turn(timedelta(minutes=3))
    assert reading(state, machine).set_back
    state = anchored(state, machine.true, ZERO, machine.tick)
    assert rung_at(TERMS, state.last_contact, reading(state, machine)) is Rung.IN_CONTACT


def test_an_ordinary_correction_does_not_lock() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.turn(timedelta(minutes=-2))
    found = reading(state, machine)
    assert not found.set_back
    assert found.claimed == machine.true


def test_set_back_while_switched_off_is_seen_at_the_next_start() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.pass_by(timedelta(days=2))
    state = observed(state, machine.tick)
    machine.reboot(timedelta(hours=1))
    machine.turn(timedelta(days=-2))
    assert reading(state, machine).set_back


def test_a_jump_forward_locks_and_never_wipes() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.turn(timedelta(days=4000))
    found = reading(state, machine)
    assert rung_at(TERMS, state.last_contact, found) is Rung.LOCK
    assert found.proven == machine.true


def test_contact_lifts_what_a_jump_forward_did() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.turn(timedelta(days=4000))
    state = observed(state, machine.tick)
    machine.turn(timedelta(days=-4000))
    assert reading(state, machine).set_back
    state = anchored(state, machine.true, ZERO, machine.tick)
    assert reading(state, machine) == Reading(machine.true, machine.true, False)


@pytest.mark.parametrize(
    ("days", "rung"),
    [(4.99, Rung.IN_CONTACT), (5, Rung.WARN), (7, Rung.LOCK), (29.99, Rung.LOCK), (30, Rung.WIPE)],
)
def test_the_ladder_while_the_computer_stays_on(days: float, rung: Rung) -> None:
    machine = Machine()
    state = contacted(machine)
    machine.pass_by(timedelta(days=days))
    assert rung_at(TERMS, state.last_contact, reading(state, machine)) is rung


def test_time_switched_off_locks_but_does_not_wipe_until_it_is_proven() -> None:
    machine = Machine()
    state = contacted(machine)
    machine.reboot(timedelta(days=60))
    assert rung_at(TERMS, state.last_contact, reading(state, machine)) is Rung.LOCK
    machine.pass_by(timedelta(days=30))
    assert rung_at(TERMS, state.last_contact, reading(state, machine)) is Rung.WIPE


def test_where_boots_cannot_be_told_apart_only_the_uptime_counts() -> None:
    state = anchored(FRESH, NOW, ZERO, Tick(NOW, 5000.0, ""))
    found = read(state, Tick(NOW + timedelta(seconds=60), 60.0, ""))
    assert found == Reading(NOW + timedelta(seconds=60), NOW + timedelta(seconds=60), False)


def test_a_boot_clock_that_went_back_counts_nothing() -> None:
    state = anchored(FRESH, NOW, ZERO, Tick(NOW, 5000.0, "boot-1"))
    found = read(state, Tick(NOW, 10.0, "boot-1"))
    assert found == Reading(NOW, NOW, False)


def test_contact_never_moves_the_high_water_mark_back() -> None:
    state = replace(FRESH, high_water=NOW + timedelta(seconds=30))
    assert anchored(state, NOW, ZERO, Machine().tick).high_water == NOW + timedelta(seconds=30)


def test_signing_in_with_the_platform_lifts_a_lock() -> None:
    assert not unlocked(replace(FRESH, locked=True)).locked


hours = st.floats(0, 24 * 40).map(lambda h: timedelta(hours=h))
turns = st.floats(-24 * 4000, 24 * 4000).map(lambda h: timedelta(hours=h))
steps = st.one_of(
    st.tuples(st.just("pass"), hours),
    st.tuples(st.just("turn"), turns),
    st.tuples(st.just("reboot"), hours),
    st.tuples(st.just("observe"), st.just(ZERO)),
)


@given(st.lists(steps, max_size=25))
def test_whatever_is_done_to_the_clocks(done: list[tuple[str, timedelta]]) -> None:
    machine = Machine()
    state = contacted(machine)
    contact = machine.true
    last: Reading = reading(state, machine)
    for what, amount in done:
        if what == "pass":
            machine.pass_by(amount)
        elif what == "turn":
            machine.turn(amount)
        elif what == "reboot":
            state = observed(state, machine.tick)  # the latest mark before the power went
            last = reading(state, machine)
            machine.reboot(amount)
        else:
            state = observed(state, machine.tick)
        found = reading(state, machine)
        assert found.proven <= machine.true + timedelta(milliseconds=1), "destroys before its time"
        assert found.claimed >= found.proven
        if what in ("observe", "pass"):
            assert found.proven >= last.proven and found.claimed >= last.claimed, "time went back"
        _check_rung(contact, machine.true, found)
        last = found


def _check_rung(contact: datetime, true: datetime, found: Reading) -> None:
    rung = rung_at(TERMS, contact, found)
    if rung is Rung.WIPE:
        assert true >= contact + timedelta(days=30) - timedelta(milliseconds=1)
    if found.set_back:
        assert rung in (Rung.LOCK, Rung.WIPE)
