"""The retention verdict: property tests over zones, clock changes, leap days and calendars."""

import calendar
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import CampaignId
from app.domain.retention import (
    OUT_OF_ORDER,
    WITH_THE_RECORDING,
    Basis,
    CampaignRule,
    DataClass,
    Facts,
    Rule,
    Schedule,
    Then,
    Verdict,
    add_calendar,
    default_rules,
    expires_at,
    safely_over,
    shortens,
    verdict,
)

ZONES = (
    "Europe/Brussels",
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))
CAMPAIGN = CampaignId("own")


def schedule(zone: str = "Europe/Brussels", *campaigns: CampaignRule) -> Schedule:
    return Schedule(zone, default_rules(), campaigns)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@given(MOMENTS, st.integers(0, 4000), st.sampled_from(ZONES))
def test_days_keep_the_wall_time_unless_it_does_not_exist(start: datetime, days: int, zone: str) -> None:
    end = add_calendar(start, f"P{days}D", zone).astimezone(ZoneInfo(zone))
    wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=days)
    gap = end.replace(tzinfo=None) - wall
    assert timedelta() <= gap <= timedelta(hours=1)
    if gap:
        there = wall.replace(tzinfo=ZoneInfo(zone))
        assert there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) != wall


@given(MOMENTS, st.integers(0, 10**7), st.sampled_from(ZONES))
def test_seconds_are_elapsed_time_in_every_zone(start: datetime, seconds: int, zone: str) -> None:
    assert add_calendar(start, f"PT{seconds}S", zone) == start + timedelta(seconds=seconds)


@given(MOMENTS, st.integers(0, 3000), st.sampled_from(ZONES))
def test_an_end_is_never_before_its_start(start: datetime, days: int, zone: str) -> None:
    assert add_calendar(start, f"P{days}D", zone) >= start


@given(MOMENTS, st.integers(0, 300), st.sampled_from(ZONES))
def test_months_end_on_the_same_day_or_on_the_last(start: datetime, months: int, zone: str) -> None:
    wall = start.astimezone(ZoneInfo(zone))
    end = add_calendar(start, f"P{months}M", zone).astimezone(ZoneInfo(zone))
    years, month = divmod(wall.month - 1 + months, 12)
    last = calendar.monthrange(wall.year + years, month + 1)[1]
    # A wall time in a gap may move over midnight where clocks change at midnight; none of ZONES do.
    assert (end.year, end.month, end.day) == (wall.year + years, month + 1, min(wall.day, last))


@given(MOMENTS, st.integers(0, 20), st.integers(0, 20), st.sampled_from(ZONES))
def test_a_year_is_twelve_months_and_a_week_seven_days(
    start: datetime, years: int, weeks: int, zone: str
) -> None:
    assert add_calendar(start, f"P{years}Y", zone) == add_calendar(start, f"P{12 * years}M", zone)
    assert add_calendar(start, f"P{weeks}W", zone) == add_calendar(start, f"P{7 * weeks}D", zone)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (utc(2024, 2, 29, 12), "P1Y", utc(2025, 2, 28, 12)),
        (utc(2024, 2, 29, 12), "P4Y", utc(2028, 2, 29, 12)),
        (utc(2025, 1, 31, 12), "P1M", utc(2025, 2, 28, 12)),
        (utc(2026, 3, 28, 12), "P1D", utc(2026, 3, 29, 11)),  # clocks go ahead: 23 hours
        (utc(2026, 3, 28, 12), "PT24H", utc(2026, 3, 29, 12)),
        (utc(2026, 10, 24, 12), "P1D", utc(2026, 10, 25, 13)),  # clocks go back: 25 hours
        (utc(2026, 3, 28, 1, 30), "P1D", utc(2026, 3, 29, 1, 30)),  # 02:30 does not exist: 03:30 summer time
        (utc(2026, 10, 24, 0, 30), "P1D", utc(2026, 10, 25, 0, 30)),  # 02:30 twice: the first
        (utc(2026, 10, 25, 1, 30), "PT1H", utc(2026, 10, 25, 2, 30)),  # from the second 02:30
        (utc(2026, 10, 25, 1, 30), "P0D", utc(2026, 10, 25, 1, 30)),
        (utc(2026, 10, 24, 12), "P1DT2H", utc(2026, 10, 25, 15)),
        (utc(2026, 6, 15, 12), "PT0.5S", utc(2026, 6, 15, 12) + timedelta(milliseconds=500)),
    ],
)
def test_known_moments_in_brussels(start: datetime, duration: str, end: datetime) -> None:
    assert add_calendar(start, duration, "Europe/Brussels") == end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "P",
        "PT",
        "P1DT",
        "T5H",
        "-P1D",
        "+P1D",
        "P-1D",
        "P1.5M",
        "p1d",
        "P1D ",
        "90",
        "P1H",
        "PTT1H",
        "P١D",
    ],
)
def test_what_is_not_a_duration_is_refused_and_never_read_as_zero(text: str) -> None:
    with pytest.raises(ValueError, match="not a retention time"):
        add_calendar(utc(2026, 1, 1), text, "UTC")


