"""When to call back: three good moments, and whether a moment lies inside the calling hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.dial_rules import Circumstances, may_dial

AFTERNOON = time(14, 0)
LATER_TODAY = timedelta(hours=3)
DAYS_AHEAD = 14


def within_hours(campaign: Campaign, contact: Contact, at: datetime) -> bool:
    """Return whether `at` lies inside the campaign's calling hours at the contact's place."""
    return may_dial(campaign, contact, Circumstances(at, False, at)).window_closes_at is not None


def suggestions(campaign: Campaign, contact: Contact, now: datetime) -> tuple[datetime, ...]:
    """Return up to three moments (UTC) that may be called: later today, and 14:00 on the next open days.

    Where 14:00 is outside the hours of a day, half an hour after opening is taken.
    """
    zone = ZoneInfo(contact.zone)
    local = now.astimezone(zone)
    half_hours = local.replace(minute=30 * (local.minute // 30), second=0, microsecond=0)
    found = [later for later in (half_hours + LATER_TODAY,) if later.date() == local.date()]
    opens = time.fromisoformat(campaign.hours.opens)
    early = (datetime.combine(local.date(), opens) + timedelta(minutes=30)).time()
    for ahead in range(1, DAYS_AHEAD + 1):
        day = local.date() + timedelta(days=ahead)
        found += [datetime.combine(day, at, zone) for at in (AFTERNOON, early)]
    best: dict[object, datetime] = {}
    for moment in found:
        at = moment.astimezone(UTC)
        if within_hours(campaign, contact, at):
            best.setdefault(moment.date(), at)
    return tuple(best.values())[:3]
