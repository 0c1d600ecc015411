"""What a workstation holds, as the Privacy and device page shows it. Every figure is measured."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.ids import CampaignId


class Holding(StrEnum):
    """Rows of the inventory."""

    RECORDINGS = "recordings"
    TRANSCRIPTS = "transcripts"
    SEARCH_INDEX = "search_index"
    CONTACTS = "contacts"
    CALLS = "calls"
    NOTES = "notes"
    MARKS = "marks"
    DO_NOT_CALL = "do_not_call"
    LEGAL_HOLD = "legal_hold"
    RECEIPTS = "receipts"


@dataclass(frozen=True)
class InventoryRow:
    """Items and bytes of one kind, and when the next of them goes. `rule` is an ISO duration or None."""

    holding: Holding
    items: int
    size_bytes: int
    keep: str | None
    next_deletion: datetime | None
    next_deletes: int


@dataclass(frozen=True)
class HeldAbout:
    """What is held about one person, of one kind. `by_law`: so many outlive their time, out of sight."""

    holding: Holding
    items: int
    by_law: int
    first_deletion: datetime | None
    last_deletion: datetime | None


@dataclass(frozen=True)
class UpcomingDeletions:
    """Recordings that will be deleted on one local day, by campaign (None: the general rule)."""

    day: date
    by_campaign: tuple[tuple[CampaignId | None, int], ...]


@dataclass(frozen=True)
class Purged:
    """What one purge removed."""

    recordings: int = 0
    transcripts: int = 0
    calls_anonymised: int = 0
    contacts: int = 0
    marks: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """All items together."""
        return (
            self.recordings
            + self.transcripts
            + self.calls_anonymised
            + self.contacts
            + self.marks
            + self.other
        )


@dataclass(frozen=True)
class DueReceipt:
    """What was scrubbed and has no receipt for certain. `sequence`: the link its receipt was to become."""

    counts: Purged
    sequence: int | None = None
