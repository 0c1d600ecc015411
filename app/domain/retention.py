"""How long each class of data is kept: a pure verdict over facts and a schedule.

Source: the platform's privacy policy (default schedule) and GDPR art. 5(1)(e), 17 and 18.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import isodate

from app.domain.ids import CampaignId
from app.domain.wire import Wire


class DataClass(StrEnum):
    """Classes of data; every table of the store names the one it holds."""

    CALL_RECORDING = "call_recording"
    CALL_TRANSCRIPT = "call_transcript"
    CALL_RECORD = "call_record"
    ACCOUNT_PROFILE = "account_profile"
    BILLING = "billing"
    SUPPORT_TICKET = "support_ticket"
    SECURITY_LOG = "security_log"
    REVIEW = "review"
    CONTACT = "contact"
    DO_NOT_CALL = "do_not_call"
    RIGHTS_REGISTER = "rights_register"
    DELETION_RECEIPT = "deletion_receipt"
    CONSENT = "consent"


class Basis(StrEnum):
    """The event from which a duration is counted."""

    CALL_END = "call_end"
    ACCOUNT_CLOSED = "account_closed"
    INVOICE_DATE = "invoice_date"
    TICKET_CLOSED = "ticket_closed"
    EVENT = "event"
    LAST_ACTIVITY = "last_activity"
    LIFTED = "lifted"
    CLOSED = "closed"
    WRITTEN = "written"
    WITHDRAWN = "withdrawn"


class Then(StrEnum):
    """What happens when the time is up."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    DELETE_KEEP_STATISTICS = "delete_keep_statistics"


@dataclass(frozen=True)
class Rule(Wire):
    """Keep a class for `keep` (ISO 8601 duration; None: until the basis event itself)."""

    data_class: DataClass
    keep: str | None
    basis: Basis
    then: Then


@dataclass(frozen=True)
class CampaignRule(Wire):
    """A campaign's own duration for its recordings and what hangs on them."""

    campaign_id: CampaignId
    keep: str


@dataclass(frozen=True)
class Schedule(Wire):
    """All rules in force, and the zone in which calendar durations are counted (IANA name)."""

    zone: str
    rules: tuple[Rule, ...]
    campaigns: tuple[CampaignRule, ...] = ()

    def rule(self, data_class: DataClass) -> Rule:
        """Return the rule of a class; raises KeyError if the schedule has none."""
        for rule in self.rules:
            if rule.data_class is data_class:
                return rule
        raise KeyError(data_class)


WITH_THE_RECORDING = frozenset(
    {DataClass.CALL_RECORDING, DataClass.CALL_TRANSCRIPT, DataClass.CALL_RECORD, DataClass.REVIEW}
)
"""Classes that follow a campaign's own recording rule."""


@dataclass(frozen=True)
class Facts:
    """What the verdict needs to know of one item. `basis_at` None: the counting has not begun."""

    basis_at: datetime | None
    campaign_id: CampaignId | None = None
    legal_hold: bool = False
    restricted: bool = False


class Verdict(StrEnum):
    """KEEP: usable. EXPIRED: hidden now, deleted next. HELD: past its time, kept by law, hidden."""

    KEEP = "keep"
    HELD = "held"
    EXPIRED = "expired"


def expires_at(schedule: Schedule, data_class: DataClass, facts: Facts) -> datetime | None:
    """Return when an item's time is up (UTC), or None if that moment is not known.

    Calendar durations are counted on the wall clock of the schedule's zone: P1M after 31 January is the
    last day of February, and P1D across a clock change is the same wall time the next day.
    """
    if facts.basis_at is None:
        return None
    keep = keep_for(schedule, data_class, facts.campaign_id)
    return facts.basis_at if keep is None else add_calendar(facts.basis_at, keep, schedule.zone)


def verdict(schedule: Schedule, data_class: DataClass, facts: Facts, now: datetime) -> Verdict:
    """Return what to do with an item at `now` (aware)."""
    end = expires_at(schedule, data_class, facts)
    if end is None or now < end:
        return Verdict.KEEP
    return Verdict.HELD if facts.legal_hold or facts.restricted else Verdict.EXPIRED


def add_calendar(start: datetime, duration: str, zone: str) -> datetime:
    """Return `start` plus an ISO 8601 duration, counted in `zone`, in UTC.

    Date parts move the wall clock, time parts the elapsed clock. A wall time that does not exist (spring
    forward) moves ahead by the gap; one that exists twice is the first.
    """
    calendar, elapsed = _duration(duration)
    wall = start.astimezone(ZoneInfo(zone))
    # Without a move of the calendar the instant stays: read again from the wall, the second 02:30 of an
    # autumn night would become the first, and the item would go an hour early.
    moved: datetime = wall.replace(fold=0) + calendar if calendar else wall
    return moved.astimezone(UTC) + elapsed


