"""Times as the store keeps them: whole microseconds since 1970 in UTC, so that comparing is exact."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """Return an aware time as microseconds since 1970; raises TypeError for a naive one."""
    return (moment - EPOCH) // TICK


def maybe_us(moment: datetime | None) -> int | None:
    """Return `to_us`, None for None."""
    return None if moment is None else to_us(moment)


def from_us(microseconds: int) -> datetime:
    """Return the aware UTC time."""
    return EPOCH + microseconds * TICK


def maybe_from_us(microseconds: int | None) -> datetime | None:
    """Return `from_us`, None for None."""
    return None if microseconds is None else from_us(microseconds)
