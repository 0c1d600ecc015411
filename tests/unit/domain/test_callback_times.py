from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.callback_times import suggestions, within_hours
from app.domain.campaign import CallingHours
from tests.support.things import campaign, contact

BRUSSELS = ZoneInfo("Europe/Brussels")
HERE = replace(contact(), zone="Europe/Brussels")
HOURS = campaign(hours=CallingHours((0, 1, 2, 3, 4), "09:00", "20:00"))


def wall(moments: tuple[datetime, ...]) -> list[str]:
    return [moment.astimezone(BRUSSELS).strftime("%a %H:%M") for moment in moments]


def test_later_today_then_the_next_open_days() -> None:
    thursday = datetime(2026, 4, 16, 12, 28, tzinfo=UTC)
    assert wall(suggestions(HOURS, HERE, thursday)) == ["Thu 17:00", "Fri 14:00", "Mon 14:00"]


def test_too_late_for_today() -> None:
    evening = datetime(2026, 4, 16, 16, 0, tzinfo=UTC)
    assert wall(suggestions(HOURS, HERE, evening)) == ["Fri 14:00", "Mon 14:00", "Tue 14:00"]


def test_mornings_only() -> None:
    mornings = campaign(hours=CallingHours((0,), "09:00", "12:00"))
    thursday = datetime(2026, 4, 16, 8, 0, tzinfo=UTC)
    assert wall(suggestions(mornings, HERE, thursday)) == ["Mon 09:30", "Mon 09:30"]


def test_the_hours_are_those_of_the_contacts_place() -> None:
    noon_there = datetime(2026, 4, 16, 12, 0, tzinfo=ZoneInfo("America/New_York"))
    away = replace(contact(), zone="America/New_York")
    assert within_hours(HOURS, away, noon_there)
    assert not within_hours(HOURS, away, datetime(2026, 4, 16, 8, 0, tzinfo=UTC))


def test_a_state_of_the_campaign_is_no_matter_of_hours() -> None:
    at = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)
    never_tried = replace(HERE, consent_at=None, attempts=99)
    assert within_hours(HOURS, never_tried, at)


def test_never_open_suggests_nothing() -> None:
    assert suggestions(campaign(hours=CallingHours((), "09:00", "18:00")), HERE, datetime.now(UTC)) == ()