OUT_OF_ORDER = timedelta(days=3)
"""An item may begin later than another and end earlier, by less than this: P1M after 30 January ends before
P1M after the evening of 28 January (a day), and clocks change at either end (a day, where a zone crossed the
date line)."""


def safely_over(keep: str | None, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """Return two times of the basis event: up to the first every item is over, from the second on none is.

    What lies between has to be counted one by one. Where the calendar ends before they are found (a duration
    of centuries), they are the beginning and the end of time: then everything is counted.
    """
    if keep is None:
        return now, now + timedelta.resolution
    try:
        over = now - (add_calendar(now, keep, zone) - now)
        kept = over
        while add_calendar(over, keep, zone) > now - OUT_OF_ORDER:
            over -= timedelta(days=1)
        while add_calendar(kept, keep, zone) <= now + OUT_OF_ORDER:
            kept += timedelta(days=1)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return over, kept


_SHAPE = re.compile(r"P(?=\d|T)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)


@lru_cache(maxsize=64)
def _duration(text: str) -> tuple[isodate.Duration | timedelta | None, timedelta]:
    """Split a duration into its calendar part and its elapsed part: P1D is not PT24H when clocks change.

    Raises ValueError for anything else than whole, unsigned calendar parts: a text read leniently as zero
    would delete everything at once.
    """
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"not a retention time: {text!r}")
    date_part, _, time_part = text.partition("T")
    calendar = isodate.parse_duration(date_part, as_timedelta_if_possible=False) if date_part != "P" else None
    elapsed = isodate.parse_duration(f"PT{time_part}") if time_part else timedelta()
    if calendar is None or calendar.years or calendar.months:
        return calendar, elapsed
    return calendar.tdelta or None, elapsed


def keep_for(schedule: Schedule, data_class: DataClass, campaign_id: CampaignId | None) -> str | None:
    """Return the duration that holds for a class in a campaign; raises KeyError without a rule for it."""
    general = schedule.rule(data_class).keep
    if data_class not in WITH_THE_RECORDING or campaign_id is None:
        return general
    return next((own.keep for own in schedule.campaigns if own.campaign_id == campaign_id), general)


LEAP_CYCLE = tuple(datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(4 * 365 + 1))
"""A beginning on each day from one leap year to the next: which of two durations is longer depends on it."""


def shortens(new: Schedule, old: Schedule) -> bool:
    """Return whether anything begun on any day ends earlier under `new`: a class, or a campaign's own.

    Raises KeyError where a schedule lacks a class. Another zone alone moves ends by hours, and counts.
    """
    campaigns = {own.campaign_id for schedule in (new, old) for own in schedule.campaigns}
    pairs = {
        (keep_for(new, data_class, campaign_id), keep_for(old, data_class, campaign_id))
        for data_class in DataClass
        for campaign_id in (None, *campaigns)
    }
    return any(_ends_earlier((one, new.zone), (other, old.zone)) for one, other in pairs)


def _ends_earlier(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    def end(start: datetime, keep: str | None, zone: str) -> datetime:
        return start if keep is None else add_calendar(start, keep, zone)

    return one != other and any(end(start, *one) < end(start, *other) for start in LEAP_CYCLE)


def default_rules() -> tuple[Rule, ...]:
    """Return the published default schedule (PRODUCT promises), one rule a class."""
    d, a, s = Then.DELETE, Then.ANONYMISE, Then.DELETE_KEEP_STATISTICS
    table = (
        (DataClass.CALL_RECORDING, "P90D", Basis.CALL_END, d),
        (DataClass.CALL_TRANSCRIPT, "P90D", Basis.CALL_END, d),
        (DataClass.CALL_RECORD, "P90D", Basis.CALL_END, a),
        (DataClass.ACCOUNT_PROFILE, "P30D", Basis.ACCOUNT_CLOSED, d),
        (DataClass.BILLING, "P7Y", Basis.INVOICE_DATE, d),
        (DataClass.SUPPORT_TICKET, "P2Y", Basis.TICKET_CLOSED, d),
        (DataClass.SECURITY_LOG, "P30D", Basis.EVENT, d),
        (DataClass.REVIEW, "P90D", Basis.CALL_END, s),
        (DataClass.CONTACT, "P90D", Basis.LAST_ACTIVITY, d),
        (DataClass.DO_NOT_CALL, None, Basis.LIFTED, d),
        (DataClass.RIGHTS_REGISTER, "P3Y", Basis.CLOSED, d),
        (DataClass.DELETION_RECEIPT, "P3Y", Basis.WRITTEN, d),
        (DataClass.CONSENT, "P3Y", Basis.WITHDRAWN, d),
    )
    return tuple(Rule(*row) for row in table)
