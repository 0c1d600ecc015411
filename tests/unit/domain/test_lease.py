"""The wipe ladder, rung by rung."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.lease import Lease, Rung
from app.domain.policy import LeaseTerms

CONTACT = datetime(2026, 4, 9, 6, 2, tzinfo=UTC)
LEASE = Lease.of(LeaseTerms("P3D", "P7D", "P30D"), CONTACT)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "rung"),
    [
        (CONTACT, Rung.IN_CONTACT),
        (LEASE.warns_at - TICK, Rung.IN_CONTACT),
        (LEASE.warns_at, Rung.WARN),
        (LEASE.locks_at - TICK, Rung.WARN),
        (LEASE.locks_at, Rung.LOCK),
        (LEASE.wipes_at - TICK, Rung.LOCK),
        (LEASE.wipes_at, Rung.WIPE),
    ],
)
def test_each_rung_begins_on_time(now: datetime, rung: Rung) -> None:
    assert LEASE.rung(now) is rung


def test_rungs_are_counted_from_the_last_contact() -> None:
    assert (LEASE.warns_at, LEASE.locks_at, LEASE.wipes_at) == (
        CONTACT + timedelta(days=3),
        CONTACT + timedelta(days=7),
        CONTACT + timedelta(days=30),
    )