@given(
    MOMENTS,
    st.sampled_from(sorted(DataClass)),
    st.booleans(),
    st.booleans(),
    st.timedeltas(timedelta(days=-4000), timedelta(days=4000)),
)
def test_the_verdict_turns_exactly_when_the_time_is_up(
    basis: datetime, data_class: DataClass, hold: bool, restricted: bool, after: timedelta
) -> None:
    facts = Facts(basis, None, hold, restricted)
    end = expires_at(schedule(), data_class, facts)
    assert end is not None
    found = verdict(schedule(), data_class, facts, end + after)
    if after < timedelta():
        assert found is Verdict.KEEP
    else:
        assert found is (Verdict.HELD if hold or restricted else Verdict.EXPIRED)


DURATIONS = st.builds(
    lambda years, months, weeks, days, seconds: f"P{years}Y{months}M{weeks}W{days}DT{seconds}S",
    st.integers(0, 8),
    st.integers(0, 30),
    st.integers(0, 5),
    st.integers(0, 100),
    st.integers(0, 200_000),
)
CROSSED_THE_DATE_LINE = ("Pacific/Apia", "Pacific/Kwajalein")
NEAR = st.one_of(
    st.timedeltas(timedelta(), timedelta(days=3)), st.timedeltas(timedelta(), timedelta(days=4000))
)


@given(
    MOMENTS,
    st.one_of(DURATIONS, st.none(), st.sampled_from(["P1M", "P1Y", "P90D", "PT1H"])),
    st.sampled_from((*ZONES, *CROSSED_THE_DATE_LINE)),
    NEAR,
)
def test_what_is_safely_over_is_and_what_is_safely_kept_is(
    now: datetime, keep: str | None, zone: str, away: timedelta
) -> None:
    """A cut-off that is off by a second hides what is kept, or shows what is over."""

    def end(basis: datetime) -> datetime:
        return basis if keep is None else add_calendar(basis, keep, zone)

    over, kept = safely_over(keep, zone, now)
    assert end(over - away) <= now < end(kept + away)
    assert kept - over < timedelta(days=12)


@pytest.mark.parametrize(
    ("zone", "since", "keep", "hours"),
    [
        ("Europe/Brussels", utc(2026, 1, 20), "P1M", 23),  # three days of January end on one of February
        ("Europe/Brussels", utc(2024, 2, 20), "P1Y", 23),  # 29 February ends on the 28th
        ("Europe/Brussels", utc(2026, 10, 10), "P90D", 0.5),  # clocks go back where it begins
        ("Europe/Brussels", utc(2026, 3, 10), "P1D", 0.5),  # clocks go ahead where it ends
        ("Pacific/Apia", utc(2011, 12, 10), "P2D", 23),  # 30 December 2011 does not exist
        ("Pacific/Apia", utc(2011, 10, 10), "P2M", 23),
    ],
)
def test_who_begins_later_ends_earlier_by_less_than_the_edges_allow(
    zone: str, since: datetime, keep: str, hours: float
) -> None:
    """The cut-off stands on this bound; each case is one of those that make it necessary."""
    ends = [add_calendar(since + n * timedelta(minutes=30), keep, zone) for n in range(2000)]
    out_of_order = max(last - end for last, end in zip(accumulate(ends, max), ends, strict=True))
    assert timedelta(hours=hours) <= out_of_order < OUT_OF_ORDER


def test_where_the_calendar_ends_everything_is_counted() -> None:
    for keep in ("P7900Y", "P2100Y"):
        over, kept = safely_over(keep, "UTC", utc(2026, 1, 1))
        assert over.year == 1
        assert kept.year == 9999


