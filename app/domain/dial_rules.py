"""Rules that block a dial before it happens. They fail closed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.campaign import Campaign, CampaignState
from app.domain.contact import Contact

DO_NOT_CALL_FRESH = timedelta(hours=24)
"""A do-not-call snapshot older than this blocks every dial."""


class Block(StrEnum):
    """Why a contact may not be dialled now."""

    CAMPAIGN_NOT_RUNNING = "campaign_not_running"
    OUTSIDE_HOURS = "outside_hours"
    DO_NOT_CALL = "do_not_call"
    DO_NOT_CALL_STALE = "do_not_call_stale"
    NO_CONSENT = "no_consent"
    ATTEMPTS_USED = "attempts_used"


@dataclass(frozen=True)
class Circumstances:
    """What the rules need beside campaign and contact. `checked_at` None: never checked."""

    now: datetime
    on_do_not_call: bool
    do_not_call_checked_at: datetime | None


@dataclass(frozen=True)
class DialVerdict:
    """All reasons against dialling (none: may dial) and until when today the window is open (UTC)."""

    blocks: tuple[Block, ...]
    window_closes_at: datetime | None

    @property
    def allowed(self) -> bool:
        """True when nothing stands against dialling."""
        return not self.blocks


def may_dial(campaign: Campaign, contact: Contact, seen: Circumstances) -> DialVerdict:
    """Return whether `contact` may be dialled at `seen.now`, with every reason against it."""
    closes = _window_closes_at(campaign, contact, seen.now)
    stale = seen.do_not_call_checked_at is None or seen.now - seen.do_not_call_checked_at > DO_NOT_CALL_FRESH
    checks = (
        (Block.CAMPAIGN_NOT_RUNNING, campaign.state is not CampaignState.RUNNING),
        (Block.OUTSIDE_HOURS, closes is None),
        (Block.DO_NOT_CALL, seen.on_do_not_call),
        (Block.DO_NOT_CALL_STALE, stale),
        (Block.NO_CONSENT, contact.consent_at is None),
        (Block.ATTEMPTS_USED, contact.attempts >= campaign.max_attempts),
    )
    return DialVerdict(tuple(block for block, hit in checks if hit), closes)


def _window_closes_at(campaign: Campaign, contact: Contact, now: datetime) -> datetime | None:
    zone = ZoneInfo(contact.zone)
    local = now.astimezone(zone)
    opens, closes = time.fromisoformat(campaign.hours.opens), time.fromisoformat(campaign.hours.closes)
    if local.weekday() not in campaign.hours.weekdays or not opens <= local.time() < closes:
        return None
    return local.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0)
