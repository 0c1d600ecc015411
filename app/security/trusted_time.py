"""What time it is, when the computer's clock may lie. Pure rules; `app.security.keeper` is their edge.

Three witnesses: the platform's signed time at contact, the boot clock (nobody can set it, but it starts
again at each boot), and the wall clock (anybody can set it). Out of them come two times:

- `proven`: at least this late. Signed time plus what the boot clock counted. Only this time destroys.
- `claimed`: at least this late, or the wall clock lies ahead. This time hides and locks.

So a clock set forward hides and locks but never destroys, and a clock set back buys nothing: `claimed`
never goes back between contacts, and going back by more than a little locks until the next contact.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.lease import Lease, Rung
from app.domain.policy import LeaseTerms
from app.ports.profile import TrustState

SET_BACK_TOLERANCE = timedelta(minutes=2)
"""A wall clock may fall this far behind by ordinary correction; it gains nothing by it."""


@dataclass(frozen=True)
class Tick:
    """One look at the clocks of this computer. An empty `boot_id` means that boots cannot be told apart."""

    wall: datetime
    boot_seconds: float
    boot_id: str


@dataclass(frozen=True)
class Reading:
    """What time it is (UTC): `proven` may destroy, `claimed` hides and locks and is shown to people."""

    proven: datetime
    claimed: datetime
    set_back: bool


def anchored(state: TrustState, server_time: datetime, elapsed: timedelta, tick: Tick) -> TrustState:
    """Return `state` after a verified contact; `elapsed` is how long ago, at most, the platform spoke.

    `server_time` was verified not to lie before `high_water`, so the mark only moves forward.
    """
    proven = max(server_time, state.high_water or server_time)
    claimed = max(proven, server_time + elapsed)
    return replace(
        state,
        last_contact=server_time,
        high_water=proven,
        boot_seconds=tick.boot_seconds,
        boot_id=tick.boot_id,
        claimed=claimed,
        wall_offset_s=(claimed - tick.wall).total_seconds(),
        set_back=False,
    )


def read(state: TrustState, tick: Tick) -> Reading | None:
    """Return the time at `tick`; None before the first contact, when nothing is known."""
    if state.high_water is None or state.claimed is None:
        return None
    passed = _passed(state, tick)
    wall = tick.wall + timedelta(seconds=state.wall_offset_s)
    floor = state.claimed + passed
    set_back = state.set_back or wall < floor - SET_BACK_TOLERANCE
    return Reading(state.high_water + passed, max(floor, wall), set_back)


def observed(state: TrustState, tick: Tick) -> TrustState:
    """Return `state` with its marks moved to `tick`; to be saved now and then, and before closing."""
    reading = read(state, tick)
    if reading is None:
        return state
    return replace(
        state,
        high_water=reading.proven,
        claimed=reading.claimed,
        set_back=reading.set_back,
        boot_seconds=tick.boot_seconds,
        boot_id=tick.boot_id,
    )


def rung_at(terms: LeaseTerms | None, last_contact: datetime | None, reading: Reading | None) -> Rung:
    """Return the rung of the wipe ladder. What is not known locks; only proven time wipes."""
    if terms is None or last_contact is None or reading is None:
        return Rung.LOCK
    lease = Lease.of(terms, last_contact)
    if lease.rung(reading.proven) is Rung.WIPE:
        return Rung.WIPE
    claimed = lease.rung(reading.claimed)
    return Rung.LOCK if reading.set_back or claimed is Rung.WIPE else claimed


def _passed(state: TrustState, tick: Tick) -> timedelta:
    """Return how long ago the marks were made, at least.

    In the same boot the boot clock tells exactly. After a reboot the marks are older than this boot, so
    at least the whole of its uptime has passed.
    """
    same_boot = bool(tick.boot_id) and tick.boot_id == state.boot_id
    return timedelta(
        seconds=max(0.0, tick.boot_seconds - state.boot_seconds if same_boot else tick.boot_seconds)
    )


def unlocked(state: TrustState) -> TrustState:
    """Return `state` after signing in with the platform: an ordered lock is lifted by that alone."""
    return replace(state, locked=False)
