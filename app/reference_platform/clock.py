"""The platform's time. A scripted fault may skew it for one request, so it is asked for, never imported."""

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_skew: ContextVar[timedelta] = ContextVar("platform_clock_skew", default=timedelta())


def now() -> datetime:
    """Return the present moment (aware, UTC), skewed where a fault says so."""
    return datetime.now(UTC) + _skew.get()


def skew_by(amount: timedelta) -> None:
    """Skew the clock for the rest of the current context (one request)."""
    _skew.set(amount)
