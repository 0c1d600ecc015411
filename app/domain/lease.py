"""The wipe ladder: what a workstation does the longer it goes without contact."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.policy import LeaseTerms
from app.domain.retention import add_calendar


class Rung(StrEnum):
    """Rungs of the ladder, mildest first."""

    IN_CONTACT = "in_contact"
    WARN = "warn"
    LOCK = "lock"
    WIPE = "wipe"


@dataclass(frozen=True)
class Lease:
    """When each rung is reached, counted from the last contact (UTC)."""

    last_contact: datetime
    warns_at: datetime
    locks_at: datetime
    wipes_at: datetime

    @classmethod
    def of(cls, terms: LeaseTerms, last_contact: datetime) -> "Lease":
        """Return the lease that a contact at `last_contact` grants under `terms`."""

        def after(duration: str) -> datetime:
            return add_calendar(last_contact, duration, "UTC")

        return cls(last_contact, after(terms.warn_after), after(terms.lock_after), after(terms.wipe_after))

    def rung(self, now: datetime) -> Rung:
        """Return the rung at `now`, a trusted time: a clock set back must not reach this function."""
        if now >= self.wipes_at:
            return Rung.WIPE
        if now >= self.locks_at:
            return Rung.LOCK
        return Rung.WARN if now >= self.warns_at else Rung.IN_CONTACT