@given(MOMENTS, st.sampled_from(sorted(DataClass)), st.integers(1, 400))
def test_a_campaigns_own_rule_counts_for_its_recordings_alone(
    basis: datetime, data_class: DataClass, days: int
) -> None:
    own = schedule("UTC", CampaignRule(CampaignId("other"), "P1D"), CampaignRule(CAMPAIGN, f"P{days}D"))
    found = expires_at(own, data_class, Facts(basis, CAMPAIGN))
    if data_class in WITH_THE_RECORDING:
        assert found == basis + timedelta(days=days)
    else:
        assert found == expires_at(schedule("UTC"), data_class, Facts(basis))
    assert expires_at(own, data_class, Facts(basis, CampaignId("third"))) == expires_at(
        schedule("UTC"), data_class, Facts(basis)
    )


def test_nothing_expires_before_its_counting_has_begun() -> None:
    for data_class in DataClass:
        facts = Facts(None)
        assert expires_at(schedule(), data_class, facts) is None
        assert verdict(schedule(), data_class, facts, utc(9999, 1, 1)) is Verdict.KEEP


def test_do_not_call_ends_the_moment_it_is_lifted() -> None:
    lifted = utc(2026, 6, 1)
    assert expires_at(schedule(), DataClass.DO_NOT_CALL, Facts(lifted)) == lifted


def test_a_class_without_a_rule_is_an_error_and_not_a_guess() -> None:
    only = Schedule("UTC", (Rule(DataClass.CONTACT, "P1D", Basis.LAST_ACTIVITY, Then.DELETE),))
    with pytest.raises(KeyError):
        expires_at(only, DataClass.BILLING, Facts(utc(2026, 1, 1)))


def test_the_default_schedule_is_the_published_one() -> None:
    published = {
        "call_recording": ("P90D", "call_end", "delete"),
        "call_transcript": ("P90D", "call_end", "delete"),
        "call_record": ("P90D", "call_end", "anonymise"),
        "account_profile": ("P30D", "account_closed", "delete"),
        "billing": ("P7Y", "invoice_date", "delete"),
        "support_ticket": ("P2Y", "ticket_closed", "delete"),
        "security_log": ("P30D", "event", "delete"),
        "review": ("P90D", "call_end", "delete_keep_statistics"),
        "contact": ("P90D", "last_activity", "delete"),
        "do_not_call": (None, "lifted", "delete"),
        "rights_register": ("P3Y", "closed", "delete"),
        "deletion_receipt": ("P3Y", "written", "delete"),
        "consent": ("P3Y", "withdrawn", "delete"),
    }
    assert {r.data_class.value: (r.keep, r.basis.value, r.then.value) for r in default_rules()} == published
    assert {r.data_class for r in default_rules()} == set(DataClass)


def keeping(keep: str | None, *campaigns: CampaignRule, zone: str = "Europe/Brussels") -> Schedule:
    rules = (
        Rule(rule.data_class, keep, rule.basis, rule.then) if rule.data_class is DataClass.CONTACT else rule
        for rule in default_rules()
    )
    return Schedule(zone, tuple(rules), campaigns)


@pytest.mark.parametrize(
    ("new", "shorter"),
    [
        (keeping("P90D"), False),
        (keeping("P91D"), False),
        (keeping("P3M"), True),  # 89 days from the first of February
        (keeping("P93D"), False),
        (keeping("P89D"), True),
        (keeping(None), True),
        (keeping("P90D", CampaignRule(CAMPAIGN, "P89D")), True),
        (keeping("P90D", CampaignRule(CAMPAIGN, "P91D")), False),
        (keeping("P90D", zone="Asia/Kathmandu"), True),  # where clocks do not change, an hour for some
    ],
)
def test_shorter_is_what_ends_anything_earlier_begun_on_any_day(new: Schedule, shorter: bool) -> None:
    assert shortens(new, schedule()) is shorter


def test_a_campaigns_own_longer_time_taken_back_is_shorter() -> None:
    assert shortens(schedule(), schedule("Europe/Brussels", CampaignRule(CAMPAIGN, "P91D")))
    assert not shortens(schedule(), schedule("Europe/Brussels", CampaignRule(CAMPAIGN, "P89D")))
